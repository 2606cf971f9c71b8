"""Yes and no, in the words that people use."""

from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from fake_or_real.data.readings.style import Form

_WORDS = {
    "": ("true", "false"),
    "Yes/No": ("yes", "no"),
    "Y/N": ("y", "n"),
    "T/F": ("t", "f"),
    "Ja/Nein": ("ja", "nein"),
    "J/N": ("j", "n"),
    "Oui/Non": ("oui", "non"),
    "Si/No": ("si", "no"),
    "Sí/No": ("sí", "no"),
}


def plain() -> Form:
    """True and false in any case: the only words that are no category."""
    return Form(kind="boolean", read=partial(_words, *_WORDS[""]))


def styles() -> list[Form]:
    """All pairs of words, and 1 and 0."""
    pairs = [
        Form(kind="boolean", name=name, read=partial(_words, *words))
        for name, words in _WORDS.items()
    ]
    return [*pairs, Form(kind="boolean", name="1/0", read=_digits)]


def _words(yes: str, no: str, strings: pa.Array) -> pa.Array:
    place = pc.index_in(pc.utf8_lower(strings), value_set=pa.array([no, yes], strings.type))
    return place.cast(pa.bool_())


def _digits(strings: pa.Array) -> pa.Array:
    return _words("1", "0", pc.replace_substring_regex(strings, r"\.0*$", ""))
