import numpy as np
import pytest

from fake_or_real.discriminators.boosting import Boosting, Rows, mixed

IS_FAKE = np.arange(1000) % 2 == 0
BOOSTING = Boosting(2, 0.1, 7, 60, 10, seed=1, threads=1)


@pytest.fixture
def rows():
    """Two columns that tell something, and one of noise."""
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(1000, 3)) + IS_FAKE[:, None] * [1, 0.9, 0]
    return Rows(matrix.astype(np.float32), [], IS_FAKE)


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
    (best,) = mixed(*(views[::-1] if swapped else views), rows, BOOSTING.folds(IS_FAKE))
    assert (best.places, best.share) == ([0], 1)


def test_two_views_that_both_tell_something_are_both_kept(rows):
    rng = np.random.default_rng(1)
    views = [BOOSTING.learn(rows, places, rng) for places in ([0], [1])]
    found = mixed(*views, rows, BOOSTING.folds(IS_FAKE))
    assert len(found) == 2
    assert sum(view.share for view in found) == 1
