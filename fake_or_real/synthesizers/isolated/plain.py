"""Tables for synthesizers that take only numbers and strings, with nothing missing.

| kind                       | becomes                                                        |
|----------------------------|----------------------------------------------------------------|
| categorical, text, boolean | strings; missing is one more value                             |
| integer, float             | itself; missing is a draw from the others, and a second column |
| datetime                   | integers, in the largest unit that loses nothing; likewise     |
| a single value throughout  | nothing, as there is nothing to learn, and some packages fail  |

Columns are called c0, c1, ..., since some packages trip over names like `tree` or `index`.
"""

from typing import Any

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table

_STRINGS = ("categorical", "text", "boolean")
_UNITS = {"D": 86_400_000_000, "h": 3_600_000_000, "min": 60_000_000, "s": 1_000_000, "us": 1}
_YES, _NO = "missing", "known"


def encode(table: Table, rng: np.random.Generator) -> tuple[Table, list[dict[str, Any]]]:
    """The table in plain values, and for each column how to decode it (JSON)."""
    columns: dict[str, pd.Series] = {}
    kinds: dict[str, Kind] = {}
    code: list[dict[str, Any]] = []
    for position, (name, kind) in enumerate(table.kinds.items()):
        column, own, key = table.frame[name], f"c{position}", f"c{position}_missing"
        missing = column.isna()
        entry: dict[str, Any] = {"name": name, "kind": kind}
        if len(column.unique()) == 1:
            entry["constant"] = None if missing.all() else str(column[0])
        elif kind in _STRINGS:
            strings = column.astype("str")
            entry["missing"] = _unused(strings)
            columns[own], kinds[own] = strings.mask(missing, entry["missing"]), "categorical"
        else:
            if kind == "datetime":
                entry["unit"] = _unit(column)
                column = _microseconds(column) // _UNITS[entry["unit"]]
            columns[own] = _filled(column, missing, rng)
            kinds[own] = "float" if kind == "float" else "integer"
            if missing.any():
                entry["missing"] = key
                columns[key] = missing.map({True: _YES, False: _NO}).astype("str")
                kinds[key] = "categorical"
        code.append(entry)
    return Table(pd.DataFrame(columns), kinds), code


def decode(frame: pd.DataFrame, code: list[dict[str, Any]]) -> pd.DataFrame:
    """What a synthesizer drew, with the names and values of the table that was encoded."""
    columns = {}
    for position, entry in enumerate(code):
        if "constant" in entry:
            columns[entry["name"]] = pd.Series([entry["constant"]] * len(frame), dtype="str")
            continue
        column = frame[f"c{position}"]
        if entry["kind"] in _STRINGS:
            column = column.astype("str")
            columns[entry["name"]] = column.mask(column == entry["missing"])
            continue
        if entry["kind"] != "float":
            # Some synthesizers give whole numbers back as floats with a fraction.
            column = column.astype("float64").round().astype("Int64")
        if entry["kind"] == "datetime":
            microseconds = column.to_numpy("int64") * _UNITS[entry["unit"]]
            column = pd.Series(microseconds.astype("datetime64[us]"))
        if "missing" in entry:
            column = column.mask((frame[entry["missing"]] == _YES).to_numpy(bool))
        columns[entry["name"]] = column
    return pd.DataFrame(columns)


def _unused(strings: pd.Series) -> str:
    """A word that stands for missing and for nothing else in this column."""
    word = _YES
    while (strings == word).any():
        word += "_"
    return word


def _filled(column: pd.Series, missing: pd.Series, rng: np.random.Generator) -> pd.Series:
    known = column[~missing]
    if missing.any():
        column = column.copy()
        column[missing] = rng.choice(known, int(missing.sum()))
    return column


def _unit(column: pd.Series) -> str:
    values = _microseconds(column.dropna())
    return next(unit for unit, size in _UNITS.items() if (values % size == 0).all())


def _microseconds(column: pd.Series) -> pd.Series:
    values = column.astype("datetime64[us]").astype("int64").astype("Int64")
    return values.mask(column.isna())
