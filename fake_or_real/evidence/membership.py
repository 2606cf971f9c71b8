"""Membership: how well a real row that a generator saw can be told from an unseen one.

Two attacks guess by the synthetic rows alone: a row was seen if a synthetic row is close to it, and
if a synthetic row is closer to it than the closest of other real rows is, as far as one can
expect where real rows are so dense. The second is a density ratio by nearest neighbours (van
Breugel et al. 2023, "Membership inference attacks against synthetic data through overfitting
detection", AISTATS, with another estimate of the densities).
"""

import numpy as np

from fake_or_real.data.equal_rows import twins
from fake_or_real.evidence.distances import nearest
from fake_or_real.statistics.auc import auc
from fake_or_real.statistics.interval import Interval

_JUDGED = 5000  # at most so many seen, unseen and reference rows are looked at
_FEWEST = 10  # rows of each kind; with fewer an AUC means nothing
_TWO_ATTACKS = 1.1437  # a 97.5 % interval is so much wider than a 95 % one (normal quantiles)


def membership(
    synthetic: np.ndarray, seen: np.ndarray, unseen: np.ndarray, rng: np.random.Generator
) -> Interval | None:
    """The AUC of the better attack, seen rows against unseen ones; 0.5 is no better than guessing.

    synthetic, seen, unseen: points, shape (columns, rows), see `points_of`. Half of the unseen
    rows are the reference that shows how dense real rows are.

    The better of two attacks is above 0.5 by chance, so the interval holds 97.5 % for each. Twins
    (see `fake_or_real.data.equal_rows`) are one observation. None where there are fewer than 10
    rows of a kind.
    """
    seen, unseen = (rng.permutation(points, axis=1) for points in (seen, unseen))
    reference, others = np.array_split(unseen, 2, axis=1)
    kinds = [points[:, :_JUDGED] for points in (reference, seen, others)]
    if min(points.shape[1] for points in (synthetic, *kinds)) < _FEWEST:
        return None
    reference, seen, others = kinds
    judged = np.concatenate([seen, others], axis=1)
    is_seen = np.arange(judged.shape[1]) < seen.shape[1]
    to_synthetic, to_reference = (nearest(judged, far)[0] for far in (synthetic, reference))
    # One step more, so that two equal rows at no distance have a ratio.
    ratio = (to_reference + 1) / (to_synthetic + 1)
    _, ids = np.unique(judged, axis=1, return_inverse=True)
    scores, alike = (-to_synthetic, ratio), twins(ids)
    best = max((auc(is_seen, score, alike) for score in scores), key=lambda found: found.value)
    low, high = (best.value + _TWO_ATTACKS * (end - best.value) for end in (best.low, best.high))
    return Interval(best.value, max(low, 0), min(high, 1))
