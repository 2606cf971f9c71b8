"""Positions on the globe in one cell, in degrees with decimals."""

import numpy as np
import pyarrow as pa

from fake_or_real.data.readings.style import TYPES, Captured, Form

_DEGREES = r"[+-]?\d{1,3}\.\d{1,18}"
_SEPARATORS = {",": r",", ", ": r",\s+", " ": r"\s+", ";": r"\s?;\s?"}
# With one decimal everywhere they could be any two numbers.
_DOUBTFUL = (r"^[^.]*\.\d\D+\d+\.\d\D*$",)


def styles() -> list[Form]:
    """Latitude and longitude, longitude first where that alone is possible, and WKT points."""
    orders = {"48.21{}16.37": ("latitude", "longitude"), "116.37{}48.21": ("longitude", "latitude")}
    found = [
        _form(
            name.format(mark) if name[0] == "1" or mark != "," else "",
            rf"^[\[(]?\s*(?P<{first}>{_DEGREES}){separator}(?P<{second}>{_DEGREES})\s*[\])]?$",
        )
        for name, (first, second) in orders.items()
        for mark, separator in _SEPARATORS.items()
    ]
    point = rf"(?P<longitude>{_DEGREES})\s+(?P<latitude>{_DEGREES})"
    wkt = rf"(?i)^(?:SRID=\d+;\s*)?POINT\s*\(\s*{point}\s*\)$"
    return [*found, _form("POINT(16.37 48.21)", wkt)]


def _form(name: str, pattern: str) -> Form:
    return Form(
        kind="location",
        name=name,
        hint=r"\.\d+\D+\d+\.",
        doubtful=_DOUBTFUL,
        pattern=pattern,
        read=_positions,
    )


def _positions(parts: Captured) -> pa.Array:
    latitude, longitude = parts.number("latitude"), parts.number("longitude")
    valid = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)
    pairs = pa.StructArray.from_arrays([latitude, longitude], fields=list(TYPES["location"]))
    return parts.everywhere(pairs, valid)
