"""The parts of the Dask engine that need no cluster, and what it refuses in one line."""

import lightgbm as lgb
import numpy as np
import pytest

from fake_or_real import discriminators
from fake_or_real.data.splits import Members
from fake_or_real.discriminators import check_engine
from fake_or_real.errors import UnreachableError, UserError
from fake_or_real.features.counts import CountFeature, count_features, odds_folds

dask = pytest.importorskip("dask", reason="needs fake-or-real[dask]")
pytest.importorskip("distributed", reason="needs fake-or-real[dask]")

from fake_or_real.discriminators.dask import cluster, counts, fit, rows  # noqa: E402
from fake_or_real.discriminators.dask.blocks import in_blocks  # noqa: E402

COUNTS = [
    CountFeature("frequency", (0,)),
    CountFeature("odds", (0,)),
    CountFeature("frequency", (1,)),
    CountFeature("frequency", (0, 1)),
    CountFeature("surprise", (1, 2)),
    CountFeature("frequency", (0, 1, 2)),
]


@pytest.mark.parametrize("blocks", [1, 2, 7])
def test_counts_in_blocks_are_those_of_all_rows_at_once(blocks):
    rng = np.random.default_rng(0)
    keys = rng.integers(0, [400, 9, 3], (3000, 3)).astype(np.uint64) * np.uint64(2**61 + 1)
    is_fake = rng.random(3000) < 0.4
    places = np.array_split(rng.permutation(3000), blocks)
    folds = odds_folds(is_fake).astype(np.uint64)
    with_fold = [np.column_stack([keys[place], folds[place]]) for place in places]
    answers = counts.in_all_blocks(
        [dask.delayed(of_block) for of_block in with_fold],
        [is_fake[place] for place in places],
        counts.column_sets(COUNTS, 3),
        asking=blocks,
    )
    (answered,) = dask.compute(answers, scheduler="synchronous")
    found = np.empty((3000, len(COUNTS)), np.float32)
    for place, of_block, answer in zip(places, with_fold, answered, strict=True):
        found[place] = counts.features(COUNTS, of_block, answer, 3000)
    np.testing.assert_array_equal(found, count_features(COUNTS, keys, is_fake, None))


@pytest.mark.parametrize(
    ("rows", "fewest", "number"), [(10, 2, 2), (10, 99, 3), (120_000, 1, 3), (120_000, 8, 8)]
)
def test_each_row_is_in_one_block_and_each_block_has_both_labels(tmp_path, rows, fewest, number):
    is_fake = np.arange(rows) >= 3 if rows == 10 else np.arange(rows) % 3 == 0
    row = np.random.default_rng(0).permutation(rows)
    blocks = in_blocks(tmp_path, Members(is_fake, row, np.arange(rows)), fewest)
    assert len(blocks) == number
    np.testing.assert_array_equal(
        np.sort(np.concatenate([block.places for block in blocks])), np.arange(rows)
    )
    for block in blocks:
        assert set(block.members.is_fake) == {False, True}
        np.testing.assert_array_equal(block.members.row, row[block.places])
    # Each table is read from front to back, a piece a block.
    last = [block.members.row[block.members.is_fake].max() for block in blocks]
    assert last == sorted(last)


def test_what_to_look_at_is_learned_from_some_rows_of_each_label(monkeypatch):
    monkeypatch.setattr(rows, "_LOOKED_AT", 5)
    is_fake = np.arange(40) % 4 == 0
    some = rows.looked_at(Members(is_fake, np.arange(40), np.arange(40)), 1)
    assert [np.count_nonzero(some.is_fake == label) for label in (False, True)] == [5, 5]
    assert list(some.row) == sorted(set(some.row))
    few = rows.looked_at(Members(is_fake[:6], np.arange(6), np.arange(6)), 1)
    np.testing.assert_array_equal(few.row, np.arange(6))


@pytest.fixture
def grown():
    """Sixty trees, rows to validate them on, and the loss that LightGBM itself saw there."""
    rng = np.random.default_rng(0)
    is_fake = rng.random(900) < 0.4
    matrix = (rng.normal(size=(900, 3)) + is_fake[:, None] * [0, 0.7, 0]).astype(np.float32)
    seen: dict = {}
    booster = lgb.train(
        {"objective": "binary", "metric": "binary_logloss", "num_leaves": 7, "verbose": -1},
        lgb.Dataset(matrix[:600, 1:], is_fake[:600], free_raw_data=False),
        60,
        [lgb.Dataset(matrix[600:, 1:], is_fake[600:])],
        callbacks=[lgb.record_evaluation(seen)],
    )
    return booster.model_to_string(), matrix, is_fake, np.array(seen["valid_0"]["binary_logloss"])


def test_the_loss_after_each_tree_is_lightgbms_own(grown):
    text, matrix, is_fake, expected = grown
    parts = [np.arange(600, 700), np.arange(700, 900), np.arange(0)]
    summed = np.sum([fit._curve(matrix, part, is_fake, [1, 2], text) for part in parts], axis=0)
    np.testing.assert_allclose(summed / 300, expected, rtol=1e-6)


@pytest.mark.parametrize("patience", [1, 3, 10, 100])
def test_a_model_keeps_as_many_trees_as_early_stopping_leaves(grown, patience):
    _, matrix, is_fake, expected = grown
    stopped = lgb.train(
        {"objective": "binary", "metric": "binary_logloss", "num_leaves": 7, "verbose": -1},
        lgb.Dataset(matrix[:600, 1:], is_fake[:600]),
        60,
        [lgb.Dataset(matrix[600:, 1:], is_fake[600:])],
        callbacks=[lgb.early_stopping(patience, verbose=False)],
    )
    assert fit.stopped(expected, patience) == stopped.best_iteration


@pytest.mark.parametrize(("patience", "kept"), [(1, 2), (2, 2), (3, 5), (9, 5)])
def test_a_lower_loss_that_comes_too_late_is_not_waited_for(patience, kept):
    assert fit.stopped(np.array([3, 2, 5, 5, 1, 4]), patience) == kept


def test_only_lightgbm_is_trained_on_a_cluster():
    check_engine("dask", "lightgbm-fast")
    check_engine("local", "tutorial")
    with pytest.raises(UserError, match=r"trains lightgbm and lightgbm-fast only, and .* is t"):
        check_engine("dask", "tutorial")


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setattr(discriminators, "find_spec", lambda name: None)
    check_engine("local", "lightgbm")
    with pytest.raises(UserError, match=r"pip install 'fake-or-real\[dask\]'"):
        check_engine("dask", "lightgbm")


def test_a_scheduler_that_is_not_there_is_said_in_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with (
        pytest.raises(UnreachableError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9 "),
        cluster.connected("tcp://127.0.0.1:9", tmp_path),
    ):
        pass
