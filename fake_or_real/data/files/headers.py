"""Whether a first line names the columns, or is a row like those below it."""

import re
from collections import Counter
from collections.abc import Sequence

_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
# A column is one of figures where this share of its cells holds a digit; without letters likewise.
_MOST = 0.9
# A cell is written like a column's where this share of the column is.
_SOME = 0.05


def votes_for_row(first: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """How many columns say that the first line is a row, less those that say it is a header.

    Above 0 it is a row, below 0 a header; at 0 nothing speaks for either, as where all cells are
    different words. Cells that are missing have no vote.
    """
    cells = [cell.strip() for cell in first]
    columns = [
        [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        for place in range(len(cells))
    ]
    votes = [
        _vote(cell, column) if cell and column else 0
        for cell, column in zip(cells, columns, strict=True)
    ]
    if _counts_on([cell for cell, vote in zip(cells, votes, strict=True) if vote > 0]):
        votes = [min(vote, 0) for vote in votes]
    return sum(votes)


def named(first: Sequence[str]) -> list[str]:
    """The names in a header, without spaces around them; a column without one is called by place.

    An index that was saved without a name is such a column.
    """
    names = [cell.strip() for cell in first]
    return [name or nth(place, names) for place, name in enumerate(names)]


def nth(place: int, taken: Sequence[str] = ()) -> str:
    """What the column at this place, counted from 0, is called where nobody named it."""
    name = f"column_{place + 1}"
    return f"{name}_" if name in taken else name


def _vote(cell: str, column: list[str]) -> int:
    """1: the cell is like those below it; -1: it is not, though they are alike; 0: neither."""
    digits = sum(any(map(str.isdigit, other)) for other in column)
    if digits >= _MOST * len(column):
        letters = sum(bool(_LETTER.search(other)) for other in column)
        if not _DIGITS.search(cell) or (_LETTER.search(cell) and letters < _SOME * len(column)):
            return -1
        shapes = Counter(_shape(other) for other in column)
        return int(shapes[_shape(cell)] >= _SOME * len(column))
    if cell in column:
        return 1
    repeats = len(set(column)) <= len(column) / 2
    return -int(repeats)


def _shape(cell: str) -> str:
    """How a number, date or code is written, whatever its digits."""
    return _DIGITS.sub("9", cell)


def _counts_on(cells: list[str]) -> bool:
    """Whether they are whole numbers one after the other, such as years or a frame's own labels."""
    if len(cells) < 2 or not all(cell.isascii() and cell.isdigit() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
