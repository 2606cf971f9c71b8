"""A table and its column kinds: the one reader and writer of the pipeline's own tables.

Inside the pipeline a table is a Parquet file that carries its kinds and its origin in the
schema's metadata. What comes from outside is read by `fake_or_real.data.files`.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from fake_or_real.data import kinds as column_kinds
from fake_or_real.data.kinds import Kind
from fake_or_real.data.outputs import whole_file
from fake_or_real.errors import UserError

_METADATA = b"fake-or-real"
# pandas' own list: what a CSV writes where a value is missing.
MISSING = [
    *("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN"),
    *("<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"),
]


@dataclass(frozen=True)
class Table:
    """Rows with typed columns.

    frame: one column per name, dtypes as in `fake_or_real.data.kinds`, index 0..n-1.
    kinds: the kind of each column, in the order of the frame.
    about: where the table comes from, as flat strings and numbers.
    """

    frame: pd.DataFrame
    kinds: dict[str, Kind]
    about: dict[str, str | int] = field(default_factory=dict)

    @classmethod
    def empty(cls, kinds: dict[str, Kind]) -> "Table":
        """No rows, in these columns."""
        fields = [(name, column_kinds.ARROW_TYPES[kind]) for name, kind in kinds.items()]
        return cls(column_kinds.to_pandas(pa.schema(fields).empty_table()), kinds)

    def __len__(self) -> int:
        return len(self.frame)

    def take(self, rows: np.ndarray) -> "Table":
        """The rows at these positions, in this order."""
        return Table(self.frame.iloc[rows].reset_index(drop=True), self.kinds, self.about)

    def select(self, columns: list[str]) -> "Table":
        """Only these columns, in this order."""
        return Table(self.frame[columns], {name: self.kinds[name] for name in columns}, self.about)


def concat(tables: list[Table]) -> Table:
    """The rows of tables that share their kinds, one after the other."""
    assert all(table.kinds == tables[0].kinds for table in tables), "tables differ in columns"
    frame = pd.concat([table.frame for table in tables], ignore_index=True)
    return Table(frame, tables[0].kinds, tables[0].about)


def read(path: Path) -> Table:
    """A table that the pipeline wrote."""
    stored = pq.read_table(path)
    metadata = json.loads(stored.schema.metadata[_METADATA])
    return Table(column_kinds.to_pandas(stored), metadata["kinds"], metadata["about"])


def write(table: Table, path: Path) -> None:
    """Write a table for the next stage; the file appears whole or not at all."""
    fields = [(name, column_kinds.ARROW_TYPES[kind]) for name, kind in table.kinds.items()]
    stored = pa.Table.from_pandas(table.frame, schema=pa.schema(fields), preserve_index=False)
    metadata = json.dumps({"version": 1, "kinds": table.kinds, "about": table.about})
    with whole_file(path) as temporary:
        pq.write_table(stored.replace_schema_metadata({_METADATA: metadata}), temporary)


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame for people or for DVC's plots, floats with six significant digits."""
    with whole_file(path) as temporary:
        frame.to_csv(temporary, index=False, float_format="%.6g", lineterminator="\n")


def read_csv(path: Path) -> pd.DataFrame:
    """A frame that `write_csv` wrote; what is empty in a column of strings is the empty string."""
    return pd.read_csv(path, keep_default_na=False)


def typed(raw: pa.Table, about: dict[str, str | int], *, parse: bool) -> Table:
    """A foreign table with the kinds inferred from its values; see `fake_or_real.data.kinds.infer`.

    No value is lost: raises `UserError` for unsigned integers too large for the kind.
    """
    kinds = {name: column_kinds.infer(raw[name], name, parse=parse) for name in raw.column_names}
    table, unfit = conform(raw, kinds)
    if unfit:
        raise UserError(
            f"the columns {list(unfit)} hold values beyond 64 bits; store them as strings"
        )
    return Table(table.frame, kinds, about)


def conform(raw: pa.Table | pd.DataFrame, kinds: dict[str, Kind]) -> tuple[Table, dict[str, int]]:
    """A foreign table in another's kinds, and for each column how many values did not fit.

    Raises `UserError` when the columns are not the same set of names; their order is mended.
    """
    if isinstance(raw, pd.DataFrame):
        raw = pa.Table.from_pandas(raw, preserve_index=False)
    if set(raw.column_names) != set(kinds):
        missing = [name for name in kinds if name not in raw.column_names]
        extra = [name for name in raw.column_names if name not in kinds]
        raise UserError(
            f"the table's columns do not match the real ones: missing {missing}, unknown {extra};"
            f" rename or drop columns so that they are {list(kinds)}"
        )
    cast = {name: column_kinds.impose(raw[name], kind) for name, kind in kinds.items()}
    stored = pa.table({name: column for name, (column, _) in cast.items()})
    unfit = {name: count for name, (_, count) in cast.items() if count}
    return Table(column_kinds.to_pandas(stored), kinds), unfit
