"""Tables from outside: files of many formats, told apart by content, frames and Arrow tables."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa

from fake_or_real.data import addresses
from fake_or_real.data.files import databases, parts, stores
from fake_or_real.data.files.dialects import Dialect
from fake_or_real.data.files.options import Options
from fake_or_real.data.files.raw import Raw, checked
from fake_or_real.data.files.single import read_foreign
from fake_or_real.data.foreign import typed
from fake_or_real.data.tables import Table
from fake_or_real.data.wishes import Stated, wishes
from fake_or_real.errors import UserError, without_secrets

__all__ = ["Raw", "Source", "read_files", "read_foreign", "read_raw", "read_table", "reading"]

# A pandas frame, an Arrow table (for which there are no type stubs), a path or a URL.
Source: TypeAlias = pd.DataFrame | Any | str | Path


def read_table(
    source: Source,
    name: str = "table",
    options: Options | None = None,
    columns: Mapping[str, Stated] | None = None,
) -> Table:
    """A table from anywhere, its column kinds inferred from its values.

    source: a pandas frame, an Arrow table, the path of a file or of a folder of files, a pattern
        of paths, or the URL of a database or of files in an object store.
    name: what error messages call a table that is no file.
    options: how to read it, where that is said beforehand.
    columns: what columns are to be taken for instead, for example
        `{"customer_id": "identifier", "started": {"kind": "datetime", "format": "%d.%m.%Y"},
        "note": "ignore"}`.

    Raises `UserError` when there is no such file, it is no sound table, or a column is not what
    it is said to be.
    """
    raw = read_raw(source, name, options)
    called = addresses.public(str(source)) if isinstance(source, str | Path) else name
    about: dict[str, str | int] = {"name": called, "rows": raw.table.num_rows}
    wanted = wishes(columns or {}, raw.table.column_names, "columns")
    return typed(
        raw.table, about | reading(raw), parse=raw.parse, wanted=wanted, decimal=raw.decimal
    )


def reading(raw: Raw) -> dict[str, str | int]:
    """What a table's `about` says of how it was read: nothing, or all notes in one line."""
    return {"reading": "; ".join(raw.notes)} if raw.notes else {}


def read_raw(source: Source, name: str, options: Options | None = None) -> Raw:
    """The columns as they are; arguments and errors as for `read_table`."""
    if isinstance(source, str | Path):
        return _located(source, options or Options())
    if options not in (None, Options()):
        raise UserError(f"the {name} is in memory already; leave out how to read it")
    if isinstance(source, pa.Table):
        return Raw(checked(source, name), parse=False)
    if not isinstance(source, pd.DataFrame):
        raise UserError(
            f"the {name} is a {type(source).__name__}; give a pandas frame, an Arrow table or"
            " a path"
        )
    return Raw(checked(_from_pandas(source, name), name), parse=True)


def _located(location: str | Path, options: Options) -> Raw:
    """A table by its path or URL."""
    databases.check(str(location), options.table, options.query)
    if isinstance(location, str) and "://" in location:
        return _elsewhere(location, options)
    path = Path(os.path.expanduser(location))  # unlike Path's, it never fails
    if path.exists():
        return read_files(path, options)
    if parts.is_pattern(str(path)):
        return parts.read(parts.matching(str(path)), options)
    raise UserError(f"there is no file {path}; give the path of a CSV or Parquet file")


def _elsewhere(location: str, options: Options) -> Raw:
    """A table by its URL."""
    if addresses.is_url(location):
        raise UserError(f"{without_secrets(location)}: download it, and give the path of the file")
    if addresses.is_database(location):
        return Raw(databases.read(location, options), parse=False)
    return stores.read(location, options)


def read_files(path: Path, dialect: Dialect | None = None, name: str | None = None) -> Raw:
    """A file as `read_foreign` reads it, or a folder as `parts.read` does.

    `name`: what error messages call a file (default: its path).
    Raises `UserError` where it is no sound table.
    """
    if path.is_dir():
        return parts.read(parts.local(path), dialect)
    return read_foreign(path, name, dialect)


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
