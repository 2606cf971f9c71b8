"""The verdict's sentence and the gate, case by case."""

import pytest

from fake_or_real.evidence.verdict import verdict, violations

EVALUATE = {"auc": 0.8, "auc_ci_low": 0.79, "auc_ci_high": 0.81, "detectable": True}
YARDSTICK = {
    "equivalent_corruption": 0.09,
    "null_auc": 0.501,
    "null_auc_ci_low": 0.49,
    "null_auc_ci_high": 0.52,
    "null_holds": True,
    "relation": "within",
    "sentence": "as detectable as real data with 9 % of its cells scrambled",
}
COPIES = {
    "excess_identical_to_real_ci_low": 0.0,
    "excess_repeats_ci_low": -0.01,
    "identical_to_real": 0.0,
    "memorized": False,
    "seen_rows": 100,
}
LIMITS = {"max_auc": 0.9, "max_equivalent_corruption": 0.2, "allow_memorized": False}


def test_detectable():
    found = verdict(EVALUATE, YARDSTICK, COPIES)
    assert found == {
        **EVALUATE,
        "equivalent_corruption": 0.09,
        "memorized": False,
        "null_holds": True,
        "relation": "within",
        "sentence": "Detectable: AUC 0.80 [0.79, 0.81]; as detectable as real data with 9 % of its"
        " cells scrambled; no sign of copied rows.",
    }


def test_not_detectable_but_memorized():
    evaluate = {"auc": 0.502, "auc_ci_low": 0.48, "auc_ci_high": 0.52, "detectable": False}
    copies = COPIES | {
        "excess_identical": 0.97,
        "excess_identical_ci_low": 0.95,
        "identical_to_seen": 0.98,
        "memorized": True,
    }
    found = verdict(evaluate, YARDSTICK | {"sentence": "no more detectable"}, copies)
    assert found["sentence"] == (
        "Not detectable: AUC 0.50 [0.48, 0.52]; no more detectable;"
        " 98 % of the synthetic rows equal a row that the generator saw (by chance: 1 %)."
    )
    assert found["memorized"] is True


def test_what_could_not_be_judged_is_said_and_none():
    found = verdict(EVALUATE, {}, {})
    assert found["sentence"] == (
        "Detectable: AUC 0.80 [0.79, 0.81]; no yardstick, for want of real rows to spare;"
        " copies cannot be judged."
    )
    for name in ("equivalent_corruption", "memorized", "null_holds", "relation"):
        assert found[name] is None
    assert violations(found, **LIMITS) == []


def test_a_broken_null_is_a_warning():
    broken = YARDSTICK | {"null_auc": 0.56, "null_auc_ci_low": 0.54, "null_holds": False}
    found = verdict(EVALUATE, broken, COPIES)
    assert "Warning: real against real rows gave AUC 0.56 [0.54, 0.52]" in found["sentence"]
    assert found["null_holds"] is False


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
