"""Columns of foreign tables, read: typed as they are, or in the kind that their strings have."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import pyarrow as pa
import pyarrow.compute as pc

from fake_or_real.data import readings
from fake_or_real.data.kinds import NUMBERS, OTHER_STYLE, POSITION, STRINGS, Kind, words_of
from fake_or_real.errors import UserError

# Prose: most values differ and the usual one has at least this many words.
_TEXT_DISTINCT, _TEXT_WORDS = 0.5, 4
_FORMAT = re.compile("%[A-Za-z]")  # as `datetime.strptime` has them


@dataclass(frozen=True)
class Column:
    """A column of a foreign table, read.

    kind: as in `fake_or_real.data.kinds`; the cells of a `location` are structs of latitude and
        longitude.
    cells: of the kind's Arrow type; null where a cell is missing or could not be read.
    style: how the column is written, empty for the plain way.
    why: what it was taken for and what nearly made it something else, empty where that is plain.
    words: what is written in the cells that are not written in this style, null in the others;
        None where there are no such cells.
    """

    kind: Kind
    cells: pa.ChunkedArray
    style: str = ""
    why: str = ""
    words: pa.ChunkedArray | None = None

    @property
    def unread(self) -> int:
        """How many cells are not written in the column's style."""
        return 0 if self.words is None else len(self.words) - self.words.null_count


def infer(column: pa.ChunkedArray, name: str, *, parse: bool, decimal: str | None = None) -> Column:
    """One Arrow column in the kind that its values have.

    `parse`: strings may hold numbers and booleans (a CSV); else only dates and the like.
    `decimal`: the mark before the decimals of numbers, where that is known.
    Raises `UserError` for Arrow types with no kind (lists, structs, binary), and for whole
    numbers beyond 64 bits.
    """
    kind, why = _kind_of_type(column.type, name), ""
    # Typed strings may still be dates and positions, which have no type in many files, and typed
    # whole numbers dates like 20221231, or seconds since 1970.
    if kind in ("integer", "categorical"):
        strings = as_strings(column)
        reading, why = readings.guess(strings, name, decimal=decimal)
        plain = not parse and reading and reading.kind in ("integer", "float", "boolean")
        if reading and (reading.kind == "datetime" or (kind == "categorical" and not plain)):
            return _read(reading, strings, why)
        if kind == "categorical":
            of_prose = _is_prose(pc.drop_null(strings))
            return Column("text" if of_prose else kind, strings, why=why)
    found = impose(column, kind)
    if found.kind != kind:
        raise UserError(f"column {name!r} holds numbers beyond 64 bits; store it as strings")
    return found


def impose(column: pa.ChunkedArray, kind: Kind, style: str = "") -> Column:
    """One Arrow column read as this kind; where it may be written in two styles, in this one.

    style: a style's name or a format of `datetime.strptime`.

    What cannot be read is kept as words, and so is evidence for later stages. Where whole numbers
    are asked for and others are there, the column becomes one of floats.
    """
    typed = _as_typed(_decoded(column), kind)
    if typed is not None:
        return Column(kind, typed)
    strings = as_strings(column)
    if kind in STRINGS:
        return Column(kind, strings)
    sort: Kind = "float" if kind in POSITION else kind
    if _FORMAT.search(style):
        found = _read(readings.read_as(strings, sort, style), strings)
    else:
        found = _read(readings.read(strings, sort, prefer=style), strings)
    found = replace(found, kind=kind)
    if found.words is None:
        return found
    if kind == "integer":  # decimals among whole numbers are no words
        wider = impose(column, "float", style)
        return wider if wider.unread < found.unread else found
    # What is written otherwise has a value all the same; its words say that it is.
    other = readings.read(found.words, sort)
    as_style = pc.if_else(pc.is_valid(other.values), f"{OTHER_STYLE}{other.style})", found.words)
    return replace(found, cells=pc.coalesce(found.cells, other.values), words=as_style)


