"""CSV files, by Arrow, as columns of strings."""

import csv
import io
from typing import Any

import pyarrow as pa
import pyarrow.csv

from fake_or_real.data.files import dialects, headers
from fake_or_real.data.files.decoding import to_utf8
from fake_or_real.data.files.dialects import Dialect, Layout
from fake_or_real.data.tables import MISSING
from fake_or_real.errors import UserError

_SHOWN = {"\t": "tabs", " ": "spaces", "\x01": "the character 01", "\x1f": "the character 1F"}
# Arrow reads so many bytes at once, at most, and no row may be longer.
_BLOCK, _LARGEST_BLOCK = 2**20, 2**31 - 1


def read(
    content: bytes, name: str, dialect: Dialect
) -> tuple[pa.Table, tuple[str, ...], str | None]:
    """The columns of a CSV file, all strings, what was unusual in reading it, and its decimal mark.

    The mark is what was said, a point where commas stand between cells, or None: not known.

    Cells that say that a value is missing are null. `name`: what error messages call the file.
    Raises `UserError` for a file that cannot be read surely, and for ragged lines.
    """
    text, encoding = to_utf8(content, name, dialect.encoding)
    if not text or text.isspace():
        raise UserError(f"{name} is empty; give it a header and rows")
    found = dialects.layout(text, name, dialect)
    rows = pa.py_buffer(text).slice(found.start)
    quotes = text.count(found.style.quote.encode())
    try:
        table = _parse(rows, found, _BLOCK, quoted=quotes > 0)
    except pa.ArrowInvalid:
        _check_lines(text, found, name)
        table = _parse_long(rows, found, name)
    # Arrow takes a quote that never closes as the rest of the file, lines and all, in one cell.
    if found.style.escape is None and quotes % 2:
        _check_lines(text, found, name)
    table = table.rename_columns(headers.named(found.names))
    blank = [n for n, said in zip(table.column_names, found.names, strict=True) if not said.strip()]
    blank = [n for n in blank if table[n].null_count == len(table)]
    decimal = dialect.decimal or ("." if found.style.delimiter == "," else None)
    return table.drop_columns(blank), _notes(found, encoding, dropped=len(blank)), decimal


def _parse(rows: pa.Buffer, found: Layout, block: int, *, quoted: bool = True) -> pa.Table:
    """The columns, called by their places; quoted: whether cells may hold line ends."""
    names = [str(place) for place in range(len(found.names))]
    if not rows.size:
        return pa.table({name: pa.array([], pa.string()) for name in names})
    return pyarrow.csv.read_csv(
        pa.BufferReader(rows),
        # Where cells may hold line ends, threads cost more than they save.
        pyarrow.csv.ReadOptions(column_names=names, block_size=block, use_threads=not quoted),
        pyarrow.csv.ParseOptions(
            delimiter=found.style.delimiter,
            quote_char=found.style.quote,
            escape_char=found.style.escape or False,
            newlines_in_values=quoted,
            invalid_row_handler=_skip_blank,
        ),
        pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            check_utf8=False,  # it was checked
            strings_can_be_null=True,
            null_values=MISSING,
        ),
    )


def _skip_blank(row: Any) -> str:
    """What Arrow shall do with a row of too few or too many cells."""
    return "error" if row.text.strip() else "skip"


def _parse_long(rows: pa.Buffer, found: Layout, name: str) -> pa.Table:
    """Where all lines are as they should be, one is longer than what Arrow reads at once."""
    try:
        return _parse(rows, found, min(max(_BLOCK, len(rows) + 1), _LARGEST_BLOCK))
    except pa.ArrowInvalid:
        raise UserError(f"{name} has a row of over 2 GiB; shorten it") from None


def _check_lines(text: bytes, found: Layout, name: str) -> None:
    """Raise `UserError` for the first line that is not as the header says, by its number."""
    lines = io.StringIO(text[found.start :].decode(), newline="")
    rows = dialects.reader(lines, found.style, strict=True)
    width, before = len(found.names), found.lines
    usual = csv.field_size_limit(len(text))
    try:
        for row in rows:
            if len(row) != width and not dialects.is_blank(row):
                raise UserError(
                    f"{name} has ragged lines: line {before + 1} has {len(row)} cells where the"
                    f" table has {width} columns; mend it, or set the delimiter if it is not"
                    f" {_spelled(found.style.delimiter)}"
                )
            before = found.lines + rows.line_num
    except csv.Error:
        raise UserError(
            f"{name} has a row from line {before + 1} on that ends within a quoted cell, or has a"
            " quote in one; close the cell's quote, or double the one in it"
        ) from None
    finally:
        csv.field_size_limit(usual)


def _notes(found: Layout, encoding: str, dropped: int) -> tuple[str, ...]:
    """What is not as in most CSV files, in one line, or nothing."""
    style = found.style
    said = [f"read as {encoding}"] if encoding != "utf-8" else []
    if style.delimiter != ",":
        said.append(f"cells separated by {_spelled(style.delimiter)}")
    if style.quote != '"':
        said.append(f"quoted by {style.quote}")
    if style.escape:
        said.append(f"quotes in cells after {style.escape}")
    if found.comments:
        said.append(f"without {found.comments} line(s) of comments before the header")
    if dropped:
        said.append(f"without {dropped} empty column(s) that have no name")
    return (", ".join(said),) if said else ()


def _spelled(delimiter: str) -> str:
    return _SHOWN.get(delimiter, delimiter)
