"""Which values of FAKE rows may be named: none that leads to what only few real rows have."""

from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fake_or_real.data.tables import Table

# What two spellings of one value may differ in.
_LOOSE = r"[\s\p{P}\p{S}\p{M}\p{C}]+"
_LEAST = 3  # letters; what is shorter stands in anything
_LONGEST = 64  # letters; what is longer is named nowhere
_CLOSE = {6: 2, 0: 1}  # letters that may differ, from so many letters on


class RareValues:
    """The values of a real table that fewer than `min_count` of its rows share, in any column."""

    def __init__(self, real: Table, min_count: int) -> None:
        self._real = real
        self._min_count = min_count

    def betrayed_by(self, column: str, value: str) -> bool:
        """Whether a value of this column leads to a rare one.

        It does where it is one, is part of one or has one as its part, in any column and however
        they are spelt, or where it differs by a letter or two from one of its own column.
        """
        bare = str(_bare(pa.array([value]))[0])
        if not bare or len(bare) > _LONGEST:
            return True
        lengths = range(_LEAST, len(bare) + 1)
        parts = {bare[i : i + n] for n in lengths for i in range(len(bare) - n + 1)}
        if parts & self._all or (len(bare) >= _LEAST and bare in self._joined):
            return True
        most = next(many for least, many in _CLOSE.items() if len(bare) >= least)
        own = self._of_columns[column]
        difference = pc.abs(pc.subtract(pc.utf8_length(own), len(bare)))
        return _any_within(bare, own.filter(pc.less_equal(difference, most)).to_pylist(), most)

    @cached_property
    def _of_columns(self) -> dict[str, pa.Array]:
        """Each column's rare values, bare."""
        found = {}
        for name, kind in self._real.kinds.items():
            counts = self._real.frame[name].value_counts()
            rare = counts.index[counts < self._min_count]
            if kind == "boolean":
                rare = rare[:0]
            found[name] = _bare(pa.array(rare.astype("str"), pa.string()))
        return found

    @cached_property
    def _all(self) -> set[str]:
        return {value for own in self._of_columns.values() for value in own.to_pylist()}

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self._all)


def _bare(values: pa.Array) -> pa.Array:
    """The values without case, accents, blanks and punctuation."""
    plain = pc.utf8_lower(pc.utf8_normalize(values, form="NFKD"))
    return pc.replace_substring_regex(plain, pattern=_LOOSE, replacement="")


def _any_within(value: str, others: list[str], most: int) -> bool:
    """Whether the edit distance (Levenshtein's) to any of the others is at most `most`.

    No other is longer than the value by more than that. All are compared at once.
    """
    if not others:
        return False
    width = len(value) + most
    letters = np.array(others, dtype=f"U{width}").view("U1").reshape(len(others), width)
    length = np.char.str_len(np.array(others))
    distance = np.tile(np.arange(len(value) + 1), (len(others), 1))
    found = np.where(length == 0, len(value), width)
    for place in range(width):
        previous, distance = distance, np.empty_like(distance)
        distance[:, 0] = place + 1
        for i, letter in enumerate(value, start=1):
            changed = previous[:, i - 1] + (letters[:, place] != letter)
            distance[:, i] = np.minimum(changed, np.minimum(previous[:, i], distance[:, i - 1]) + 1)
        found = np.where(length == place + 1, distance[:, -1], found)
    return bool((found <= most).any())
