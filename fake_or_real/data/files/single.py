"""One file, of any format that is read, told apart by content."""

from dataclasses import replace
from pathlib import Path

from fake_or_real.data.files import arrow_files, csv_files, spreadsheets, statistical, unpacking
from fake_or_real.data.files.dialects import Dialect
from fake_or_real.data.files.raw import Raw, checked
from fake_or_real.errors import UserError


def read_foreign(path: Path, name: str | None = None, dialect: Dialect | None = None) -> Raw:
    """A file of any format that is read, told apart by content.

    `name`: what error messages call the file (default: its path).
    Raises `UserError` for a file that is no sound table of at least two columns and one row.
    """
    if path.is_char_device() or path.is_block_device():  # some never end; a pipe does
        raise UserError(f"{name or path} is a device and no file; give the path of a file")
    return read_content(path.read_bytes(), name or str(path), dialect)


def read_content(content: bytes, name: str, dialect: Dialect | None = None) -> Raw:
    """A file's content; as `read_foreign`."""
    content = unpacking.unpack(content, name)
    if not content or content.isspace():
        raise UserError(f"{name} is empty; give it a header and rows")
    raw = _read(content, name, dialect or Dialect())
    return replace(raw, table=checked(raw.table, name))


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
