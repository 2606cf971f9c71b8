"""How many synthetic rows point at the real rows that a generator saw, beyond chance.

A synthetic row points at the real rows that it equals, or nearly equals, or is closest to. Real
rows that the generator saw and real rows that it never saw come from one population. So if the
synthetic rows owe nothing to single rows, they point at seen and at unseen ones alike, and which
rows were seen is as if drawn by lot. That lot is the test: nothing is assumed of the synthesizer,
or of how often rows repeat.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from fake_or_real.statistics.auc import Z95
from fake_or_real.statistics.interval import Interval


def pointed_at(
    keys: Iterable[tuple[np.ndarray, np.ndarray]], synthetic: int, real: int
) -> np.ndarray:
    """How many synthetic rows point at each real row, float of shape (real,).

    keys: for each kind of keys those of the synthetic rows, (synthetic,), and of the real ones,
    (real,). A synthetic row points at the real rows that share a key of any kind with it, at those
    that share several more strongly. All that a row points adds up to 1, or to 0 where no real row
    shares a key with it.
    """
    matches, found = np.zeros(synthetic), np.zeros(real)
    # All kinds are kept, as a row's share is known only when its matches of every kind are.
    halves = [_codes(ours, theirs) for ours, theirs in keys]
    for ours, theirs in halves:
        matches += np.bincount(theirs, minlength=ours.max(initial=0) + 1)[ours]
    shares = np.divide(1, matches, out=np.zeros_like(matches), where=matches > 0)
    for ours, theirs in halves:
        found += np.bincount(ours, shares, theirs.max() + 1)[theirs]
    return found


def _codes(ours: np.ndarray, theirs: np.ndarray) -> list[np.ndarray]:
    """The same number for equal keys, in as few bytes as rows allow."""
    codes, _ = pd.factorize(np.concatenate([ours, theirs]))
    return np.split(codes.astype(np.min_scalar_type(len(codes))), [len(ours)])


def surplus(found: np.ndarray, is_seen: np.ndarray, synthetic: int) -> Interval:
    """The share of synthetic rows that point at seen rows beyond what chance explains, in [-1, 1].

    found: how many synthetic rows point at each real row, shape (real,). is_seen: bool (real,).
    synthetic: how many synthetic rows there are.

    What chance explains is what the unseen rows show, scaled to the number of seen ones. The
    interval takes the variance that the sum has when the seen rows are drawn by lot (Cochran 1977,
    "Sampling Techniques", theorem 2.2), or, if it is larger, that of two samples of rows, which
    holds where rows are copied.
    """
    seen, unseen = int(is_seen.sum()), int((~is_seen).sum())
    ratio = seen / unseen
    value = (found[is_seen].sum() - ratio * found[~is_seen].sum()) / synthetic
    by_lot = (1 + ratio) ** 2 * seen * unseen / (seen + unseen) * found.var(ddof=1)
    sampled = seen * found[is_seen].var() + ratio**2 * unseen * found[~is_seen].var()
    reach = Z95 * np.sqrt(max(by_lot, sampled)) / synthetic
    return Interval(*(float(np.clip(end, -1, 1)) for end in (value, value - reach, value + reach)))
