"""Whether a metric changed between two runs, judged from each one's own interval.

Source: Zou and Donner (2008), "Construction of confidence limits about effect measures",
Statistics in Medicine 27: the interval of a difference from two separate intervals, which may
be lopsided, as those of an AUC near 1 are.
"""

import math

from fake_or_real.statistics.auc import Z95
from fake_or_real.statistics.interval import Interval

# The standard deviation of the AUC over synthesizers trained again, beyond the luck of the holdout
# that an interval holds. MOSTLY AI's was 0.009 over three seeds at each of six sample sizes of two
# data sets where all trainings but one ended by themselves; where the clock ended them, up to 0.03.
TRAINED_AGAIN = 0.01


def change(before: Interval, after: Interval, deviation: float = 0.0) -> Interval:
    """The second share less the first, in [-1, 1], of two runs that share no luck, such as rows.

    deviation: the standard deviation of each run's value that its interval leaves out.
    """
    value = after.value - before.value
    luck = Z95 * deviation * math.sqrt(2)
    down = math.hypot(after.value - after.low, before.high - before.value, luck)
    up = math.hypot(after.high - after.value, before.value - before.low, luck)
    return Interval(value, max(value - down, -1), min(value + up, 1))
