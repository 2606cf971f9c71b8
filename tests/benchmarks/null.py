"""Real rows against real rows: how often the verdict claims a difference that is not there.

    python -m tests.benchmarks.null [RUNS]

Of RUNS (200), half on each of two data sets: 2 % to 8 % have p < 0.05, and 92 % to 98 % of the
95 % intervals hold 0.5. The data sets come from where `fetch` finds them.
"""

import sys

import numpy as np

from fake_or_real import discriminators
from fake_or_real.data.tables import Table
from fake_or_real.evidence.yardstick import two_sample_auc
from fake_or_real.sources import fetch
from fake_or_real.statistics.auc import Auc

DATASETS = ["census", "bank-marketing"]
TRAIN, HOLDOUT = 800, 200  # rows of each label


def null_auc(table: Table, seed: int) -> Auc:
    """One run on rows drawn without replacement: half of them play the FAKE ones."""
    rows = np.random.default_rng(seed).permutation(len(table))
    parts = np.split(rows, np.cumsum([TRAIN, HOLDOUT, TRAIN, HOLDOUT]))[:4]
    train, holdout, fake_train, fake_holdout = (table.take(part) for part in parts)
    model = discriminators.make("lightgbm", {}, seed)
    return two_sample_auc((train, holdout), (fake_train, fake_holdout), model)


def null_shares(datasets: list[Table], runs: int) -> tuple[float, float]:
    """Over runs, the data sets in turn: the share with p < 0.05, the share that holds 0.5."""
    aucs = [null_auc(datasets[run % len(datasets)], seed=run) for run in range(runs)]
    rejected = [auc.p_value < 0.05 for auc in aucs]
    held = [auc.low <= 0.5 <= auc.high for auc in aucs]
    return float(np.mean(rejected)), float(np.mean(held))


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rejected, held = null_shares([fetch(name) for name in DATASETS], runs)
    print(f"{runs} runs of {TRAIN} + {HOLDOUT} rows of each label on {', '.join(DATASETS)}")
    print(f"p < 0.05:           {rejected:6.1%}  (right: 2 % to 8 %)")
    print(f"interval holds 0.5: {held:6.1%}  (right: 92 % to 98 %)")


if __name__ == "__main__":
    main()
