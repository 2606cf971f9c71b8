"""The verdict's sentence and the gate, case by case."""

import pytest

from fake_or_real.evidence.verdict import verdict
from fake_or_real.report.verdict import equivalent, sentence, violations

EVALUATE = {"auc": 0.8, "auc_ci_low": 0.79, "auc_ci_high": 0.81, "detectable": True}
ALIKE = {"auc": 0.502, "auc_ci_low": 0.48, "auc_ci_high": 0.52, "detectable": False}
YARDSTICK = {
    "equivalent_corruption": 0.09,
    "equivalent_corruption_ci_low": 0.08,
    "null_auc": 0.501,
    "null_auc_ci_low": 0.49,
    "null_auc_ci_high": 0.52,
    "null_holds": True,
    "relation": "within",
}
COPIES = {
    "closer_to_seen": 0.51,
    "closer_to_seen_ci_low": 0.49,
    "excess_identical": 0.001,
    "excess_identical_ci_low": -0.001,
    "excess_identical_to_real_ci_low": -0.001,
    "excess_repeats_ci_low": -0.001,
    "identical_to_real": 0.003,
    "identical_to_seen": 0.002,
    "identical_to_unseen": 0.001,
    "memorized": False,
    "seen_rows": 100,
}
LIMITS = {"max_auc": 0.9, "max_equivalent_corruption": 0.2, "allow_memorized": False}


def test_detectable():
    assert sentence(EVALUATE, YARDSTICK, COPIES) == (
        "Detectable: AUC 0.80 [0.79, 0.81]; as detectable as real data with 9 % of its"
        " cells scrambled; no sign of copied rows."
    )
    assert verdict(EVALUATE, YARDSTICK, COPIES) == {
        **EVALUATE,
        "equivalent_corruption": 0.09,
        "memorized": False,
        "null_holds": True,
        "relation": "within",
    }


def test_what_is_not_detectable_has_no_equivalent_and_breaks_no_limit_of_it():
    assert sentence(ALIKE, YARDSTICK, COPIES) == (
        "Not detectable: AUC 0.50 [0.48, 0.52]; no sign of copied rows."
    )
    figures = verdict(ALIKE, YARDSTICK | {"equivalent_corruption": 0.65}, COPIES)
    assert figures["equivalent_corruption"] is None
    assert violations(figures, **LIMITS) == []


def test_an_interval_below_a_half_is_never_without_a_word():
    below = ALIKE | {"auc": 0.44, "auc_ci_low": 0.42, "auc_ci_high": 0.46}
    assert "Warning: the whole interval lies below 0.5" in sentence(below, YARDSTICK, COPIES)
    assert "Warning" not in sentence(below | {"auc_ci_high": 0.5}, YARDSTICK, COPIES)


def test_what_could_not_be_judged_is_said_and_none():
    assert sentence(EVALUATE, {}, {}) == (
        "Detectable: AUC 0.80 [0.79, 0.81]; there is no yardstick to hold it against;"
        " copies cannot be judged."
    )
    figures = verdict(EVALUATE, {}, {})
    for name in ("equivalent_corruption", "memorized", "null_holds", "relation"):
        assert figures[name] is None
    assert violations(figures, **LIMITS) == []


def test_a_broken_null_is_a_warning():
    broken = YARDSTICK | {"null_auc": 0.56, "null_auc_ci_low": 0.54, "null_holds": False}
    assert "Warning: real against real rows gave AUC 0.56 [0.54, 0.52]" in (
        sentence(EVALUATE, broken, COPIES)
    )
    assert verdict(EVALUATE, broken, COPIES)["null_holds"] is False


@pytest.mark.parametrize(
    ("share", "shown"), [(0.004, "0.4 %"), (0.0094, "0.9 %"), (0.0096, "1 %"), (0.27, "27 %")]
)
def test_the_equivalent_names_the_share(share, shown):
    said = equivalent(YARDSTICK | {"equivalent_corruption": share})
    assert said == f"as detectable as real data with {shown} of its cells scrambled"


def test_the_yardsticks_ends_have_words_of_their_own():
    below = YARDSTICK | {"relation": "below"}
    assert equivalent(below) == "no more detectable than intact real data"
    above = YARDSTICK | {"relation": "above"}
    assert equivalent(above) == "as detectable as real data with every cell scrambled"
    beyond = above | {"equivalent_corruption_ci_low": 1}
    assert equivalent(beyond) == "more detectable than real data with every cell scrambled"


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({}, []),
        ({"max_auc": 0.79}, []),  # the interval's lower end, not the AUC
        ({"max_auc": 0.78}, ["gate.max_auc 0.78"]),
        ({"max_equivalent_corruption": 0.09}, []),
        ({"max_equivalent_corruption": 0.05}, ["gate.max_equivalent_corruption 0.05"]),
        (
            {"max_auc": 0.6, "max_equivalent_corruption": 0},
            ["gate.max_auc 0.6", "gate.max_equivalent_corruption 0"],
        ),
    ],
)
def test_gate_names_each_limit_that_is_exceeded(change, names):
    found = violations(verdict(EVALUATE, YARDSTICK, COPIES), **(LIMITS | change))
    assert len(found) == len(names)
    assert all(name in line and "\n" not in line for name, line in zip(names, found, strict=True))


@pytest.mark.parametrize("allowed", [True, False])
def test_gate_on_memorized_rows(allowed):
    found = verdict(EVALUATE, YARDSTICK, COPIES | {"memorized": True})
    lines = violations(found, **(LIMITS | {"allow_memorized": allowed}))
    assert [("gate.allow_memorized" in line) for line in lines] == ([] if allowed else [True])
