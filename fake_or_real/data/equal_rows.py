"""Which rows are equal, within a table and across tables. Missing values equal each other."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fake_or_real.data.tables import Table


def column_codes(tables: Sequence[Table]) -> list[np.ndarray]:
    """For each table its cells as numbers, int64 of shape (columns, rows).

    Within a column equal cells have equal numbers, in all the tables; they count up from 0.
    """
    codes = np.stack(
        [
            pd.factorize(
                pd.concat([table.frame[name] for table in tables], ignore_index=True),
                use_na_sentinel=False,
            )[0]
            for name in tables[0].kinds
        ]
    )
    return np.split(codes, np.cumsum([len(table) for table in tables])[:-1], axis=1)


def row_ids(tables: Sequence[Table]) -> list[np.ndarray]:
    """For each table a number a row, int64 of shape (rows,): the same for equal rows."""
    codes = np.concatenate(column_codes(tables), axis=1)
    ids = codes[0]
    for column in codes[1:]:
        ids, _ = pd.factorize(ids * (column.max(initial=0) + 1) + column)
    return np.split(ids, np.cumsum([len(table) for table in tables])[:-1])
