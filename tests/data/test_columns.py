import datetime
import decimal
import math

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_or_real.data import columns, kinds
from fake_or_real.errors import UserError


def _column(values, dtype=None) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values, type=dtype)])


def _impose(values, kind, dtype=None):
    column = columns.impose(_column(values, dtype), kind)
    assert column.cells.type == kinds.ARROW_TYPES[kind]
    return column.cells.to_pylist(), column.unread


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "-2", "+3", "0"], "integer"),
        ([" 1", "2 "], "integer"),
        (["007", "12"], "categorical"),
        (["1234567890123456789", "2"], "categorical"),
        (["1", "2.5"], "float"),
        (["1.0", "2.0"], "float"),
        ([".5", "5.", "1e-4", "-inf"], "float"),
        (["1,5", "2"], "float"),
        (["true", "False", None], "boolean"),
        (["0", "1"], "integer"),
        (["yes", "no"], "categorical"),
        (["2020-01-31", "2020-01-31 10:20", "2020-01-31T10:20:30.5+01:00"], "datetime"),
        (["2020-02-30", "2020-02-28"], "categorical"),
        (["2020", "2021"], "integer"),
        (["one two three four", "five six seven eight"], "text"),
        (["one two three four"] * 2, "categorical"),
        (["one two", "three four"], "categorical"),
        ([None, None], "categorical"),
        ([""], "categorical"),
    ],
)
def test_the_kind_of_strings_from_a_csv(values, kind):
    assert columns.infer(_column(values, pa.string()), "x", parse=True).kind == kind


def test_typed_strings_are_not_parsed():
    assert columns.infer(_column(["1", "2"]), "x", parse=False).kind == "categorical"


@pytest.mark.parametrize(
    ("dtype", "kind"),
    [
        (pa.int8(), "integer"),
        (pa.uint64(), "integer"),
        (pa.float16(), "float"),
        (pa.decimal128(9, 2), "float"),
        (pa.bool_(), "boolean"),
        (pa.date32(), "datetime"),
        (pa.timestamp("ns", "UTC"), "datetime"),
        (pa.time32("s"), "time"),
        (pa.duration("s"), "duration"),
        (pa.large_string(), "categorical"),
        (pa.string_view(), "categorical"),
        (pa.dictionary(pa.int8(), pa.string()), "categorical"),
        (pa.null(), "categorical"),
    ],
    ids=str,
)
def test_the_kind_of_typed_columns(dtype, kind):
    assert columns.infer(_column([None], dtype), "x", parse=False).kind == kind


@pytest.mark.parametrize("dtype", [pa.binary(), pa.list_(pa.int8())], ids=str)
def test_a_type_without_a_kind_is_named(dtype):
    with pytest.raises(UserError, match=r"column 'x' has the type"):
        columns.infer(_column([None], dtype), "x", parse=False)


@pytest.mark.parametrize(
    ("values", "kind", "expected", "unfit"),
    [
        (["39", " 39.0", "old", None], "integer", [39, 39, None, None], 1),
        ([2**62, None], "integer", [2**62, None], 0),
        (["1", "0", "true", "old"], "boolean", [True, False, True, None], 2),
        ([1, 0, 2], "boolean", [True, False, None], 1),
        ([1, 2], "float", [1.0, 2.0], 0),
        (["x", "1e3", "-inf"], "float", [None, 1000.0, -math.inf], 1),
        ([decimal.Decimal("1.50")], "float", [1.5], 0),
        ([1.0, 1.5, math.nan], "categorical", ["1", "1.5", None], 0),
        ([True, None], "categorical", ["true", None], 0),
        (["2020-02-30", " 2020-02-28 "], "datetime", [None, datetime.datetime(2020, 2, 28)], 1),
        (["9999-12-31"], "datetime", [datetime.datetime(9999, 12, 31)], 0),
        (["2020-01-01T00:30+01:00"], "datetime", [datetime.datetime(2019, 12, 31, 23, 30)], 0),
        ([datetime.date(2020, 1, 1)], "datetime", [datetime.datetime(2020, 1, 1)], 0),
        ([5], "datetime", [None], 1),
    ],
)
def test_impose(values, kind, expected, unfit):
    assert _impose(values, kind) == (expected, unfit)


def test_impose_counts_no_nan_as_unfit():
    column = columns.impose(_column([1.0, math.nan, None]), "float")
    assert column.unread == 0
    assert kinds.to_pandas(pa.table({"x": column.cells}))["x"].isna().tolist() == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("values", [["39", "39.5", "old"], [39.0, 39.5, math.nan]])
def test_decimals_among_whole_numbers_make_floats_of_them(values):
    column = columns.impose(_column(values), "integer")
    assert (column.kind, column.cells.to_pylist()) == ("float", [39, 39.5, None])
    assert column.unread == values.count("old")


def test_whole_numbers_beyond_64_bits_lose_no_digit_in_silence():
    with pytest.raises(UserError, match="column 'x' holds numbers beyond 64 bits"):
        columns.infer(_column([2**63 + 1, 1], pa.uint64()), "x", parse=False)


def test_pandas_dtypes_of_every_kind():
    table = pa.table({kind: pa.nulls(2, dtype) for kind, dtype in kinds.ARROW_TYPES.items()})
    text, number = pd.StringDtype(na_value=np.nan), np.dtype("float64")
    assert kinds.to_pandas(table).dtypes.to_dict() == {
        **dict.fromkeys(["categorical", "text", "identifier", "word"], text),
        **dict.fromkeys(["float", "time", "duration", "latitude", "longitude"], number),
        "integer": pd.Int64Dtype(),
        "boolean": pd.BooleanDtype(),
        "datetime": np.dtype("datetime64[us]"),
    }


WRITTEN = {
    "integer": st.integers(-(10**18) + 1, 10**18 - 1),
    "float": st.floats(allow_nan=False),
    "boolean": st.booleans(),
    "datetime": st.datetimes(datetime.datetime(1, 1, 2), datetime.datetime(9999, 12, 30)),
}


@pytest.mark.parametrize("kind", WRITTEN)
@settings(deadline=None)  # the first pattern that is compiled takes longer
@given(data=st.data())
def test_what_python_writes_is_read_back(kind, data):
    values = data.draw(st.lists(WRITTEN[kind], min_size=1, max_size=9))
    column = _column([str(value) for value in values])
    inferred = columns.infer(column, "x", parse=True)
    assert inferred.kind == kind
    assert _impose(column.to_pylist(), kind) == (values, 0)


@settings(deadline=None)  # the first pattern that is compiled takes longer
@given(st.lists(st.none() | st.text(max_size=9) | st.from_regex(r"[-+.eE0-9]{1,9}"), min_size=1))
def test_an_inferred_kind_loses_no_value(values):
    column = _column(values, pa.string())
    found = columns.infer(column, "x", parse=True)
    blank = sum(not value.strip() for value in values if value is not None)
    kept = len(found.cells) - found.cells.null_count + found.unread
    assert kept >= len(values) - column.null_count - blank


@settings(deadline=None)  # the first pattern that is compiled takes longer
@given(st.lists(st.none() | st.text(max_size=9)), st.sampled_from(list(kinds.ARROW_TYPES)))
def test_no_string_crashes_a_kind(values, kind):
    column = _column(values, pa.string())
    before = column.null_count
    result = columns.impose(column, kind)
    blank = sum(not value.strip() for value in values if value is not None)
    assert len(result.cells) == len(values)
    assert before + result.unread <= result.cells.null_count <= before + result.unread + blank
