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
# With fewer different values it is these, and not the way of writing, that are multiples of 50.
_FEWEST = 20
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
        return _one_unit(column, is_real)
    return _one_step(column, is_real) if kind in NUMBERS else column


def _one_unit(column: pd.Series, is_real: np.ndarray) -> pd.Series:
    real, fake = (_unit(column[rows].dropna()) for rows in (is_real, ~is_real))
    if real is None or fake is None or real == fake:
        return column
    return column.dt.floor(_UNITS[min(real, fake)])


def _one_step(column: pd.Series, is_real: np.ndarray) -> pd.Series:
    numbers = column.to_numpy(float, na_value=np.nan)
    real, fake = _step(numbers[is_real]), _step(numbers[~is_real])
    if real is None or fake is None or real == fake:
        return column
    return _rounded(column, max(real, fake))


def _one_spelling(column: pd.Series, is_real: np.ndarray) -> pd.Series:
    """FAKE strings that differ from a real one by case and blanks only, as that real one."""
    codes, distinct = pd.factorize(column, use_na_sentinel=False)
    words = pd.Series(distinct, dtype="str").str.casefold().str.split().str.join(" ")
    plain = words.take(codes).set_axis(column.index)
    real = pd.DataFrame({"plain": plain, "value": column})[is_real].dropna()
    unknown = ~column.isin(real["value"].unique()) & ~is_real
    real = real[real["plain"].isin(plain[unknown].unique())]
    if real.empty:
        return column
    usual = real.groupby("plain")["value"].agg(lambda values: values.value_counts().index[0])
    respelt = plain.map(usual).where(unknown)
    return column.where(respelt.isna(), respelt)


def _unit(moments: pd.Series) -> int | None:
    """The place in `_UNITS` of the coarsest unit that nearly all moments are whole in.

    Behind the last where there is none; None where too few different moments tell.
    """
    if moments.nunique() < _FEWEST:
        return None
    for place, unit in enumerate(_UNITS):
        if (moments == moments.dt.floor(unit)).mean() >= _NEARLY_ALL:
            return place
    return len(_UNITS)


def _step(numbers: np.ndarray) -> float | None:
    """The coarsest step of which nearly all numbers are multiples: 100, or 0.01 for prices.

    0 where there is none; None where too few different numbers tell.
    """
    known = numbers[np.isfinite(numbers) & (numbers != 0)]
    if len(np.unique(known)) < _FEWEST:
        return None
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
