"""Spreadsheets: one table of an Excel or OpenDocument file, as strings like those of a CSV."""

import datetime
import io
from collections.abc import Sequence

import pyarrow as pa

from fake_or_real.data.files import headers
from fake_or_real.data.files.dialects import Dialect
from fake_or_real.data.tables import MISSING
from fake_or_real.errors import UserError

# Excel's files of before 2007, and those that are locked by a password.
OLD = b"\xd0\xcf\x11\xe0"
_MISSING = frozenset(MISSING)
_Cell = str | bool | int | float | datetime.date | datetime.time | datetime.timedelta


def read(content: bytes, name: str, dialect: Dialect) -> tuple[pa.Table, tuple[str, ...]]:
    """The columns of the first sheet or of the named one, and what people should know of it.

    Cells that say that a value is missing are null; rows without a cell are left out.
    `name`: what error messages call the file.
    Raises `UserError` for a file or sheet that cannot be read, and where python-calamine is
    missing.
    """
    cells, notes = _cells(content, name, dialect.sheet)
    rows = [[_written(cell) for cell in row] for row in cells]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise UserError(f"{name} has no rows in its sheet; set another sheet")
    head, *below = rows
    if dialect.header is False:
        names, below = [headers.nth(place) for place in range(len(head))], rows
    else:
        _check_header(head, below, name, said=dialect.header is True)
        names = headers.named(head)
    columns = zip(*below, strict=True) if below else [()] * len(names)
    arrays = [
        pa.array([None if cell in _MISSING else cell for cell in column], pa.string())
        for column in columns
    ]
    return pa.Table.from_arrays(arrays, names), notes


def _cells(
    content: bytes, name: str, sheet: str | None
) -> tuple[Sequence[Sequence[_Cell]], tuple[str, ...]]:
    try:
        import python_calamine  # noqa: PLC0415 - an extra, which few need
    except ModuleNotFoundError:
        raise UserError(
            f"{name} is a spreadsheet, which needs a package more: pip install python-calamine"
        ) from None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        if not book.sheet_names or sheet not in (None, *book.sheet_names):
            raise UserError(f"{name} has no sheet {sheet!r}; it has {book.sheet_names}")
        chosen = book.sheet_names[0] if sheet is None else sheet
        cells = book.get_sheet_by_name(chosen).to_python()
    except python_calamine.CalamineError as error:
        raise UserError(
            f"{name} is not a sound spreadsheet, or is locked ({error}); save it again, or as CSV"
        ) from None
    count = len(book.sheet_names)
    return cells, (f"read from {chosen!r}, the first of {count} sheets",) if (
        count > 1 and sheet is None
    ) else ()


def _check_header(head: list[str], below: list[list[str]], name: str, *, said: bool) -> None:
    """Raise `UserError` where the first row seems to be no header, unless it is said to be."""
    if said:
        return
    if len(head) > 2 and sum(map(bool, head)) < len(head) / 2:
        raise UserError(
            f"{name} names {sum(map(bool, head))} of its {len(head)} columns in the first row;"
            " delete what stands above the header, or say in params.yaml, under csv, that it is one"
            " (header: true)"
        )
    if headers.votes_for_row(head, below[:1000]) > 0:
        raise UserError(
            f"{name} seems to have no header: its first row looks like the rows below it; add one,"
            " or say in params.yaml, under csv, whether it is one (header: true, or false: the"
            " columns are then called by their places)"
        )


def _written(cell: _Cell) -> str:
    """What a CSV would have in the cell's place."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return str(cell)
