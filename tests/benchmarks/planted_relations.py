"""Relations between numbers that hold in all REAL rows and are broken in some FAKE ones.

    python -m tests.benchmarks.planted_relations [SEEDS]

Copies of the census and of bank-marketing get a column that another one or two make: b = 2 a, or
c = a + b. FAKE rows are other real rows; in 30 % of 5,000 of them the column is off by one to ten.
What can be known is which FAKE rows are broken, so the best AUC is 0.5 + 0.3 / 2 = 0.65. Over SEEDS
(3), the default's AUC is on the mean within 0.01 of what the best possible score has on the same
holdout, and the first give-away names the relation's columns. A single AUC hangs by about 0.01 on
how the rows that are not broken happen to be ordered.
"""

import sys

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data import splits, splitting
from fake_or_real.data.tables import Table
from fake_or_real.sources import fetch
from fake_or_real.statistics.auc import auc
from tests.benchmarks.planted import Defect, rank

ROWS = 5000
SHARE = 0.3
MADE = "made"
RELATIONS = {
    "census": {"b = 2 a": ("hours_per_week",), "a + b = c": ("age", "hours_per_week")},
    "bank-marketing": {"b = 2 a": ("duration",), "a + b = c": ("age", "duration")},
}


def related(table: Table, parts: tuple[str, ...]) -> Table:
    """The table with a column that is twice the one part, or the sum of both."""
    frame = table.frame.assign(**{MADE: _made(table.frame, parts)})
    return Table(frame, table.kinds | {MADE: "integer"})


def _made(frame: pd.DataFrame, parts: tuple[str, ...]) -> pd.Series:
    return frame[list(parts)].sum(axis=1) * (3 - len(parts))


def broken(parts: tuple[str, ...]) -> Defect:
    """The made column is off by one to ten, up or down."""

    def plant(frame: pd.DataFrame, rows: np.ndarray, rng: np.random.Generator) -> None:
        off = rng.integers(1, 11, len(rows)) * rng.choice([-1, 1], len(rows))
        frame.loc[rows, MADE] = frame.loc[rows, MADE] + off

    return Defect("broken relation", (*parts, MADE), plant)


def aucs(table: Table, parts: tuple[str, ...], seed: int) -> tuple[float, float]:
    """The default's AUC, and that of the best possible score, on the same holdout."""
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(table))[: 2 * ROWS]
    real, other = table.take(chosen[:ROWS]), table.take(chosen[ROWS:])
    frame = other.frame.copy()
    broken(parts).plant(frame, rng.choice(ROWS, round(SHARE * ROWS), replace=False), rng)
    fake = Table(frame, table.kinds)
    assigned = splitting.split(real, fake, None, protocol="all", holdout=0.2, seed=seed)
    train, holdout = (splits.part(name, assigned, real, fake) for name in ("train", "holdout"))
    model = discriminators.make("lightgbm", {}, seed).fit(train.table, train.is_fake)
    asked = holdout.table.frame
    is_broken = (asked[MADE] != _made(asked, parts)).to_numpy(float)
    p_fake = model.predict_proba(holdout.table)[:, 1]
    return auc(holdout.is_fake, p_fake).value, auc(holdout.is_fake, is_broken).value


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for name, relations in RELATIONS.items():
        for relation, parts in relations.items():
            table = related(fetch(name), parts)
            for seed in range(seeds):
                found, best = aucs(table, parts, seed)
                place = rank(table, broken(parts), SHARE, seed)
                said = f"AUC {found:.4f} of {best:.4f}   rank {place:.0f}"
                print(f"{name:15} {relation:10} {said}", flush=True)


if __name__ == "__main__":
    main()
