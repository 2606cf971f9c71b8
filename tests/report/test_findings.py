import pandas as pd
import pytest

from fake_or_real.report import findings


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0 %"), (0.00023, "0.023 %"), (0.0994, "9.9 %"), (0.5, "50 %")]
)
def test_shares_have_two_digits(share, said):
    assert findings.percent(share) == said


def test_curves_are_read_where_it_matters():
    roc = pd.DataFrame({"fpr": [0, 0.05, 1], "tpr": [0, 0.42, 1]})
    assert findings.roc(roc) == "With 5 % false alarms it finds 42 % of FAKE rows"
    curve = pd.DataFrame({"recall": [1, 0.5, 0], "precision": [0.5, 0.8, 1]})
    assert "80 % is FAKE" in findings.precision_recall(curve)


def test_calibration_says_whether_a_probability_is_one():
    points = pd.DataFrame({"predicted": [0.1, 0.9], "observed": [0.1, 0.9], "rows": [9, 1]})
    assert findings.calibration(points).startswith("P(FAKE) can be taken at its word")
    points["observed"] = [0.3, 0.9]
    assert findings.calibration(points) == "P(FAKE) is only a rank: it is off by 0.18 on average"


def test_the_jury_may_have_one_member_only():
    found = pd.DataFrame({"discriminator": ["a", "b"], "auc": [0.9, 0.7]})
    assert findings.jury(found) == "a sees most, AUC 0.90; the next, b, 0.70"
    assert findings.jury(found.head(1)) == "a alone was asked: AUC 0.90"


def test_nothing_found_is_said_so():
    assert findings.giveaways(pd.DataFrame()) == "Nothing in particular gives the FAKE rows away"
    assert findings.segments(pd.DataFrame()) == "No group of real rows is missing"
    assert findings.peeling(pd.DataFrame({"auc": [0.6]})).startswith("No give-away's columns")
    assert findings.yardstick({}) == "No real rows to spare for a yardstick"
