"""AUC with its interval and p-value, and the comparison of two AUCs on the same rows.

Sources: DeLong, DeLong and Clarke-Pearson (1988), "Comparing the areas under two or more
correlated receiver operating characteristic curves", Biometrics 44, for the variance; Sun and
Xu (2014), "Fast implementation of DeLong's algorithm", IEEE Signal Processing Letters 21, for
computing it from midranks in O(n log n).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import mannwhitneyu, rankdata

from fake_or_real.errors import UserError
from fake_or_real.statistics.interval import Interval

Z95 = 1.959964  # the standard normal's 97.5 % quantile: half-width of a 95 % interval
_TAIL = 0.025  # what a 95 % interval leaves out on each side


@dataclass(frozen=True)
class Auc(Interval):
    """The share of (positive, negative) pairs in which the positive scores higher, in [0, 1].

    p_value: of the one-sided Mann-Whitney test that positives do not score higher.
    """

    p_value: float


def auc(is_positive: np.ndarray, scores: np.ndarray) -> Auc:
    """AUC of scores, shape (n,), of which some are of positives, shape (n,); ties count half.

    The interval is DeLong's on the logit scale, which keeps it inside [0, 1] and, near the
    ends, covers better than the plain one. Where the classes separate completely the variance
    is zero; then the interval rests on this: such a sample holds min(m, n) independent pairs,
    all in the right order, which has a chance of at most AUC^min(m, n).

    Raises `UserError` when there are fewer than two positives or negatives.
    """
    (value,), covariance = _delong(is_positive, scores[None])
    deviation = float(np.sqrt(covariance[0, 0]))
    pairs = int(min(is_positive.sum(), (~is_positive).sum()))
    if value in (0, 1):
        low, high = (0.0, 1 - _TAIL ** (1 / pairs)) if value == 0 else (_TAIL ** (1 / pairs), 1.0)
    else:
        reach = Z95 * deviation / (value * (1 - value))
        low, high = expit(logit(value) - reach), expit(logit(value) + reach)
    test = mannwhitneyu(scores[is_positive], scores[~is_positive], alternative="greater")
    return Auc(float(value), float(low), float(high), float(test.pvalue))


def compare(is_positive: np.ndarray, first: np.ndarray, second: np.ndarray) -> Interval:
    """AUC of the first scores minus that of the second, each of shape (n,), on the same rows.

    Raises `UserError` when there are fewer than two positives or negatives.
    """
    values, covariance = _delong(is_positive, np.stack([first, second]))
    value = float(values[0] - values[1])
    contrast = np.array([1, -1])
    # Rounding can leave the variance of two equal scores a hair below zero.
    deviation = float(np.sqrt(max(contrast @ covariance @ contrast, 0)))
    reach = Z95 * deviation
    return Interval(value, max(value - reach, -1), min(value + reach, 1))


def _delong(is_positive: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """AUCs, shape (k,), and their covariance, shape (k, k), of scores, shape (k, n)."""
    assert np.isfinite(scores).all(), "scores are finite"
    m, n = int(is_positive.sum()), int((~is_positive).sum())
    if min(m, n) < 2:
        raise UserError(
            f"the holdout has {m} rows of one class and {n} of the other; an AUC needs at least"
            " two of each: raise split.holdout or give more rows"
        )
    positives, negatives = scores[:, is_positive], scores[:, ~is_positive]
    ranks = rankdata(scores, axis=1)
    # For each positive the share of negatives below it, and the other way round.
    above = (ranks[:, is_positive] - rankdata(positives, axis=1)) / n
    below = 1 - (ranks[:, ~is_positive] - rankdata(negatives, axis=1)) / m
    covariance = np.atleast_2d(np.cov(above)) / m + np.atleast_2d(np.cov(below)) / n
    return above.mean(axis=1), covariance
