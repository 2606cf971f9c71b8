"""Whether a metric changed between two runs, judged from each one's own interval.

Source: Zou and Donner (2008), "Construction of confidence limits about effect measures",
Statistics in Medicine 27: the interval of a difference from two separate intervals, which may
be lopsided, as those of an AUC near 1 are.
"""

import math
from dataclasses import dataclass

from scipy.stats import norm

from stages.evidence.auc import Z95, Difference

# An interval holds the luck of the holdout, but not that of training again. So a change must
# reach further than the usual 5 %: see tests/benchmarks/reruns.py for what reruns differ by.
LEVEL = 0.01
_WIDER = float(norm.isf(LEVEL / 2)) / Z95  # such an interval's half-width, in those of 95 %


@dataclass(frozen=True)
class Estimate:
    """A metric and its 95 % interval, all shares in [0, 1]."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Change:
    """The second estimate less the first, in [-1, 1].

    low, high: its interval of level 1 - LEVEL.
    evident: whether that interval leaves out zero.
    """

    value: float
    low: float
    high: float

    @property
    def evident(self) -> bool:
        return not self.low <= 0 <= self.high


def change(before: Estimate, after: Estimate) -> Change:
    """How far a metric moved between two runs that share no luck, such as other rows."""
    value = after.value - before.value
    down = math.hypot(after.value - after.low, before.high - before.value)
    up = math.hypot(after.high - after.value, before.value - before.low)
    return Change(value, max(value - _WIDER * down, -1), min(value + _WIDER * up, 1))


def from_paired(difference: Difference) -> Change:
    """The change that DeLong's paired test found between two scores of the same rows."""
    reach = _WIDER * (difference.high - difference.low) / 2
    low, high = max(difference.value - reach, -1), min(difference.value + reach, 1)
    return Change(difference.value, low, high)
