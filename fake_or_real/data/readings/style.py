"""A style is one way to write the values of a kind."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Flags = np.ndarray[Any, np.dtype[np.bool_]]
Whole = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]

# What each kind is in Arrow. Times of day and durations are seconds.
TYPES = {
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "datetime": pa.timestamp("us"),
    "time": pa.float64(),
    "duration": pa.float64(),
    "location": pa.struct([("latitude", pa.float64()), ("longitude", pa.float64())]),
}


@dataclass(frozen=True, kw_only=True)
class Style(ABC):
    """One way to write the values of a kind.

    name: an example of it, for people; "" for the plain way.
    hint: a regular expression that is quickly looked for, found in all that is written so.
    almost: a regular expression of what is written so but is no value, such as 31.02.2020.
    rivalry: styles with the same one may read a string as different values; it says what cannot
        be told then.
    doubtful: regular expressions; strings that all match the same one are rather something else.
    """

    kind: str
    name: str = ""
    hint: str = ""
    almost: str = r"^\b$"
    rivalry: str = ""
    doubtful: tuple[str, ...] = ()

    @abstractmethod
    def parse(self, strings: pa.Array) -> pa.Array:
        """Trimmed strings as values, null where a string is not written so."""

    def is_called(self, name: str) -> bool:
        """Whether that is its name."""
        return self.name == name

    def settled(self, strings: pa.Array, values: pa.Array) -> tuple[str, str, pa.Array]:  # noqa: ARG002
        """Kind, name and values, once all strings of a column and their values are known."""
        return self.kind, self.name, values


def flags(array: pa.Array) -> Flags:
    """Arrow's booleans as NumPy's; null is false."""
    return np.asarray(pc.fill_null(array, False).to_numpy(zero_copy_only=False), dtype=bool)


def matches(strings: pa.Array, pattern: str) -> Flags:
    """Which strings match a regular expression; null does not."""
    return flags(pc.match_substring_regex(strings, pattern))


class Captured:
    """What the groups of a regular expression hold in those strings that match it.

    All arrays have one entry for each string that matches, in their order.
    """

    def __init__(self, strings: pa.Array, pattern: str) -> None:
        groups = pc.extract_regex(strings, pattern)
        self._type = strings.type
        self._matched = flags(pc.is_valid(groups))
        groups = groups.filter(pa.array(self._matched))
        fields = {field.name: groups.field(field.name) for field in groups.type}
        # Most optional groups are empty everywhere, and then cost nothing further on.
        self._groups = {
            name: text for name, text in fields.items() if pc.any(_filled(text)).as_py()
        }

    def __len__(self) -> int:
        return int(self._matched.sum())

    def __contains__(self, group: str) -> bool:
        """Whether a group takes part in any string."""
        return group in self._groups

    def text(self, group: str) -> pa.Array:
        """A group's strings in lower case, empty where it took no part."""
        if group not in self:
            return pa.repeat(pa.scalar("", self._type), len(self))
        return pc.utf8_lower(self._groups[group])

    def holds(self, group: str, *words: str) -> Flags:
        """Where a group is one of these words."""
        if group not in self:
            return np.full(len(self), "" in words)
        return flags(pc.is_in(self.text(group), value_set=pa.array(words, self._type)))

    def is_empty(self, group: str) -> Flags:
        """Where a group took no part."""
        return self.holds(group, "")

    def whole(self, group: str) -> Whole:
        """A group's digits as a number, 0 where it took no part."""
        return np.asarray(self._digits(group).cast(pa.int64()).to_numpy(), dtype=np.int64)

    def decimals(self, group: str, places: int) -> Whole:
        """A group's digits as so many places behind the point, the further ones cut off."""
        padded = pc.utf8_rpad(self._digits(group), places, "0")
        cut = pc.utf8_slice_codeunits(padded, 0, places)
        return np.asarray(cut.cast(pa.int64()).to_numpy(), dtype=np.int64)

    def number(self, group: str) -> Floats:
        """A group's number, with a point or a comma before its decimals; 0 where it is empty."""
        points = pc.replace_substring(self._digits(group), ",", ".")
        return np.asarray(points.cast(pa.float64()).to_numpy(), dtype=np.float64)

    def everywhere(self, values: np.ndarray[Any, Any] | pa.Array, valid: Flags) -> pa.Array:
        """Values for all strings, null for those that do not match or are not valid."""
        known = self._matched.copy()
        known[self._matched] = valid
        places = pa.array(np.cumsum(self._matched) - 1, mask=~known)
        return pa.array(values).take(places)

    def _digits(self, group: str) -> pa.Array:
        if group not in self:
            return pa.repeat(pa.scalar("0", self._type), len(self))
        text = self._groups[group]
        return pc.if_else(_filled(text), text, pa.scalar("0", self._type))


def _filled(text: pa.Array) -> pa.Array:
    return pc.not_equal(text, pa.scalar("", text.type))


@dataclass(frozen=True, kw_only=True)
class Form(Style):
    """A style whose strings all match a regular expression.

    read: makes values of what its groups hold.
    """

    pattern: str
    read: Callable[[Captured], pa.Array]

    def parse(self, strings: pa.Array) -> pa.Array:
        parts = Captured(strings, self.pattern)
        return self.read(parts) if len(parts) else pa.nulls(len(strings), TYPES[self.kind])
