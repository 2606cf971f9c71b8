from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_INTEGER = r"^[+-]?(0|[1-9]\d{0,17})$"
_FLOAT = r"^[+-]?((0|[1-9]\d{0,17})(\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^[+-]?inf$"
_BOOLEAN = r"^(true|false|True|False|TRUE|FALSE)$"
_DATETIME = (
    r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$"
)
P = {"boolean": _BOOLEAN, "integer": _INTEGER, "float": _FLOAT, "datetime": _DATETIME}
T = {
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "datetime": pa.timestamp("us"),
}


@dataclass(frozen=True)
class Reading:
    kind: str
    style: str
    values: object


def guess(strings, name, *, decimal=None):
    for k in P:
        r = read(strings, k)
        if (
            r.values.null_count == strings.null_count
            and strings.null_count < len(strings)
            and pc.all(
                pc.match_substring_regex(pc.utf8_trim_whitespace(pc.drop_null(strings)), P[k])
            ).as_py()
        ):
            return r, ""
    return None, ""


def read(strings, kind, *, prefer="", decimal=None):
    values = pc.utf8_trim_whitespace(strings)
    if kind == "datetime":
        fits = pc.match_substring_regex(values, _DATETIME)
        s = pc.if_else(fits, values, None).to_pandas()
        parsed = pd.to_datetime(s, format="ISO8601", utc=True, errors="coerce").dt.tz_localize(None)
        return Reading(
            kind, "", pa.chunked_array([pa.Array.from_pandas(parsed.astype("datetime64[us]"))])
        )
    if kind == "integer":
        values = pc.replace_substring_regex(values, r"\.0*$", "")
    if kind == "boolean":
        values = pc.replace_substring_regex(values, "^1$", "true")
        values = pc.replace_substring_regex(values, "^0$", "false")
    k = kind if kind in P else "float"
    fits = pc.match_substring_regex(values, P[k])
    values = pc.replace_substring_regex(pc.if_else(fits, values, None), r"^\+", "")
    return Reading(kind, "", values.cast(T[k]))


read_as = read
