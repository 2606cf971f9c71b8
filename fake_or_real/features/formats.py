"""How values are written, apart from what they say: decimals, last digits, capitals, spaces.

A leak here (a synthesizer that rounds otherwise) is other news than a broken distribution.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import NUMBERS, Kind
from fake_or_real.data.tables import Table
from fake_or_real.features.feature import Feature

_MOST_DECIMALS = 10
# Microseconds in the units that a time can end on, the coarsest first.
_UNITS = [86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000, 1_000]
_PATTERNS = {"capitals": r"[A-Z]", "digits": r"\d", "punctuation": r"[^\w\s]", "spaces": r"\s"}

_NAMES: dict[Kind, list[str]] = {
    "integer": ["trailing zeros", "last digit"],
    "float": ["decimals", "last digit"],
    "datetime": ["finest unit"],
    "categorical": list(_PATTERNS),
    "text": list(_PATTERNS),
    "boolean": [],
    "time": ["finest unit"],
    "duration": ["finest unit"],
    "latitude": ["decimals", "last digit"],
    "longitude": ["decimals", "last digit"],
    "word": [],
}


@dataclass(frozen=True)
class Formats:
    """A few numbers about the writing of each column; nothing of it is learned."""

    kinds: dict[str, Kind]

    @property
    def features(self) -> list[Feature]:
        """In the order of the columns."""
        return [
            Feature(f"{what} of {name}", (name,), "format")
            for name, kind in self.kinds.items()
            for what in _NAMES[kind]
        ]

    def transform(self, table: Table) -> np.ndarray:
        """The features of each row, shape (n, n_features); NaN where the value is missing."""
        found = np.empty((len(table), len(self.features)), order="F")
        columns = (
            numbers
            for name, kind in self.kinds.items()
            for numbers in _format_numbers(kind, table.frame[name])
        )
        for place, numbers in enumerate(columns):
            found[:, place] = numbers
        return found


def _format_numbers(kind: Kind, column: pd.Series) -> list[np.ndarray]:
    if kind in ("boolean", "word"):
        return []
    if kind == "datetime":
        return [_finest_unit(column.to_numpy("datetime64[us]"))]
    if kind in ("time", "duration"):
        return [_finest_unit((column.to_numpy() * 1e6).round().astype("timedelta64[us]"))]
    if kind in NUMBERS:
        numbers = column.to_numpy(float, na_value=np.nan)
        numbers = np.where(np.isfinite(numbers), np.abs(numbers), np.nan)
        if kind == "integer":
            return [_trailing_zeros(numbers), numbers % 10]
        decimals = _decimals(numbers)
        return [decimals, np.round(numbers * 10.0**decimals) % 10]
    codes, distinct = pd.factorize(column)
    texts = pd.Series(distinct, dtype="str")
    counts = [texts.str.count(pattern).to_numpy(float) for pattern in _PATTERNS.values()]
    return [np.append(count, np.nan)[codes] for count in counts]


def _decimals(numbers: np.ndarray) -> np.ndarray:
    """How many decimals it takes to write each number, at most 10."""
    decimals = np.where(np.isnan(numbers), np.nan, _MOST_DECIMALS)
    for places in reversed(range(_MOST_DECIMALS)):
        decimals[np.round(numbers, places) == numbers] = places
    return decimals


def _trailing_zeros(numbers: np.ndarray) -> np.ndarray:
    zeros = np.where(np.isnan(numbers), np.nan, 0.0)
    for power in range(1, 7):
        zeros[(numbers % 10.0**power == 0) & (numbers > 0)] = power
    return zeros


def _finest_unit(moments: np.ndarray) -> np.ndarray:
    """Of moments or lengths of time, in microseconds.

    0 for whole days, 1 hours, 2 minutes, 3 seconds, 4 milliseconds, 5 microseconds.
    """
    unit = np.where(np.isnat(moments), np.nan, len(_UNITS))
    for place, size in reversed(list(enumerate(_UNITS))):
        unit[moments.astype(np.int64) % size == 0] = place
    return np.where(np.isnat(moments), np.nan, unit)
