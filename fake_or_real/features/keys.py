"""Keys: what makes two rows hold the same value in some columns, as 64-bit hashes.

Counting equal keys needs no dictionary of values, for one column as for several, and a saved
model holds hashes instead of records. Two of a million distinct values share a hash with a
probability of 3e-8.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import NUMBERS, STRINGS, Kind, days
from fake_or_real.data.tables import Table

# An odd 64-bit constant that spreads bits well: 2^64 divided by the golden ratio.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
# The key of a missing value; 0 and False have the key 0.
_MISSING = np.uint64(1)
# Values that hardly repeat are put into so many bins before they are combined with others.
_BINS = 32
# For a first look at all pairs, each column has at most so many levels.
LEVELS = 8
# Below this share of repeated values a column hardly repeats; docs/method.md says what was tried.
_HARDLY_REPEATS = 0.05


@dataclass(frozen=True)
class KeyColumn:
    """A column whose equal values have equal keys.

    edges: where the bins of a number begin, if values in the same bin count as equal.
    """

    column: str
    edges: list[float] | None = None

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return self.column if self.edges is None else f"range of {self.column}"


def hash_keys(table: Table, keys: list[KeyColumn]) -> np.ndarray:
    """The key of each row in each column, uint64 of shape (n, len(keys))."""
    hashed = np.empty((len(table), len(keys)), np.uint64, order="F")
    for place, key in enumerate(keys):
        hashed[:, place] = _hashed(table.frame[key.column], table.kinds[key.column], key.edges)
    return hashed


def coarse_levels(table: Table, keys: list[KeyColumn]) -> np.ndarray:
    """Each column made coarse, as levels below `LEVELS`: uint8 of shape (n, len(keys)).

    Numbers are cut at their quantiles; of other columns the most common values have a level each.
    """
    levels = np.empty((len(table), len(keys)), np.uint8)
    for place, key in enumerate(keys):
        column, kind = table.frame[key.column], table.kinds[key.column]
        if kind in (*NUMBERS, "datetime") and column.nunique() > LEVELS:
            edges = _quantiles(_as_numbers(column, kind), LEVELS - 1)
            levels[:, place] = _binned(column, kind, edges) + 1
        else:
            codes, distinct = pd.factorize(column, use_na_sentinel=False)
            rank = np.argsort(np.argsort(-np.bincount(codes, minlength=len(distinct))))
            levels[:, place] = np.minimum(rank, LEVELS - 1)[codes]
    return levels


def combine(keys: np.ndarray) -> np.ndarray:
    """One key for several columns; (n, columns) becomes (n,)."""
    joint = keys[:, 0]
    for column in keys.T[1:]:
        joint = joint * _SPREAD + column
    return joint


def count_equal(keys: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """How many of the reference's keys, shape (m,), equal each key, shape (n,)."""
    codes, distinct = pd.factorize(np.concatenate([reference, keys]))
    counts = np.bincount(codes[: len(reference)], minlength=len(distinct))
    return np.asarray(counts[codes[len(reference) :]])


def joint_key_columns(table: Table) -> list[KeyColumn]:
    """For each column the key to combine with others; columns that could tell nothing have none.

    Numbers and datetimes that hardly repeat are binned, strings that hardly repeat are left out.
    """
    joint = []
    for name, kind in table.kinds.items():
        column = table.frame[name]
        repeated = column.duplicated(keep=False) & column.notna()
        if kind == "boolean" or repeated.mean() >= _HARDLY_REPEATS * column.notna().mean():
            joint.append(KeyColumn(name))
        elif kind in (*NUMBERS, "datetime"):
            joint.append(KeyColumn(name, _quantiles(_as_numbers(column, kind), _BINS)))
    return joint


def _hashed(column: pd.Series, kind: Kind, edges: list[float] | None) -> np.ndarray:
    if edges is not None:
        return np.asarray(pd.util.hash_array(_binned(column, kind, edges)))
    if column.dtype.kind == "f":
        column = column + 0.0  # -0.0 becomes 0.0, which it equals
    codes, distinct = pd.factorize(column)
    distinct = np.asarray(distinct, dtype=object if kind in STRINGS else None)
    hashes = pd.util.hash_array(distinct) if len(distinct) else np.empty(0, np.uint64)
    return np.asarray(np.append(hashes, _MISSING)[codes])


def _quantiles(numbers: np.ndarray, bins: int) -> list[float]:
    """The edges between bins of equally many finite numbers."""
    inner = np.linspace(0, 1, bins + 1)[1:-1]
    edges: list[float] = np.unique(np.quantile(numbers[np.isfinite(numbers)], inner)).tolist()
    return edges


def _binned(column: pd.Series, kind: Kind, edges: list[float]) -> np.ndarray:
    """The bin of each value, -1 for missing ones."""
    numbers = _as_numbers(column, kind)
    return np.where(np.isnan(numbers), -1, np.searchsorted(edges, numbers, side="right"))


def _as_numbers(column: pd.Series, kind: Kind) -> np.ndarray:
    if kind == "datetime":
        return days(column)
    return np.asarray(column.to_numpy(float, na_value=np.nan))
