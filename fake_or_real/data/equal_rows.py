"""Which rows are equal, within a table and across tables. Missing values equal each other."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fake_or_real.data.tables import Table


def cell_keys(tables: Sequence[Table]) -> list[np.ndarray]:
    """For each table its cells as random numbers, uint64 of shape (columns, rows).

    Equal cells of a column have equal numbers, in all the tables. So equal rows have equal sums,
    also where columns are left out. Of a million distinct rows two have equal sums with a
    probability of 3e-8.
    """
    rng = np.random.default_rng(0)
    keys = []
    for name in tables[0].kinds:
        column = pd.concat([table.frame[name] for table in tables], ignore_index=True)
        codes, distinct = pd.factorize(column, use_na_sentinel=False)
        keys.append(rng.integers(2**64, size=len(distinct), dtype=np.uint64)[codes])
    return np.split(np.stack(keys), np.cumsum([len(table) for table in tables])[:-1], axis=1)


def row_ids(tables: Sequence[Table]) -> list[np.ndarray]:
    """For each table a number a row, int64 of shape (rows,), from 0: the same for equal rows."""
    sums = np.concatenate([keys.sum(axis=0) for keys in cell_keys(tables)])
    return np.split(pd.factorize(sums)[0], np.cumsum([len(table) for table in tables])[:-1])
