"""Numbers as people write them: decimal commas, thousands, currencies, percent, brackets.

A column has one decimal mark, at most one mark between thousands, and at most one currency or
percent sign. A percentage is the number that is written: 12.5 % is 12.5.
"""

import re
from collections import Counter
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from fake_or_real.data.readings.style import Style, matches

# A leading zero marks a code (postcode, account), not a number; 18 digits always fit 64 bits, and
# a longer run of digits is a code too: as a float it would lose its last ones.
_PLAIN = r"^[+-]?((0|[1-9]\d{0,17})(\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^[+-]?([iI]nf|INF|Infinity)$"
_WHOLE = r"^[+-]?(0|[1-9]\d{0,17})$"
_EXACT = 2**53  # whole floats below it are exact

_CODES = (
    "USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|RUB|UAH|TRY|CNY|RMB|INR|BRL"
    "|MXN|ZAR|KRW|SGD|HKD|ILS|AED|SAR|THB|IDR|MYR|PHP|TWD|VND|ARS|CLP|COP|PEN|EGP|NGN|KES|PKR"
    r"|Euro|euro|kr\.?|Kč|zł|Ft|Fr\.|Rs\.?|S/\.?|lei"
)
_CURRENCY = rf"(?:[A-Z]{{1,3}})?\p{{Sc}}|{_CODES}"
_MINUS = r"[-\x{2212}]"
_SIGN = r"[+\-\x{2212}]"
_AFFIXES = (
    rf"^\(?{_SIGN}?\s?(?P<before>(?:{_CURRENCY})\s?)?{_SIGN}?[\d.,](?:[\d.,'\x{2019}\s]*\d)?"
    rf"(?:[eE][+-]?\d+)?(?P<after>\s?(?:{_CURRENCY}|%|‰))?{_MINUS}?\)?$"
)
# The decimal mark and the mark between thousands, the usual ones first.
_MARKS = (
    *((".", ""), (".", ","), (",", ""), (",", ".")),
    *((".", "'"), (",", "'"), (".", " "), (",", " ")),
)
# The mark between thousands as it may be typed: apostrophes, and blanks that do not break.
_GROUPS = {
    "": "",
    ",": ",",
    ".": ".",
    "'": "'\N{RIGHT SINGLE QUOTATION MARK}",
    " ": " \N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}",
}
_NEGATIVE = rf"^[^\d.,]*(\(|{_MINUS})|{_MINUS}$"
_EDGES = r"^[^\d.,]+|[^\d.,]+$"
# Telephone numbers and addresses of computers. Brackets and signs should set some numbers apart
# from others.
_DOUBTFUL = (
    r"^\d{3}([ \x{2019}']\d{3}){2}$",
    r"^\d+(\.\d+){3}$",
    r"^(\(.*\)|\+.*)$",
    r"^.*[-\x{2212}]$",
)
_NUMBERS = r"[\d.,]+"
# Words that stand among numbers: without a digit, or a limit such as >100 or 90+.
_WORDS = rf"^([<>≤≥=~≈]{{1,2}}\s?{_NUMBERS}|{_NUMBERS}\s?\+)$"
_COMMA = "commas may mark decimals or thousands"
ENOUGH = 50  # of as many distinct numbers none is written otherwise by chance


