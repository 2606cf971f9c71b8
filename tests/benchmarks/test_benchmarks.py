"""Small versions of the benchmarks, on data that needs no network."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data import tables
from fake_or_real.data.tables import Table
from fake_or_real.sources import fetch
from tests.benchmarks import coverage_auc, null_kinds, repairs
from tests.benchmarks.copied import judged
from tests.benchmarks.coverage import PAIRS, covers, share_of_best
from tests.benchmarks.null import null_shares
from tests.benchmarks.planted import STDLIB, rank
from tests.benchmarks.recovery import recovered


@pytest.fixture(scope="module")
def stdlib():
    return fetch("stdlib")


@pytest.mark.slow
def test_null_is_seldom_rejected_and_intervals_hold_one_half(stdlib):
    rejected, held = null_shares([stdlib], runs=24)
    assert rejected <= 0.18  # 5 % of 24, and three standard errors
    assert held >= 0.82


@pytest.mark.slow
@pytest.mark.parametrize("kind", null_kinds.KINDS)
def test_null_holds_for_tables_as_people_have_them(stdlib, kind):
    make = null_kinds.KINDS[kind]
    aucs = [null_kinds.null_auc(make, stdlib, "lightgbm-fast", run) for run in range(16)]
    rejected, held = null_kinds.shares(aucs)
    # With twins on both sides `repeats_within` is rejected in every run.
    assert rejected <= 0.22  # 5 % of 16, and three standard errors
    assert held >= 0.78


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_discriminator_comes_near_the_best_possible_auc(pair):
    assert share_of_best(pair, rows=20_000, seed=0) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_interval_holds_the_true_auc(pair):
    covered = [covers(pair, rows=1000, fresh=20_000, seed=seed) for seed in range(20)]
    assert np.mean(covered) >= 0.8


@pytest.mark.parametrize("sizes", [(200, 5), (1001, 13)])
@pytest.mark.parametrize("scores", coverage_auc.KINDS, ids=lambda scores: scores.name)
def test_interval_holds_the_true_auc_of_few_rows(scores, sizes):
    """At chance, and near 1, where few rows seldom show what is missed."""
    held, detectable = coverage_auc.coverage(scores, 0.5, sizes, runs=100)
    assert held >= 0.9
    assert detectable <= 0.07
    assert coverage_auc.coverage(scores, 0.97, sizes, runs=100)[0] >= 0.88


@pytest.mark.parametrize("name", coverage_auc.PAIRED)
def test_interval_of_a_difference_holds_none(name):
    assert coverage_auc.paired_coverage(coverage_auc.PAIRED[name], 0.7, (100, 20), runs=200) >= 0.9


@pytest.mark.slow
def test_yardstick_recovers_a_known_share_of_scrambled_cells(stdlib):
    (share,), _ = recovered(stdlib, (0.3,), damaged=2000, seed=1)
    assert share == pytest.approx(0.3, rel=0.3)


@pytest.mark.parametrize("defect", STDLIB, ids=lambda defect: defect.name)
def test_a_planted_defect_is_among_the_first_three_give_aways(stdlib, defect):
    assert rank(stdlib, defect, share=0.1, seed=0, rows=2000) <= 3


@pytest.mark.parametrize(("near", "share"), [(False, 0.01), (True, 0.1)])
def test_few_copies_are_found(stdlib, near, share):
    sizes = (2000, 2000, 10_000)
    memory = judged(stdlib, sizes, share, near, seed=0).memory
    assert (memory.near_copies if near else memory.excess_identical).low > 0


@pytest.mark.slow
def test_rejection_chooses_rows_that_are_harder_to_tell(stdlib):
    """Two in three of the drawn rows have shuffled columns; the others are real."""
    rng = np.random.default_rng(1)
    order = rng.permutation(len(stdlib))[:6000]
    good, bad, real = (stdlib.take(part) for part in np.split(order, [600, 1800]))
    shuffled = [bad.frame[name].iloc[rng.permutation(1200)].array for name in bad.kinds]
    frame = pd.DataFrame(dict(zip(bad.kinds, shuffled, strict=True)))
    drawn = tables.concat([good, Table(frame, bad.kinds)]).take(rng.permutation(1800))
    rows = repairs.Drawn("mixed", real, drawn, np.arange(1200), 500, 1)
    _, first = repairs.measure(rows, "none", None)
    line, after = repairs.measure(rows, "rejection", first)
    assert 1 - (after - 0.5) / (first - 0.5) >= 0.3
    assert line.count("|") == repairs.HEADER.count("|")
