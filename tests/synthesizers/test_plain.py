import numpy as np
import pandas as pd
import pytest

from fake_or_real.data import foreign
from fake_or_real.data.tables import Table
from fake_or_real.synthesizers.isolated import plain


def encode(table):
    return plain.encode(table, np.random.default_rng(0))


def test_every_kind_comes_back_as_it_was(mixed):
    encoded, code = encode(mixed)
    decoded, unfit = foreign.conform(plain.decode(encoded.frame, code), mixed.kinds)
    pd.testing.assert_frame_equal(decoded.frame, mixed.frame)
    assert unfit == {}


def test_nothing_is_missing_and_no_name_is_the_user_s(mixed):
    encoded, _ = encode(mixed)
    assert not encoded.frame.isna().any().any()
    assert set(encoded.kinds.values()) <= {"categorical", "integer", "float"}
    assert all(name[0] == "c" and name[1].isdigit() for name in encoded.kinds)


def test_what_stands_for_missing_clashes_with_no_value():
    frame = pd.DataFrame({"a": pd.array(["missing", "missing_", None], dtype="str")})
    table = Table(frame, {"a": "categorical"})
    encoded, code = encode(table)
    assert encoded.frame["c0"].nunique() == 3
    pd.testing.assert_frame_equal(plain.decode(encoded.frame, code), frame)


@pytest.mark.parametrize("value", ["x", None, 7, 0.5, True, pd.Timestamp("2020-01-02 03:04")])
def test_a_constant_is_not_learned_but_comes_back(value):
    kind = {str: "categorical", int: "integer", float: "float", bool: "boolean"}.get(
        type(value), "datetime"
    )
    raw = pd.DataFrame({"a": [value] * 3, "b": ["p", "q", "r"]})
    table, _ = foreign.conform(raw, {"a": kind, "b": "categorical"})
    encoded, code = encode(table)
    assert list(encoded.kinds) == ["c1"]
    decoded, unfit = foreign.conform(plain.decode(encoded.frame, code), table.kinds)
    pd.testing.assert_frame_equal(decoded.frame, table.frame)
    assert unfit == {}


@pytest.mark.parametrize(
    ("unit", "first"),
    [("D", "1969-12-30"), ("h", "2020-01-01 05:00"), ("us", "2020-01-01 00:00:00.000001")],
)
def test_times_are_counted_in_the_largest_unit_that_loses_nothing(unit, first):
    when = pd.to_datetime([first, "2020-02-01"], format="ISO8601").astype("datetime64[us]")
    _, code = encode(Table(pd.DataFrame({"when": when}), {"when": "datetime"}))
    assert code[0]["unit"] == unit


def test_whole_numbers_that_come_back_with_a_fraction_are_rounded():
    frame = pd.DataFrame({"n": pd.array([1, 2], dtype="Int64")})
    _, code = encode(Table(frame, {"n": "integer"}))
    assert list(plain.decode(pd.DataFrame({"c0": [1.4, -0.6]}), code)["n"]) == [1, -1]
