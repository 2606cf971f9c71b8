"""What each column of a table was taken for, and what it holds in aggregate."""

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import NUMBERS
from fake_or_real.data.tables import Table

# As it is stored and shown: a line for each column.
Description = dict[str, dict[str, str | int | float | None]]


def describe(table: Table, min_count: int) -> Description:
    """For each column `kind`, `why`, `style`, `missing` (a share), `distinct`, `low` and `high`.

    low, high: the smallest and the largest number that `min_count` rows share, as numbers, or as
    ISO strings for moments; None where there are none, or the kind has no order.
    """
    return {name: _column(table, name, min_count) for name in table.kinds}


def left_out(described: Description) -> dict[str, str]:
    """The columns that take no part in the verdict, each with why."""
    return {
        name: str(column["why"])
        for name, column in described.items()
        if column["kind"] == "identifier"
    }


def _column(table: Table, name: str, min_count: int) -> dict[str, str | int | float | None]:
    column, kind = table.frame[name], table.kinds[name]
    low, high = _range(column, kind, min_count)
    return {
        "kind": kind,
        "why": table.why.get(name, ""),
        "style": table.styles.get(name, ""),
        "missing": float(column.isna().mean()),
        "distinct": int(column.nunique()),
        "low": low,
        "high": high,
    }


def _range(
    column: pd.Series, kind: str, min_count: int
) -> tuple[str | float | None, str | float | None]:
    if kind not in (*NUMBERS, "datetime"):
        return None, None
    counts = column.value_counts()
    shared = counts.index[counts >= min_count]
    if len(shared) == 0:
        return None, None
    if kind == "datetime":
        moments = shared.to_numpy("datetime64[s]")
        return str(moments.min()), str(moments.max())
    finite = shared[np.isfinite(shared.to_numpy(float))]
    return (float(finite.min()), float(finite.max())) if len(finite) else (None, None)
