"""A table and its column kinds: the one reader and writer of tables.

Inside the pipeline a table is a Parquet file that carries its kinds and its origin in the
schema's metadata. From outside come CSV (any of `, ; | tab` between cells) and Parquet files,
gzipped or not.
"""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from fake_or_real.data import columns as foreign_columns
from fake_or_real.data import kinds as column_kinds
from fake_or_real.data.columns import Column
from fake_or_real.data.identifiers import identifiers
from fake_or_real.data.kinds import Kind
from fake_or_real.data.outputs import whole_file
from fake_or_real.data.wishes import Stated, Wish, wishes
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
    styles: how columns are written in a foreign file, by name, where that is not the plain way.
    why: what columns were taken for and what nearly made them something else, by name, where that
        is not plain.
    ignored: columns of a foreign file that its user wishes to be left out.
    """

    frame: pd.DataFrame
    kinds: dict[str, Kind]
    about: dict[str, str | int] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)

    @classmethod
    def empty(cls, kinds: dict[str, Kind]) -> "Table":
        """No rows, in these columns."""
        fields = [(name, column_kinds.ARROW_TYPES[kind]) for name, kind in kinds.items()]
        return cls(column_kinds.to_pandas(pa.schema(fields).empty_table()), kinds)

    def __len__(self) -> int:
        return len(self.frame)

    def take(self, rows: np.ndarray) -> "Table":
        """The rows at these positions, in this order."""
        return replace(self, frame=self.frame.iloc[rows].reset_index(drop=True))

    def select(self, columns: Collection[str]) -> "Table":
        """Only these columns, in this order."""
        kinds = {name: self.kinds[name] for name in columns}
        return replace(self, frame=self.frame[list(columns)], kinds=kinds)


def concat(tables: list[Table]) -> Table:
    """The rows of tables that share their kinds, one after the other."""
    assert all(table.kinds == tables[0].kinds for table in tables), "tables differ in columns"
    frame = pd.concat([table.frame for table in tables], ignore_index=True)
    return replace(tables[0], frame=frame)


def judged(*given: Table) -> list[Table]:
    """Tables in the columns that describe rows, the same in each, for a discriminator to judge.

    Identifiers name rows and are left out.

    Raises `UserError` when no column would be left.
    """
    tables = aligned(*given)
    described = [name for name, kind in tables[0].kinds.items() if kind != "identifier"]
    if not described:
        raise UserError(
            f"all columns ({', '.join(given[0].kinds)}) only name rows, so nothing is left to"
            " judge; add columns that describe the rows"
        )
    return [table.select(described) for table in tables]


def aligned(*given: Table) -> list[Table]:
    """Tables in the columns that all of them have, and of the same kinds.

    Where one has words among its numbers, all have the column of words. Whole numbers in one and
    others in another are floats in all.
    """
    kinds: dict[str, Kind] = {}
    for name in given[0].kinds:
        if all(name in table.kinds for table in given):
            of_all = {table.kinds[name] for table in given}
            kinds[name] = "float" if len(of_all) > 1 else given[0].kinds[name]
        companion = column_kinds.words_of(name)
        if any(companion in table.kinds for table in given):
            kinds[companion] = "word"
    return [_in_kinds(table, kinds) for table in given]


def _in_kinds(table: Table, kinds: dict[str, Kind]) -> Table:
    if table.kinds == kinds:
        return table
    none = pd.Series(pd.NA, index=table.frame.index, dtype="str")
    columns = {
        name: column_kinds.to_dtype(table.frame[name], kind) if name in table.kinds else none
        for name, kind in kinds.items()
    }
    return replace(table, frame=pd.DataFrame(columns, index=table.frame.index), kinds=kinds)


def modelled(table: Table) -> Table:
    """What a synthesizer learns of a table: identifiers left out, kinds as any knows them."""
    (kept,) = judged(table)
    return replace(kept, kinds={n: column_kinds.plain(kind) for n, kind in kept.kinds.items()})


def read(path: Path) -> Table:
    """A table that the pipeline wrote."""
    stored = pq.read_table(path)
    metadata = json.loads(stored.schema.metadata[_METADATA])
    del metadata["version"]
    return Table(column_kinds.to_pandas(stored), **metadata)


def write(table: Table, path: Path) -> None:
    """Write a table for the next stage; the file appears whole or not at all."""
    fields = [(name, column_kinds.ARROW_TYPES[kind]) for name, kind in table.kinds.items()]
    stored = pa.Table.from_pandas(table.frame, schema=pa.schema(fields), preserve_index=False)
    described = {name: part for name, part in vars(table).items() if name != "frame"}
    metadata = json.dumps({"version": 1} | described)
    with whole_file(path) as temporary:
        pq.write_table(stored.replace_schema_metadata({_METADATA: metadata}), temporary)


def read_judged(folder: Path) -> list[Table]:
    """The real and the synthetic table of the pipeline, as `judged` gives them."""
    return judged(*(read(folder / f"{name}.parquet") for name in ("real", "synthetic")))


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame for people or for DVC's plots, floats with six significant digits."""
    with whole_file(path) as temporary:
        frame.to_csv(temporary, index=False, float_format="%.6g", lineterminator="\n")


def read_csv(path: Path) -> pd.DataFrame:
    """A frame that `write_csv` wrote; what is empty in a column of strings is the empty string."""
    return pd.read_csv(path, keep_default_na=False)


