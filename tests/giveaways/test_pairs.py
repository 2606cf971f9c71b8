from collections import Counter
from itertools import chain, combinations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from fake_or_real.data.tables import Table, concat
from fake_or_real.giveaways import giveaways, pairs
from fake_or_real.giveaways.partition import Partition

KINDS = {"a": "categorical", "b": "integer"}


def table(first, second):
    first, second = pd.array(first, dtype="str"), pd.array(second, dtype="Int64")
    return Table(pd.DataFrame({"a": first, "b": second}), KINDS)


def test_crosstabs_have_the_same_shape_in_order_and_count_every_row():
    real = table(["x", "x", None] * 2, [2, 10, 2] * 2)
    rows = Partition(real, table(["y", "x"], [3, None]), np.arange(3), np.arange(3, 6), 1)
    both = pairs.crosstab(rows, "a", "b")
    assert list(both["real"].columns) == list(both["fake"].columns)
    assert list(both["real"].columns) == ["a", "2", "3", "10", "(missing)"]
    assert both["real"]["a"].tolist() == both["fake"]["a"].tolist() == ["x", "y", "(missing)"]
    assert both["real"].drop(columns="a").to_numpy().sum() == 3
    assert both["fake"].set_index("a").loc["x", "(missing)"] == 1


def rules(real, fake):
    rows = Partition(real, fake, np.arange(len(real) // 2), np.arange(len(real) // 2, len(real)), 1)
    return {rule.columns: rule for rule in pairs.of_rules(rows)}


def test_a_rule_is_found_in_the_direction_in_which_it_holds():
    found = rules(table(["x", "y", "z"] * 40, [1, 2, 2] * 40), table(["x", "y"], [2, 2]))
    assert list(found) == [("a", "b")]
    assert found["a", "b"].fake.tolist() == [True, False]
    assert found["a", "b"].form == "function"


def test_a_rule_that_holds_both_ways_is_said_once():
    assert len(rules(table(["x", "y"] * 40, [1, 2] * 40), table(["x"], [2]))) == 1


def test_a_value_that_is_new_in_itself_breaks_no_rule():
    found = rules(table(["x", "y", "z"] * 40, [1, 2, 2] * 40), table(["x", "new"], [9, 1]))
    assert found["a", "b"].fake.tolist() == [False, False]


def test_a_rule_that_control_rows_break_is_asked_of_them_too():
    real = table(["x", "y", "z"] * 39 + ["x", "y", "x"], [1, 2, 2] * 39 + [1, 2, 2])
    assert rules(real, real)["a", "b"].control.sum() == 1


def test_orders_are_found_unless_the_ranges_lie_apart():
    rng = np.random.default_rng(0)
    low = rng.integers(0, 50, 200)
    frame = pd.DataFrame({"low": low, "high": low + rng.integers(0, 50, 200), "far": low + 1000})
    real = Table(frame.astype("Int64"), dict.fromkeys(frame, "integer"))
    broken = Table(frame.assign(low=frame["high"] + 1).astype("Int64"), real.kinds)
    rows = Partition(real, broken, np.arange(100), np.arange(100, 200), 5)
    orders = [rule for rule in pairs.of_rules(rows) if rule.form == "order"]
    assert [rule.columns for rule in orders] == [("low", "high")]
    assert orders[0].fake.all()
    assert not orders[0].control.any()


def wide(rows, columns, rng):
    """Columns that are pairwise alone, but for the first and the last, which are nearly equal."""
    frame = pd.DataFrame({f"c{i}": rng.integers(0, 6, rows) for i in range(columns)})
    last = frame.columns[-1]
    frame[last] = np.where(rng.random(rows) < 0.95, frame["c0"], frame[last])
    return Table(frame.astype("str"), dict.fromkeys(frame, "categorical"))


def names(found):
    return {(first.name, second.name) for first, second in found}


def test_all_pairs_of_a_narrow_table_are_looked_at():
    real = wide(400, 8, np.random.default_rng(0))
    rows = Partition(real, real, np.arange(200), np.arange(200, 400), 5)
    assert names(pairs.related(rows)) == set(combinations(real.kinds, 2))


def test_of_a_wide_table_each_column_meets_those_that_it_depends_on():
    real = wide(2000, 40, np.random.default_rng(0))
    rows = Partition(real, real, np.arange(1000), np.arange(1000, 2000), 5)
    found = names(pairs.related(rows))
    assert ("c0", "c39") in found
    assert len(found) <= 40 * 10
    met = Counter(chain.from_iterable(found))
    assert min(met[name] for name in real.kinds) >= 10


def test_fake_and_control_rows_have_no_say_in_which_pairs_are_looked_at():
    rng = np.random.default_rng(0)
    real, other = wide(2000, 40, rng), wide(2000, 40, rng)
    reference = np.arange(1000)
    both = concat([real.take(reference), other])
    first = Partition(real, real, reference, np.arange(1000, 2000), 5)
    second = Partition(both, other, reference, np.arange(1000, 3000), 5)
    assert names(pairs.related(first)) == names(pairs.related(second))


def test_a_dependence_that_fake_rows_lack_is_found_in_a_wide_table():
    rng = np.random.default_rng(0)
    real, fake = wide(4000, 40, rng), wide(1000, 40, rng)
    fake.frame["c39"] = rng.permutation(fake.frame["c39"].to_numpy())
    rows = Partition(real, fake, np.arange(2000), np.arange(2000, 4000), 5)
    first = giveaways.find(rows, rng)[0]
    assert first.question.columns == ("c0", "c39")


def test_columns_of_many_levels_do_not_seem_to_depend_by_chance():
    """Chance alone makes the statistic grow with the levels, up to the degrees of freedom."""
    rng = np.random.default_rng(0)
    many, other, few = (rng.integers(0, levels, 5000) for levels in (40, 40, 3))
    told = np.where(rng.random(5000) < 0.2, few, rng.integers(0, 3, 5000))

    columns = [many, other, few, told]
    found = dict(zip(combinations(range(4), 2), pairs._dependences(columns), strict=True))
    for (first, second), strength in found.items():
        counts = pd.crosstab(columns[first], columns[second]).to_numpy()
        oracle = chi2_contingency(counts, correction=False, lambda_="log-likelihood")
        assert strength == pytest.approx(oracle.statistic - oracle.dof)
    assert abs(found[0, 1]) < 4 * np.sqrt(2 * 39**2)
    assert found[2, 3] > found[0, 1]


def test_rules_of_one_column_are_pooled_so_that_many_small_breaks_show():
    rng = np.random.default_rng(0)

    def coded(rows, broken):
        """`code` decides ten columns; of each, so many rows break the rule."""
        code = rng.integers(0, 12, rows)
        frame = pd.DataFrame({"code": code, **{f"c{i}": code * (i + 3) % 4 for i in range(10)}})
        for name in frame.columns[1:]:
            chosen = rng.permutation(rows)[:broken]
            frame.loc[chosen, name] = (frame.loc[chosen, name] + 1) % 4
        return Table(frame.astype("str"), dict.fromkeys(frame, "categorical"))

    real, fake = coded(4000, 0), coded(1000, 4)
    rows = Partition(real, fake, np.arange(2000), np.arange(2000, 4000), 5)
    (pooled,) = [
        rule
        for rule in pairs.of_rules(rows)
        if rule.columns[0] == "code" and rule.form == "functions"
    ]
    assert len(pooled.columns) > 5
    assert pooled.fake.sum() >= 20
    assert not pooled.control.any()
    assert giveaways.find(rows, rng)[0].question.form == "functions"
