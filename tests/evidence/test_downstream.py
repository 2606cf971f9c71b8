import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.evidence.downstream import score

KINDS = {"x": "float", "group": "categorical", "number": "float", "note": "categorical"}


def rows(count, seed, *, shuffled=False):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=count)
    frame = pd.DataFrame(
        {
            "x": x,
            "group": pd.array(np.where(x > 0.5, "high", "low"), dtype="str"),
            "number": 3 * x + rng.normal(0, 0.1, count),
            "note": pd.array([f"n{i}" for i in range(count)], dtype="str"),
        }
    )
    if shuffled:
        frame["x"] = rng.permutation(x)
    return Table(frame, KINDS).select(["x", "group", "number"])


@pytest.mark.parametrize("target", ["group", "number"])
def test_rows_that_say_as_much_as_real_ones_are_as_good_and_others_are_not(target):
    names = ["x", target]
    real = rows(400, 2).select(names)
    assert score(rows(400, 1).select(names), real, target, 1) > 0.95
    assert score(rows(400, 1, shuffled=True).select(names), real, target, 1) < 0.65


def test_several_classes_are_judged_by_the_share_that_is_right_in_each():
    def three(seed):
        table = rows(300, seed).select(["x", "group"])
        third = table.frame["group"].mask(table.frame["x"] < -0.5, "below")
        return Table(table.frame.assign(group=third), table.kinds)

    assert score(three(1), three(2), "group", 1) > 0.9


def test_a_column_that_can_be_no_target_is_refused():
    with pytest.raises(UserError, match="no column 'grup'; did you mean 'group'"):
        score(rows(99, 1), rows(99, 2), "grup", 1)
    many = rows(99, 1)
    many = Table(many.frame.assign(group=[f"g{i}" for i in range(99)]), many.kinds)
    with pytest.raises(UserError, match="group has 99 different values; a target is a number or"):
        score(many, many, "group", 1)
