"""Column kinds: inferred once from the real table, then imposed on every other.

| kind        | pandas dtype     | what it is                                              |
|-------------|------------------|---------------------------------------------------------|
| categorical | str              | any strings that are not prose; also padded codes (007) |
| integer     | Int64            | whole numbers                                           |
| float       | float64          | other numbers                                           |
| boolean     | boolean          | true and false (0 and 1 are integers)                   |
| datetime    | datetime64[us]   | ISO 8601 dates and times; with a time zone: UTC         |
| text        | str              | prose: mostly distinct values of several words          |

Missing values are allowed in every kind.
"""

from typing import Literal, cast

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from fake_or_real.errors import UserError

Kind = Literal["categorical", "integer", "float", "boolean", "datetime", "text"]

ARROW_TYPES: dict[Kind, pa.DataType] = {
    "categorical": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "datetime": pa.timestamp("us"),
    "text": pa.string(),
}

# A leading zero marks a code (postcode, account), not a number; 18 digits always fit 64 bits, and
# a longer run of digits is a code too: as a float it would lose its last ones.
_INTEGER = r"^[+-]?(0|[1-9]\d{0,17})$"
_FLOAT = r"^[+-]?((0|[1-9]\d{0,17})(\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^[+-]?inf$"
_BOOLEAN = r"^(true|false|True|False|TRUE|FALSE)$"
_DATETIME = (
    r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$"
)
_PATTERNS: dict[Kind, str] = {
    "boolean": _BOOLEAN,
    "integer": _INTEGER,
    "float": _FLOAT,
    "datetime": _DATETIME,
}
# Prose: most values differ and the usual one has at least this many words.
_TEXT_DISTINCT, _TEXT_WORDS = 0.5, 4


def infer(column: pa.ChunkedArray, name: str, *, parse: bool) -> Kind:
    """The kind of one Arrow column.

    `parse`: strings may hold numbers, booleans and dates (a CSV); else they stay strings.
    Raises `UserError` for Arrow types with no kind (lists, structs, binary).
    """
    kind = _kind_of_type(column.type, name)
    if kind != "categorical":
        return kind
    values = pc.drop_null(_as_strings(column))
    if len(values) == 0:
        return "categorical"
    distinct = pc.unique(values)
    if parse:
        trimmed = pc.utf8_trim_whitespace(distinct)
        for candidate, pattern in _PATTERNS.items():
            alike = pc.all(pc.match_substring_regex(trimmed, pattern)).as_py()
            # 2020-02-30 looks like a date but is none.
            if alike and impose(distinct, candidate)[1] == 0:
                return candidate
    words = pc.add(pc.count_substring_regex(pc.utf8_trim_whitespace(values), r"\s+"), 1)
    if len(distinct) > _TEXT_DISTINCT * len(values) and (
        pc.quantile(words, 0.5)[0].as_py() >= _TEXT_WORDS
    ):
        return "text"
    return "categorical"


def impose(column: pa.ChunkedArray, kind: Kind) -> tuple[pa.ChunkedArray, int]:
    """Cast a column to a kind: the cast column, and how many values could not be cast.

    Those become missing, and so are evidence for later stages rather than a crash.
    """
    column = _decode(column)
    if kind in ("categorical", "text"):
        result = _as_strings(column)
    elif kind == "datetime" and not pa.types.is_temporal(column.type):
        result = _parse_datetimes(_as_strings(column))
    elif kind == "datetime":
        result = _to_utc(column)
    elif kind == "boolean" and pa.types.is_boolean(column.type):
        result = column
    elif kind == "float" and _is_number(column.type):
        result = column.cast(pa.float64())
    elif kind == "integer" and pa.types.is_signed_integer(column.type):
        result = column
    else:
        result = _parse_numbers(_as_strings(column), kind)
    return result.cast(ARROW_TYPES[kind], safe=False), _missing(result) - _missing(column)


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """A pandas frame with the dtypes of this module's table."""
    dtypes = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return table.to_pandas(types_mapper=dtypes.get, ignore_metadata=True)


def _kind_of_type(dtype: pa.DataType, name: str) -> Kind:
    if pa.types.is_dictionary(dtype):
        return _kind_of_type(dtype.value_type, name)
    if pa.types.is_boolean(dtype):
        return "boolean"
    if pa.types.is_integer(dtype):
        return "integer"
    if pa.types.is_floating(dtype) or pa.types.is_decimal(dtype):
        return "float"
    if pa.types.is_timestamp(dtype) or pa.types.is_date(dtype):
        return "datetime"
    strings = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    if pa.types.is_null(dtype) or any(check(dtype) for check in strings):
        return "categorical"
    raise UserError(
        f"column {name!r} has the type {dtype}, which has no column kind;"
        " store it as strings, numbers, booleans or timestamps"
    )


def _decode(column: pa.ChunkedArray) -> pa.ChunkedArray:
    dictionary = pa.types.is_dictionary(column.type)
    return column.cast(column.type.value_type) if dictionary else column


def _is_number(dtype: pa.DataType) -> bool:
    checks = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    return any(check(dtype) for check in checks)


def _missing(column: pa.ChunkedArray) -> int:
    """Missing values: nulls, and the NaNs of a float column."""
    return int(pc.sum(pc.is_null(column, nan_is_null=True)).as_py() or 0)


def _as_strings(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Values as a person would write them: whole floats without their `.0`, NaN as missing."""
    column = _decode(column)
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
        whole = pc.equal(column, pc.floor(column))
        small = pc.less(pc.abs(column), 1e15)
        integers = pc.if_else(pc.and_(whole, small), column, None).cast(pa.int64())
        return pc.coalesce(integers.cast(pa.string()), column.cast(pa.string()))
    return column.cast(pa.string())


def _parse_numbers(values: pa.ChunkedArray, kind: Kind) -> pa.ChunkedArray:
    values = pc.utf8_trim_whitespace(values)
    if kind == "integer":
        # 39.0 and 39 are the same whole number; 39.5 is none.
        values = pc.replace_substring_regex(values, r"\.0*$", "")
    if kind == "boolean":
        values = pc.replace_substring_regex(values, "^1$", "true")
        values = pc.replace_substring_regex(values, "^0$", "false")
    fits = pc.match_substring_regex(values, _PATTERNS[kind])
    values = pc.replace_substring_regex(pc.if_else(fits, values, None), r"^\+", "")
    return values.cast(ARROW_TYPES[kind])


def _parse_datetimes(values: pa.ChunkedArray) -> pa.ChunkedArray:
    values = pc.utf8_trim_whitespace(values)
    fits = pc.match_substring_regex(values, _DATETIME)
    strings = pc.if_else(fits, values, None).to_pandas()
    parsed = pd.to_datetime(strings, format="ISO8601", utc=True, errors="coerce")
    naive = cast("pd.Series[pd.Timestamp]", parsed).dt.tz_localize(None)
    return pa.chunked_array([pa.Array.from_pandas(naive.astype("datetime64[us]"))])


def _to_utc(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Dates and timestamps as UTC without a zone: Arrow keeps zoned ones in UTC already."""
    zoned = pa.types.is_timestamp(column.type) and column.type.tz
    return column.cast(pa.timestamp("us", tz=column.type.tz if zoned else None), safe=False)
