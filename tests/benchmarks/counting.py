"""What it tells to count in more rows than a model learns from, and what it costs.

    python -m tests.benchmarks.counting FOLDER[:FOLDER...] --tables NAME ...
        [--max-rows 2000 10000] [--count-rows 0 5000 10000 1000000] [--seed 1]

The folders' layouts stand in `collections.py`. Prints a line of Markdown for each table: rows of
each label that take part, rows in which it is counted how often values occur, the AUC with its 95 %
interval, and the CPU seconds of the fit and the scores.
"""

import argparse
import os
import time
from pathlib import Path

from fake_or_real import discriminators
from fake_or_real.data import splits, splitting
from fake_or_real.data.tables import Table
from fake_or_real.statistics.auc import Auc, auc
from tests.benchmarks.collections import comparisons
from tests.benchmarks.ladder import drawn


def measure(
    real: Table, synthetic: Table, max_rows: int, count_rows: int, seed: int
) -> tuple[Auc, float]:
    """The AUC and the CPU seconds of one discriminator."""
    how = {"protocol": "all", "holdout": 0.2, "seed": seed}
    assigned = splitting.split(
        real, synthetic, None, max_rows=max_rows, count_rows=count_rows, **how
    )
    train, holdout = (splits.part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    start = time.process_time()
    model = discriminators.make("lightgbm", {}, seed)
    model.fit(train.table, train.is_fake, train.counted)
    p_fake = model.predict_proba(holdout.table)[:, 1]
    return auc(holdout.is_fake, p_fake, holdout.twins), time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.counting")
    parser.add_argument("folders", help=f"folders of tables, with {os.pathsep!r} between them")
    parser.add_argument("--tables", nargs="+", required=True)
    parser.add_argument("--max-rows", type=int, nargs="+", default=[2000, 10_000])
    parser.add_argument("--count-rows", type=int, nargs="+", default=[0, 5000, 10_000, 1_000_000])
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print("| table | take part | counted | AUC and 95 % interval | CPU seconds |")
    print("|---|---|---|---|---|")
    folders = [Path(folder) for folder in given.folders.split(os.pathsep)]
    for pair in (pair for pair in comparisons(folders) if pair.table in given.tables):
        real, fake, _ = drawn(pair, 0, given.seed)
        for max_rows in given.max_rows:
            for count_rows in given.count_rows:
                found, cpu = measure(real, fake, max_rows, count_rows, given.seed)
                shown = f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"
                line = (pair.table, f"{max_rows:,}", f"{count_rows:,}", shown, f"{cpu:.1f}")
                print(f"| {' | '.join(line)} |", flush=True)


if __name__ == "__main__":
    main()
