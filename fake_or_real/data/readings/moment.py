"""Dates and times as people write them, in years 1 to 9999; a time with a zone becomes UTC."""

import contextlib
import re
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from fake_or_real.data.readings import months
from fake_or_real.data.readings.clock import HALF, TIME, ZONE, time_of_day, zone
from fake_or_real.data.readings.style import TYPES, Captured, Flags, Form, Whole, matches

_DAY = 86_400_000_000  # microseconds
_ISO = (
    r"^(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:[T ](?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:\.(?P<fraction>\d{1,9}))?)?"
    r"(?:Z|(?P<east>[+-])(?P<zone_hour>\d\d):?(?P<zone_minute>\d\d))?)?$"
)
# What Arrow reads by itself, ten times faster: no zone, and no more than microseconds.
_ARROWS = (
    r"^(000[1-9]|00[1-9]\d|0[1-9]\d\d|[1-9]\d{3})-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?$"
)
_Y, _M, _D = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_NAME = rf"(?P<name>{months.LETTER}{{3,10}})\.?"
_NTH = rf"{_D}(?:\.|st|nd|rd|th|er|º)?"
# An example of each form, and its date.
_FORMS = {
    "2020-1-31": rf"{_Y}-{_M}-{_D}",
    "2020/12/31": rf"{_Y}/{_M}/{_D}",
    "2020.12.31": rf"{_Y}\.\s?{_M}\.\s?{_D}\.?",
    "31.12.2020": rf"{_D}\.\s?{_M}\.\s?{_Y}",
    "12.31.2020": rf"{_M}\.{_D}\.{_Y}",
    "31/12/2020": rf"{_D}/{_M}/{_Y}",
    "12/31/2020": rf"{_M}/{_D}/{_Y}",
    "31-12-2020": rf"{_D}-{_M}-{_Y}",
    "12-31-2020": rf"{_M}-{_D}-{_Y}",
    "31-Dec-2020": rf"{_D}[-/.]?{_NAME}[-/.]?{_Y}",
    "31 December 2020": (rf"{months.WEEKDAY}{_NTH}\s(?:of\s|de\s)?{_NAME},?\s(?:del?\s|of\s)?{_Y}"),
    "December 31, 2020": rf"{months.WEEKDAY}{_NAME}\s{{1,2}}{_NTH},?\s{_Y}",
    "2020-Dec-31": rf"{_Y}[-/. ]?{_NAME}[-/. ]?{_D}",
}
_THEN = r"(?:T|[\s,:]\s*|,?\s(?:at|um|à|a las)\s)"
_UNIX = rf"(?i)^{months.WEEKDAY}{_NAME}\s+{_D}\s{TIME}{ZONE}\s{_Y}$"
_COMPACT = (
    r"(?i)^(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    rf"T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?:\.(?P<fraction>\d{{1,9}}))?{ZONE}$"
)
# Slashes and hyphens do not say whether the day or the month is first. Dots put the day first.
_RIVALS = ("31/12/2020", "12/31/2020", "31-12-2020", "12-31-2020")
_RIVALRY = "days and months cannot be told apart"
_ALMOST = r"^\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}([^\d].*)?$"
# Never read by itself, since the century and the order of the parts would be guesses.
TWO_DIGIT_YEARS = rf"(?i)^\d{{1,2}}[-/. ](\d{{1,2}}|{months.LETTER}{{3,9}})[-/. ]\d\d( \d?\d:.*)?$"

_DIGITS = r"^(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:\.0+)?$"
_YEARS = (1900, 2100)  # of dates that are written in digits alone
_SINCE, _UNTIL = (
    int(np.datetime64(f"{year}-01-01", "us").astype(np.int64)) for year in (1990, 2100)
)
_FIRST = int(np.datetime64("0001-01-01", "us").astype(np.int64))
_AFTER = int(np.datetime64("9999-12-31", "us").astype(np.int64)) + _DAY
_EXCEL_START = int(np.datetime64("1899-12-30", "D").astype(np.int64))
# Counts since 1970, as far as 64 bits hold them, and what to multiply and divide them by.
_EPOCHS = {
    "seconds": (r"\d{1,12}", 10**6, 1),
    "milliseconds": (r"\d{1,15}", 10**3, 1),
    "microseconds": (r"\d{1,18}", 1, 1),
    "nanoseconds": (r"[1-8]\d{18}|\d{1,18}", 1, 1000),
}


@dataclass(frozen=True, kw_only=True)
class _Iso(Form):
    """ISO 8601."""

    def parse(self, strings: pa.Array) -> pa.Array:
        if matches(strings, _ARROWS).all():
            with contextlib.suppress(pa.ArrowInvalid):  # 2020-02-30 or 25:00
                return strings.cast(TYPES["datetime"])
        return super().parse(strings)


