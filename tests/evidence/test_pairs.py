import numpy as np
import pandas as pd

from stages.evidence import pairs
from stages.evidence.cells import Rows
from stages.tables import Table

KINDS = {"a": "categorical", "b": "integer"}


def table(first, second):
    first, second = pd.array(first, dtype="str"), pd.array(second, dtype="Int64")
    return Table(pd.DataFrame({"a": first, "b": second}), KINDS)


def test_crosstabs_have_the_same_shape_in_order_and_count_every_row():
    real = table(["x", "x", None] * 2, [2, 10, 2] * 2)
    rows = Rows(real, table(["y", "x"], [3, None]), np.arange(3), np.arange(3, 6), 1)
    both = pairs.crosstab(rows, "a", "b")
    assert list(both["real"].columns) == list(both["fake"].columns)
    assert list(both["real"].columns) == ["a", "2", "3", "10", "(missing)"]
    assert both["real"]["a"].tolist() == both["fake"]["a"].tolist() == ["x", "y", "(missing)"]
    assert both["real"].drop(columns="a").to_numpy().sum() == 3
    assert both["fake"].set_index("a").loc["x", "(missing)"] == 1


def rules(real, fake):
    rows = Rows(real, fake, np.arange(len(real) // 2), np.arange(len(real) // 2, len(real)), 1)
    return {rule.columns: rule for rule in pairs.of_rules(rows)}


def test_a_rule_is_found_in_the_direction_in_which_it_holds():
    found = rules(table(["x", "y", "z"] * 40, [1, 2, 2] * 40), table(["x", "y"], [2, 2]))
    assert list(found) == [("a", "b")]
    assert found["a", "b"].fake.tolist() == [True, False]
    assert found["a", "b"].says == "a determines b in every real row, but not here"


def test_a_rule_that_holds_both_ways_is_said_once():
    assert len(rules(table(["x", "y"] * 40, [1, 2] * 40), table(["x"], [2]))) == 1


def test_a_value_that_is_new_in_itself_breaks_no_rule():
    found = rules(table(["x", "y", "z"] * 40, [1, 2, 2] * 40), table(["x", "new"], [9, 1]))
    assert found["a", "b"].fake.tolist() == [False, False]


def test_a_rule_that_control_rows_break_is_not_said_of_every_row():
    real = table(["x", "y", "z"] * 39 + ["x", "y", "x"], [1, 2, 2] * 39 + [1, 2, 2])
    assert "almost always" in rules(real, real)["a", "b"].says


def test_orders_are_found_unless_the_ranges_lie_apart():
    rng = np.random.default_rng(0)
    low = rng.integers(0, 50, 200)
    frame = pd.DataFrame({"low": low, "high": low + rng.integers(0, 50, 200), "far": low + 1000})
    real = Table(frame.astype("Int64"), dict.fromkeys(frame, "integer"))
    broken = Table(frame.assign(low=frame["high"] + 1).astype("Int64"), real.kinds)
    rows = Rows(real, broken, np.arange(100), np.arange(100, 200), 5)
    orders = [rule for rule in pairs.of_rules(rows) if "<=" in rule.says]
    assert [rule.columns for rule in orders] == [("low", "high")]
    assert orders[0].fake.all()
    assert not orders[0].control.any()
