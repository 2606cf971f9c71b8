"""The engine `dask` beside `local`, on the same rows of published synthetic tables.

    python -m tests.benchmarks.cluster FOLDER[:FOLDER...] TABLE [TABLE ...]
        [--rows 20000] [--seeds 3]

For each table and seed a line: the AUC by `local`, by `local` with another seed of its trees and
folds (so much is chance), and by `dask` on worker processes of this machine; and the CPU seconds of
fit and score, of the client and of its workers.
"""

import argparse
import tempfile
import time
from pathlib import Path

import psutil

from fake_or_real import discriminators
from fake_or_real.data import splits, stored, tables
from fake_or_real.discriminators.dask import fit, scoring
from fake_or_real.discriminators.dask.cluster import connected
from fake_or_real.errors import run
from fake_or_real.statistics.auc import auc
from tests.benchmarks.collections import Comparison, comparisons
from tests.benchmarks.ladder import drawn

OTHER = 100  # what is added to a seed for another one


def measure(comparison: Comparison, rows: int, seed: int) -> str:
    """The line of a table and seed."""
    real, fake, assigned = drawn(comparison, rows, seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables.write(real, folder / "real.parquet")
        tables.write(fake, folder / "synthetic.parquet")
        train, holdout = (
            splits.part(part, assigned, *stored.judged(folder)) for part in ("train", "holdout")
        )
        found = []
        start = time.process_time()
        for seed_of_trees in (seed, seed + OTHER):
            model = discriminators.make("lightgbm", {}, seed_of_trees)
            model.fit(train.table, train.is_fake, train.counted)
            found.append(model.predict_proba(holdout.table)[:, 1])
        local = (time.process_time() - start) / 2
        with connected("", folder) as cluster:
            before, start = cpu_of_workers(), time.process_time()
            model = discriminators.make("lightgbm", {}, seed)
            parts = (splits.members(part, assigned) for part in ("train", "counted"))
            fit.fit(cluster, model, *parts)
            found.append(scoring.p_fake(cluster, model, splits.members("holdout", assigned)))
            client, workers = time.process_time() - start, cpu_of_workers() - before
    aucs = " | ".join(
        f"{auc(holdout.is_fake, p_fake, holdout.twins).value:.4f}" for p_fake in found
    )
    return f"{comparison.table} | {seed} | {aucs} | {local:.0f} | {client:.0f} + {workers:.0f}"


def cpu_of_workers() -> float:
    """The CPU seconds of all processes below this one."""
    times = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    return sum(each.user + each.system for each in times)


def main() -> None:
    """Print the lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=lambda text: [Path(part) for part in text.split(":")])
    parser.add_argument("tables", nargs="+")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    print("table | seed | local | local, other trees | dask | CPU s local | CPU s dask")
    for comparison in comparisons(arguments.folders):
        if comparison.table in arguments.tables:
            for seed in range(1, arguments.seeds + 1):
                print(measure(comparison, arguments.rows, seed), flush=True)


if __name__ == "__main__":
    run(main)
