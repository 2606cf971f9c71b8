"""AUC, its interval and p-value against scikit-learn, scipy, a bootstrap and theory."""

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, norm
from sklearn.metrics import roc_auc_score

from fake_or_real.errors import UserError
from fake_or_real.statistics.auc import auc, compare
from fake_or_real.statistics.interval import Interval


def normal_scores(rng, positives, negatives, true_auc):
    """Labels and binormal scores whose AUC is known."""
    is_positive = np.arange(positives + negatives) < positives
    shift = np.sqrt(2) * norm.ppf(true_auc)
    return is_positive, rng.normal(size=len(is_positive)) + shift * is_positive


@pytest.mark.parametrize("decimals", [9, 1, 0])  # without ties, with some, with many
def test_value_and_p_value_equal_those_of_sklearn_and_scipy(decimals):
    is_positive, scores = normal_scores(np.random.default_rng(1), 300, 700, 0.55)
    scores = scores.round(decimals)
    result = auc(is_positive, scores)
    test = mannwhitneyu(scores[is_positive], scores[~is_positive], alternative="greater")
    assert result.value == pytest.approx(roc_auc_score(is_positive, scores))
    assert result.value == pytest.approx(test.statistic / (300 * 700))
    assert result.p_value == pytest.approx(test.pvalue)


def test_p_value_equals_the_share_of_permutations_with_a_higher_auc():
    rng = np.random.default_rng(2)
    is_positive, scores = normal_scores(rng, 60, 90, 0.6)
    scores = scores.round(1)
    result = auc(is_positive, scores)
    shuffled = [auc(rng.permutation(is_positive), scores).value for _ in range(1000)]
    assert result.p_value == pytest.approx(np.mean(np.array(shuffled) >= result.value), abs=0.02)


def test_interval_agrees_with_a_bootstrap():
    rng = np.random.default_rng(3)
    is_positive, scores = normal_scores(rng, 200, 400, 0.8)
    scores = scores.round(1)
    positives, negatives = scores[is_positive], scores[~is_positive]
    resampled = [
        auc(is_positive, np.concatenate([rng.choice(positives, 200), rng.choice(negatives, 400)]))
        for _ in range(1000)
    ]
    low, high = np.quantile([result.value for result in resampled], [0.025, 0.975])
    result = auc(is_positive, scores)
    assert (result.low, result.high) == pytest.approx((low, high), abs=0.006)


@pytest.mark.parametrize(
    ("positives", "negatives", "true_auc"),
    [(20, 20, 0.5), (20, 20, 0.97), (30, 200, 0.8), (200, 200, 0.995)],
)
def test_interval_covers_the_true_auc(positives, negatives, true_auc):
    rng = np.random.default_rng(4)
    results = [auc(*normal_scores(rng, positives, negatives, true_auc)) for _ in range(300)]
    assert np.mean([result.low <= true_auc <= result.high for result in results]) >= 0.91


def test_complete_separation_has_an_interval_that_narrows_with_the_rows():
    is_positive = np.array([True] * 10 + [False] * 50)
    perfect = auc(is_positive, is_positive.astype(float))
    assert (perfect.value, perfect.high) == (1, 1)
    assert perfect.low**10 == pytest.approx(0.025)
    worst = auc(is_positive, -is_positive.astype(float))
    assert (worst.low, worst.value) == (0, 0)
    assert worst.high == pytest.approx(1 - perfect.low)


def test_constant_scores_are_no_evidence():
    result = auc(np.arange(50) < 20, np.zeros(50))
    assert (result.value, result.low, result.high, result.p_value) == (0.5, 0.5, 0.5, 1)


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
        rows = np.concatenate([rng.integers(0, 300, 300), rng.integers(300, 600, 300)])
        drawn = is_positive[rows]
        differences.append(auc(drawn, first[rows]).value - auc(drawn, second[rows]).value)
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
    assert same == Interval(0, 0, 0)