def split(name: str, column: Column) -> dict[str, Column]:
    """A column of a foreign table as one or more of a table: positions as two, words apart."""
    parts = {name: column}
    if column.kind == "location":
        parts = {
            f"{name} ({part})": Column(part, pc.struct_field(column.cells, part))
            for part in POSITION
        }
    if column.words is not None:
        parts[words_of(name)] = Column("word", column.words)
    return parts


def as_strings(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Values as a person would write them: whole floats without their `.0`, NaN as missing."""
    column = _decoded(column)
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
        whole = pc.equal(column, pc.floor(column))
        small = pc.less(pc.abs(column), 1e15)
        integers = pc.if_else(pc.and_(whole, small), column, None).cast(pa.int64())
        return pc.coalesce(integers.cast(pa.string()), column.cast(pa.string()))
    return column.cast(pa.string())


def _read(reading: readings.Reading, strings: pa.ChunkedArray, why: str = "") -> Column:
    """A reading of strings; the cells that it could not read are kept as words."""
    unread = pc.and_(pc.is_valid(strings), pc.is_null(reading.values))
    blank = pc.equal(pc.utf8_trim_whitespace(strings), "")
    words = pc.if_else(pc.and_(unread, pc.invert(pc.fill_null(blank, False))), strings, None)
    words = None if words.null_count == len(words) else words
    return Column(cast("Kind", reading.kind), reading.values, reading.style, why, words)


def _is_prose(values: pa.ChunkedArray) -> bool:
    if len(values) == 0 or len(pc.unique(values)) <= _TEXT_DISTINCT * len(values):
        return False
    words = pc.add(pc.count_substring_regex(pc.utf8_trim_whitespace(values), r"\s+"), 1)
    return bool(pc.quantile(words, 0.5)[0].as_py() >= _TEXT_WORDS)


def _as_typed(column: pa.ChunkedArray, kind: Kind) -> pa.ChunkedArray | None:
    """A column whose own type is of this kind, None where it is another's."""
    of, types = column.type, pa.types
    is_number = (types.is_integer, types.is_floating, types.is_decimal)
    values = None
    if kind == "datetime" and (types.is_timestamp(of) or types.is_date(of)):
        # UTC without a zone: Arrow keeps zoned ones in UTC already.
        zone = of.tz if types.is_timestamp(of) else None
        values = column.cast(pa.timestamp("us", tz=zone), safe=False).cast(pa.timestamp("us"))
    elif kind == "time" and types.is_time(of):
        ticks = column.cast(pa.time64("ns")).cast(pa.int64())
        values = pc.divide(ticks.cast(pa.float64()), 1e9)
    elif kind == "duration" and types.is_duration(of):
        ticks = column.cast(pa.duration("us"), safe=False).cast(pa.int64())
        values = pc.divide(ticks.cast(pa.float64()), 1e6)
    elif kind == "boolean" and types.is_boolean(of):
        values = column
    elif kind == "integer" and types.is_signed_integer(of):
        values = column.cast(pa.int64())
    elif kind in NUMBERS and kind != "integer" and any(check(of) for check in is_number):
        numbers = column.cast(pa.float64(), safe=False)
        values = pc.if_else(pc.is_nan(numbers), None, numbers)
    return values


def _kind_of_type(dtype: pa.DataType, name: str) -> Kind:
    if pa.types.is_dictionary(dtype):
        return _kind_of_type(dtype.value_type, name)
    types = pa.types
    strings = (types.is_string, types.is_large_string, types.is_string_view)
    checks: dict[Kind, tuple[Callable[[pa.DataType], bool], ...]] = {
        "boolean": (types.is_boolean,),
        "integer": (types.is_integer,),
        "float": (types.is_floating, types.is_decimal),
        "datetime": (types.is_timestamp, types.is_date),
        "time": (types.is_time,),
        "duration": (types.is_duration,),
        "categorical": (types.is_null, *strings),
    }
    for kind, of_kind in checks.items():
        if any(check(dtype) for check in of_kind):
            return kind
    raise UserError(
        f"column {name!r} has the type {dtype}, which has no column kind;"
        " store it as strings, numbers, booleans or timestamps"
    )


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    dictionary = pa.types.is_dictionary(column.type)
    return column.cast(column.type.value_type) if dictionary else column
