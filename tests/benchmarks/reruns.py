"""Reruns with other seeds: how often the review claims a change that is not there.

    python -m tests.benchmarks.reruns [RUNS]

Of all pairs of RUNS (20) reruns on each of two data sets, at most 5 % of AUCs are called a change.
The equivalent corruption is measured too: its interval leaves out the luck of training, which is
why the review gives it no word of its own. A rerun draws other rows to learn from, other
synthetic rows and another split. The synthesizer scrambles a fifth of the cells of its training
rows, which gives an AUC far from both 0.5 and 1.
"""

import sys
from itertools import combinations

import numpy as np

from fake_or_real import discriminators
from fake_or_real.data import splits, splitting
from fake_or_real.data.tables import Table
from fake_or_real.evidence.yardstick import corrupt, measure
from fake_or_real.sources import fetch
from fake_or_real.statistics.auc import auc
from fake_or_real.statistics.change import TRAINED_AGAIN, change
from fake_or_real.statistics.interval import Interval

DATASETS = ["census", "bank-marketing"]
ROWS = 2000  # that the synthesizer learns from, and that it makes
FRACTIONS = (0, 0.05, 0.1, 0.2, 0.4, 1)


def rerun(real: Table, seed: int) -> tuple[Interval, Interval]:
    """The AUC and the equivalent corruption of one run."""
    rng = np.random.default_rng(seed)
    seen = rng.choice(len(real), ROWS, replace=False)
    synthetic = corrupt(real.take(seen), 0.2, rng)
    assigned = splitting.split(real, synthetic, seen, protocol="unseen", holdout=0.2, seed=seed)
    train, holdout = (splits.part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    model = discriminators.make("lightgbm", {}, seed).fit(train.table, train.is_fake)
    found = auc(holdout.is_fake, model.predict_proba(holdout.table)[:, 1], holdout.twins)
    curve = measure(
        tuple(real.take(splits.real_rows(name, assigned)) for name in ("train", "holdout")),
        tuple(real.take(rows) for rows in splits.reserve_rows(assigned)),
        FRACTIONS,
        lambda: discriminators.make("lightgbm", {}, seed),
        rng,
    )
    share = curve.equivalent(found)
    return (
        found,
        Interval(share.fraction, share.low, share.high),
    )


def false_alarms(found: list[Interval]) -> float:
    """Of all pairs of reruns, the share that is called a change."""
    return float(
        np.mean([change(*pair, TRAINED_AGAIN).excludes(0) for pair in combinations(found, 2)])
    )


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for name in DATASETS:
        real = fetch(name)
        found = zip(*(rerun(real, seed) for seed in range(runs)), strict=True)
        for metric, of_metric in zip(("AUC", "equivalent corruption"), found, strict=True):
            spread = np.std([estimate.value for estimate in of_metric], ddof=1)
            alarms = false_alarms(list(of_metric))
            print(f"{name}, {metric}: {alarms:.1%} of pairs are called a change;")
            print(f"    standard deviation {spread:.4f} over {runs} seeds")


if __name__ == "__main__":
    main()
