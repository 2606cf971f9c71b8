"""Equal rows have equal keys, whatever their columns hold, and other rows have others."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.equal_rows import row_ids, row_keys
from fake_or_real.data.tables import Table

VALUES = {
    "float": pd.Series([1.5, np.nan, -0.0, np.inf, 0.0, 1.5, np.nan]),
    "integer": pd.Series(pd.array([1, None, 0, 2**62, 0, 1, None], dtype="Int64")),
    "boolean": pd.Series(pd.array([True, None, False, None, False, True, None], dtype="boolean")),
    "datetime": pd.Series(
        pd.to_datetime(["2020-01-01", None, "1970-01-01", "1066-10-14"] * 2)[:7]
    ).astype("datetime64[us]"),
    "categorical": pd.Series(["a", None, "", "b", "", "a", None], dtype="str"),
}


@pytest.mark.parametrize("kind", VALUES)
def test_cells_are_equal_where_values_are_and_where_both_are_missing(kind):
    column = VALUES[kind]
    table = Table(pd.DataFrame({"c": column}), {"c": kind})
    (ids,) = row_ids([table])
    expected = column.groupby(column, dropna=False).ngroup()
    assert pd.factorize(ids)[0].tolist() == pd.factorize(expected)[0].tolist()
    halves = row_keys([table.take(np.arange(4)), table.take(np.arange(4, 7))])
    np.testing.assert_array_equal(np.concatenate(halves), row_keys([table])[0])


def test_columns_are_not_interchangeable():
    frame = pd.DataFrame({"a": [1.0, 2.0, 1.0], "b": [2.0, 1.0, 2.0]})
    (ids,) = row_ids([Table(frame, {"a": "float", "b": "float"})])
    assert ids.tolist() == [0, 1, 0]


def test_whole_numbers_equal_floats():
    whole = Table(pd.DataFrame({"a": pd.array([3, 4], "Int64")}), {"a": "integer"})
    other = Table(pd.DataFrame({"a": [4.0, 3.5]}), {"a": "float"})
    ours, theirs = row_ids([whole, other])
    assert np.isin(theirs, ours).tolist() == [True, False]