@dataclass(frozen=True, kw_only=True)
class NumberStyle(Style):
    """Numbers with these marks and signs; of the kind "number" while it is open which they are.

    decimal, group: the decimal mark, and the mark between thousands ("" for none).
    before, after: the currency or percent sign, with a blank if one parts it from the number.
    """

    decimal: str = "."
    group: str = ""
    before: str = ""
    after: str = ""

    def parse(self, strings: pa.Array) -> pa.Array:
        return self._plain(strings).cast(pa.float64())

    def is_called(self, name: str) -> bool:
        other = named(name)
        marks = (self.decimal, self.group, bool(self.name))
        return other is not None and marks == (other.decimal, other.group, bool(name))

    def settled(self, strings: pa.Array, values: pa.Array) -> tuple[str, str, pa.Array]:
        read = strings.filter(pc.is_valid(values))
        name = self._example(read) if self.name else ""
        if self.kind == "integer" or (self.kind == "number" and not self._has_decimals(read)):
            return "integer", name, _integers(self._plain(strings))
        return "float", name, values

    def _has_decimals(self, read: pa.Array) -> bool:
        """Whether some are written as more than whole numbers: 12.0, 1e3, inf."""
        decimals = rf"(^|[^\p{{L}}]){re.escape(self.decimal)}\d|\d[eE][+-]?\d"
        return bool(matches(read, decimals if self.name else r"[.eEiI]").any())

    def _plain(self, strings: pa.Array) -> pa.Array:
        """The numbers as `-1234.5`, null where a string is no number of this style."""
        if not (self.before or self.after):
            fits = pc.match_substring_regex(strings, _PLAIN if self.decimal == "." else _WHOLE)
            if not self.name or pc.all(fits).as_py():
                fitting = pc.if_else(fits, strings, None)
                return pc.utf8_ltrim(fitting, "+")
        return self._unwrapped(strings)

    def _unwrapped(self, strings: pa.Array) -> pa.Array:
        """The same for numbers with marks and signs."""
        fits = pc.match_substring_regex(strings, self._pattern())
        bare = pc.if_else(fits, strings, None)
        negative = pc.match_substring_regex(bare, _NEGATIVE)
        for affix in filter(None, (self.before.strip(), self.after.strip())):
            bare = pc.replace_substring(bare, affix, "", max_replacements=1)
        if matches(bare, _EDGES).any():
            bare = pc.replace_substring_regex(bare, _EDGES, "")
        for mark in _GROUPS[self.group]:
            bare = pc.replace_substring(bare, mark, "")
        if self.decimal != ".":
            bare = pc.replace_substring(bare, self.decimal, ".")
        minuses = pc.if_else(negative, pa.scalar("-", bare.type), pa.scalar("", bare.type))
        return pc.binary_join_element_wise(minuses, bare, pa.scalar("", bare.type))

    def _pattern(self) -> str:
        whole = r"0|[1-9]\d{0,17}"
        if self.group:
            whole += rf"|[1-9]\d{{0,2}}(?:[{_GROUPS[self.group]}]\d{{3}}){{1,5}}"
        if self.group == ",":  # lakh and crore
            whole += r"|[1-9]\d?(?:,\d\d){1,5},\d{3}"
        decimals = rf"{re.escape(self.decimal)}\d+"
        number = rf"(?:(?:{whole})(?:{decimals})?|{decimals})(?:[eE][+-]?\d+)?"
        before, after = re.escape(self.before.strip()), re.escape(self.after.strip())
        unsigned = rf"{before}\s?{number}\s?{after}"
        return (
            rf"^(?:{_SIGN}?\s?{unsigned}|{before}\s?{_SIGN}\s?{number}\s?{after}"
            rf"|\({unsigned}\)|{unsigned}{_MINUS})$"
        )

    def _example(self, written: pa.Array) -> str:
        """An example with the marks and signs that these strings use; "" if it would be plain."""
        grouped = bool(self.group) and matches(written, rf"\d[{_GROUPS[self.group]}]\d{{3}}").any()
        body = f"1{self.group}234" if grouped else "12"
        if self._has_decimals(written):
            body += f"{self.decimal}50" if grouped else f"{self.decimal}5"
        example = f"{self.before}{body}{self.after}"
        if matches(written, r"^\(").any():
            return f"({example})"
        if matches(written, r"[-\x{2212}]$").any():
            return f"{example}-"
        return "" if example in ("12", "12.5") else example


def plain(kind: str = "number") -> NumberStyle:
    """Numbers as programs write them: -1234.5, 1e-4, inf."""
    return NumberStyle(kind=kind, almost=_WORDS)


