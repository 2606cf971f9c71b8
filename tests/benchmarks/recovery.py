"""Real rows with a known share of cells scrambled: does the yardstick find that share?

    python -m tests.benchmarks.recovery [SEEDS]

On the census, over SEEDS (5): for 5 %, 10 % and 30 % of the cells, the mean equivalent corruption
lies within 20 % of the truth.
"""

import sys
import time

import numpy as np

from fake_or_real import discriminators
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.scorer import Scorer
from fake_or_real.evidence.yardstick import corrupt, measure, two_sample_auc
from fake_or_real.sources import fetch

FRACTIONS = (0, 0.05, 0.1, 0.2, 0.4, 1)
KNOWN = (0.05, 0.1, 0.3)
DAMAGED = 10_000  # rows that are damaged, and as many that the yardstick damages
HOLDOUT = 0.2


def recovered(
    table: Table, known: tuple[float, ...], damaged: int, seed: int
) -> tuple[list[float], float]:
    """The equivalent corruption for each known one, and the seconds that the yardstick took."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(table))
    rows, spare, rest = (table.take(part) for part in np.split(order, [damaged, 2 * damaged]))

    def make() -> Scorer:
        return discriminators.make("lightgbm", {}, seed)

    def parts(whole: Table) -> tuple[Table, Table]:
        cut = round(len(whole) * (1 - HOLDOUT))
        return whole.take(np.arange(cut)), whole.take(np.arange(cut, len(whole)))

    real = parts(rest)
    start = time.perf_counter()
    yardstick = measure(real, parts(spare), FRACTIONS, make, rng)
    seconds = time.perf_counter() - start
    aucs = [two_sample_auc(real, parts(corrupt(rows, share, rng)), make()) for share in known]
    return [yardstick.equivalent(found).fraction for found in aucs], seconds


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    census = fetch("census")
    results = [recovered(census, KNOWN, DAMAGED, seed) for seed in range(seeds)]
    found = np.array([fractions for fractions, _ in results])
    for share, column in zip(KNOWN, found.T, strict=True):
        each = ", ".join(f"{value:.3f}" for value in column)
        print(f"{share:4} -> {column.mean():.3f} ({column.mean() / share - 1:+.0%}): {each}")
    print(f"a yardstick takes {np.mean([seconds for _, seconds in results]):.1f} s")


if __name__ == "__main__":
    main()
