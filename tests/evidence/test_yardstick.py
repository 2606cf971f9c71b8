"""The yardstick: damage of a known amount, and its way back from an AUC."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table, concat
from fake_or_real.evidence.yardstick import Yardstick, corrupt, measure, two_sample_auc
from fake_or_real.statistics.auc import Auc


def yardstick(*aucs, fractions=(0, 0.05, 0.1, 0.2, 0.4, 1)):
    """Points of which only the value matters."""
    points = tuple(Auc(value, value - 0.02, value + 0.02, 0.5) for value in aucs)
    return Yardstick(fractions[: len(aucs) - 1] + fractions[-1:], points, 1000)


def measured(value):
    return Auc(value, value - 0.01, value + 0.01, 0.001)


def twins(rows, seed):
    """Two columns that say the same."""
    numbers = np.random.default_rng(seed).normal(size=rows)
    frame = pd.DataFrame({"first": numbers, "second": numbers})
    return Table(frame, {"first": "float", "second": "float"})


class Apart:
    """Calls a row FAKE the more its two columns differ."""

    def fit(self, table, is_fake, counted):
        assert set(is_fake) == {False, True}

    def predict_proba(self, table):
        apart = (table.frame["first"] - table.frame["second"]).abs().clip(0, 1).to_numpy()
        return np.column_stack([1 - apart, apart])


@pytest.mark.parametrize("fraction", [0, 0.1, 1])
def test_corruption_keeps_each_column_and_damages_the_share_asked_for(mixed, fraction):
    damaged = corrupt(mixed, fraction, np.random.default_rng(0))
    assert damaged.kinds == mixed.kinds
    for name in mixed.kinds:
        before, after = (
            table.frame[name].sort_values(ignore_index=True) for table in (mixed, damaged)
        )
        pd.testing.assert_series_equal(before, after)
    changed = (damaged.frame["words"] != mixed.frame["words"]).mean()  # all values differ
    assert changed == pytest.approx(fraction, abs=0.06)


def test_corruption_leaves_the_callers_table_alone(mixed):
    before = mixed.frame.copy(deep=True)
    corrupt(mixed, 1, np.random.default_rng(0))
    pd.testing.assert_frame_equal(mixed.frame, before)


def test_full_corruption_unties_the_columns():
    damaged = corrupt(twins(2000, 1), 1, np.random.default_rng(0)).frame
    assert abs(damaged["first"].corr(damaged["second"])) < 0.08


def test_measured_curve_rises_from_chance_to_what_the_damage_shows():
    train, holdout, spare = twins(800, 1), twins(200, 2), (twins(800, 3), twins(200, 4))
    fractions = (0, 0.1, 0.4, 1)
    rng = np.random.default_rng(0)
    result = measure((train, holdout), spare, fractions, Apart, rng)
    values = [point.value for point in result.aucs]
    # A row shows damage when either cell was replaced; undamaged pairs of rows count half.
    shown = [1 - (1 - fraction) ** 2 for fraction in fractions]
    assert values == pytest.approx([0.5 + share / 2 for share in shown], abs=0.05)
    assert (result.rows, result.null_holds) == (1000, True)
    assert result.aucs[0].value == 0.5


def test_equal_rows_are_one_observation():
    train, real = twins(20, 1), twins(200, 2)
    fake = corrupt(twins(200, 3), 0.3, np.random.default_rng(0))
    thrice = tuple(concat([rows, rows, rows]) for rows in (real, fake))
    once = two_sample_auc((train, real), (train, fake), Apart())
    again = two_sample_auc(*((train, rows) for rows in thrice), Apart())
    assert (again.low, again.high) == pytest.approx((once.low, once.high), abs=0.01)


def test_a_point_of_the_curve_is_equivalent_to_its_own_fraction():
    curve = yardstick(0.5, 0.55, 0.64, 0.76, 0.91, 0.99)
    for fraction, point in zip(curve.fractions, curve.aucs, strict=True):
        found = curve.equivalent(measured(point.value))
        assert found.fraction == pytest.approx(fraction, abs=2e-4)
        assert found.relation == "within"
        assert found.low <= found.fraction <= found.high


def test_between_the_points_the_answer_rises_with_the_auc():
    curve = yardstick(0.5, 0.57, 0.56, 0.76, 0.91, 0.99)  # one point out of order
    found = [curve.equivalent(measured(value)).fraction for value in np.linspace(0.51, 0.98, 20)]
    assert found == sorted(found)
    assert found[0] < 0.05
    assert found[-1] > 0.6


def test_between_the_points_the_answer_follows_a_curve_that_bends():
    """A truth that is known everywhere: AUC 0.5 + sqrt(f (2 - f)) / 2, close to a real one."""

    def truth(fraction):
        return 0.5 + np.sqrt(fraction * (2 - fraction)) / 2.02

    curve = yardstick(*(truth(fraction) for fraction in (0, 0.05, 0.1, 0.2, 0.4, 1)))
    for fraction in (0.07, 0.15, 0.3, 0.6, 0.8):
        found = curve.equivalent(measured(truth(fraction))).fraction
        assert found == pytest.approx(fraction, rel=0.1)


def test_beyond_the_ends_it_says_so():
    curve = yardstick(0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
    below, above = curve.equivalent(measured(0.48)), curve.equivalent(measured(0.98))
    assert (below.fraction, below.relation) == (0, "below")
    assert (above.fraction, above.low, above.relation) == (1, 1, "above")


def test_above_the_ceiling_by_less_than_the_interval_is_at_the_ceiling():
    found = yardstick(0.5, 0.9, 0.95).equivalent(measured(0.955))
    assert (found.relation, found.low < 1) == ("above", True)


def test_an_auc_of_one_has_an_answer():
    curve = yardstick(0.5, 0.9, 1.0)
    assert curve.equivalent(Auc(1, 0.99, 1, 0)).fraction == 1
    assert curve.equivalent(measured(0.9)).fraction == pytest.approx(0.05, abs=1e-3)


def test_a_null_off_one_half_is_noticed():
    assert yardstick(0.51, 0.9).null_holds
    assert not yardstick(0.53, 0.9).null_holds


def test_the_interval_holds_the_luck_of_the_yardsticks_own_points():
    """Between two points a straight line on the logit scale, of which each end may move."""
    sure = Auc(0.7, 0.6999, 0.7001, 0)

    def reach(*reaches):
        points = tuple(
            Auc(value, value - near, value + near, 0)
            for value, near in zip((0.5, 0.9), reaches, strict=True)
        )
        found = Yardstick((0, 1), points, 1000).equivalent(sure)
        assert found.low < found.fraction < found.high
        return found.high - found.low

    assert reach(1e-6, 1e-6) < 0.002
    # Of a distance of logit(0.9) = 2.2, to which each of the ends in turn adds 0.08 or 0.24.
    assert reach(0.02, 1e-6) == pytest.approx(2 * 0.08 / 2.2 * 0.61, rel=0.15)
    assert reach(1e-6, 0.02) == pytest.approx(2 * 0.23 / 2.2 * 0.39, rel=0.15)


def test_the_interval_holds_a_known_share_about_as_often_as_it_should():
    def truth(fraction):
        return 0.5 + np.sqrt(fraction * (2 - fraction)) / 2.02

    rng, fractions, held = np.random.default_rng(1), (0, 0.05, 0.1, 0.2, 0.4, 1), 0
    for _ in range(60):
        values = [truth(fraction) for fraction in (*fractions, 0.15)] + rng.normal(0, 0.01, 7)
        *points, ours = (Auc(value, value - 0.0196, value + 0.0196, 0) for value in values)
        found = Yardstick(fractions, tuple(points), 1000).equivalent(ours)
        held += found.low <= 0.15 <= found.high
    assert held >= 52  # 95 % of 60 is 57, less three standard errors


@pytest.mark.parametrize(("ceiling", "is_flat"), [(0.52, True), (0.54, False)])
def test_a_yardstick_whose_ceiling_is_not_surely_above_its_null_is_flat(ceiling, is_flat):
    curve = yardstick(0.5, ceiling)
    assert curve.is_flat == is_flat
    values = curve.to_dict(Auc(0.6, 0.55, 0.65, 0))
    assert (values["relation"] == "flat") == (values["equivalent_corruption"] is None) == is_flat


def test_what_is_not_detectable_is_equivalent_to_nothing():
    values = yardstick(0.5, 0.6, 0.9).to_dict(Auc(0.52, 0.49, 0.55, 0.2))
    assert (values["relation"], values["equivalent_corruption"]) == ("chance", None)


def test_dictionary_and_frame_hold_what_was_measured():
    curve = yardstick(0.5, 0.6, 0.95)
    values = curve.to_dict(measured(0.6))
    assert (values["null_auc"], values["ceiling_auc"], values["rows"]) == (0.5, 0.95, 1000)
    assert values["equivalent_corruption"] == pytest.approx(0.05, abs=2e-4)
    assert all(isinstance(value, float | int | bool | str) for value in values.values())
    assert curve.to_frame()["auc"].tolist() == [0.5, 0.6, 0.95]


def test_same_seed_same_curve():
    tables = (twins(80, 1), twins(20, 2)), (twins(80, 3), twins(20, 4))
    first, second = (
        measure(*tables, (0, 0.5, 1), Apart, np.random.default_rng(5)) for _ in range(2)
    )
    assert first == second