def styles() -> list[Form]:
    """Dates with something between their parts, ISO 8601 first."""
    patterns = {
        name: rf"(?i)^{date}(?:{_THEN}{TIME}(?:{HALF})?{ZONE})?$" for name, date in _FORMS.items()
    }
    patterns |= {"Thu Dec 31 14:05:00 2020": _UNIX, "20201231T140500": _COMPACT}
    others = [
        Form(
            kind="datetime",
            name=name,
            hint=_hint(name),
            almost=_ALMOST,
            rivalry=_RIVALRY if name in _RIVALS else "",
            pattern=pattern,
            read=moments,
        )
        for name, pattern in patterns.items()
    ]
    iso = _Iso(kind="datetime", hint="-", almost=_ALMOST, pattern=_ISO, read=moments)
    return [iso, *others]


def _hint(example: str) -> str:
    """The mark between the parts; where there are letters, the digits of the year."""
    if any(letter.isalpha() for letter in example):
        return r"\d{4}"
    return re.escape(next(mark for mark in example if not mark.isdigit()))


def digits(*, any_year: bool = False) -> Form:
    """Dates as numbers of eight digits, of the years 1900 to 2100 or of any."""
    return Form(
        kind="datetime",
        name="20201231",
        almost=r"^\d{8}(\.0+)?$",
        pattern=_DIGITS,
        read=partial(_digits, (1, 9999) if any_year else _YEARS),
    )


def epochs(*, any_year: bool = False) -> list[Form]:
    """Times as a count of seconds or less since 1970, from 1990 to 2099 or in any year."""
    limits = (_FIRST, _AFTER) if any_year else (_SINCE, _UNTIL)
    return [
        Form(
            kind="datetime",
            name=f"epoch {unit}",
            pattern=rf"^(?P<minus>-)?(?P<count>{count})(?:\.(?P<rest>\d{{1,9}}))?$",
            read=partial(_since_1970, times, over, limits),
        )
        for unit, (count, times, over) in _EPOCHS.items()
    ]


def excel() -> Form:
    """Times as spreadsheets count them: days since the end of 1899."""
    pattern = r"^(?P<days>\d{1,7}(?:\.\d+)?)$"
    return Form(kind="datetime", name="excel", pattern=pattern, read=_excel)


def moments(parts: Captured) -> pa.Array:
    """The times in the groups of a regular expression, null where there is no such time."""
    year, month = parts.whole("year"), parts.whole("month")
    if "short" in parts:  # years 69 to 99 are of the last century, as in POSIX
        year = parts.whole("short") + np.where(parts.whole("short") < 69, 2000, 1900)
    if "name" in parts:
        month = months.numbers(parts.text("name"))
    days, is_day = _days(year, month, parts.whole("day"))
    clock, is_time = time_of_day(parts)
    ahead, is_zone = zone(parts)
    micros = days * _DAY + clock - ahead
    valid = is_day & is_time & is_zone & (micros >= _FIRST) & (micros < _AFTER)
    return parts.everywhere(micros, valid).cast(TYPES["datetime"])


def _days(year: Whole, month: Whole, day: Whole) -> tuple[Whole, Flags]:
    """Days since 1970, and whether there is such a day."""
    start = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    end = start + np.timedelta64(1, "M")
    first, after = (time.astype("datetime64[D]").astype(np.int64) for time in (start, end))
    valid = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= after - first)
    return first + day - 1, valid


def _digits(years: tuple[int, int], parts: Captured) -> pa.Array:
    year = parts.whole("year")
    days, is_day = _days(year, parts.whole("month"), parts.whole("day"))
    valid = is_day & (year >= years[0]) & (year <= years[1])
    return parts.everywhere(days * _DAY, valid).cast(TYPES["datetime"])


def _since_1970(times: int, over: int, limits: tuple[int, int], parts: Captured) -> pa.Array:
    micros = parts.whole("count") * times // over + parts.decimals("rest", 9) * times // 10**9
    micros *= np.where(parts.is_empty("minus"), 1, -1)
    valid = (micros >= limits[0]) & (micros < limits[1])
    return parts.everywhere(micros, valid).cast(TYPES["datetime"])


def _excel(parts: Captured) -> pa.Array:
    days = parts.number("days")
    # Spreadsheets count a 29 February 1900; they keep no more than milliseconds.
    shift = _EXCEL_START + np.where(days < 60, 1, 0)
    micros = np.round(days * 86_400_000).astype(np.int64) * 1000 + shift * _DAY
    valid = (days >= 1) & ~((days >= 60) & (days < 61)) & (micros < _AFTER)
    return parts.everywhere(micros, valid).cast(TYPES["datetime"])
