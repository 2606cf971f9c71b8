"""Hours, minutes and seconds, as the times of dates, times of day and durations write them."""

import numpy as np

from fake_or_real.data.readings.style import Captured, Flags, Whole

FRACTION = r"(?:[.,](?P<fraction>\d{1,9}))?"
HALF = r"\s?(?P<half>[AaPp])\.?\s?[Mm]\.?"
TIME = rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d){FRACTION})?"
ZONE = (
    r"(?:\s?(?:Z|UTC|GMT)"
    r"|\s?(?:UTC|GMT)?(?P<east>[+-])(?P<zone_hour>\d\d):?(?P<zone_minute>\d\d)?)?"
)

_MILLION = 1_000_000


def microseconds(parts: Captured) -> Whole:
    """What the groups hour, minute, second and fraction say, as they stand."""
    minutes = parts.whole("hour") * 60 + parts.whole("minute")
    return (minutes * 60 + parts.whole("second")) * _MILLION + parts.decimals("fraction", 6)


def is_clock(parts: Captured) -> Flags:
    """Whether there are no more than 59 minutes and seconds."""
    return (parts.whole("minute") < 60) & (parts.whole("second") < 60)


def time_of_day(parts: Captured) -> tuple[Whole, Flags]:
    """Microseconds since midnight, on 24 hours or on twice 12, and whether there is such a time."""
    hour, halved = parts.whole("hour"), ~parts.is_empty("half")
    valid = is_clock(parts) & np.where(halved, (hour >= 1) & (hour <= 12), hour < 24)
    shift = np.where(halved & (hour == 12), -12, 0) + np.where(parts.holds("half", "p"), 12, 0)
    return microseconds(parts) + shift * 3600 * _MILLION, valid


def zone(parts: Captured) -> tuple[Whole, Flags]:
    """Microseconds by which the zone is ahead of UTC, and whether there is such a zone."""
    hours, minutes = parts.whole("zone_hour"), parts.whole("zone_minute")
    sign = np.where(parts.holds("east", "-"), -1, 1)
    valid = (hours < 24) & (minutes < 60)
    return sign * (hours * 60 + minutes) * 60 * _MILLION, valid
