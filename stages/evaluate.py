"""Score the holdout and say how well FAKE can be told from REAL.

in:  data/real.parquet, data/synthetic.parquet, data/seen.parquet, data/split.parquet,
     data/discriminator/
out: metrics/evaluate.json, plots/ (curves as CSV), data/scores.parquet (P(FAKE) of each holdout
     row)
"""

from pathlib import Path

import numpy as np

from fake_or_real import discriminators
from fake_or_real.data import seen_rows, splits, stored, tables
from fake_or_real.data.outputs import write_json
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.errors import run
from fake_or_real.evidence.evaluation import evaluate
from fake_or_real.progress import progress
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    assigned = tables.read(Path("data/split.parquet"))
    model = discriminators.load(Path("data/discriminator"), params.discriminator.trusted)
    p_fake = None
    with progress(True):
        if params.discriminator.engine == "dask":
            p_fake = _scored_on_a_cluster(model, assigned, params.discriminator.dask.scheduler)
        evaluation = evaluate(
            *stored.judged(Path("data")),
            seen_rows.read(Path("data/seen.parquet")),
            assigned,
            model,
            np.random.default_rng(params.seed),
            p_fake,
        )
    write_json(Path("metrics/evaluate.json"), evaluation.metrics)
    for name, curve in evaluation.curves.items():
        tables.write_csv(curve, Path(f"plots/{name}.csv"))
    tables.write(evaluation.scores, Path("data/scores.parquet"))
    figures = evaluation.metrics
    print(f"AUC {figures['auc']:.3f} [{figures['auc_ci_low']:.3f}, {figures['auc_ci_high']:.3f}]")


def _scored_on_a_cluster(model: Discriminator, assigned: Table, scheduler: str) -> np.ndarray:
    from fake_or_real.discriminators.dask import cluster, scoring  # noqa: PLC0415 - an extra

    with cluster.connected(scheduler, Path("data")) as dask:
        return scoring.p_fake(dask, model, splits.members("holdout", assigned))


if __name__ == "__main__":
    run(main)
