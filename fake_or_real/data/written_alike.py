"""Two tables written alike: what differs then is what they say and not how they say it.

Each column is brought to the coarser way in which either table writes it: to fewer decimals, to
multiples of a larger number, to whole days, to one spelling of upper and lower case and blanks.
"""

import numpy as np
import pandas as pd

from fake_or_real.data import tables
from fake_or_real.data.kinds import NUMBERS, OTHER_STYLE
from fake_or_real.data.tables import Table

_NEARLY_ALL = 0.99  # of the values of a column are written in its way
_MOST_DECIMALS = 12
_MULTIPLES = (1000, 500, 100, 50, 10, 5)
_UNITS = ("D", "h", "min", "s", "ms")


def written_alike(real: Table, synthetic: Table) -> tuple[Table, Table, list[str]]:
    """Both tables, of the same columns, written alike, and the columns that this changed.

    A column that both write in the same way is left as it is.
    """
    both = tables.concat([real, synthetic]).frame
    is_real = np.arange(len(both)) < len(real)
    changed = {}
    for name, kind in real.kinds.items():
        column = _alike(both[name], kind, is_real)
        if not column.equals(both[name]):
            changed[name] = column
    frame = both.assign(**changed)
    parts = [Table(frame[rows].reset_index(drop=True), real.kinds) for rows in (is_real, ~is_real)]
    return parts[0], parts[1], list(changed)


def _alike(column: pd.Series, kind: str, is_real: np.ndarray) -> pd.Series:
    if kind == "word":
        return column.mask(column.str.startswith(OTHER_STYLE).fillna(value=False))
    if kind == "categorical":
        return _one_spelling(column, is_real)
    if kind == "datetime":
        ways = [_unit(column[rows].dropna()) for rows in (is_real, ~is_real)]
        unit = _UNITS[min(ways)] if max(ways) < len(_UNITS) or min(ways) < len(_UNITS) else None
        return column if ways[0] == ways[1] or unit is None else column.dt.floor(unit)
    if kind in NUMBERS:
        steps = [
            _step(column[rows].to_numpy(float, na_value=np.nan)) for rows in (is_real, ~is_real)
        ]
        return column if steps[0] == steps[1] else _rounded(column, max(steps))
    return column


def _one_spelling(column: pd.Series, is_real: np.ndarray) -> pd.Series:
    """FAKE strings that differ from a real one by case and blanks only, as that real one."""
    plain = column.str.casefold().str.split().str.join(" ")
    real = pd.DataFrame({"plain": plain, "value": column})[is_real].dropna()
    usual = real.groupby("plain")["value"].agg(lambda values: values.value_counts().index[0])
    known = column.isin(real["value"].unique())
    respelt = plain.map(usual).where(~known & ~is_real)
    return column.where(respelt.isna(), respelt)


def _unit(moments: pd.Series) -> int:
    """The place in `_UNITS` of the coarsest unit that nearly all moments are whole in."""
    for place, unit in enumerate(_UNITS):
        if len(moments) and (moments == moments.dt.floor(unit)).mean() >= _NEARLY_ALL:
            return place
    return len(_UNITS)


def _step(numbers: np.ndarray) -> float:
    """The coarsest step of which nearly all numbers are multiples: 100, or 0.01 for prices."""
    known = numbers[np.isfinite(numbers)]
    known = known[known != 0]
    if len(known) == 0:
        return 0.0
    for step in _MULTIPLES:
        if np.mean(known % step == 0) >= _NEARLY_ALL:
            return float(step)
    for decimals in range(_MOST_DECIMALS):
        if np.mean(np.round(known, decimals) == known) >= _NEARLY_ALL:
            return float(10.0**-decimals)
    return 0.0


def _rounded(column: pd.Series, step: float) -> pd.Series:
    if step >= 1:
        return (column / step).round().mul(step).astype(column.dtype)
    return column.round(int(-np.log10(step) + 0.5))
