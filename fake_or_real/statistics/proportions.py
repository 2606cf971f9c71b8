"""Two proportions held against each other: how surely they differ, and by how much."""

from collections.abc import Sequence

import numpy as np
from scipy.special import chdtrc, xlogy

from fake_or_real.statistics.auc import Z95
from fake_or_real.statistics.interval import Interval

_Counts = np.ndarray | int
_BITS = 63  # of a whole number that is not negative


def g_statistic(first: _Counts, first_rows: int, second: _Counts, second_rows: int) -> np.ndarray:
    """The likelihood ratio statistic G that shares differ, at least 0, in the counts' shape.

    G = 2 * sum of observed * ln(observed / expected) over the 2 x 2 table of counts. Unlike the
    difference it gives little to common flags that differ a little, and much to rare ones that
    occur on one side only.
    """
    rows = first_rows + second_rows
    inner = [first, first_rows - first, second, second_rows - second]
    outer = [first + second, rows - first - second, first_rows, second_rows]
    total = sum(xlogy(n, n) for n in inner) - sum(xlogy(n, n) for n in outer) + xlogy(rows, rows)
    return np.asarray(np.maximum(2 * total, 0))


def exact_p_values(counts: Sequence[tuple[int, int, int, int]]) -> np.ndarray:
    """Fisher's exact test, two-sided: twice the smaller tail of the hypergeometric law.

    counts: of each of k tests `first`, `first_rows`, `second` and `second_rows`. Shape (k,); all at
    once, as making a law takes longer than asking it.
    """
    from scipy.stats import hypergeom  # noqa: PLC0415 - slow, and few stages need it

    first, first_rows, second, second_rows = np.array(counts, dtype=int).reshape(-1, 4).T
    law = hypergeom(first_rows + second_rows, first + second, first_rows)
    return np.asarray(np.minimum(1.0, 2 * np.minimum(law.cdf(first), law.sf(first - 1))))


def difference(first: int, first_rows: int, second: int, second_rows: int) -> Interval:
    """The first share minus the second, in [-1, 1]; it holds for shares of 0 and 1 too.

    Source: Newcombe (1998), "Interval estimation for the difference between independent
    proportions", Statistics in Medicine 17, method 10 (from Wilson's intervals of each).
    """
    p, q = first / first_rows, second / second_rows
    (p_low, p_high), (q_low, q_high) = _wilson(p, first_rows), _wilson(q, second_rows)
    low = (p - q) - np.hypot(p - p_low, q_high - q)
    high = (p - q) + np.hypot(p_high - p, q - q_low)
    return Interval(p - q, float(low), float(high))


def holm(p_values: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """p-values, shape (k,), corrected for all tests, of which these are the most telling.

    shares: of the error that may be made, what each test may use, shape (k,); those of all tests,
    with the ones that are left out, sum to 1.

    Source: Holm (1979), "A simple sequentially rejective multiple test procedure", Scandinavian
    Journal of Statistics 6, section 4 (unequal weights). All are right at once with the chance
    that each promises.
    """
    order = np.argsort(p_values / shares, kind="stable")
    left = 1 - np.append(0, np.cumsum(shares[order])[:-1])  # what rejected tests leave is passed on
    corrected = np.minimum(p_values[order] / shares[order] * left, 1)
    result = np.empty(len(p_values))
    result[order] = np.maximum.accumulate(corrected)
    return result


def stratified_p_value(is_fake: np.ndarray, flag: np.ndarray, stratum: np.ndarray) -> float:
    """Whether a flag goes with FAKE within each of two strata; all bool of shape (n,).

    Source: Mantel and Haenszel (1959), "Statistical aspects of the analysis of data from
    retrospective studies of disease", Journal of the National Cancer Institute 22.
    """
    excess = variance = 0.0
    for chosen in (stratum, ~stratum):
        rows, fakes = int(chosen.sum()), int((chosen & is_fake).sum())
        flagged = int((chosen & flag).sum())
        if rows > 1:
            excess += int((chosen & flag & is_fake).sum()) - fakes * flagged / rows
            variance += fakes * (rows - fakes) * flagged * (rows - flagged) / (rows**2 * (rows - 1))
    return float(chdtrc(1, excess**2 / variance)) if variance > 0 else 1.0


def added_p_value(is_fake: np.ndarray, told: np.ndarray, others: np.ndarray) -> float:
    """Whether something tells more of FAKE than others do together, none more than they add up to.

    is_fake: bool, shape (n,). told: flags or numbers, shape (n,). others: bool, shape (n, k).

    Source: Rao's score test (1948, "Large sample tests of statistical hypotheses concerning
    several parameters") in a logistic regression on the others, with one degree of freedom.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - slow, as above

    _, first, group = np.unique(_sortable(others), return_index=True, return_inverse=True)
    patterns = others[first]
    rows = np.bincount(group)
    fakes, total, squares, both = (
        np.bincount(group, weights, len(rows))
        for weights in (is_fake, told, told.astype(float) ** 2, told * is_fake)
    )
    model = LogisticRegression(C=10).fit(
        np.vstack([patterns, patterns]),
        np.repeat([0, 1], len(rows)),
        sample_weight=np.append(rows - fakes, fakes),
    )
    p = model.predict_proba(patterns)[:, 1]
    weight = p * (1 - p)
    design = np.column_stack([np.ones(len(rows)), patterns])
    cross = design.T @ (weight * total)
    inner = design.T @ (design * (weight * rows)[:, None])
    variance = float(weight @ squares - cross @ np.linalg.pinv(inner, hermitian=True) @ cross)
    excess = float((both - p * total).sum())
    return float(chdtrc(1, excess**2 / variance)) if variance > 1e-9 else 1.0


def _sortable(flags: np.ndarray) -> np.ndarray:
    """The lines of flags, bool of shape (n, k), each as one element that equals and sorts alike."""
    if flags.shape[1] < _BITS:  # as whole numbers, which sort faster
        return np.asarray(flags.astype(np.int64) @ (1 << np.arange(flags.shape[1])[::-1]))
    packed = np.packbits(flags, axis=1)
    return packed.view(f"V{packed.shape[1]}").ravel()


def _wilson(share: float, rows: int) -> tuple[float, float]:
    """Wilson's 95 % score interval of a share."""
    z2 = Z95**2
    middle = (share + z2 / (2 * rows)) / (1 + z2 / rows)
    reach = Z95 / (1 + z2 / rows) * np.sqrt(share * (1 - share) / rows + z2 / (4 * rows**2))
    return float(middle - reach), float(middle + reach)
