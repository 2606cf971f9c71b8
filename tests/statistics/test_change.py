"""Whether a metric changed."""

import numpy as np
import pytest

from fake_or_real.statistics.change import Spread, change, pooled
from fake_or_real.statistics.interval import Interval


def of(value: float, below: float, above: float) -> Interval:
    return Interval(value, value - below, value + above)


def test_even_intervals_give_the_usual_z_test():
    moved = change(of(0.6, 0.03, 0.03), of(0.7, 0.04, 0.04))
    assert moved.value == pytest.approx(0.1)
    assert moved.high - moved.value == pytest.approx(0.05)
    assert moved.low == pytest.approx(0.2 - moved.high)


def test_the_ends_that_face_each_other_count():
    # Upwards, what matters is how far the first may lie above and the second below.
    wide_outside = change(of(0.5, 0.4, 0.01), of(0.6, 0.01, 0.3))
    assert wide_outside.excludes(0)
    assert not change(of(0.5, 0.01, 0.2), of(0.6, 0.2, 0.01)).excludes(0)


def test_false_alarms_are_one_in_twenty_with_luck_that_no_interval_holds():
    rng = np.random.default_rng(0)
    reach = 0.003 * 1.959964
    pairs = [[of(value, reach, reach) for value in rng.normal(0.7, 0.005, 2)] for _ in range(4000)]
    assert 0.04 < np.mean([change(*pair, 0.004).excludes(0) for pair in pairs]) < 0.06
    assert np.mean([change(*pair).excludes(0) for pair in pairs]) > 0.2


def test_a_difference_stays_between_minus_one_and_one():
    moved = change(Interval(0.0, 0.0, 0.3), Interval(1.0, 0.7, 1.0))
    assert (moved.value, moved.high) == (1, 1)
    assert moved.excludes(0)


def test_equal_certainties_are_no_change():
    assert not change(Interval(0, 0, 0), Interval(0, 0, 0)).excludes(0)


def test_the_spread_is_that_within_groups():
    found = pooled([[0.5, 0.52], [0.7, 0.72, 0.74]])
    assert found.freedom == 3
    assert found.deviation == pytest.approx(np.sqrt((0.0002 + 0.0008) / 3))
    assert pooled([]) is None


def test_false_alarms_are_one_in_twenty_with_the_spread_of_few_seeds():
    rng = np.random.default_rng(0)
    alarms, by_normal = [], []
    for _ in range(4000):
        spread = pooled(rng.normal([[0.6], [0.8]], 0.01, (2, 2)))
        pair = [of(value, 0.001, 0.001) for value in rng.normal(0.7, 0.01, 2)]
        alarms.append(change(*pair, spread).excludes(0))
        by_normal.append(change(*pair, spread.deviation).excludes(0))
    assert 0.04 < np.mean(alarms) < 0.06
    assert np.mean(by_normal) > 0.1, "two degrees of freedom are few"


def test_seeds_that_happen_to_agree_narrow_no_interval():
    pair = of(0.6, 0.03, 0.03), of(0.7, 0.04, 0.04)
    assert change(*pair, Spread(0.0001, 1)) == change(*pair)
