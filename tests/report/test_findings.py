import pandas as pd

from fake_or_real.report import findings


def test_curves_are_read_where_it_matters():
    roc = pd.DataFrame({"fpr": [0, 0.05, 1], "tpr": [0, 0.42, 1]})
    assert findings.roc(roc) == "With 5 % false alarms it finds 42 % of FAKE rows"
    curve = pd.DataFrame({"recall": [1, 0.5, 0], "precision": [0.5, 0.8, 1]})
    assert findings.precision_recall(curve) == (
        "When it finds half of the FAKE rows, 80 % of its alarms are right"
    )


def test_calibration_says_whether_a_probability_is_one():
    points = pd.DataFrame({"predicted": [0.1, 0.9], "observed": [0.1, 0.9], "rows": [9, 1]})
    assert findings.calibration(points).startswith("The probabilities can be trusted")
    points["observed"] = [0.3, 0.9]
    assert findings.calibration(points) == (
        "Use P(FAKE) to sort rows only: as a probability it is off by 18 points"
    )


def test_the_jury_may_have_one_member_only():
    found = pd.DataFrame({"discriminator": ["a", "b"], "auc": [0.9, 0.7]})
    assert findings.jury(found) == "a sees most, AUC 0.90; the next, b, 0.70"
    assert findings.jury(found.head(1)) == "a alone was asked: AUC 0.90"


def test_nothing_found_is_said_so():
    assert findings.giveaways(pd.DataFrame()) == "Nothing in particular gives the FAKE rows away"
    assert findings.segments(pd.DataFrame()) == "No group of real rows is missing"
    assert findings.peeling(pd.DataFrame({"auc": [0.6]})).startswith("No give-away's columns")
    assert findings.yardstick({}) == "There is no yardstick to hold it against"


def test_one_thing_is_said_in_the_singular():
    groups = pd.DataFrame(
        {"rule": ["a = 1", "b = 2"], "rate_real": 0.01, "rate_fake": 0.0, "fake": 0}
    )
    assert findings.segments(groups.head(1)) == (
        "1 group is missing or too rare: a = 1 (1 % of REAL rows, no FAKE one)"
    )
    assert findings.segments(groups).startswith("2 groups are missing or too rare, e.g. a = 1 (")
    assert findings.giveaways(groups.head(1)) == "1 pattern gives the FAKE rows away"
    assert findings.giveaways(groups) == "2 patterns give the FAKE rows away"
    curve = pd.DataFrame({"auc": [0.85, 0.7, 0.64]})
    assert findings.peeling(curve) == (
        "Without these 2 patterns' columns the AUC falls from 0.85 to 0.64"
    )
    assert findings.peeling(curve.head(2)).startswith("Without this pattern's columns the AUC")
