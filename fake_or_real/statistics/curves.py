"""What the scores on the holdout look like: summary metrics, and curves small enough to commit.

`is_fake` is boolean and `p_fake` is P(FAKE) in [0, 1], both of shape (n,). P(FAKE) is meant at
equal priors, so everything here but the accuracy and its baseline weighs both classes equally:
answering 0.5 to every row then has an average precision of 0.5, a Brier score of 0.25 and a log
loss of 0.69, however many rows there are of each class.
"""

import numpy as np
import pandas as pd
from sklearn import metrics

_POINTS = 200  # more than a plot can show
_DECIMALS = 4
_CALIBRATION_BINS = 10
_HISTOGRAM_BINS = 20  # as in the tutorial


def summary(is_fake: np.ndarray, p_fake: np.ndarray) -> dict[str, float]:
    """Metrics of the scores; a row with P(FAKE) above 0.5 is called FAKE.

    baseline_accuracy: what always answering the more common class would reach.
    """
    called_fake = p_fake > 0.5
    weights = _equal_priors(is_fake)
    return {
        "accuracy": float(metrics.accuracy_score(is_fake, called_fake)),
        "balanced_accuracy": float(metrics.balanced_accuracy_score(is_fake, called_fake)),
        "baseline_accuracy": float(max(is_fake.mean(), 1 - is_fake.mean())),
        "average_precision": float(
            metrics.average_precision_score(is_fake, p_fake, sample_weight=weights)
        ),
        "brier": float(metrics.brier_score_loss(is_fake, p_fake, sample_weight=weights)),
        "log_loss": float(metrics.log_loss(is_fake, p_fake, sample_weight=weights)),
        "n_real": int((~is_fake).sum()),
        "n_fake": int(is_fake.sum()),
    }


def roc(is_fake: np.ndarray, p_fake: np.ndarray) -> pd.DataFrame:
    """The ROC curve: `fpr`, `tpr`, from (0, 0) to (1, 1)."""
    fpr, tpr, _ = metrics.roc_curve(is_fake, p_fake)
    kept = _evenly(fpr + tpr)
    return pd.DataFrame({"fpr": fpr[kept], "tpr": tpr[kept]}).round(_DECIMALS)


def precision_recall(is_fake: np.ndarray, p_fake: np.ndarray) -> pd.DataFrame:
    """The precision-recall curve: `recall` (falling from 1 to 0), `precision`."""
    precision, recall, _ = metrics.precision_recall_curve(
        is_fake, p_fake, sample_weight=_equal_priors(is_fake)
    )
    kept = _evenly(1 - recall)
    return pd.DataFrame({"recall": recall[kept], "precision": precision[kept]}).round(_DECIMALS)


def calibration(is_fake: np.ndarray, p_fake: np.ndarray) -> pd.DataFrame:
    """The reliability curve, a line for each tenth of P(FAKE) that holds rows.

    `predicted`: mean P(FAKE). `observed`: the share of FAKE rows. `rows`: how many.
    """
    tenth = np.minimum((p_fake * _CALIBRATION_BINS).astype(int), _CALIBRATION_BINS - 1)
    weights = _equal_priors(is_fake)
    totals = (
        pd.DataFrame(
            {"predicted": p_fake * weights, "observed": is_fake * weights, "weight": weights}
        )
        .assign(rows=1)
        .groupby(tenth)
        .sum()
    )
    shares = totals[["predicted", "observed"]].div(totals["weight"], axis=0).round(_DECIMALS)
    return shares.assign(rows=totals["rows"]).reset_index(drop=True)


def histogram(is_fake: np.ndarray, p_fake: np.ndarray) -> pd.DataFrame:
    """Rows by P(FAKE) and label: `p_fake`, the middle of each of 20 bins, `label`, the number of
    `rows`, and `share`, how many of the label's rows they are.
    """
    edges = np.linspace(0, 1, _HISTOGRAM_BINS + 1)
    middles = ((edges[:-1] + edges[1:]) / 2).round(_DECIMALS)
    counts = {
        "REAL": np.histogram(p_fake[~is_fake], edges)[0],
        "FAKE": np.histogram(p_fake[is_fake], edges)[0],
    }
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "p_fake": middles,
                    "label": label,
                    "rows": rows,
                    "share": (rows / rows.sum()).round(_DECIMALS),
                }
            )
            for label, rows in counts.items()
        ],
        ignore_index=True,
    )


def confusion(is_fake: np.ndarray, p_fake: np.ndarray) -> pd.DataFrame:
    """Rows by `actual` and `predicted` label at P(FAKE) 0.5: their number, `rows`, and `share`,
    how many of the actual class they are.
    """
    counts = metrics.confusion_matrix(is_fake, p_fake > 0.5)
    labels = ["REAL", "FAKE"]
    return pd.DataFrame(
        {
            "actual": np.repeat(labels, 2),
            "predicted": labels * 2,
            "rows": counts.ravel(),
            "share": (counts / counts.sum(axis=1, keepdims=True)).ravel().round(_DECIMALS),
        }
    )


def _equal_priors(is_fake: np.ndarray) -> np.ndarray:
    """Weights of the rows, 1 on average, with which both classes weigh the same."""
    fake = float(is_fake.mean())
    return np.where(is_fake, 0.5 / fake, 0.5 / (1 - fake))


def _evenly(along: np.ndarray) -> np.ndarray:
    """Positions in a rising array: first, last and in between at most 200, evenly spaced."""
    steps = np.linspace(along[0], along[-1], _POINTS)
    return np.unique(np.append(np.searchsorted(along, steps), len(along) - 1))
