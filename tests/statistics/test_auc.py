"""AUC, its interval and p-value against scikit-learn, scipy, a bootstrap and theory."""

import numpy as np
import pytest
from scipy.stats import brunnermunzel, mannwhitneyu, norm
from sklearn.metrics import roc_auc_score

from fake_or_real.errors import UserError
from fake_or_real.statistics.auc import auc, compare, detectable_from, rows_to_detect


def normal_scores(rng, positives, negatives, true_auc):
    """Labels and binormal scores whose AUC is known."""
    is_positive = np.arange(positives + negatives) < positives
    shift = np.sqrt(2) * norm.ppf(true_auc)
    return is_positive, rng.normal(size=len(is_positive)) + shift * is_positive


def pair_by_pair(positives, negatives):
    """The AUC as it is defined."""
    return 0.5 + np.sign(positives[:, None] - negatives).mean() / 2


@pytest.mark.parametrize("decimals", [9, 1, 0])  # without ties, with some, with many
def test_value_is_that_of_sklearn_and_scipy(decimals):
    is_positive, scores = normal_scores(np.random.default_rng(1), 300, 700, 0.55)
    scores = scores.round(decimals)
    result = auc(is_positive, scores)
    test = mannwhitneyu(scores[is_positive], scores[~is_positive])
    assert result.value == pytest.approx(roc_auc_score(is_positive, scores))
    assert result.value == pytest.approx(test.statistic / (300 * 700))


@pytest.mark.parametrize("decimals", [9, 0])
def test_p_value_and_interval_are_those_of_brunner_and_munzel_among_many_rows(decimals):
    """Their test rests on the same variance, and does not suppose that the two spread alike."""
    is_positive, scores = normal_scores(np.random.default_rng(2), 1500, 3000, 0.53)
    scores = scores.round(decimals)
    result = auc(is_positive, scores)
    test = brunnermunzel(scores[~is_positive], scores[is_positive], alternative="less")
    assert result.p_value == pytest.approx(test.pvalue, rel=0.15)
    reach = (result.value - 0.5) / test.statistic * 1.959964
    assert (result.low, result.high) == pytest.approx(
        (result.value - reach, result.value + reach), abs=1e-3
    )


@pytest.mark.parametrize("rows", [8, 20, 200])
def test_the_p_value_never_contradicts_the_interval(rows):
    rng = np.random.default_rng(3)
    results = [auc(*normal_scores(rng, rows, 50, true)) for true in np.linspace(0.4, 0.99, 200)]
    assert {result.detectable for result in results} == {False, True}
    assert all(result.detectable == (result.p_value < 0.025) for result in results)
    assert all(result.detectable == (result.low > 0.5) for result in results)


def test_interval_agrees_with_a_bootstrap():
    rng = np.random.default_rng(3)
    is_positive, scores = normal_scores(rng, 200, 400, 0.8)
    scores = scores.round(1)
    positives, negatives = scores[is_positive], scores[~is_positive]
    resampled = [
        pair_by_pair(rng.choice(positives, 200), rng.choice(negatives, 400)) for _ in range(1000)
    ]
    low, high = np.quantile(resampled, [0.025, 0.975])
    result = auc(is_positive, scores)
    assert (result.low, result.high) == pytest.approx((low, high), abs=0.006)


@pytest.mark.parametrize(
    ("positives", "negatives", "true_auc"),
    [(20, 20, 0.5), (20, 20, 0.97), (30, 200, 0.8), (200, 200, 0.995)],
)
def test_interval_covers_the_true_auc(positives, negatives, true_auc):
    rng = np.random.default_rng(4)
    results = [auc(*normal_scores(rng, positives, negatives, true_auc)) for _ in range(300)]
    assert 0.91 <= np.mean([not result.excludes(true_auc) for result in results]) < 1


