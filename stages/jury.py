"""Ask other discriminators about the same rows: what each of them would have told you.

And what each group of features alone is worth: numbers that never repeat and a broken dependency
are different news.

in:  data/real.parquet, data/synthetic.parquet, data/split.parquet, data/scores.parquet
out: metrics/jury.json, plots/jury.csv and .png
"""

from contextlib import suppress
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data import splits, tables
from fake_or_real.data.outputs import write_json
from fake_or_real.data.splits import Part
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.errors import UserError, run
from fake_or_real.features.feature import Group
from fake_or_real.report import charts, findings
from fake_or_real.statistics.auc import Auc, auc
from stages.params import read_params


def jury(train: Part, holdout: Part, families: list[str], seed: int) -> dict[str, Auc]:
    """The AUC that each family reaches on the holdout, with its default settings."""
    found = {}
    for name in families:
        found[name] = _ask(discriminators.make(name, {}, seed), train, holdout)
        print(f"{name:25} AUC {found[name].value:.3f}", flush=True)
    return found


def groups_alone(train: Part, holdout: Part, seed: int) -> dict[str, float]:
    """`auc_GROUP`: what one LightGBM model reaches with one group of features.

    A group that has nothing to look at in this table is left out.
    """
    found = {}
    for group in get_args(Group):
        model = discriminators.make("lightgbm", {"models": 1, "groups": [group]}, seed)
        with suppress(UserError):
            found[f"auc_{group}"] = _ask(model, train, holdout).value
    return found


def _ask(model: Discriminator, train: Part, holdout: Part) -> Auc:
    model.fit(train.table, train.is_fake)
    return auc(holdout.is_fake, model.predict_proba(holdout.table)[:, 1])


def main() -> None:
    """The stage."""
    params = read_params()
    real = tables.read(Path("data/real.parquet"))
    synthetic = tables.read(Path("data/synthetic.parquet"))
    assigned = tables.read(Path("data/split.parquet"))
    train, holdout = (splits.part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    scores = tables.read(Path("data/scores.parquet")).frame
    ours = auc(scores["is_fake"].to_numpy(dtype=bool), scores["p_fake"].to_numpy(dtype=float))
    families = [name for name in params.jury.families if name != params.discriminator.name]
    found = jury(train, holdout, families, params.seed) | {params.discriminator.name: ours}
    points = [(name, point.value, point.low, point.high) for name, point in found.items()]
    frame = pd.DataFrame(points, columns=["discriminator", "auc", "low", "high"])
    frame = frame.iloc[np.argsort(-frame["auc"], kind="stable")]
    tables.write_csv(frame, Path("plots/jury.csv"))
    chart = charts.jury(frame, params.discriminator.name, findings.jury(frame))
    charts.save_png(chart, Path("plots/jury.png"))
    alone = groups_alone(train, holdout, params.seed)
    aucs = {f"auc_{name}": point.value for name, point in found.items()}
    write_json(Path("metrics/jury.json"), aucs | alone)


if __name__ == "__main__":
    run(main)
