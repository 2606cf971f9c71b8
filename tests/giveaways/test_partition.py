import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table
from fake_or_real.giveaways.partition import Partition, intervals


def rows_of(column, kind, *, min_count=5, fake=None):
    """Partition of one column; the first half of the real ones is the reference."""
    table = Table(pd.DataFrame({"x": column}), {"x": kind})
    half = len(table) // 2
    fakes = table if fake is None else Table(pd.DataFrame({"x": fake}), {"x": kind})
    return Partition(table, fakes, np.arange(half), np.arange(half, len(table)), min_count)


def test_levels_are_values_in_order_and_missing_is_the_last():
    rows = rows_of(pd.array(["b", "a", None, "b"] * 4, dtype="str"), "categorical")
    levels = rows.exact("x")
    assert [levels.label(level) for level in range(3)] == ["a", "b", "(missing)"]
    assert levels.count.tolist() == [2, 4, 2]
    assert levels.level[:4].tolist() == [1, 0, 2, 1]
    assert levels.condition(0) == "x = a"
    assert levels.condition(2) == "x = (missing)"


def test_only_values_that_enough_real_rows_share_may_be_named():
    rows = rows_of(pd.array(["common"] * 10 + ["rare"] * 4, dtype="str"), "categorical")
    assert rows.exact("x").nameable.tolist() == [True, False, False]


def test_a_long_column_of_numbers_is_binned_and_every_bin_has_rows():
    values = np.random.default_rng(0).normal(size=2000)
    levels = rows_of(values, "float").coarse("x")
    assert levels.is_binned
    assert 15 < len(levels.values) < 40
    assert (levels.count[:-1] >= 5).all()
    assert levels.count[-1] == 0


@pytest.mark.parametrize(
    "values",
    [
        np.random.default_rng(1).lognormal(size=999),
        np.random.default_rng(1).integers(0, 10**6, 999).astype(float),
        np.append(np.random.default_rng(1).normal(size=998), 987654.25),
        1e6 + np.random.default_rng(1).random(999) / 100,
    ],
    ids=["skewed", "whole", "outlier", "narrow"],
)
def test_no_cut_is_a_rare_real_number(values):
    cuts = rows_of(values, "float").cuts("x")
    assert not np.isin(cuts, values).any()
    assert len(cuts) > 10
    assert (np.diff(cuts) > 0).all()


def test_datetimes_are_cut_at_whole_units():
    moments = pd.Timestamp("2020-01-01") + pd.to_timedelta(
        np.random.default_rng(0).integers(0, 10**9, 500), unit="s"
    )
    rows = rows_of(pd.Series(moments).astype("datetime64[us]"), "datetime")
    labels = intervals("x", rows.cuts("x"), "datetime")
    assert all(label.endswith("00:00:00") for label in labels)


def test_strings_beyond_the_commonest_are_put_together_and_unknown_ones_apart():
    real = pd.array([f"w{i % 60:02}" for i in range(6000)], dtype="str")
    rows = rows_of(real, "categorical", fake=pd.array(["new", "w00", None], dtype="str"))
    levels = rows.coarse("x")
    labels = [levels.label(level) for level in rows.fake_of(levels.level)]
    assert labels == ["(unknown)", "w00", "(missing)"]
    assert levels.label(38) == "(other)"
    assert len(levels.count) == 41


@pytest.mark.parametrize("kind", ["float", "datetime", "integer"])
def test_a_column_without_values_has_no_cuts(kind):
    dtype = {"float": "float64", "datetime": "datetime64[us]", "integer": "Int64"}[kind]
    rows = rows_of(pd.Series([None] * 20).astype(dtype), kind)
    assert len(rows.cuts("x")) == 0
    assert rows.coarse("x").count.tolist() == [10]
