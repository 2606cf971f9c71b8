"""What the constants of the default discriminator are worth: the AUC with others in their place.

    python -m tests.benchmarks.constants LADDER OUT [--rows 5000] [--seed 1] [--only NAME ...]

LADDER is a folder as in tests.benchmarks.ladder. On each of four of its tables, one of them the
null (real rows against real rows), the default discriminator is fitted with one constant changed
at a time. Writes OUT, a CSV with a line for each constant and value: `auc`, the mean over the
three synthetic tables, `change` from the default's, `null`, the null's AUC, and `seconds` for
the four fits together.
"""

import argparse
import importlib
import time
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from fake_or_real import discriminators
from fake_or_real.data import files, foreign, tables
from fake_or_real.data.tables import Table
from fake_or_real.statistics.auc import auc

NULL = ("adult_hol", "adult_trn")
TABLES = (
    ("adult_hol", "adult_mostlyai"),
    ("adult_hol", "adult_synthcity-ddpm"),
    ("bank-marketing_hol", "bank-marketing_mostlyai"),
)
# By module or, without one, by setting of the discriminator.
VALUES: dict[str, tuple[float, ...]] = {
    "screen._TRIPLES": (0, 200, 1500),
    "screen._KEPT": (30, 60, 240),
    "screen._LEARNED": (2000, 4000),
    "screen._ROUNDS": (50, 200),
    "counts._SURPRISE_PRIOR": (0.1, 2.0),
    "counts._ODDS_PRIOR": (0.5, 8.0),
    "counts._FOLDS": (5, 20),
    "keys._BINS": (16, 64),
    "keys._HARDLY_REPEATS": (0.01, 0.3),
    "matrix._TREE_BINS": (63, 1000),
    "boosting._FEATURES_PER_TREE": (20, 80),
    "boosting._FOLDS": (3, 10),
    "learning_rate": (0.06, 0.15),
    "num_leaves": (15, 63),
    "patience": (10, 50),
    "rounds": (125, 500),
    "models": (1, 5),
}
MODULES = dict.fromkeys(("screen", "counts", "keys", "matrix"), "fake_or_real.features")
MODULES["boosting"] = "fake_or_real.discriminators"


def labelled(ladder: Path, pair: tuple[str, str], rows: int, seed: int) -> tuple[Table, np.ndarray]:
    """Equally many rows of both tables, and which are FAKE."""
    real = files.read_table(ladder / f"{pair[0]}.csv.gz")
    fake, _ = foreign.conform(files.read_foreign(ladder / f"{pair[1]}.csv.gz").table, real.kinds)
    rng = np.random.default_rng(seed)
    count = min(rows, len(real), len(fake))
    both = [table.take(rng.permutation(len(table))[:count]) for table in (real, fake)]
    return tables.concat(both), np.repeat([False, True], count)


def holdout_auc(table: Table, is_fake: np.ndarray, settings: dict[str, float], seed: int) -> float:
    """The AUC on a fifth of the rows of the default discriminator, fitted on the others."""
    train, holdout = train_test_split(
        np.arange(len(table)), test_size=0.2, stratify=is_fake, random_state=seed
    )
    model = discriminators.make("lightgbm", settings, seed).fit(table.take(train), is_fake[train])
    return auc(is_fake[holdout], model.predict_proba(table.take(holdout))[:, 1]).value


def measure(
    samples: list[tuple[Table, np.ndarray]], name: str, value: float | None, seed: int
) -> dict[str, str | float | None]:
    """A line of OUT; the null is the first sample. Without a value: the defaults."""
    start = time.perf_counter()
    room, _, constant = name.rpartition(".")
    if room:
        module = importlib.import_module(f"{MODULES[room]}.{room}")
        with patch.object(module, constant, value):
            aucs = [holdout_auc(*sample, {}, seed) for sample in samples]
    else:
        settings = {} if value is None else {name: value}
        aucs = [holdout_auc(*sample, settings, seed) for sample in samples]
    seconds = time.perf_counter() - start
    mean = float(np.mean(aucs[1:]))
    return {"name": name, "value": value, "auc": mean, "null": aucs[0], "seconds": seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("ladder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=5000, help="of each label")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=list(VALUES), choices=list(VALUES))
    options = parser.parse_args()
    samples = [
        labelled(options.ladder, pair, options.rows, options.seed) for pair in (NULL, *TABLES)
    ]
    runs = [("default", None)]
    runs += [(name, value) for name in options.only for value in VALUES[name]]
    lines = []
    for name, value in runs:
        lines.append(measure(samples, name, value, options.seed))
        frame = pd.DataFrame(lines)
        frame["change"] = frame["auc"] - frame["auc"][0]
        frame.round(4).to_csv(options.out, index=False)
        print(frame.tail(1).round(4).to_string(index=False, header=len(lines) == 1), flush=True)


if __name__ == "__main__":
    main()
