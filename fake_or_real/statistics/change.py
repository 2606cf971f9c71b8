"""Whether a metric changed between two runs, judged from each one's own interval.

Source: Zou and Donner (2008), "Construction of confidence limits about effect measures",
Statistics in Medicine 27: the interval of a difference from two separate intervals, which may
be lopsided, as those of an AUC near 1 are.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from fake_or_real.statistics.auc import Z95
from fake_or_real.statistics.interval import Interval

# The standard deviation of the AUC over synthesizers trained again, beyond the luck of the holdout
# that an interval holds, where nothing better is known. MOSTLY AI's was 0.009 over three seeds at
# each of six sample sizes of two data sets (the census and bank-marketing) where all trainings but
# one ended by themselves; where the clock ended them, up to 0.03.
TRAINED_AGAIN = 0.01


@dataclass(frozen=True)
class Spread:
    """How far the values of runs that differ in the seed alone lie from one another.

    deviation: their standard deviation, with the luck of all that a seed decides, also the holdout.
    freedom: the degrees of freedom of that estimate.
    """

    deviation: float
    freedom: int

    @property
    def reach(self) -> float:
        """The half-width of the 95 % interval of a difference of two runs (Student's t)."""
        return float(stdtrit(self.freedom, 0.975)) * self.deviation * math.sqrt(2)


def pooled(groups: Iterable[Sequence[float]]) -> Spread | None:
    """The spread within groups of runs, each at least two; None without any group."""
    values = [np.asarray(group) for group in groups]
    freedom = sum(len(group) - 1 for group in values)
    if freedom == 0:
        return None
    squares = sum(((group - group.mean()) ** 2).sum() for group in values)
    return Spread(math.sqrt(squares / freedom), freedom)


def change(before: Interval, after: Interval, luck: float | Spread = 0.0) -> Interval:
    """The second share less the first, in [-1, 1], of two runs that share no luck, such as rows.

    luck: what the intervals leave out of each run's luck, as a standard deviation; or what runs
        with other seeds showed of all of it, the holdout's too, so that the wider of the two holds.
    """
    value = after.value - before.value
    left_out = 0.0 if isinstance(luck, Spread) else Z95 * luck * math.sqrt(2)
    shown = luck.reach if isinstance(luck, Spread) else 0.0
    down = math.hypot(after.value - after.low, before.high - before.value, left_out)
    up = math.hypot(after.high - after.value, before.value - before.low, left_out)
    return Interval(value, max(value - max(down, shown), -1), min(value + max(up, shown), 1))
