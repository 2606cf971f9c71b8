"""The dialect of a CSV file: how its cells are separated and quoted, and whether it has a header.

After DuckDB's sniffer and CleverCSV: a sample is read in each style that it may be in, and the one
that gives every row as many cells as the first is taken; among several, the one whose cells hold
no other delimiter. What is said beforehand is not guessed.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fake_or_real.data.files import headers
from fake_or_real.errors import UserError

# Bytes and lines that are looked at, and the fewest lines, however long.
_BYTES, _LINES, _FEWEST = 2**18, 1000, 10
_USUAL = ",;\t|"
# Delimiters of databases, taken only where no usual one separates most rows.
_RARE = "\x01\x1f^~"
_MOST = 0.5
# What Excel takes for the delimiter, whatever the country.
_SEP = re.compile(r'"?sep=(.)"?\1*', re.IGNORECASE)
# A quote or another delimiter in a cell, but not before a space or in a number: 'x, y' and '1,5'
# are as people write, '5;Graz' is not.
_STRANGE = re.compile(r'["\t]|[|;](?! )|(?<!\d),(?! )|,(?![ \d])')
_CUT = "unexpected end of data"  # csv's own words


@dataclass(frozen=True)
class Dialect:
    """What is known of a file beforehand; what is None is found out.

    header: whether the first line names the columns.
    delimiter: the character between cells. encoding: as Python calls it.
    decimal: the character before a number's decimals, for those who parse the cells.
    sheet: the name of a spreadsheet's table.
    """

    header: bool | None = None
    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Style:
    """The characters between cells, around them, and before a quote within one (None: a quote)."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None


@dataclass(frozen=True)
class Layout:
    """How a CSV file is laid out.

    names: of the columns, some perhaps blank. start: bytes before the first row; `lines` lines.
    comments: lines before the header that are none of the table.
    """

    style: Style
    names: tuple[str, ...]
    start: int
    lines: int
    comments: int


@dataclass(frozen=True)
class _Sample:
    """The first lines of a file, with their ends.

    preamble: those before the table: blank ones, comments and Excel's `sep=`.
    delimiter: what `sep=` says. whole: whether the file has no more lines.
    """

    preamble: list[str]
    table: list[str]
    delimiter: str | None
    whole: bool


@dataclass(frozen=True)
class _Reading:
    """A sample read in one style; sound: whether quotes are closed, and only where cells end."""

    style: Style
    rows: list[list[str]]
    sound: bool


def layout(content: bytes, name: str, dialect: Dialect) -> Layout:
    """How a CSV file in UTF-8 is laid out; `name` is what error messages call it.

    Raises `UserError` where its first line seems to be no header, and nobody said whether it is.
    """
    sample = _sample(content)
    reading = _best(sample, _delimiter(dialect.delimiter or sample.delimiter, name))
    if not reading.rows:
        raise UserError(f"{name} begins with a quoted cell that does not end; close its quote")
    head, *rows = reading.rows
    if len(head) == 1 and (widest := max(map(len, reading.rows))) > 1:
        raise UserError(
            f"{name} has 1 cell in line {len(sample.preamble) + 1} and {widest} in lines below it;"
            " delete what stands before the header, or begin it with #"
        )
    votes = headers.votes_for_row(head, rows)
    commented = _commented_header(sample, reading, votes) if dialect.header is not False else None
    if dialect.header is None and votes > 0 and commented is None:
        raise UserError(
            f"{name} seems to have no header: line {len(sample.preamble) + 1} looks like the lines"
            " below it; add one, or say whether it is one (header: true, or false: the columns are"
            " then called by their places), under csv in params.yaml or as an option of judge"
        )
    before = list(sample.preamble)
    if dialect.header is False:
        names = [headers.nth(place) for place in range(len(head))]
    elif commented is not None:
        names = commented
    else:
        names = head
        before += sample.table[: _height(sample.table, reading.style)]
    comments = sum(line.startswith("#") for line in sample.preamble) - (commented is not None)
    start = len("".join(before).encode())
    return Layout(reading.style, tuple(names), start=start, lines=len(before), comments=comments)


def reader(lines: Iterable[str], style: Style, *, strict: bool) -> Any:
    """Python's own reader, slow, but it counts lines.

    lines: with their ends. strict: whether a quote that is never closed, or closed before a cell
    ends, raises `csv.Error`.
    """
    return csv.reader(
        lines,
        delimiter=style.delimiter,
        quotechar=style.quote,
        escapechar=style.escape,
        strict=strict,
    )


