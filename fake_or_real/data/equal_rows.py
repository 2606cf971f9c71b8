"""Which rows are equal, within a table and across tables. Missing values equal each other."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from fake_or_real.data.stored import Rows
from fake_or_real.progress import bar

# A row that more rows equal, and more than this part of all rows, is no copy but common.
_COMMON_ROWS, _COMMON_SHARE = 20, 0.01


def cell_keys(tables: Sequence[Rows]) -> Iterator[list[np.ndarray]]:
    """Column by column the cells of each table as random numbers, uint64 of shape (rows,).

    Equal cells of a column have equal numbers, in all the tables, and each time anew. So equal rows
    have equal sums, also where columns are left out. Of a million distinct rows two have equal sums
    with a probability of 3e-8. One column at a time, so that tables of any length need little
    memory.
    """
    rng = np.random.default_rng(0)
    ends = np.cumsum([len(table) for table in tables])[:-1]
    for name in bar(tables[0].kinds, "comparing rows by columns"):
        columns = [table.column(name) for table in tables]
        # Odd, so that it loses nothing; another for each column, so that columns are no sets.
        factor = rng.integers(2**63, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        hashed = [_hashed(column) for column in columns]
        if len({column.dtype for column in columns}) > 1 or any(each is None for each in hashed):
            codes, distinct = pd.factorize(
                pd.concat(columns, ignore_index=True), use_na_sentinel=False
            )
            keys = rng.integers(2**64, size=len(distinct), dtype=np.uint64)[codes]
            yield np.split(keys, ends)
        else:
            yield [each * factor for each in hashed if each is not None]


def _hashed(column: pd.Series) -> np.ndarray | None:
    """Hashes of the cells of numbers and moments, which need no table of all values; else None."""
    if column.dtype.kind == "f":
        numbers = column.to_numpy(float)
        bits = np.where(np.isnan(numbers), np.nan, numbers + 0.0).view(np.uint64)  # -0.0 is 0.0
    elif column.dtype.kind == "M":
        bits = column.to_numpy().view(np.uint64)
    elif column.dtype.kind in "iub":
        bits = column.to_numpy(np.int64, na_value=0).view(np.uint64)
    else:
        return None
    hashed = pd.util.hash_array(bits)
    missing = column.isna().to_numpy(bool)
    return np.where(missing, np.uint64(1), hashed) if missing.any() else hashed


def row_keys(tables: Sequence[Rows]) -> list[np.ndarray]:
    """For each table a number a row, uint64 of shape (rows,), the same for equal rows."""
    sums = [np.zeros(len(table), np.uint64) for table in tables]
    for column in cell_keys(tables):
        for place, keys in enumerate(column):
            sums[place] += keys
    return sums


def row_ids(tables: Sequence[Rows]) -> list[np.ndarray]:
    """For each table a number a row, int64 of shape (rows,), from 0: the same for equal rows."""
    sums = np.concatenate(row_keys(tables))
    return np.split(pd.factorize(sums)[0], np.cumsum([len(table) for table in tables])[:-1])


def twins(ids: np.ndarray) -> np.ndarray:
    """The ids, int64 of shape (rows,), with one of its own for each row that is common.

    Rows that then share an id are twins: equal, and too few for that to be chance alone in a table
    of few different rows. Twins count as one observation; common rows are as many as they are.
    """
    common = np.bincount(ids)[ids] > max(_COMMON_ROWS, _COMMON_SHARE * len(ids))
    found = ids.copy()
    found[common] = ids.max(initial=0) + 1 + np.arange(common.sum())
    return np.asarray(pd.factorize(found)[0])
