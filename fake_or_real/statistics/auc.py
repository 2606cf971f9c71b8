"""AUC with its interval and p-value, and the comparison of two AUCs on the same rows.

Sources: DeLong, DeLong and Clarke-Pearson (1988), "Comparing the areas under two or more
correlated receiver operating characteristic curves", Biometrics 44, for the variance; Sun and
Xu (2014), "Fast implementation of DeLong's algorithm", IEEE Signal Processing Letters 21, for
computing it from midranks in O(n log n).

DeLong's variance alone is too small where a class has few rows, or where few rows have a score
of their own: five rows that happen to share one score show no variance at all. So an interval
reckons with rows that were not drawn but could have been. The lower end of Clopper and Pearson's
(1934) interval of a share is what one more failure would give, and its upper end what one more
success would; here each end has one more row of each class that speaks against it. Among
hundreds of rows these do not matter. `tests/benchmarks/coverage_auc.py` shows how often the
intervals hold the truth.

Rows that equal each other are no separate evidence: a table in which a third of the rows repeat
others has fewer rows than it seems. Where such twins are named, the variance is that of Obuchowski
(1997), "Nonparametric analysis of clustered ROC curve data", Biometrics 53, in which the rows of
one cluster are one observation; without twins it is DeLong's. What is added to a class is then a
cluster of the mean size of its clusters.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtr

from fake_or_real.errors import UserError
from fake_or_real.statistics.interval import Interval

Z95 = 1.959964  # the standard normal's 97.5 % quantile: half-width of a 95 % interval
_TAIL = 0.025  # what a 95 % interval leaves out on each side
_Z80 = 0.841621  # its 80 % quantile
_Kin = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Auc(Interval):
    """The share of (positive, negative) pairs in which the positive scores higher, in [0, 1].

    p_value: of the one-sided test that positives do not score higher; below 0.025 exactly where
        the whole interval lies above 0.5.
    """

    p_value: float

    @property
    def detectable(self) -> bool:
        """Whether the positives surely score higher: the whole interval lies above 0.5.

        Where they do not, this is so in about 2.5 % of cases, and in fewer where rows are few.
        """
        return self.low > 0.5


def auc(is_positive: np.ndarray, scores: np.ndarray, twins: np.ndarray | None = None) -> Auc:
    """AUC of scores, shape (n,), of which some are of positives, shape (n,); ties count half.

    twins: whole numbers, shape (n,); rows that share one are one observation. None: no two do.

    The interval is DeLong's on the logit scale, which keeps it inside [0, 1], with one more row
    in each class: halfway to 0 for the lower end, halfway to 1 for the upper end.

    The p-value is the larger of two: that of the interval, which holds however the scores of the
    two classes spread, and Mann and Whitney's, which knows how often few rows that share scores
    fall on one side. Where the latter does not rule out chance, the interval holds 0.5.

    Raises `UserError` when there are fewer than two positives or negatives.
    """
    from scipy.stats import mannwhitneyu  # noqa: PLC0415 - slow, and a verdict needs none

    above, below = _placements(is_positive, scores)
    by_ranks = float(mannwhitneyu(scores[is_positive], scores[~is_positive]).pvalue) / 2
    kin = _kin(is_positive, twins)
    low, p_value = _lower_end(above, below, by_ranks, kin)
    high = 1 - _lower_end(1 - above, 1 - below, by_ranks, kin)[0]
    return Auc(float(above.mean()), low, high, p_value)


def compare(
    is_positive: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    twins: np.ndarray | None = None,
) -> Interval:
    """AUC of the first scores minus that of the second, each of shape (n,), on the same rows.

    twins: as `auc` takes them. The interval is that of the AUC's variance with two more rows in
    each class, of which one speaks for the first scores by half and one for the second, as Agresti
    and Caffo (2000), "Simple and effective confidence intervals for proportions", The American
    Statistician 54, do for shares.

    Raises `UserError` when there are fewer than two positives or negatives.
    """
    pairs = zip(_placements(is_positive, first), _placements(is_positive, second), strict=True)
    differences = [one - other for one, other in pairs]
    value = float(differences[0].mean())
    kin = _kin(is_positive, twins)
    added = _with(differences, [0.5, -0.5], kin)
    reach = Z95 * _deviation(added, kin)
    return Interval(value, max(value - reach, -1), min(value + reach, 1))


def rows_to_detect(true_auc: float, ratio: float = 1) -> int:
    """How many rows the smaller class must have for an AUC to be found detectable in 80 % of cases.

    true_auc: above 0.5, up to 1. ratio: how many times as many rows the larger class has.
    """
    assert 0.5 < true_auc <= 1, "only an AUC above 0.5 can be detected"
    assert ratio >= 1, "the larger class is no smaller"
    return next(
        rows for rows in itertools.count(2) if _is_mostly_found(true_auc, rows, rows * ratio)
    )


def detectable_from(rows: int, others: int) -> float | None:
    """From which AUC on, in hundredths, so many rows of the two classes find it in 80 % of cases.

    None where not even an AUC of 1 is found.
    """
    found = (step / 100 for step in range(51, 101) if _is_mostly_found(step / 100, rows, others))
    return next(found, None)


def _is_mostly_found(true_auc: float, rows: float, others: float) -> bool:
    """Whether so many rows of each class find an AUC detectable in 80 % of cases.

    The variance is Hanley and McNeil's (1982), "The meaning and use of the area under a receiver
    operating characteristic (ROC) curve", Radiology 143, for scores without ties.
    """
    rows, others = sorted((rows, others))
    positive = true_auc / (2 - true_auc) - true_auc**2
    negative = 2 * true_auc**2 / (1 + true_auc) - true_auc**2
    # What the lower end gives away by its row more in each class.
    expected = true_auc * (1 - 0.5 / (rows + 1) - 0.5 / (others + 1))
    at_chance = np.sqrt((1 / rows + 1 / others) / 12)
    at_true = np.sqrt(positive / rows + negative / others)
    return bool(expected - 0.5 > Z95 * at_chance + _Z80 * at_true)


def _placements(is_positive: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each positive the share of negatives below it, for each negative that of positives above.

    Their variances are those of the AUC; the mean of each is the AUC.
    """
    assert np.isfinite(scores).all(), "scores are finite"
    m, n = int(is_positive.sum()), int((~is_positive).sum())
    if min(m, n) < 2:
        raise UserError(
            f"the holdout has {m} rows of one class and {n} of the other; an AUC needs at least"
            " two of each: raise split.holdout or give more rows"
        )
    from scipy.stats import rankdata  # noqa: PLC0415 - as above

    ranks = rankdata(scores)
    above = (ranks[is_positive] - rankdata(scores[is_positive])) / n
    below = 1 - (ranks[~is_positive] - rankdata(scores[~is_positive])) / m
    return above, below