def test_complete_separation_has_an_interval_that_narrows_with_the_rows():
    few, many = (np.arange(rows) < rows // 5 for rows in (60, 600))
    perfect = auc(few, few.astype(float))
    assert (perfect.value, perfect.high) == (1, 1)
    assert 0.5 < perfect.low < 0.9 < auc(many, many.astype(float)).low
    worst = auc(few, -few.astype(float))
    assert (worst.low, worst.value, worst.p_value) == (0, 0, 1)
    assert worst.high == pytest.approx(1 - perfect.low)


def test_scores_that_few_rows_share_by_chance_are_no_evidence():
    # Of thirteen rows none is among the fifth that scores higher: that has a chance of 0.8^13.
    is_few = np.arange(1000) < 13
    scores = (np.arange(1000) >= 800).astype(float)
    assert not auc(is_few, scores).excludes(0.5)
    assert not auc(~is_few, scores).detectable
    assert auc(is_few, np.zeros(1000)).low < 0.5 < auc(is_few, np.zeros(1000)).high


def test_two_intervals_of_swapped_classes_mirror_each_other():
    is_positive, scores = normal_scores(np.random.default_rng(9), 30, 200, 0.7)
    one, other = auc(is_positive, scores), auc(~is_positive, scores)
    assert (other.low, other.high) == pytest.approx((1 - one.high, 1 - one.low))


@pytest.mark.parametrize(("true_auc", "ratio"), [(0.6, 1), (0.7, 5), (0.8, 1)])
def test_so_many_rows_are_needed_to_detect_an_auc(true_auc, ratio):
    rows = rows_to_detect(true_auc, ratio)
    rng = np.random.default_rng(10)
    found = [auc(*normal_scores(rng, rows, ratio * rows, true_auc)) for _ in range(500)]
    assert np.mean([result.detectable for result in found]) == pytest.approx(0.8, abs=0.07)


def test_the_smallest_auc_that_is_found_is_the_one_for_which_the_rows_just_do():
    for rows, ratio in ((13, 100), (50, 1), (1000, 8)):
        least = detectable_from(rows, rows * ratio)
        assert least == detectable_from(rows * ratio, rows)
        assert rows_to_detect(least, ratio) <= rows < rows_to_detect(least - 0.01, ratio)
    assert detectable_from(2, 100) is None


@pytest.mark.parametrize("positives", [0, 1, 49, 50])
def test_too_few_rows_of_a_class_is_a_user_error(positives):
    with pytest.raises(UserError, match="at least two of each"):
        auc(np.arange(50) < positives, np.arange(50.0))


def test_two_hundred_thousand_rows_are_not_compared_pair_by_pair():
    # All pairs would take 80 GB.
    is_positive, scores = normal_scores(np.random.default_rng(5), 100_000, 100_000, 0.6)
    assert auc(is_positive, scores).value == pytest.approx(0.6, abs=0.01)


def test_difference_agrees_with_a_bootstrap_of_the_same_rows():
    rng = np.random.default_rng(6)
    is_positive, first = normal_scores(rng, 300, 300, 0.8)
    second = first + rng.normal(scale=0.7, size=600)
    result = compare(is_positive, first, second)
    differences = []
    for _ in range(1000):
        rows = rng.integers(0, 300, 300), rng.integers(300, 600, 300)
        one, other = (pair_by_pair(*(scores[each] for each in rows)) for scores in (first, second))
        differences.append(one - other)
    low, high = np.quantile(differences, [0.025, 0.975])
    assert result.value == pytest.approx(
        roc_auc_score(is_positive, first) - roc_auc_score(is_positive, second)
    )
    assert (result.low, result.high) == pytest.approx((low, high), abs=0.006)


def test_difference_of_equally_good_scores_is_seldom_significant():
    rng = np.random.default_rng(7)
    rejected = 0
    for _ in range(400):
        is_positive, shared = normal_scores(rng, 100, 100, 0.8)
        noise = rng.normal(scale=0.5, size=(2, 200))
        rejected += compare(is_positive, shared + noise[0], shared + noise[1]).excludes(0)
    assert 0.02 <= rejected / 400 <= 0.08


def test_a_score_does_not_differ_from_itself():
    is_positive, scores = normal_scores(np.random.default_rng(8), 50, 50, 0.7)
    same = compare(is_positive, scores, 3 * scores + 1)
    assert same.value == 0
    # Nothing differs in 50 rows, though something may in others.
    assert -0.1 < same.low < 0 < same.high < 0.1


def test_where_no_row_has_a_twin_nothing_changes():
    rng = np.random.default_rng(11)
    for decimals in (9, 0):
        is_positive, scores = normal_scores(rng, 60, 90, 0.7)
        scores, single = scores.round(decimals), rng.permutation(150)
        assert auc(is_positive, scores, single) == auc(is_positive, scores)
        other = scores + rng.normal(size=150)
        assert compare(is_positive, scores, other, single) == compare(is_positive, scores, other)


def test_rows_that_are_each_there_three_times_tell_as_much_as_once():
    rng = np.random.default_rng(12)
    is_positive, first = normal_scores(rng, 200, 400, 0.7)
    second, thrice = first + rng.normal(size=600), np.tile(np.arange(600), 3)
    once, same = auc(is_positive, first), auc(is_positive[thrice], first[thrice], thrice)
    assert same.value == pytest.approx(once.value)
    assert (same.low, same.high) == pytest.approx((once.low, once.high), abs=0.003)
    blind = auc(is_positive[thrice], first[thrice])
    assert (once.high - once.low) / (blind.high - blind.low) == pytest.approx(np.sqrt(3), rel=0.02)
    one = compare(is_positive, first, second)
    three = compare(is_positive[thrice], first[thrice], second[thrice], thrice)
    assert (three.low, three.high) == pytest.approx((one.low, one.high), abs=0.003)


def test_complete_separation_of_rows_that_repeat_is_no_surer_than_of_each_once():
    is_positive, thrice = np.arange(60) < 12, np.tile(np.arange(60), 3)
    once = auc(is_positive, is_positive.astype(float))
    same = auc(is_positive[thrice], is_positive[thrice].astype(float), thrice)
    assert same.low == pytest.approx(once.low, abs=1e-3)
    assert auc(is_positive[thrice], is_positive[thrice].astype(float)).low > once.low + 0.02


def test_rows_that_are_there_in_both_classes_leave_nothing_to_chance():
    scores = np.random.default_rng(13).normal(size=300)
    is_positive, twice = np.repeat([True, False], 300), np.tile(np.arange(300), 2)
    found, blind = auc(is_positive, scores[twice], twice), auc(is_positive, scores[twice])
    assert found.value == blind.value == 0.5
    assert found.high - found.low < 0.02 < 0.08 < blind.high - blind.low


@pytest.mark.parametrize("true_auc", [0.5, 0.8])
def test_interval_covers_the_true_auc_where_a_half_of_the_negatives_repeats_the_others(true_auc):
    rng = np.random.default_rng(14)
    held, blind = 0, 0
    for _ in range(400):
        is_positive, scores = normal_scores(rng, 300, 100, true_auc)
        rows = np.concatenate([np.arange(400), rng.integers(300, 400, 100)])
        labels = is_positive[rows]
        held += not auc(labels, scores[rows], rows).excludes(true_auc)
        blind += not auc(labels, scores[rows]).excludes(true_auc)
    assert held / 400 >= 0.92
    assert blind / 400 <= 0.91
