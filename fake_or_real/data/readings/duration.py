"""Times of day and lengths of time, both in seconds."""

import numpy as np
import pyarrow as pa

from fake_or_real.data.readings.clock import (
    FRACTION,
    HALF,
    TIME,
    is_clock,
    microseconds,
    time_of_day,
)
from fake_or_real.data.readings.style import Captured, Form

_ALMOST = r"^\d{1,3}(:\d\d){1,2}([^:\d].*)?$"
_SIGN = r"(?P<minus>-)?"
_HOURS = rf"(?P<hour>\d{{1,6}}):(?P<minute>\d\d):(?P<second>\d\d){FRACTION}"
_CLOCK = rf"^{_SIGN}{_HOURS}$"
_DAYS = rf"^(?:(?P<minus_days>-)?(?P<days>\d{{1,7}})\s?d(?:ays?)?,?\s)?(?P<minus>-)?\+?{_HOURS}$"
_MINUTES = rf"^{_SIGN}(?:(?P<hour>\d{{1,6}}):)?(?P<minute>\d{{1,2}}):(?P<second>\d\d){FRACTION}$"
_HOURS_MINUTES = rf"^{_SIGN}(?P<hour>\d{{1,6}}):(?P<minute>\d\d)$"

# Units in seconds, and their names in English, German, French and Spanish.
_UNITS = {
    "weeks": (604_800, "w|wks?|weeks?|wochen?|semaines?|semanas?"),
    "days": (86_400, "d|days?|tage?n?|jours?|j|días?|dias?"),
    "hours": (3600, "h|hrs?|hours?|std|stunden?|heures?|horas?"),
    "minutes": (60, "m|mins?|minutes?|minuten?|minutos?"),
    "seconds": (1, "s|secs?|seconds?|sek|sekunden?|secondes?|segundos?"),
    "milliseconds": (0.001, "ms|millis|milliseconds?"),
}
_NUMBER = r"\d{1,12}(?:[.,]\d{1,9})?"
_AMOUNTS = "".join(
    rf"(?:(?P<{unit}>{_NUMBER})\s?(?:{names})\.?(?:\s(?:and|und|et|y)\s|,\s|\s)?)?"
    for unit, (_, names) in _UNITS.items()
)
_ISO_8601 = (
    rf"P(?:(?P<weeks>{_NUMBER})W)?(?:(?P<days>{_NUMBER})D)?"
    rf"(?:T(?:(?P<hours>{_NUMBER})H)?(?:(?P<minutes>{_NUMBER})M)?(?:(?P<seconds>{_NUMBER})S)?)?"
)
# 5 m and 12 d may be anything.
_ONE_LETTER = rf"(?i)^-?{_NUMBER}\s?[wdhjms]$"


def times() -> list[Form]:
    """Times of day, on 24 hours or twice 12."""
    patterns = {"": rf"^{TIME}$", "2:05 PM": rf"^{TIME}{HALF}$"}
    return [
        Form(kind="time", name=name, hint=":", almost=_ALMOST, pattern=pattern, read=times_of_day)
        for name, pattern in patterns.items()
    ]


def durations(*, named: bool = True, in_hours: bool = False) -> list[Form]:
    """Lengths of time, the plain hh:mm:ss first.

    named: the column's name says that it holds such. in_hours: it says that 36:30 are hours and
    minutes; else they are minutes and seconds, as long as they can be.
    """
    two_parts = [("3:45", _MINUTES), ("36:30", _HOURS_MINUTES)]
    clocks = [
        *(("", _CLOCK), ("3 days 04:05:06", _DAYS)),
        *(reversed(two_parts) if in_hours else two_parts),
    ]
    amounts = {"1h 7m": rf"(?i)^{_SIGN}{_AMOUNTS}$", "PT1H7M": rf"(?i)^{_SIGN}{_ISO_8601}$"}
    return [
        *(
            Form(
                kind="duration", name=name, hint=":", almost=_ALMOST, pattern=pattern, read=_clocks
            )
            for name, pattern in clocks
        ),
        *(
            Form(
                kind="duration",
                name=name,
                hint=r"(\d\s?|^-?P.*)[A-Za-z]",
                doubtful=() if named else (_ONE_LETTER,),
                pattern=pattern,
                read=_sums,
            )
            for name, pattern in amounts.items()
        ),
    ]


def times_of_day(parts: Captured) -> pa.Array:
    """Seconds since midnight in the groups of a regular expression."""
    micros, valid = time_of_day(parts)
    return parts.everywhere(micros / 1e6, valid)


def _clocks(parts: Captured) -> pa.Array:
    sign = np.where(parts.is_empty("minus"), 1, -1)
    days = parts.whole("days") * np.where(parts.is_empty("minus_days"), 86_400, -86_400)
    return parts.everywhere(sign * microseconds(parts) / 1e6 + days, is_clock(parts))


def _sums(parts: Captured) -> pa.Array:
    seconds = sum(parts.number(unit) * size for unit, (size, _) in _UNITS.items())
    sign = np.where(parts.is_empty("minus"), 1, -1)
    said = ~np.all([parts.is_empty(unit) for unit in _UNITS], axis=0)
    return parts.everywhere(np.asarray(sign * seconds), said)
