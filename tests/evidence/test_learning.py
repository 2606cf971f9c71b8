"""The learning curve rises where there is more to learn, and is no news where there is not."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real import discriminators
from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table
from fake_or_real.evidence.learning import learning_curve

VALUES = 300


def part(rows, favoured, rng):
    """As many FAKE rows, of which so many have one of the first 150 of 300 values of `code`."""
    is_fake = np.arange(2 * rows) % 2 == 0
    code = rng.integers(0, VALUES, 2 * rows)
    first = is_fake & (rng.random(2 * rows) < favoured)
    code[first] = rng.integers(0, VALUES // 2, first.sum())
    # Numbers that are next to each other have nothing in common.
    frame = pd.DataFrame({"code": code * 7919 % 100_003}).astype("Int64")
    numbers = np.arange(2 * rows)
    return Part(Table(frame, {"code": "integer"}), is_fake, numbers, numbers)


def curve(train, holdout, seed=1):
    def make():
        return discriminators.make("lightgbm-fast", {}, seed)

    p_fake = make().fit(train.table, train.is_fake).predict_proba(holdout.table)[:, 1]
    return learning_curve(train, holdout, p_fake, make, seed)


def test_where_each_value_has_to_be_learned_more_rows_show_more():
    rng = np.random.default_rng(0)
    found = curve(part(4000, 0.7, rng), part(1000, 0.7, rng))
    assert found["auc_quarter_of_rows"] < found["auc_half_of_rows"]
    assert found["gain_by_rows"] > found["gain_by_rows_ci_low"] > 0
    assert found["gain_by_rows_ci_high"] > found["gain_by_rows"]


def test_what_a_quarter_of_the_rows_shows_is_shown_by_all():
    rng = np.random.default_rng(0)
    train, holdout = part(500, 0, rng), part(500, 0, rng)
    for each in (train, holdout):
        each.table.frame.loc[each.is_fake, "code"] += 1_000_000
    found = curve(train, holdout)
    assert found["auc_quarter_of_rows"] > 0.999
    assert abs(found["gain_by_rows"]) < 0.001
    assert found["gain_by_rows_ci_low"] <= 0


@pytest.mark.slow
def test_where_nothing_can_be_learned_more_rows_seldom_seem_to_help():
    rng = np.random.default_rng(0)
    gains = [curve(part(300, 0, rng), part(300, 0, rng), seed) for seed in range(40)]
    # 2.5 % of 40, and three standard errors.
    assert sum(found["gain_by_rows_ci_low"] > 0 for found in gains) <= 4


def test_too_few_rows_have_no_curve():
    rng = np.random.default_rng(0)
    train, holdout = part(199, 0.5, rng), part(100, 0.5, rng)
    assert learning_curve(train, holdout, np.zeros(200), lambda: None, 1) == {}
