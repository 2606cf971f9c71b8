"""Metrics and curves of scores, against scikit-learn and known cases."""

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics

from fake_or_real.statistics import curves


def scores(real=4000, fake=1000, seed=0):
    """Calibrated at equal priors: FAKE has the density 2p, REAL 2(1 - p)."""
    rng = np.random.default_rng(seed)
    is_fake = np.arange(real + fake) < fake
    drawn = np.sqrt(rng.random(real + fake))
    return is_fake, np.where(is_fake, drawn, 1 - drawn)


def test_summary_of_undecided_scores_does_not_depend_on_the_class_sizes():
    is_fake = np.arange(500) < 50
    result = curves.summary(is_fake, np.full(500, 0.5))
    assert result["average_precision"] == pytest.approx(0.5)
    assert result["brier"] == pytest.approx(0.25)
    assert result["log_loss"] == pytest.approx(np.log(2))
    assert result["balanced_accuracy"] == 0.5
    assert (result["accuracy"], result["baseline_accuracy"]) == (0.9, 0.9)
    assert (result["n_real"], result["n_fake"]) == (450, 50)


def test_summary_of_balanced_classes_is_that_of_sklearn():
    is_fake, p_fake = scores(800, 800)
    result = curves.summary(is_fake, p_fake)
    assert result["accuracy"] == np.mean((p_fake > 0.5) == is_fake)
    assert result["average_precision"] == pytest.approx(
        metrics.average_precision_score(is_fake, p_fake)
    )
    assert result["brier"] == pytest.approx(np.mean((p_fake - is_fake) ** 2))
    assert result["log_loss"] == pytest.approx(metrics.log_loss(is_fake, p_fake))


@pytest.mark.parametrize("separated", [False, True])
def test_thinned_roc_keeps_its_ends_and_its_area(separated):
    is_fake, p_fake = scores()
    if separated:
        p_fake = is_fake * 0.9 + 0.05
    curve = curves.roc(is_fake, p_fake)
    assert len(curve) <= 201
    assert curve.iloc[0].tolist() == [0, 0]
    assert curve.iloc[-1].tolist() == [1, 1]
    assert metrics.auc(curve["fpr"], curve["tpr"]) == pytest.approx(
        metrics.roc_auc_score(is_fake, p_fake), abs=0.002
    )


def test_thinned_precision_recall_keeps_its_ends_and_its_area():
    is_fake, p_fake = scores()
    curve = curves.precision_recall(is_fake, p_fake)
    assert len(curve) <= 201
    assert curve.iloc[0].tolist() == [1, 0.5]  # everything called FAKE, at equal priors
    assert curve.iloc[-1].tolist() == [0, 1]
    assert metrics.auc(curve["recall"], curve["precision"]) == pytest.approx(
        curves.summary(is_fake, p_fake)["average_precision"], abs=0.01
    )


def test_calibrated_scores_lie_on_the_diagonal_whatever_the_class_sizes():
    curve = curves.calibration(*scores(40_000, 4000))
    assert curve["observed"].tolist() == pytest.approx(curve["predicted"].tolist(), abs=0.04)
    assert curve["rows"].sum() == 44_000
    assert len(curve) == 10


def test_calibration_leaves_empty_tenths_out_and_takes_the_ends():
    curve = curves.calibration(np.array([False, False, True]), np.array([0, 0.04, 1]))
    expected = pd.DataFrame({"predicted": [0.02, 1], "observed": [0.0, 1], "rows": [2, 1]})
    pd.testing.assert_frame_equal(curve, expected)


def test_histogram_counts_every_row_once():
    is_fake, p_fake = scores()
    p_fake[:2] = 0, 1
    counts = curves.histogram(is_fake, p_fake)
    assert counts["p_fake"].tolist()[:2] == [0.025, 0.075]
    rows = counts.pivot(index="p_fake", columns="label", values="rows")
    assert (len(rows), rows["REAL"].sum(), rows["FAKE"].sum()) == (20, 4000, 1000)
    shares = counts.pivot(index="p_fake", columns="label", values="share")
    assert shares["FAKE"].iloc[-1] > shares["REAL"].iloc[-1]


def test_confusion_counts_rows_by_label_and_call():
    is_fake = np.array([False, False, False, True])
    counts = curves.confusion(is_fake, np.array([0.1, 0.2, 0.9, 0.8]))
    assert counts["rows"].tolist() == [2, 1, 0, 1]
    assert counts.loc[counts["actual"] == "REAL", "share"].tolist() == [0.6667, 0.3333]
    assert counts.loc[counts["actual"] == "FAKE", "predicted"].tolist() == ["REAL", "FAKE"]
