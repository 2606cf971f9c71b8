"""Score the holdout and say how well FAKE can be told from REAL.

in:  data/real.parquet, data/synthetic.parquet, data/seen.parquet, data/split.parquet,
     data/discriminator/
out: metrics/evaluate.json, plots/ (curves as CSV, the tutorial's histogram as PNG),
     data/scores.parquet (P(FAKE) of each holdout row)
"""

from pathlib import Path

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data import seen_rows, splits, tables
from fake_or_real.data.outputs import write_json
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.errors import run
from fake_or_real.report import charts
from fake_or_real.statistics import curves
from fake_or_real.statistics.auc import auc

PLOTS = Path("plots")


def evaluate(is_fake: np.ndarray, p_fake: np.ndarray) -> dict[str, float]:
    """The metrics of P(FAKE) on the holdout; both of shape (n,)."""
    found = auc(is_fake, p_fake)
    return {
        "auc": found.value,
        "auc_ci_low": found.low,
        "auc_ci_high": found.high,
        "p_value": found.p_value,
        "detectable": found.detectable,
        **curves.summary(is_fake, p_fake),
    }


def seen_against_unseen(
    model: Discriminator, real: Table, seen: np.ndarray | None, trained_on: np.ndarray
) -> dict[str, float]:
    """Whether real rows that the generator saw look more FAKE than rows that it did not.

    seen, trained_on: positions of real rows that the generator and the discriminator learned
    from. Only rows that the discriminator never trained on are held against each other; 0.5
    means no difference. Where no seen row is known, only `seen_known` is given.
    """
    if seen is None or len(seen) == 0:
        return {"seen_known": seen is not None}
    rows = np.setdiff1d(np.arange(len(real)), trained_on)
    found = auc(np.isin(rows, seen), model.predict_proba(real.take(rows))[:, 1])
    return {
        "seen_known": True,
        "auc_seen_unseen": found.value,
        "auc_seen_unseen_ci_low": found.low,
        "auc_seen_unseen_ci_high": found.high,
    }


def write_plots(is_fake: np.ndarray, p_fake: np.ndarray, model: Discriminator) -> None:
    """Write what DVC plots: curves, and the tutorial's histogram with its title."""
    for name, curve in {
        "roc": curves.roc(is_fake, p_fake),
        "precision_recall": curves.precision_recall(is_fake, p_fake),
        "calibration": curves.calibration(is_fake, p_fake),
        "histogram": curves.histogram(is_fake, p_fake),
        "confusion": curves.confusion(is_fake, p_fake),
        "gain": model.feature_gain()[["feature", "gain"]].head(20),
    }.items():
        tables.write_csv(curve, PLOTS / f"{name}.csv")
    found = evaluate(is_fake, p_fake)
    title = f"Accuracy: {found['accuracy']:.1%}, AUC: {found['auc']:.1%}"
    charts.save_png(charts.score_histogram(p_fake, is_fake, title), PLOTS / "histogram.png")


def main() -> None:
    """The stage."""
    real = tables.read(Path("data/real.parquet"))
    synthetic = tables.read(Path("data/synthetic.parquet"))
    assigned = tables.read(Path("data/split.parquet"))
    holdout = splits.part("holdout", assigned, real, synthetic)
    model = discriminators.load(Path("data/discriminator"))
    p_fake = model.predict_proba(holdout.table)[:, 1]
    found = evaluate(holdout.is_fake, p_fake)
    seen = seen_rows.read(Path("data/seen.parquet"))
    memory = seen_against_unseen(model, real, seen, splits.real_rows("train", assigned))
    write_json(Path("metrics/evaluate.json"), found | memory)
    write_plots(holdout.is_fake, p_fake, model)
    scores = pd.DataFrame({"is_fake": holdout.is_fake, "row": holdout.row, "p_fake": p_fake})
    scored = Table(
        scores.astype({"is_fake": "boolean", "row": "Int64"}),
        {"is_fake": "boolean", "row": "integer", "p_fake": "float"},
    )
    tables.write(scored, Path("data/scores.parquet"))
    print(f"AUC {found['auc']:.3f} [{found['auc_ci_low']:.3f}, {found['auc_ci_high']:.3f}],")
    print(
        f"accuracy {found['accuracy']:.1%} (always the same answer: "
        f"{found['baseline_accuracy']:.1%})"
    )


if __name__ == "__main__":
    run(main)
