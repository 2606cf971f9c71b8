import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import chi2_contingency, fisher_exact
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from fake_or_real.statistics.proportions import (
    added_p_value,
    difference,
    exact_p_values,
    g_statistic,
    holm,
    stratified_p_value,
)

COUNTS = [(45, 5000, 0, 12000), (30, 100, 50, 400), (7, 10, 2, 30), (0, 50, 3, 60)]


@pytest.mark.parametrize("counts", COUNTS)
def test_evidence_is_the_likelihood_ratio_statistic(counts):
    a, n, b, m = counts
    expected = chi2_contingency([[a, n - a], [b, m - b]], correction=False, lambda_=0)
    assert g_statistic(*counts) == pytest.approx(expected.statistic)


def test_evidence_of_arrays_is_that_of_their_elements():
    together = g_statistic(np.array([45, 0]), 5000, np.array([0, 3]), 12000)
    alone = [float(g_statistic(*counts)) for counts in ((45, 5000, 0, 12000), (0, 5000, 3, 12000))]
    assert together == pytest.approx(alone)


@pytest.mark.parametrize("counts", COUNTS)
def test_p_value_is_twice_fishers_smaller_tail(counts):
    a, n, b, m = counts
    table = [[a, n - a], [b, m - b]]
    tails = [fisher_exact(table, side).pvalue for side in ("less", "greater")]
    # Beside another, of which it takes no notice.
    _, found = exact_p_values([(3, 10, 9, 10), counts])
    assert found == pytest.approx(min(1, 2 * min(tails)))


def test_no_test_has_no_p_value():
    assert exact_p_values([]).shape == (0,)


def test_interval_is_newcombes():
    # His table II, example (a), method 10: 56/70 against 48/80.
    found = difference(56, 70, 48, 80)
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)


def test_interval_of_nothing_against_nothing_holds_zero():
    found = difference(0, 50, 0, 80)
    assert found.low < 0 < found.high


def test_holm_is_right_for_the_smallest_of_many_tests():
    found = holm(np.array([0.01, 0.001, 0.9]), shares=np.full(3, 1 / 10))
    assert found == pytest.approx([0.09, 0.01, 1])


def test_holm_never_falls_where_p_rises():
    found = holm(np.array([0.010, 0.0101]), shares=np.full(2, 1 / 2))
    assert found == pytest.approx([0.02, 0.02])


def test_holm_asks_less_of_a_test_with_a_larger_share_and_passes_on_what_it_had():
    found = holm(np.array([0.02, 0.02]), shares=np.array([0.8, 0.2]))
    assert found == pytest.approx([0.025, 0.025])
    found = holm(np.array([0.02, 0.001]), shares=np.array([0.8, 0.2]))
    assert found == pytest.approx([0.02, 0.005])


def test_holm_with_unequal_shares_keeps_the_error():
    shares = np.array([0.6, 0.2, 0.1, 0.05, 0.05])
    drawn = np.random.default_rng(0).random((4000, 5))
    errors = [holm(p_values, shares).min() < 0.05 for p_values in drawn]
    assert np.mean(errors) == pytest.approx(0.05, abs=0.01)


def test_a_shadow_of_the_stratum_tells_nothing_within_it():
    rng = np.random.default_rng(0)
    is_fake = rng.random(4000) < 0.5
    stratum = rng.random(4000) < np.where(is_fake, 0.4, 0.1)
    shadow = stratum & (rng.random(4000) < 0.5)
    own = rng.random(4000) < np.where(is_fake, 0.2, 0.1)
    assert stratified_p_value(is_fake, shadow, stratum) > 0.01
    assert stratified_p_value(is_fake, own, stratum) < 1e-6
    assert stratified_p_value(is_fake, stratum, stratum) == 1


def test_statsmodels_finds_the_same():
    p_values = np.array([0.001, 0.2, 0.012, 0.04])
    expected = multipletests(p_values, method="holm")[1]
    np.testing.assert_allclose(holm(p_values, np.full(4, 0.25)), expected)
    low, high = confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff")
    found = difference(56, 70, 48, 80)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)
    rng = np.random.default_rng(0)
    is_fake, stratum = rng.random(400) < 0.4, rng.random(400) < 0.3
    flag = rng.random(400) < 0.3 + 0.2 * is_fake
    tables = [
        [[np.sum(part & a & b) for b in (flag, ~flag)] for a in (is_fake, ~is_fake)]
        for part in (stratum, ~stratum)
    ]
    expected = StratifiedTable([np.array(table, float) for table in tables]).test_null_odds()
    assert stratified_p_value(is_fake, flag, stratum) == pytest.approx(expected.pvalue)


def test_what_several_others_tell_together_adds_nothing():
    rng = np.random.default_rng(0)
    is_fake = rng.random(4000) < 0.5
    others = rng.random((4000, 3)) < np.where(is_fake, 0.5, 0.2)[:, None]
    assert added_p_value(is_fake, others.sum(axis=1) >= 2, others) > 0.01
    assert added_p_value(is_fake, others[:, 0], others) == 1
    assert added_p_value(is_fake, rng.random(4000) < 0.2 + 0.2 * is_fake, others) < 1e-6


@pytest.mark.parametrize("is_number", [False, True])
def test_statsmodels_finds_the_same_score_test(is_number):
    rng = np.random.default_rng(0)
    is_fake = rng.random(2000) < 0.4
    others = rng.random((2000, 2)) < 0.3 + 0.2 * is_fake[:, None]
    told = rng.random(2000) < 0.3 + 0.05 * is_fake
    if is_number:
        told = rng.normal(0.1 * is_fake, 2)
    design = sm.add_constant(others.astype(float))
    fitted = sm.GLM(is_fake.astype(float), design, sm.families.Binomial()).fit()
    _, expected, _ = fitted.model.score_test(fitted.params, exog_extra=told.astype(float))
    assert added_p_value(is_fake, told, others) == pytest.approx(
        float(np.squeeze(expected)), rel=0.02
    )


def test_what_adds_nothing_adds_nothing_however_many_others_there_are():
    rng = np.random.default_rng(0)
    is_fake = rng.random(4000) < 0.5
    others = rng.random((4000, 100)) < 0.02
    for place in (2, 98):
        others[:, place] = rng.random(4000) < np.where(is_fake, 0.6, 0.2)
        assert added_p_value(is_fake, others[:, place], others) == 1
    assert added_p_value(is_fake, rng.random(4000) < 0.2 + 0.2 * is_fake, others) < 1e-6
