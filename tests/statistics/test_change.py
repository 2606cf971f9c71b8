"""Whether a metric changed."""

import numpy as np
import pytest

from fake_or_real.statistics.auc import Difference
from fake_or_real.statistics.change import Estimate, change, from_paired


def of(value: float, below: float, above: float) -> Estimate:
    return Estimate(value, value - below, value + above)


def test_even_intervals_give_the_usual_z_test():
    moved = change(of(0.6, 0.03, 0.03), of(0.7, 0.04, 0.04))
    assert moved.value == pytest.approx(0.1)
    assert moved.high - moved.value == pytest.approx(0.05)
    assert moved.low == pytest.approx(0.2 - moved.high)


def test_the_ends_that_face_each_other_count():
    # Upwards, what matters is how far the first may lie above and the second below.
    wide_outside = change(of(0.5, 0.4, 0.01), of(0.6, 0.01, 0.3))
    assert wide_outside.evident
    assert not change(of(0.5, 0.01, 0.2), of(0.6, 0.2, 0.01)).evident


def test_false_alarms_are_one_in_twenty_with_luck_that_no_interval_holds():
    rng = np.random.default_rng(0)
    reach = 0.003 * 1.959964
    pairs = [[of(value, reach, reach) for value in rng.normal(0.7, 0.005, 2)] for _ in range(4000)]
    assert 0.04 < np.mean([change(*pair, 0.004).evident for pair in pairs]) < 0.06
    assert np.mean([change(*pair).evident for pair in pairs]) > 0.2


def test_a_difference_stays_between_minus_one_and_one():
    moved = change(Estimate(0.0, 0.0, 0.3), Estimate(1.0, 0.7, 1.0))
    assert (moved.value, moved.high) == (1, 1)
    assert moved.evident


def test_equal_certainties_are_no_change():
    assert not change(Estimate(0, 0, 0), Estimate(0, 0, 0)).evident


@pytest.mark.parametrize(("p_value_z", "evident"), [(1.9, False), (2.0, True)])
def test_a_paired_difference_needs_the_same_level(p_value_z, evident):
    deviation = 0.01
    value, reach = p_value_z * deviation, 1.959964 * deviation
    assert from_paired(Difference(value, value - reach, value + reach, 0.0)).evident is evident