def _kin(is_positive: np.ndarray, twins: np.ndarray | None) -> _Kin | None:
    """The clusters of the positives and of the negatives, numbered from 0; None without twins."""
    if twins is None:
        return None
    numbers, of_rows = np.unique(twins, return_inverse=True)
    if len(numbers) == len(twins):
        return None
    return of_rows[is_positive], of_rows[~is_positive]


def _lower_end(
    above: np.ndarray, below: np.ndarray, by_ranks: float, kin: _Kin | None
) -> tuple[float, float]:
    """The lower end of the interval, and the p-value of an AUC of at most 0.5.

    by_ranks: the p-value of Mann and Whitney's test on the side on which the AUC lies.
    """
    value = above.mean()
    if value == 0:
        return 0.0, 1.0
    above, below = _with([above, below], [value / 2], kin)
    reduced = above.mean() + below.mean() - value
    deviation = _deviation([above, below], kin) / (reduced * (1 - reduced))  # on the logit scale
    middle = logit(reduced)
    p_value = max(float(ndtr(-middle / deviation)), by_ranks)
    low = float(expit(middle - Z95 * deviation))
    return (low if p_value < _TAIL else min(low, 0.5)), p_value


def _size(of_class: np.ndarray) -> int:
    """The mean size of a class's clusters, in whole rows."""
    return round(len(of_class) / len(np.unique(of_class)))


def _with(placements: list[np.ndarray], added: list[float], kin: _Kin | None) -> list[np.ndarray]:
    """The placements of both classes with some added, each as often as a cluster has rows."""
    sizes = (1, 1) if kin is None else map(_size, kin)
    return [
        np.append(each, np.repeat(added, size))
        for each, size in zip(placements, sizes, strict=True)
    ]


def _deviation(placements: list[np.ndarray], kin: _Kin | None) -> float:
    """The standard deviation of an AUC, or of a difference of two, from both classes' rows.

    placements: of the positives and the negatives, and behind them what `_with` added.
    """
    if kin is None:
        return float(np.sqrt(sum(np.var(each, ddof=1) / len(each) for each in placements)))
    return float(np.sqrt(_clustered(placements, kin)))


def _clustered(placements: list[np.ndarray], kin: _Kin) -> float:
    """Obuchowski's variance; a cluster is all rows that are twins, in both classes together."""
    clusters, number = [], max(int(of_class.max()) for of_class in kin) + 1
    for each, of_class in zip(placements, kin, strict=True):
        added = np.arange(len(each) - len(of_class)) // _size(of_class)
        clusters.append(np.append(of_class, number + added))
        number += int(added[-1]) + 1
    positive, negative = (
        np.bincount(of_class, (each - each.mean()) / len(each), number)
        for each, of_class in zip(placements, clusters, strict=True)
    )
    first, second = (len(np.unique(of_class)) for of_class in clusters)
    return float(
        first / (first - 1) * positive @ positive
        + second / (second - 1) * negative @ negative
        + 2 * number / (number - 1) * positive @ negative
    )
