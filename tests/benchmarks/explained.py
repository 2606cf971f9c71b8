"""How much of the verdict do the listed give-aways explain, over published tables?

    python -m tests.benchmarks.explained LADDER [LADDER ...] OUT [--rows 5000] [--seed 1]

LADDER is a folder of tables as tests.benchmarks.ladder takes them, or with D--real (real rows) and
D--METHOD--N. Of each comparison so many rows of either table are drawn, split 80 : 20 and judged
with the default discriminator. Writes OUT, a CSV, line by line, and passes over what it holds
already. `share` is (explained AUC - 0.5) / (AUC - 0.5); right: at least 0.8 on 90 % of the tables
that are detectable.
"""

import argparse
import csv
import time
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data import files, foreign, splits, tables
from fake_or_real.data.tables import Table
from fake_or_real.errors import run
from fake_or_real.giveaways.explanation import explain
from fake_or_real.statistics.auc import auc

from .ladder import ENDING, comparisons

FIELDS = [
    *("table", "auc", "auc_ci_low", "explained_auc", "explained_auc_ci_low", "explained_share"),
    *("giveaways", "unnamed", "seconds"),
]


def measure(real: Table, fake: Table, seed: int) -> dict[str, str | float]:
    """What the verdict and the give-aways of two tables of equally many rows are."""
    judged = tables.judged(real, fake)
    assigned = splits.split(*judged, None, protocol="all", holdout=0.2, seed=seed)
    train, holdout = (splits.part(name, assigned, *judged) for name in ("train", "holdout"))
    model = discriminators.make("lightgbm", {}, seed).fit(train.table, train.is_fake)
    verdict = auc(holdout.is_fake, model.predict_proba(holdout.table)[:, 1], holdout.twins)
    start = time.process_time()
    found = explain(real, fake, assigned, model, seed=seed, min_count=5, peel=0).metrics
    return {
        "auc": verdict.value,
        "auc_ci_low": verdict.low,
        **{key: found[key] for key in FIELDS if key in found},
        "unnamed": "; ".join(key[8:] for key in found if key.startswith("unnamed_")),
        "seconds": time.process_time() - start,
    }


def pairs(ladder: Path) -> list[tuple[Path, Path]]:
    """The real table and the other of each comparison, in either layout."""
    reals = sorted(ladder.glob(f"*--real{ENDING}"))
    other = [
        (real, path)
        for real in reals
        for path in sorted(ladder.glob(f"{real.name.removesuffix(f'real{ENDING}')}*{ENDING}"))
        if path != real
    ]
    return [*comparisons(ladder), *other]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.explained")
    parser.add_argument("ladders", type=Path, nargs="+", help="folders of tables")
    parser.add_argument("out", type=Path, help="the CSV to write")
    parser.add_argument("--rows", type=int, default=5000, help="of each table (default: 5000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tables", nargs="+", help="which (default: all)")
    arguments = parser.parse_args()
    done = set(pd.read_csv(arguments.out)["table"]) if arguments.out.exists() else set()
    with arguments.out.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS)
        if not done:
            writer.writeheader()
        for real_path, fake_path in chain.from_iterable(map(pairs, arguments.ladders)):
            name = fake_path.name.removesuffix(ENDING)
            if name in done or (arguments.tables and name not in arguments.tables):
                continue
            real = files.read_table(real_path)
            fake, _ = foreign.conform(files.read_foreign(fake_path).table, real.kinds)
            size = min(len(real), len(fake), arguments.rows)
            rng = np.random.default_rng(arguments.seed)
            drawn = [table.take(rng.permutation(len(table))[:size]) for table in (real, fake)]
            line = {"table": name, **measure(*drawn, arguments.seed)}
            writer.writerow({k: f"{v:.4g}" if isinstance(v, float) else v for k, v in line.items()})
            file.flush()
    lines = pd.read_csv(arguments.out)
    detectable = lines[lines["auc_ci_low"] > 0.5]
    enough = (detectable["explained_share"] >= 0.8).mean()
    print(lines.to_markdown(index=False))
    print(f"explained by 80 % or more: {enough:.1%} of {len(detectable)} tables (right: 90 %)")


if __name__ == "__main__":
    run(main)