def is_blank(row: list[str]) -> bool:
    """Whether a line of this one cell, or of none, is blank."""
    return not row or (len(row) == 1 and not row[0].strip())


def _delimiter(said: str | None, name: str) -> str | None:
    if said is not None and (len(said) != 1 or not said.isascii() or said in '"\r\n'):
        raise UserError(f"{name} cannot have the delimiter {said!r}; set one ASCII character")
    return said


def _sample(content: bytes) -> _Sample:
    size = _BYTES
    while size < len(content) and len(content[:size].splitlines()) <= _FEWEST:
        size *= 2
    # The last letter may be cut, and so may the last row: one of many.
    lines = list(io.StringIO(content[:size].decode(errors="ignore"), newline=""))
    whole = size >= len(content) and len(lines) <= _LINES
    lines = lines[:_LINES]
    delimiter, first = None, 0
    for first, line in enumerate(lines):
        if said := _SEP.fullmatch(line.rstrip("\r\n")):
            delimiter = said[1]
        elif line.strip() and not line.startswith("#"):
            return _Sample(lines[:first], lines[first:], delimiter, whole)
    return _Sample([], lines, delimiter, whole)


def _best(sample: _Sample, delimiter: str | None) -> _Reading:
    """The sample in the style that fits it best."""
    text = "".join(sample.table)
    quotes: list[tuple[str, str | None]] = [('"', None)]
    quotes += [("'", None)] if "'" in text else []
    quotes += [('"', "\\")] if '\\"' in text else []

    def read(delimiters: str) -> list[_Reading]:
        return [_read(sample, Style(one, *quote)) for quote in quotes for one in delimiters]

    def fit(reading: _Reading) -> tuple[float, float, bool, int, float]:
        return _fit(reading, _preference(reading.style, sample.table[0]))

    found = read(delimiter or _USUAL)
    if delimiter is None and not any(fit(reading)[0] > _MOST for reading in found):
        found += read(_RARE)
    return max(found, key=fit)


def _preference(style: Style, head: str) -> int:
    """Apostrophes are quotes only if all names stand in them, or rows would be ragged else.

    A backslash is a letter likewise.
    """
    if style == Style(style.delimiter):
        return 0
    cells = head.strip().split(style.delimiter)
    wrapped = all(len(cell) > 1 and cell[0] == cell[-1] == style.quote for cell in cells)
    return 1 if wrapped and style.escape is None else -1


def _read(sample: _Sample, style: Style) -> _Reading:
    rows, error = _rows(sample.table, style, strict=True)
    sound = not error or (error == _CUT and not sample.whole)
    if not sound or not rows:
        rows, _ = _rows(sample.table, style, strict=False)
    return _Reading(style, rows, sound)


def _rows(lines: list[str], style: Style, *, strict: bool) -> tuple[list[list[str]], str]:
    """The rows that are not blank, and what ended the reading early."""
    rows: list[list[str]] = []
    try:
        rows.extend(row for row in reader(lines, style, strict=strict) if not is_blank(row))
    except csv.Error as error:
        return rows, str(error)
    return rows, ""


def _fit(reading: _Reading, preference: int) -> tuple[float, float, bool, int, float]:
    """How well a style fits: the greater, the better.

    In this order: the share of rows as wide as the first, the largest share of one width (the
    first row may be a title), sound quotes, the preference, the share of cells as people write.
    """
    rows = reading.rows
    widths = Counter(len(row) for row in rows)
    if max(widths, default=1) == 1:
        return 0, 0, reading.sound, preference, 0
    like_first = widths[len(rows[0])] / len(rows) if len(rows[0]) > 1 else 0
    largest = max(count for width, count in widths.items() if width > 1) / len(rows)
    cells = [cell for row in rows for cell in row]
    clean = sum(not _STRANGE.search(cell) for cell in cells) / len(cells)
    return like_first, largest, reading.sound, preference, clean


def _commented_header(sample: _Sample, reading: _Reading, votes: int) -> list[str] | None:
    """The names in the last line of comments, where that is the header: '#id,name'."""
    line = sample.preamble[-1] if sample.preamble else ""
    if not line.startswith("#"):
        return None
    names = next(csv.reader([line.lstrip("#")], delimiter=reading.style.delimiter))
    # Where the line below may be either, a comment has a space after its mark.
    is_header = votes > 0 or (votes == 0 and not line.lstrip("#").startswith(" "))
    return names if is_header and len(names) == len(reading.rows[0]) else None


def _height(lines: list[str], style: Style) -> int:
    """Lines of the first row."""
    rows = reader(lines, style, strict=False)
    next(rows)
    return int(rows.line_num)
