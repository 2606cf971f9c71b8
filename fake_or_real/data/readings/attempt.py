"""A column's cells read in one style, and whether the column is written so."""

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from fake_or_real.data.readings.cells import Cells
from fake_or_real.data.readings.style import Flags, Style, flags, matches

# A column keeps its kind beside a few words: at least this share of its rows must read, at most so
# many distinct words may be left over, and at least so many distinct values must be read.
_READ, _WORDS, _VALUES = 0.9, 10, 10
_WORD = r"^\D{0,40}$"
_NOUNS = {
    "boolean": ("truth value", "truth values"),
    "datetime": ("date", "dates"),
    "duration": ("duration", "durations"),
    "integer": ("number", "numbers"),
    "float": ("number", "numbers"),
    "location": ("position", "positions"),
    "number": ("number", "numbers"),
    "time": ("time of day", "times of day"),
}


def may_hold(style: Style, sample: Cells) -> bool:
    """Whether a column may be written so, of which these are some cells."""
    hinted = matches(sample.strings, style.hint)
    return (
        bool(hinted.any())
        and len(sample.where(~hinted)) <= _WORDS
        and Attempt.of(style, sample).may_hold()
    )


@dataclass(frozen=True)
class Attempt:
    """values: what the style makes of each of the cells' strings, null where it does not read."""

    style: Style
    cells: Cells
    values: pa.Array

    @classmethod
    def of(cls, style: Style, cells: Cells) -> "Attempt":
        """The cells read in that style."""
        return cls(style, cells, style.parse(cells.strings))

    @cached_property
    def words(self) -> pa.Array:
        """The distinct strings that were not read."""
        return self.cells.where(self._unread)

    def others(self) -> int:
        """How many cells were not read."""
        return int(self.cells.rows[self._unread].sum())

    def may_hold(self) -> bool:
        """Whether some cells are read, and few distinct ones are not."""
        return len(self.words) <= _WORDS and self.values.null_count < len(self.values)

    def holds(self) -> bool:
        """Whether the column is written so, apart from a few words."""
        if not self.may_hold() or not (self.others() == 0 or self._has_few_words()):
            return False
        read = self.cells.strings.filter(pc.is_valid(self.values))
        return not any(matches(read, pattern).all() for pattern in self.style.doubtful)

    def is_exceeded_by(self, style: Style) -> bool:
        """Whether a style reads some of what is left over; what does not, reads no more of all."""
        return bool(style.parse(self.words).null_count < len(self.words))

    def may_be_beaten_by(self, style: Style) -> bool:
        """Whether a style may hold where this one does not, or give other values."""
        rivals = bool(style.rivalry) and style.rivalry == self.style.rivalry
        return rivals or self.is_exceeded_by(style)

    def is_rivalled_by(self, other: "Attempt") -> bool:
        """Whether another attempt that holds is as good, and gives other values."""
        return (
            bool(self.style.rivalry)
            and self.style.rivalry == other.style.rivalry
            and (self.others() > 0 or other.others() == 0)
            and not self.values.equals(other.values)
        )

    @property
    def nouns(self) -> str:
        """What values of the kind are called."""
        return _NOUNS[self.style.kind][1]

    def why(self) -> str:
        """How many cells are no value of the kind; "" where all are."""
        others, (noun, nouns) = self.others(), _NOUNS[self.style.kind]
        if others == 0:
            return ""
        are_none = f"is no {noun}" if others == 1 else f"are no {nouns}"
        return f"{others:,} of {len(self.cells):,} values {are_none}"

    @cached_property
    def _unread(self) -> Flags:
        return flags(pc.is_null(self.values))

    def _has_few_words(self) -> bool:
        known = matches(self.words, _WORD) | matches(self.words, self.style.almost)
        return (
            bool(known.all())
            and self.others() <= (1 - _READ) * len(self.cells)
            and len(self.cells.where(~self._unread)) >= _VALUES
        )
