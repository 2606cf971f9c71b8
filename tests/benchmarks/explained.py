"""How much of the verdict do the listed give-aways explain, over published tables?

    python -m tests.benchmarks.explained FOLDER[:FOLDER...] OUT [--rows 5000] [--seed 1]
        [--tables NAME ...]

The folders' layouts stand in `collections.py`. Of each comparison so many rows of either table are
drawn, split 80 : 20 and judged with the default discriminator. Writes OUT, a CSV, line by line, and
passes over what it holds already. `share` is (explained AUC - 0.5) / (AUC - 0.5); right: at least
0.8 on 90 % of the tables that are detectable.
"""

import argparse
import csv
import os
import time
from pathlib import Path

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data import splits
from fake_or_real.data.tables import Table
from fake_or_real.errors import run
from fake_or_real.giveaways import giveaways
from fake_or_real.giveaways.explained import explained
from fake_or_real.giveaways.explanation import reference_and_control
from fake_or_real.statistics.auc import auc
from tests.benchmarks.collections import comparisons
from tests.benchmarks.ladder import drawn

MIN_COUNT = 5
ENOUGH = 0.8
FIELDS = [
    *("folder", "table", "auc", "auc_ci_low", "explained_auc", "explained_auc_ci_low"),
    *("explained_share", "giveaways", "unnamed", "seconds"),
]


def measure(real: Table, fake: Table, assigned: Table, seed: int) -> dict[str, str | float]:
    """What the verdict and the give-aways of two tables are, in the names of `FIELDS`."""
    train, holdout = (splits.part(name, assigned, real, fake) for name in ("train", "holdout"))
    model = discriminators.make("lightgbm", {"threads": 1}, seed).fit(train.table, train.is_fake)
    verdict = auc(holdout.is_fake, model.predict_proba(holdout.table)[:, 1], holdout.twins)
    start = time.process_time()
    rng = np.random.default_rng(seed)
    partition = reference_and_control(real, fake, assigned, MIN_COUNT)
    listed = giveaways.find(partition, rng)
    found = explained(partition, listed, holdout, verdict, rng)
    return {
        "auc": verdict.value,
        "auc_ci_low": verdict.low,
        **{key: found[key] for key in FIELDS if key in found},
        "giveaways": len(listed),
        "unnamed": "; ".join(key[8:] for key in found if key.startswith("unnamed_")),
        "seconds": time.process_time() - start,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.explained")
    parser.add_argument("folders", help=f"folders of tables, with {os.pathsep!r} between them")
    parser.add_argument("out", type=Path, help="the CSV to write, or to go on with")
    parser.add_argument("--rows", type=int, default=5000, help="of each table (default: 5000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tables", nargs="+", help="which (default: all)")
    arguments = parser.parse_args()
    pairs = comparisons([Path(folder) for folder in arguments.folders.split(os.pathsep) if folder])
    known = pd.read_csv(arguments.out) if arguments.out.is_file() else pd.DataFrame(columns=FIELDS)
    done = set(known[["folder", "table"]].itertuples(index=False, name=None))
    with arguments.out.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS)
        if not done:
            writer.writeheader()
        for pair in pairs:
            is_wanted = not arguments.tables or pair.table in arguments.tables
            if (pair.folder, pair.table) in done or not is_wanted:
                continue
            line = measure(*drawn(pair, arguments.rows, arguments.seed), arguments.seed)
            line |= {"folder": pair.folder, "table": pair.table}
            writer.writerow({k: f"{v:.4g}" if isinstance(v, float) else v for k, v in line.items()})
            file.flush()
    lines = pd.read_csv(arguments.out)
    detectable = lines[lines["auc_ci_low"] > 0.5]
    enough = (detectable["explained_share"] >= ENOUGH).mean()
    print(lines.to_markdown(index=False))
    print(f"explained by 80 % or more: {enough:.1%} of {len(detectable)} tables (right: 90 %)")


if __name__ == "__main__":
    run(main)
