"""Ask other discriminators, single groups of features, and ours with fewer rows, of the same rows.

in:  data/real.parquet, data/synthetic.parquet, data/split.parquet, data/scores.parquet
out: metrics/jury.json, plots/jury.csv
"""

from pathlib import Path

import numpy as np

from fake_or_real import discriminators
from fake_or_real.data import splits, stored, tables
from fake_or_real.data.outputs import write_json
from fake_or_real.errors import run
from fake_or_real.evidence import jury
from fake_or_real.evidence.learning import learning_curve
from fake_or_real.progress import progress
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    assigned = tables.read(Path("data/split.parquet"))
    scores = tables.read(Path("data/scores.parquet")).frame
    ours = params.discriminator
    families = [name for name in params.jury.families if name != ours.name]
    with progress(True):
        tables_of_split = stored.judged(Path("data"))
        train, holdout = (
            splits.part(name, assigned, *tables_of_split) for name in ("train", "holdout")
        )
        some = train.learning_from(params.jury.max_rows, np.random.default_rng(params.seed))
        aucs = dict(jury.ask_families(some, holdout, families, params.seed, ours.trusted))
        alone = jury.groups_alone(some, holdout, params.seed)
        curve = learning_curve(
            train,
            holdout,
            scores["p_fake"].to_numpy(float),
            lambda: discriminators.make(ours.name, ours.settings, params.seed, ours.trusted),
            params.seed,
        )
    for name, point in aucs.items():
        print(f"{name:25} AUC {point.value:.3f}")
    aucs[ours.name] = jury.of_scores(scores)
    tables.write_csv(jury.ranked(aucs), Path("plots/jury.csv"))
    write_json(Path("metrics/jury.json"), jury.to_dict(aucs, alone, some) | curve)


if __name__ == "__main__":
    run(main)
