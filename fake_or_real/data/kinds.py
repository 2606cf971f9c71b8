"""Column kinds: inferred once from the real table, then imposed on every other.

| kind        | pandas dtype     | what it is                                                  |
|-------------|------------------|-------------------------------------------------------------|
| categorical | str              | any strings that are not prose; also padded codes (007)     |
| integer     | Int64            | whole numbers                                               |
| float       | float64          | other numbers                                               |
| boolean     | boolean          | true and false (0 and 1 are integers)                       |
| datetime    | datetime64[us]   | dates and moments; with a time zone: UTC                    |
| time        | float64          | times of day, as seconds since midnight                     |
| duration    | float64          | lengths of time, in seconds                                 |
| text        | str              | prose: mostly distinct values of several words              |
| identifier  | str              | names rows and measures nothing; see `identifiers`          |
| latitude    | float64          | degrees; a column of positions (kind `location`) is read as |
| longitude   | float64          | these two columns                                           |
| word        | str              | a companion: what was written where a column's value could  |
|             |                  | not be read, `unknown` among numbers; missing elsewhere     |

Missing values are allowed in every kind. `fake_or_real.data.readings` knows how people write
numbers, dates and so on; how a column was written is its style.
"""

from collections.abc import Collection, Mapping
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa

Kind = Literal[
    "categorical",
    "integer",
    "float",
    "boolean",
    "datetime",
    "time",
    "duration",
    "text",
    "identifier",
    "latitude",
    "longitude",
    "word",
    "location",
]

ARROW_TYPES: dict[Kind, pa.DataType] = {
    "categorical": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "datetime": pa.timestamp("us"),
    "time": pa.float64(),
    "duration": pa.float64(),
    "text": pa.string(),
    "identifier": pa.string(),
    "latitude": pa.float64(),
    "longitude": pa.float64(),
    "word": pa.string(),
}
NUMBERS: tuple[Kind, ...] = ("integer", "float", "time", "duration", "latitude", "longitude")
POSITION: tuple[Kind, ...] = ("latitude", "longitude")
STRINGS: tuple[Kind, ...] = ("categorical", "text", "identifier", "word")

# What words begin with that can be read after all, but are written in another style.
OTHER_STYLE = "(written as "


def days(column: pd.Series) -> np.ndarray:
    """Moments as days since 1970, float of shape (n,), NaN where missing; of all years."""
    moments = column.to_numpy("datetime64[us]")
    return np.where(np.isnat(moments), np.nan, moments.astype("int64") / 86_400_000_000)


def to_dtype(column: pd.Series, kind: Kind) -> pd.Series:
    """A column of whole numbers as floats, where these are asked for; any other as it is."""
    return column.astype("float64") if kind == "float" else column


def plain(kind: Kind) -> Kind:
    """The kind that every synthesizer knows and whose values look alike."""
    if kind in NUMBERS:
        return "integer" if kind == "integer" else "float"
    return "categorical" if kind in ("word", "identifier") else kind


def words_of(name: str) -> str:
    """What the companion of a column is called, which holds the words among its values."""
    return f"{name} (as written)"


def as_given(kinds: Mapping[str, Kind], names: Collection[str]) -> dict[str, Kind]:
    """The kinds of a table's columns as a foreign table with columns of these names has them.

    Positions may stand in one column or in the two that they were split into. A column of words
    is wanted only where it is there.
    """
    given: dict[str, Kind] = {}
    for name, kind in kinds.items():
        whole = name.removesuffix(f" ({kind})")
        if kind in POSITION and name not in names and whole in names:
            given[whole] = "location"
        elif kind != "word" or name in names:
            given[name] = kind
    return given


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """A pandas frame with the dtypes of this module's table."""
    dtypes = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return table.to_pandas(types_mapper=dtypes.get, ignore_metadata=True)
