from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from fake_or_real.data.kinds import Kind
from fake_or_real.data.splits import part
from fake_or_real.data.splitting import split
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.boosting import Boosting, Rows, mixed
from fake_or_real.discriminators.lightgbm import FastLightGBM

IS_FAKE = np.arange(1000) % 2 == 0
BOOSTING = Boosting(2, 0.1, 7, 60, 10, seed=1, threads=1)


@pytest.fixture
def rows():
    """Two columns that tell something, and one of noise."""
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(1000, 3)) + IS_FAKE[:, None] * [1, 0.9, 0]
    return Rows(matrix.astype(np.float32), [], IS_FAKE, np.arange(1000))


def test_a_view_sees_and_uses_its_own_columns_only(rows):
    view = BOOSTING.learn(rows, [1, 2], np.random.default_rng(1))
    changed = rows.matrix.copy()
    changed[:, 0] = 9
    np.testing.assert_array_equal(view.log_odds(rows.matrix), view.log_odds(changed))
    assert view.gain(3)[0] == 0 < view.gain(3)[1]
    added = view.contributions(rows.matrix)
    assert added.shape == rows.matrix.shape
    assert np.std(view.log_odds(rows.matrix) - added.sum(axis=1)) < 1e-6


@pytest.mark.parametrize("swapped", [False, True])
def test_views_are_mixed_by_what_they_are_worth(rows, swapped):
    rng = np.random.default_rng(1)
    views = [BOOSTING.learn(rows, places, rng) for places in ([0], [2])]
    (best,) = mixed(*(views[::-1] if swapped else views), rows, BOOSTING.folds(rows))
    assert (best.places, best.share) == ([0], 1)


def test_two_views_that_both_tell_something_are_both_kept(rows):
    rng = np.random.default_rng(1)
    views = [BOOSTING.learn(rows, places, rng) for places in ([0], [1])]
    found = mixed(*views, rows, BOOSTING.folds(rows))
    assert len(found) == 2
    assert sum(view.share for view in found) == 1


def shared(twins, folds):
    """How many twins stand on both sides of some fold."""
    return sum(len(np.intersect1d(twins[train], twins[other])) for train, other in folds)


def test_many_equal_rows_stop_no_model_that_learns_from_their_twins(rows):
    twins = np.arange(1000) % 600  # 80 % of the rows have a twin, of either label
    folds = BOOSTING.folds(replace(rows, twins=twins))
    assert shared(twins, folds) == 0 < shared(twins, BOOSTING.folds(rows))
    for train, validation in folds:
        assert len(train) + len(validation) == 1000
        assert 0.1 < len(validation) / 1000 < 0.3
        assert 0.4 < IS_FAKE[validation].mean() < 0.6


@pytest.mark.parametrize(
    "twins",
    [np.append(np.arange(980), np.arange(20)), np.arange(1000) // 500],
    ids=["few rows are equal", "all rows of a fold would be"],
)
def test_else_the_folds_are_as_without_twins(rows, twins):
    asked, plain = BOOSTING.folds(replace(rows, twins=twins)), BOOSTING.folds(rows)
    np.testing.assert_array_equal(np.concatenate(sum(asked, ())), np.concatenate(sum(plain, ())))


def test_a_weak_signal_is_learned_where_every_fake_row_equals_a_real_one():
    """Each combination once is REAL; how many FAKE rows it has hangs a little on each triple."""
    every = np.array(list(product(range(4), repeat=6)))
    rng = np.random.default_rng(1)
    log_odds = np.zeros(len(every))
    for triple in combinations(range(6), 3):
        log_odds += rng.normal(0, 0.12, size=(4, 4, 4))[tuple(every[:, triple].T)]
    fake = rng.choice(len(every), len(every), p=np.exp(log_odds) / np.exp(log_odds).sum())
    kinds: dict[str, Kind] = {f"c{column}": "categorical" for column in range(6)}
    real, synthetic = (
        Table(pd.DataFrame(rows, columns=list(kinds)).astype(str), kinds)
        for rows in (every, every[fake])
    )
    assigned = split(real, synthetic, None, protocol="all", holdout=0.3, seed=1)
    train, holdout = (part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    model = FastLightGBM(seed=1, threads=1)
    model.fit(train.table, train.is_fake)
    asked = ~holdout.is_fake
    p_fake = model.predict_proba(holdout.table)[asked, 1]
    # 0.54; 0.35 after the single tree with which it stopped when equal rows stood on both sides.
    assert spearmanr(p_fake, log_odds[holdout.row[asked]]).statistic > 0.45
