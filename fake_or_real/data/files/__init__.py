"""Tables from outside: files of many formats, told apart by content, frames and Arrow tables."""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa

from fake_or_real.data.files import arrow_files, csv_files, spreadsheets, statistical, unpacking
from fake_or_real.data.files.dialects import Dialect
from fake_or_real.data.foreign import typed
from fake_or_real.data.tables import Table
from fake_or_real.data.wishes import Stated, wishes
from fake_or_real.errors import UserError

# A pandas frame, an Arrow table (for which there are no type stubs), or a path.
Source: TypeAlias = pd.DataFrame | Any | str | Path


@dataclass(frozen=True)
class Raw:
    """A foreign table as it is.

    parse: whether its strings may hold numbers, booleans and dates. Those of a CSV, a spreadsheet
        and JSON may, and so may those of a pandas frame, which often comes from one; all others
        say what they mean.
    notes: what was unusual in reading it, a line each.
    decimal: the mark before the decimals of its numbers, where that is known.
    """

    table: pa.Table
    parse: bool
    notes: tuple[str, ...] = ()
    decimal: str | None = None


def read_table(
    source: Source,
    name: str = "table",
    dialect: Dialect | None = None,
    columns: Mapping[str, Stated] | None = None,
) -> Table:
    """A table from anywhere, its column kinds inferred from its values.

    source: a pandas frame, an Arrow table, or the path of a file or of a folder of files.
    name: what error messages call a table that is no file.
    dialect: what is known of the file beforehand.
    columns: what columns are to be taken for instead, for example
        `{"customer_id": "identifier", "started": {"kind": "datetime", "format": "%d.%m.%Y"},
        "note": "ignore"}`.

    Raises `UserError` when there is no such file, it is no sound table, or a column is not what
    it is said to be.
    """
    raw = read_raw(source, name, dialect)
    called = Path(source).name if isinstance(source, str | Path) else name
    about: dict[str, str | int] = {"name": called, "rows": raw.table.num_rows}
    wanted = wishes(columns or {}, raw.table.column_names, "columns")
    return typed(
        raw.table, about | reading(raw), parse=raw.parse, wanted=wanted, decimal=raw.decimal
    )


def reading(raw: Raw) -> dict[str, str | int]:
    """What a table's `about` says of how it was read: nothing, or all notes in one line."""
    return {"reading": "; ".join(raw.notes)} if raw.notes else {}


def read_raw(source: Source, name: str, dialect: Dialect | None = None) -> Raw:
    """The columns as they are; arguments and errors as for `read_table`."""
    if isinstance(source, str | Path):
        path = Path(os.path.expanduser(source))  # unlike Path's, it never fails
        if not path.exists():
            raise UserError(f"there is no file {path}; give the path of a CSV or Parquet file")
        return read_files(path, dialect)
    if isinstance(source, pa.Table):
        return Raw(_checked(source, name), parse=False)
    if not isinstance(source, pd.DataFrame):
        raise UserError(
            f"the {name} is a {type(source).__name__}; give a pandas frame, an Arrow table or"
            " a path"
        )
    return Raw(_checked(_from_pandas(source, name), name), parse=True)


def read_files(path: Path, dialect: Dialect | None = None) -> Raw:
    """A file as `read_foreign` reads it, or all visible files of a folder as one table, by name.

    Raises `UserError` where they are of different formats or do not fit together.
    """
    files = [path]
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.is_file() and file.name[0] != ".")
    read = [read_foreign(file, dialect=dialect) for file in files]
    if len({raw.parse for raw in read}) != 1:
        raise UserError(f"{path} holds no tables or both CSV and Parquet files; keep one kind")
    try:
        whole = pa.concat_tables([raw.table for raw in read], promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise UserError(f"the files in {path} do not fit together ({error})") from None
    notes = dict.fromkeys(note for raw in read for note in raw.notes)
    return replace(read[0], table=whole, notes=tuple(notes))


def read_foreign(path: Path, name: str | None = None, dialect: Dialect | None = None) -> Raw:
    """A file of any format that is read, told apart by content.

    `name`: what error messages call the file (default: its path).
    Raises `UserError` for a file that is no sound table of at least two columns and one row.
    """
    name = name or str(path)
    content = unpacking.unpack(path.read_bytes(), name)
    if not content or content.isspace():
        raise UserError(f"{name} is empty; give it a header and rows")
    raw = _read(content, name, dialect or Dialect())
    return replace(raw, table=_checked(raw.table, name))


def _read(content: bytes, name: str, dialect: Dialect) -> Raw:
    if content.startswith(arrow_files.PARQUET):
        return Raw(arrow_files.read_parquet(content, name), parse=False)
    if content.startswith((*arrow_files.FEATHER, arrow_files.STREAM)):
        return Raw(arrow_files.read_feather(content, name), parse=False)
    if written_by := statistical.program(content):
        return Raw(statistical.read(content, name, written_by, dialect.encoding), parse=False)
    if arrow_files.is_json(content):
        return Raw(arrow_files.read_json(content, name, dialect.encoding), parse=True)
    # A zip archive that was not unpacked is a spreadsheet.
    sheet = content.startswith((unpacking.ZIP, spreadsheets.OLD))
    if sheet:
        table, notes = spreadsheets.read(content, name, dialect)
        return Raw(table, parse=True, notes=notes)
    table, notes, decimal = csv_files.read(content, name, dialect)
    return Raw(table, parse=True, notes=notes, decimal=decimal)


def _from_pandas(frame: pd.DataFrame, name: str) -> pa.Table:
    frame = frame.rename(columns=str)
    if not frame.columns.is_unique:
        repeated = sorted(set(frame.columns[frame.columns.duplicated()]))
        raise UserError(f"the {name} has several columns called {repeated}; give each its own name")
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        raise UserError(
            f"the {name} has a column that mixes types ({error.args[-1]}); make it one type,"
            " for example with .astype(str)"
        ) from None


def _checked(raw: pa.Table, name: str) -> pa.Table:
    """The same table. Raises `UserError` for one that says too little to be judged."""
    repeated = [column for column, count in Counter(raw.column_names).items() if count > 1]
    if repeated:
        raise UserError(f"{name} has several columns called {repeated}; give each its own name")
    if raw.num_columns < 2:
        raise UserError(
            f"{name} has {raw.num_columns} column; a table needs at least two"
            " (cells may be separated by comma, semicolon, tab or |; set another delimiter)"
        )
    if raw.num_rows == 0:
        raise UserError(f"{name} has a header but no rows; give it some")
    return raw
