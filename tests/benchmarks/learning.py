"""Where the learning curve says that more rows would show more: do they?

    python -m tests.benchmarks.learning FOLDER[:FOLDER...] [--rows 5000] [--seed 1]
        [--tables NAME ...]

The folders' layouts stand in `collections.py`. Of each comparison so many rows of either table are
drawn, and the curve is held against the AUC from twice as many. Right: wherever the gain is surely
above 0, twice the rows show more; on real against real rows it is not.
"""

import argparse
import os
from pathlib import Path

from fake_or_real import discriminators
from fake_or_real.data.splits import Part
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.evidence.learning import learning_curve
from fake_or_real.statistics.auc import auc
from tests.benchmarks.collections import Comparison, comparisons
from tests.benchmarks.ladder import parts


def measure(pair: Comparison, rows: int, seed: int) -> dict[str, float]:
    """The curve, with `auc` from all rows and `auc_twice` from twice as many."""

    def make() -> Discriminator:
        return discriminators.make("lightgbm", {"threads": 1}, seed)

    train, holdout = parts(pair, rows, seed)
    p_fake = make().fit(train.table, train.is_fake).predict_proba(holdout.table)[:, 1]
    curve = learning_curve(train, holdout, p_fake, make, seed)
    twice = _auc(make(), *parts(pair, 2 * rows, seed))
    return curve | {"auc": auc(holdout.is_fake, p_fake, holdout.twins).value, "auc_twice": twice}


def _auc(model: Discriminator, train: Part, holdout: Part) -> float:
    p_fake = model.fit(train.table, train.is_fake).predict_proba(holdout.table)[:, 1]
    return auc(holdout.is_fake, p_fake, holdout.twins).value


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.learning")
    parser.add_argument("folders", help=f"folders of tables, with {os.pathsep!r} between them")
    parser.add_argument("--rows", type=int, default=5000, help="of each table (default: 5000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tables", nargs="+", help="which (default: all)")
    arguments = parser.parse_args()
    print("| table | AUC from a quarter | half | all | gain of the second half | twice |")
    print("|---|---|---|---|---|---|")
    sure, more = 0, 0
    for pair in comparisons([Path(folder) for folder in arguments.folders.split(os.pathsep)]):
        if arguments.tables and pair.table not in arguments.tables:
            continue
        found = measure(pair, arguments.rows, arguments.seed)
        sure += found["gain_by_rows_ci_low"] > 0
        more += found["gain_by_rows_ci_low"] > 0 and found["auc_twice"] > found["auc"]
        print(
            f"| {pair.table} | {found['auc_quarter_of_rows']:.3f}"
            f" | {found['auc_half_of_rows']:.3f} | {found['auc']:.3f}"
            f" | {found['gain_by_rows']:+.3f}"
            f" [{found['gain_by_rows_ci_low']:+.3f}, {found['gain_by_rows_ci_high']:+.3f}]"
            f" | {found['auc_twice']:.3f} |",
            flush=True,
        )
    print(f"where the gain is sure, twice the rows show more: {more} of {sure} tables (right: all)")


if __name__ == "__main__":
    main()
