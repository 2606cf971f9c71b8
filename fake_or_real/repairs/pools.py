"""Numbers that many rows share: `capital_gain` is 15024 in 1 % of rows, and never 15000."""

from typing import ClassVar, Self

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import NUMBERS
from fake_or_real.data.tables import Table
from fake_or_real.repairs.base import Repair, Repaired, unmoved

# In a column where fewer rows have such a value, moving the others to them would only make heaps.
_LEAST_SHARE = 0.5
_ERRORS = 3  # standard errors of a difference that chance does not make


def pool(column: pd.Series, min_count: int) -> np.ndarray:
    """The values that at least `min_count` rows share, rising; floats."""
    counts = column.dropna().value_counts()
    return np.sort(counts.index[counts >= min_count].to_numpy(float))


def pooled_share(column: pd.Series, min_count: int) -> float:
    """The share of the rows whose value at least `min_count` *other* rows share; 0 without rows.

    So often a new row has one of the pool. A row that counted itself would promise more.
    """
    known = column.dropna()
    return float(known.isin(pool(column, min_count + 1)).mean()) if len(known) else 0.0


class Pools(Repair):
    """Moves numbers to the nearest one that many seen rows share, as often as seen rows have one.

    min_count: how many seen rows must share a value; no value of fewer is ever used.
    """

    name: ClassVar[str] = "pools"

    def __init__(self, min_count: int) -> None:
        self.min_count = min_count

    def fit(self, seen: Table) -> Self:
        self._pools: dict[str, tuple[np.ndarray, float]] = {}
        for name, kind in seen.kinds.items():
            if kind in NUMBERS:
                share = pooled_share(seen.frame[name], self.min_count)
                if share >= _LEAST_SHARE:
                    self._pools[name] = pool(seen.frame[name], self.min_count), share
        self._rows = len(seen)
        return self

    def apply(self, drawn: Table, size: int, rng: np.random.Generator) -> Repaired:  # noqa: ARG002
        frame, cells = drawn.frame.copy(), 0
        for name, (values, share) in self._pools.items():
            numbers = frame[name].to_numpy(float, na_value=np.nan).copy()
            known = np.isfinite(numbers)
            others = np.flatnonzero(known & ~np.isin(numbers, values))
            lacking = len(others) - round((1 - share) * int(known.sum()))
            if lacking <= self._by_chance(share, int(known.sum())):
                continue
            moved = rng.choice(others, lacking, replace=False)
            numbers[moved] = _nearest(numbers[moved], values)
            frame[name] = pd.Series(numbers).astype(frame[name].dtype)
            cells += lacking
        return unmoved(Table(frame, drawn.kinds), {"pools_cells": cells})

    def _by_chance(self, share: float, rows: int) -> float:
        """By how many rows the drawn ones may lack such values without a fault of theirs."""
        return float(_ERRORS * np.sqrt(share * (1 - share) * rows * (1 + rows / self._rows)))


def _nearest(numbers: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The value, of rising ones, that is closest to each number; of two the lower."""
    right = np.clip(np.searchsorted(values, numbers), 1, len(values) - 1) if len(values) > 1 else 0
    if len(values) == 1:
        return np.full(len(numbers), values[0])
    left = right - 1
    return np.where(numbers - values[left] <= values[right] - numbers, values[left], values[right])