def typed(
    raw: pa.Table,
    about: dict[str, str | int],
    *,
    parse: bool,
    wanted: Mapping[str, Wish] | None = None,
) -> Table:
    """A foreign table with the kinds inferred from its values; see `fake_or_real.data.kinds`.

    wanted: what columns are to be taken for instead.

    Raises `UserError` for a column of a type that has no kind, or that is not what it is to be.
    """
    wanted = wanted or {}
    columns = {
        name: _wished(raw[name], name, wanted[name])
        if name in wanted
        else foreign_columns.infer(raw[name], name, parse=parse)
        for name in raw.column_names
        if name not in wanted or wanted[name].kind is not None
    }
    table = _assembled(columns)
    looked_at = {name: kind for name, kind in table.kinds.items() if name not in wanted}
    named = identifiers(table.frame, looked_at)
    # Keys are kept as written: their form is all that they say.
    columns |= {
        name: Column("identifier", foreign_columns.as_strings(raw[name]), why=why)
        for name, why in named.items()
    }
    ignored = [name for name, wish in wanted.items() if wish.kind is None]
    return replace(_assembled(columns) if named else table, about=about, ignored=ignored)


def _wished(column: pa.ChunkedArray, name: str, wish: Wish) -> Column:
    assert wish.kind is not None, f"{name} is left out"
    found = foreign_columns.impose(column, wish.kind, wish.format)
    if found.cells.null_count == len(found.cells) > column.null_count:
        form = f" in the format {wish.format!r}" if wish.format else ""
        raise UserError(
            f"no value of column {name!r} can be read as {wish.kind}{form}; state another, or none"
        )
    return replace(found, style=wish.format or found.style, why="as stated")


def conform(
    raw: pa.Table | pd.DataFrame, kinds: dict[str, Kind], styles: Mapping[str, str] | None = None
) -> tuple[Table, dict[str, int]]:
    """A foreign table in another's kinds, and in how many cells a column does not fit its kind.

    styles: how the other's columns are written, for what may be read in two ways.

    What does not fit is kept in a column of words. Identifiers may be absent.
    Raises `UserError` when the other columns are not the same set of names; their order is mended.
    """
    if isinstance(raw, pd.DataFrame):
        raw = pa.Table.from_pandas(raw, preserve_index=False)
    wanted = column_kinds.as_given(kinds, raw.column_names)
    optional = {name for name, kind in wanted.items() if kind in ("identifier", "word")}
    missing = [name for name in wanted if name not in raw.column_names and name not in optional]
    extra = [name for name in raw.column_names if name not in wanted]
    if missing or extra:
        raise UserError(
            f"the table's columns do not match the real ones: missing {missing}, unknown {extra};"
            f" rename or drop columns so that they are {[n for n in wanted if n not in optional]}"
        )
    columns = {
        name: foreign_columns.impose(raw[name], kind, (styles or {}).get(name, ""))
        for name, kind in wanted.items()
        if name in raw.column_names
    }
    unfit = {
        name: column.unread
        for name, column in columns.items()
        if column.unread and column_kinds.words_of(name) not in kinds
    }
    table = _assembled(columns)
    # A cell holds a value or a word. A synthesizer that learned them as two columns may draw both.
    for name in wanted:
        companion = column_kinds.words_of(name)
        if companion in columns:
            table.frame[name] = table.frame[name].mask(table.frame[companion].notna())
    return table, unfit


def _assembled(columns: Mapping[str, Column]) -> Table:
    """The columns as a table; those of positions become two, those with words have a companion."""
    parts: dict[str, Column] = {}
    for name, column in columns.items():
        parts |= foreign_columns.split(name, column)
    stored = pa.table(
        {
            name: column.cells.cast(column_kinds.ARROW_TYPES[column.kind], safe=False)
            for name, column in parts.items()
        }
    )
    return Table(
        column_kinds.to_pandas(stored),
        {name: column.kind for name, column in parts.items()},
        styles={name: column.style for name, column in columns.items() if column.style},
        why={name: column.why for name, column in columns.items() if column.why},
    )


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


def read_table(
    source: Source, name: str = "table", columns: Mapping[str, Stated] | None = None
) -> Table:
    """A table from anywhere, its column kinds inferred from its values.

    source: a pandas frame, an Arrow table, or the path of a CSV or Parquet file, gzipped or not,
        or of a folder of such files.
    name: what error messages call a table that is no file.
    columns: what columns are to be taken for instead, for example
        `{"customer_id": "identifier", "started": {"kind": "datetime", "format": "%d.%m.%Y"},
        "note": "ignore"}`.

    Raises `UserError` when there is no such file, it is no sound table, or a column is not what
    it is said to be.
    """
    raw, parse = read_raw(source, name)
    wanted = wishes(columns or {}, raw.column_names, "columns")
    called = Path(source).name if isinstance(source, str | Path) else name
    about: dict[str, str | int] = {"name": called, "rows": raw.num_rows}
    return typed(raw, about, parse=parse, wanted=wanted)


def read_raw(source: Source, name: str) -> tuple[pa.Table, bool]:
    """The columns as they are, and whether their strings may hold numbers, booleans and dates.

    Those of a CSV may, and so may those of a pandas frame, which often comes from one; Parquet
    and Arrow say what they mean.
    """
    if isinstance(source, str | Path):
        path = Path(source).expanduser()
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
