"""Score the holdout and say how well FAKE can be told from REAL.

in:  data/real.parquet, data/synthetic.parquet, data/seen.parquet, data/split.parquet,
     data/discriminator/
out: metrics/evaluate.json, plots/ (curves as CSV), data/scores.parquet (P(FAKE) of each holdout
     row)
"""

from pathlib import Path

import numpy as np

from fake_or_real import discriminators
from fake_or_real.data import seen_rows, stored, tables
from fake_or_real.data.outputs import write_json
from fake_or_real.errors import run
from fake_or_real.evidence.evaluation import evaluate
from fake_or_real.progress import progress
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    with progress(True):
        evaluation = evaluate(
            *stored.judged(Path("data")),
            seen_rows.read(Path("data/seen.parquet")),
            tables.read(Path("data/split.parquet")),
            discriminators.load(Path("data/discriminator"), params.discriminator.trusted),
            np.random.default_rng(params.seed),
        )
    write_json(Path("metrics/evaluate.json"), evaluation.metrics)
    for name, curve in evaluation.curves.items():
        tables.write_csv(curve, Path(f"plots/{name}.csv"))
    tables.write(evaluation.scores, Path("data/scores.parquet"))
    figures = evaluation.metrics
    print(f"AUC {figures['auc']:.3f} [{figures['auc_ci_low']:.3f}, {figures['auc_ci_high']:.3f}]")


if __name__ == "__main__":
    run(main)
