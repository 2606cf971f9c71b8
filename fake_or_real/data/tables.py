"""A table and its column kinds: the one reader and writer of tables.

Inside the pipeline a table is a Parquet file that carries its kinds and its origin in the
schema's metadata. From outside come CSV (any of `, ; | tab` between cells) and Parquet files,
gzipped or not.
"""

import gzip
import json
import os
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
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
    """A table that the pipeline wrote.

    Raises `UserError` for a file that is not there, is none, or half of one.
    """
    try:
        stored = pq.read_table(path)
        metadata = json.loads(stored.schema.metadata[_METADATA])
    except FileNotFoundError:
        raise UserError(f"{path} is missing; make it: make repro") from None
    except (ValueError, pa.ArrowException, OSError, KeyError, TypeError) as error:
        if getattr(error, "errno", None) is not None:  # not what the file holds, but the system
            raise
        raise UserError(
            f"{path} is not a table that the pipeline wrote, or only a part of one; delete it and"
            " make it anew: make repro"
        ) from None
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


def read_foreign(path: Path, name: str | None = None) -> tuple[pa.Table, bool]:
    """A CSV or Parquet file, told apart by content: the raw columns, and whether to parse them.

    The columns of a CSV are strings, to be parsed; those of Parquet have their types.
    `name`: what error messages call the file (default: its path).
    Raises `UserError` for a file that is no sound table of at least two columns and one row.
    """
    name = name or str(path)
    content = _content(path, name)
    if content[:4] == b"PAR1":
        try:
            raw, parse = pq.ParquetFile(pa.BufferReader(content)).read(), False
        except (pa.ArrowException, OSError) as error:
            raise UserError(
                f"{name} is not a sound Parquet file ({error}); write it again"
            ) from None
    else:
        raw, parse = _read_csv(content, name), True
    return _checked(raw, name), parse


def _checked(raw: pa.Table, name: str) -> pa.Table:
    """The same table. Raises `UserError` for one that says too little to be judged."""
    repeated = [column for column, count in Counter(raw.column_names).items() if count > 1]
    if repeated:
        raise UserError(f"{name} has several columns called {repeated}; give each its own name")
    if raw.num_columns < 2:
        raise UserError(
            f"{name} has {raw.num_columns} column; a table needs at least two"
            " (cells may be separated by comma, semicolon, tab or |)"
        )
    if raw.num_rows == 0:
        raise UserError(f"{name} has a header but no rows; give it some")
    return raw


# A pandas frame, an Arrow table (for which there are no type stubs), or a path.
Source: TypeAlias = pd.DataFrame | Any | str | Path


def read_table(source: Source, name: str = "table") -> Table:
    """A table from anywhere, its column kinds inferred from its values.

    source: a pandas frame, an Arrow table, or the path of a CSV or Parquet file, gzipped or not,
        or of a folder of such files.
    name: what error messages call a table that is no file.

    Raises `UserError` when there is no such file or it is no sound table.
    """
    raw, parse = read_raw(source, name)
    called = Path(source).name if isinstance(source, str | Path) else name
    about: dict[str, str | int] = {"name": called, "rows": raw.num_rows}
    return typed(raw, about, parse=parse)


def read_raw(source: Source, name: str) -> tuple[pa.Table, bool]:
    """The columns as they are, and whether their strings may hold numbers, booleans and dates.

    Those of a CSV may, and so may those of a pandas frame, which often comes from one; Parquet
    and Arrow say what they mean.
    """
    if isinstance(source, str | Path):
        path = Path(os.path.expanduser(source))  # unlike Path's, it never fails
        if not path.exists():
            raise UserError(f"there is no file {path}; give the path of a CSV or Parquet file")
        return read_files(path)
    if isinstance(source, pa.Table):
        return _checked(source, name), False
    if not isinstance(source, pd.DataFrame):
        raise UserError(
            f"the {name} is a {type(source).__name__}; give a pandas frame, an Arrow table or"
            " a path"
        )
    frame = source.rename(columns=str)
    if not frame.columns.is_unique:
        repeated = sorted(set(frame.columns[frame.columns.duplicated()]))
        raise UserError(f"the {name} has several columns called {repeated}; give each its own name")
    try:
        return _checked(pa.Table.from_pandas(frame, preserve_index=False), name), True
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        raise UserError(
            f"the {name} has a column that mixes types ({error.args[0]}); make it one type,"
            " for example with .astype(str)"
        ) from None


def read_files(path: Path) -> tuple[pa.Table, bool]:
    """A file as `read_foreign` reads it, or all visible files of a folder as one table, by name.

    Raises `UserError` where they are of different formats or do not fit together.
    """
    files = [path]
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.is_file() and file.name[0] != ".")
    read = [read_foreign(file) for file in files]
    if len({parse for _, parse in read}) != 1:
        raise UserError(f"{path} holds no tables or both CSV and Parquet files; keep one kind")
    try:
        whole = pa.concat_tables([raw for raw, _ in read], promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise UserError(f"the files in {path} do not fit together ({error})") from None
    return whole, read[0][1]


def _content(path: Path, name: str) -> bytes:
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise UserError(f"{name} is a broken gzip file ({error}); fetch it again") from None
    if not content.strip():
        raise UserError(f"{name} is empty; give it a header and rows")
    return content


def _read_csv(content: bytes, name: str) -> pa.Table:
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{name} is not UTF-8 (byte {error.start}); convert it, for example with iconv"
        ) from None
    header = content.lstrip(b"\r\n").splitlines()[0].decode()
    delimiter = max(",;\t|", key=header.count)
    # One thread: only then do errors name the line.
    reading = pyarrow.csv.ReadOptions(use_threads=False)
    layout = pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    try:
        names = pyarrow.csv.open_csv(pa.BufferReader(content), reading, layout).schema.names
        table = pyarrow.csv.read_csv(
            pa.BufferReader(content),
            reading,
            layout,
            pyarrow.csv.ConvertOptions(
                column_types={column: pa.string() for column in names},
                strings_can_be_null=True,
                null_values=MISSING,
            ),
        )
    except pa.ArrowInvalid as error:
        raise UserError(
            f"{name} has ragged lines ({error}); every line needs as many cells as the header"
        ) from None
    # Arrow takes a quote that never closes as the rest of the file, lines and all, in one cell.
    last = table.num_rows and table.columns[-1][-1].as_py()
    if last and "\n" in last and not content.rstrip().endswith(b'"'):
        raise UserError(f"{name} ends within a quoted cell; close its quote")
    return table