def styles(sample: pa.Array, *, kind: str = "number", decimal: str | None = None) -> list[Style]:
    """The styles in which a column of numbers may be written, the likeliest first.

    sample: some of its strings, which show the currency. kind: integer or float, or number where
    the strings decide. decimal: the decimal mark, where it is known.
    """
    before, after = _affixes(sample)
    found = [
        NumberStyle(
            kind=kind,
            name=_body(*marks),
            hint=r"\d",
            almost=_WORDS,
            rivalry=_COMMA if "," in marks and not decimal else "",
            doubtful=_DOUBTFUL,
            decimal=marks[0],
            group=marks[1],
            before=before,
            after=after,
        )
        for marks in _MARKS
    ]
    if decimal == ",":
        return [*(style for style in found if style.decimal == ","), plain(kind), *found]
    return [plain(kind), *found]


def decimal_mark(strings: pa.Array) -> str | None:
    """The decimal mark of numbers of which it can be told only from all of them together.

    1,234 and 1.234 may be thousands or have decimals. They are thousands where those below 1,000
    have no mark and all larger ones have it. Of three decimals one in ten would end with a zero
    and be shorter. So are 1,230 and the like, where all of many end with a zero.
    """
    for mark, decimal in ((",", "."), (".", ",")):
        written = strings.filter(pc.match_substring_regex(strings, r"\d"))
        grouped = matches(written, rf"^\D*[1-9]\d{{0,2}}[{mark}]\d{{3}}\D*$")
        small = matches(written, r"^\D*\d{1,3}\D*$")
        marked = pc.unique(written.filter(pa.array(grouped)))
        if not (grouped | small).all() or len(marked) < ENOUGH:
            continue
        if small.any() or (mark == "," and matches(marked, r"0\D*$").all()):
            return decimal
    return None


def named(name: str, kind: str = "number") -> NumberStyle | None:
    """The style of which that is an example, as `Style.settled` gives it; None if it is none."""
    if not name:
        return plain(kind)
    before, after = _affixes(pa.array([name]))
    body = name.strip("()").removesuffix("-").removeprefix(before).removesuffix(after)
    for decimal, group in _MARKS:
        if body in (_body(decimal, group), _body(decimal, group, decimals=False)):
            return NumberStyle(
                kind=kind,
                name=_body(decimal, group),
                doubtful=_DOUBTFUL,
                decimal=decimal,
                group=group,
                before=before,
                after=after,
            )
    return None


def examples() -> list[str]:
    """An example for each pair of marks."""
    return [repr(_body(*marks)) for marks in _MARKS]


def _body(decimal: str, group: str, *, decimals: bool = True) -> str:
    """An example without currency."""
    whole, rest = (f"1{group}234", "50") if group else ("12", "5")
    return f"{whole}{decimal}{rest}" if decimals else whole


def _affixes(sample: pa.Array) -> tuple[str, str]:
    """What most often stands before and after the numbers."""
    found = pc.drop_null(pc.extract_regex(sample, _AFFIXES)).to_pylist()
    pairs = Counter((parts["before"], parts["after"]) for parts in found)
    return pairs.most_common(1)[0][0] if pairs else ("", "")


def _integers(plain_numbers: pa.Array) -> pa.Array:
    """Plain numbers as 64-bit integers, null where one is not whole (39.0 and 1e3 are)."""
    digits = plain_numbers
    if matches(digits, r"\.").any():
        digits = pc.replace_substring_regex(digits, r"\.0*$", "")
    fits = pc.match_substring_regex(digits, _WHOLE)
    integers = pc.if_else(fits, digits, None).cast(pa.int64())
    if integers.null_count == plain_numbers.null_count:
        return integers
    floats = plain_numbers.cast(pa.float64())
    exact = pc.and_(pc.equal(pc.floor(floats), floats), pc.less(pc.abs(floats), _EXACT))
    return pc.coalesce(integers, pc.if_else(exact, floats, None).cast(pa.int64()))
