"""Copied rows: how often they are found, and how often they are claimed where there are none.

    python -m tests.benchmarks.copied [RUNS]

Power, in a fifth of RUNS (200) on each of two data sets: of 5,000 synthetic rows, which else are
unseen real rows, 1 % are exact copies of 5,000 seen rows, or 10 % near copies (one cell redrawn);
10,000 rows are unseen. The interval is above 0 in at least 90 % of runs, each of which takes about
ten seconds. False claims, in RUNS on each of three: 500 synthetic rows that are unseen real rows.
Each interval excludes what honest rows show in 2 % to 8 % of runs; in fewer where rows hardly ever
match, and for membership, whose interval allows for two attacks and so has about 2.5 % on its upper
side only.
"""

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from fake_or_real.data.tables import Table, concat
from fake_or_real.evidence.copies import Copies, find_copies
from fake_or_real.sources import fetch
from fake_or_real.statistics.interval import Interval

FIGURES: dict[str, tuple[Callable[[Copies], Interval | None], float]] = {
    "excess_identical_to_real": (lambda found: found.excess_identical_to_real, 0),
    "excess_repeats": (lambda found: found.excess_repeats, 0),
    "excess_identical": (lambda found: found.memory.excess_identical, 0),
    "near_copies": (lambda found: found.memory.near_copies, 0),
    "closer_to_seen": (lambda found: found.memory.closer_to_seen, 0.5),
    "membership_auc": (lambda found: found.memory.membership_auc, 0.5),
}


def near_copies(rows: Table, source: Table, rng: np.random.Generator) -> Table:
    """The rows with one cell each redrawn from its column in another table."""
    frame = rows.frame.copy()
    changed = rng.integers(len(rows.kinds), size=len(rows))
    for place, name in enumerate(rows.kinds):
        where = changed == place
        drawn = source.frame[name].iloc[rng.integers(len(source), size=where.sum())]
        frame.loc[where, name] = drawn.array
    return Table(frame, rows.kinds)


def judged(
    table: Table, sizes: tuple[int, int, int], share: float, near: bool, seed: int
) -> Copies:
    """What is found where this share of the synthetic rows is copied.

    sizes: of the synthetic, the seen and the unseen rows.
    """
    rng = np.random.default_rng(seed)
    drawn = rng.choice(len(table), sum(sizes), replace=False)
    fresh, seen, unseen = (table.take(rows) for rows in np.split(drawn, np.cumsum(sizes)[:-1]))
    copied = round(share * len(fresh))
    copies = seen.take(np.arange(copied))
    if near:
        copies = near_copies(copies, fresh, rng)
    synthetic = concat([copies, fresh.take(np.arange(copied, len(fresh)))])
    return find_copies(concat([seen, unseen]), synthetic, np.arange(len(seen)), rng)


def claimed(table: Table, sizes: tuple[int, int, int], runs: int) -> pd.Series:
    """The share of runs without copies in which each interval excludes what honest rows show."""
    found = [judged(table, sizes, 0, False, seed) for seed in range(runs)]
    return pd.Series(
        {
            name: np.mean([figure(copies).excludes(null) for copies in found])
            for name, (figure, null) in FIGURES.items()
        }
    )


def repeating(table: Table) -> Table:
    """A few columns, in which many rows repeat others."""
    return table.select(["age", "workclass", "education", "race", "sex"])


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    census, bank = fetch("census"), fetch("bank-marketing")
    for name, table in (("census", census), ("bank-marketing", bank)):
        for near, share, figure in ((False, 0.01, "excess_identical"), (True, 0.1, "near_copies")):
            seeds = range(max(runs // 5, 1))
            found = [judged(table, (5000, 5000, 10_000), share, near, seed) for seed in seeds]
            intervals = [FIGURES[figure][0](copies) for copies in found]
            low, high = (np.mean([getattr(i, end) for i in intervals]) for end in ("low", "high"))
            print(
                f"{name}: {share:.0%} {'near' if near else 'exact'} copies:"
                f" found in {np.mean([i.low > 0 for i in intervals]):.0%} (right: 90 %), {figure}"
                f" {np.mean([i.value for i in intervals]):.3f} [{low:.3f}, {high:.3f}]",
                flush=True,
            )
    print(f"\nnothing copied, {runs} runs: what is claimed (right: 2 % to 8 %)")
    tables = {"census": census, "bank-marketing": bank, "5 columns": repeating(census)}
    shares = {name: claimed(table, (500, 500, 2000), runs) for name, table in tables.items()}
    print(pd.DataFrame(shares).map("{:.1%}".format).to_string())


if __name__ == "__main__":
    main()
