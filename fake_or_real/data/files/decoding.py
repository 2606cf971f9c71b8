"""The encoding of a text file: taken only where it is certain.

UTF-8, UTF-16 and UTF-32 prove themselves. Any bytes are text in cp1252 (Western European Windows,
and latin-1 for all but a few signs), so it is taken only where the words that it gives are clearly
Western European. Other encodings must be said: general detectors take French for Romanian.
"""

import codecs
import re

from fake_or_real.errors import UserError

# The longer ones first: UTF-32's mark begins with UTF-16's.
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CP1252 = "cp1252 (latin-1)"
# Of a text in UTF-16 at least this share of the upper halves is zero: digits, separators, ...
_ZEROS = 0.3
# Of the words with a letter beyond ASCII at least this share must be clearly Western European.
_CLEAR = 0.95
# A run of letters; apostrophes, dashes, guillemets and hard spaces may stand between two of them.
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_JOINTS = re.compile("[\N{RIGHT SINGLE QUOTATION MARK}\N{EN DASH}\N{EM DASH}«»\xa0]")
# Where each letter stands in Western European languages. Elsewhere it is another language's letter
# in another encoding: 'Gdañsk' is Polish, 'Budìjovice' Czech, 'Rîga' Latvian.
_CONTINENTAL = re.compile(
    "(?:[a-zàáâäçèéêëïíóôöœùúûüß]|ñ(?=[aeiouáéíóú])|ã(?=[oei]|s?$)|õ(?=e)|ì(?=$)|î(?=[clmnrt])"
    "|(?<![aeou])ò)*"
)
_NORDIC = re.compile("[a-zàåäæéíóöøüß]*")
# Three in a row are no Western European word, nor are two that differ, but for Größe, piñón, não.
_RUN = re.compile("([^a-zçñ])(?!\\1|ß)[^a-z]|[^a-z]{3}")
# Euro, quotes, bullet, degree and the like may stand at a word's ends; other signs only alone.
_ENDS = bytes(
    [0x80, 0x82, 0x84, 0x85, *range(0x91, 0x9A), 0xA1, 0xAE, 0xB0, 0xB2, 0xB5, 0xBF]
).decode("cp1252")
_ALONE = re.compile("[¢£¥§©±¶·¹¼½¾×÷]+|[nm]?[ªº]|[cdk]?m³")  # noqa: RUF001 - the sign is meant


def to_utf8(content: bytes, name: str, encoding: str | None = None) -> tuple[bytes, str]:
    """The text in UTF-8 without a byte order mark, and what its encoding is called.

    encoding: what it is said to be; None: to be recognised.
    Raises `UserError` where it is doubtful, or not what it is said to be.
    """
    if encoding is not None:
        return _decoded(content, encoding, name), encoding
    for mark, marked in _MARKS.items():
        if content.startswith(mark):
            return _decoded(content, marked, name), marked
    if unmarked := _unmarked_utf16(content):
        return _decoded(content, unmarked, name), unmarked
    if _is_utf8(content):
        return content, "utf-8"
    if b"\0" in content:
        raise UserError(f"{name} is neither text nor a format that is read; give a CSV or Parquet")
    if _is_western(content):
        return _decoded(content, "cp1252", name), _CP1252
    raise UserError(
        f"{name} is not in UTF-8, UTF-16 or clearly in cp1252 (latin-1), which were tried; set its"
        " encoding, for example cp1250 (Central Europe), cp1251 (Cyrillic), cp932 (Japanese),"
        " gb18030 (Chinese) or cp850 (DOS), or convert it to UTF-8"
    )


def _decoded(content: bytes, encoding: str, name: str) -> bytes:
    try:
        return content.decode(encoding).removeprefix("\ufeff").encode()
    except LookupError:
        raise UserError(
            f"{name} cannot be read in the encoding {encoding!r}, which is none that Python knows;"
            " set one such as utf-8, utf-16 or cp1252"
        ) from None
    except UnicodeError as error:
        raise UserError(
            f"{name} is not in {encoding} ({error.args[-1]}); set its encoding, or convert it"
        ) from None


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(content: bytes) -> str | None:
    sample = content[: 2**16]
    first, second = sample[::2], sample[1::2]
    for encoding, upper, lower in (("utf-16-le", second, first), ("utf-16-be", first, second)):
        if 0 not in lower and upper.count(0) > _ZEROS * len(upper):
            return encoding
    return None


def _is_western(content: bytes) -> bool:
    """Whether cp1252 gives clear words, most of them in one of two groups of languages."""
    foreign = {word for word in _WORD.findall(content) if not word.isascii()}
    try:
        words = [word.decode("cp1252") for word in foreign]
    except UnicodeDecodeError:
        return False
    parts = [part.strip(_ENDS).lower() for word in words for part in _JOINTS.split(word)]
    return any(
        sum(_is_clear(part, letters) for part in parts) >= _CLEAR * len(parts)
        for letters in (_CONTINENTAL, _NORDIC)
    )


def _is_clear(word: str, letters: re.Pattern[str]) -> bool:
    is_word = letters.fullmatch(word) and not _RUN.search(word)
    return bool(is_word or _ALONE.fullmatch(word))
