"""Which dependences between columns FAKE rows have lost, and which they have that REAL ones lack.

Of two columns, how strongly they depend on one another is Cramér's V of their values put into few
levels, with Bergsma's correction: 0 where they are independent, 1 where one says the other.
Source: Bergsma (2013), "A bias-correction for Cramér's V and Tschuprow's T", Journal of the Korean
Statistical Society 42.
"""

from itertools import combinations

import numpy as np
import pandas as pd

from fake_or_real.giveaways.columns import labelled
from fake_or_real.giveaways.partition import Partition

COLUMNS = 40  # that are paired: the first of a table that has more
_LEVELS = 8  # of a column
_HALVES = 19  # pairs of halves of the real rows: FAKE must differ by more than all of them
_LEAST = 50  # rows of each side; fewer say nothing of a pair


def of_pairs(partition: Partition, rng: np.random.Generator) -> pd.DataFrame:
    """How strongly columns depend on one another, in REAL and in FAKE rows.

    A line for each pair of the first `COLUMNS` columns: `first`, `second`, `real` and `fake` (V,
    in [0, 1]) and `change`: `lost` or `invented` where V differs by more than in any pair of
    columns of 19 pairs of disjoint sets of real rows, each as large as what is compared; else
    `none`. So on real against real rows any is called changed in at most 5 % of cases (Westfall
    and Young 1993, "Resampling-Based Multiple Testing", the maximum over all pairs).

    No lines where there are too few rows to compare.
    """
    names = list(partition.kinds)[:COLUMNS]
    lines = pd.DataFrame(combinations(names, 2), columns=["first", "second"])
    rows = np.concatenate([partition.reference, partition.control])
    size = min(len(rows) // 2, len(partition.fake))
    if size < _LEAST or lines.empty:
        return lines.head(0).assign(real=0.0, fake=0.0, change="")
    indicators = _indicators(partition, names)
    pairs = np.triu_indices(len(names), 1)

    def strengths(chosen: np.ndarray) -> np.ndarray:
        found: np.ndarray = cramers_v([of[chosen] for of in indicators])[pairs]
        return found

    chance = 0.0
    for _ in range(_HALVES):
        drawn = rng.permutation(rows)
        halves = strengths(drawn[:size]), strengths(drawn[size : 2 * size])
        chance = max(chance, float(np.abs(np.subtract(*halves)).max()))
    fakes = len(partition.real) + rng.permutation(len(partition.fake))[:size]
    real, fake = strengths(rng.permutation(rows)[:size]), strengths(fakes)
    change = np.where(real - fake > chance, "lost", np.where(fake - real > chance, "invented", ""))
    return lines.assign(real=real, fake=fake, change=np.where(change == "", "none", change))


def _indicators(partition: Partition, names: list[str]) -> list[np.ndarray]:
    """For each column which level each row has, float (rows, levels) of 0 and 1."""
    found = []
    for name in names:
        labels, codes = labelled(partition, name, _LEVELS)
        found.append(np.eye(len(labels))[codes])
    return found


def cramers_v(indicators: list[np.ndarray]) -> np.ndarray:
    """Bias-corrected Cramér's V of each pair of columns, (columns, columns), 1 on the diagonal.

    indicators: for each column, float (n, levels) with a single 1 in each line.
    """
    n, count = len(indicators[0]), len(indicators)
    sums = [of.sum(axis=0) for of in indicators]
    strengths = np.eye(count)
    for i, j in combinations(range(count), 2):
        # Levels that no row has say nothing.
        rows, columns = sums[i][sums[i] > 0], sums[j][sums[j] > 0]
        if min(len(rows), len(columns)) < 2:
            continue
        table = indicators[i].T @ indicators[j]
        expected = np.outer(rows, columns) / n
        observed = table[np.ix_(sums[i] > 0, sums[j] > 0)]
        phi = ((observed - expected) ** 2 / expected).sum() / n
        freedom = (len(rows) - 1) * (len(columns) - 1)
        least = min(len(of) - (len(of) - 1) ** 2 / (n - 1) for of in (rows, columns)) - 1
        v = np.sqrt(max(0.0, phi - freedom / (n - 1)) / least)
        strengths[i, j] = strengths[j, i] = min(1.0, v)
    return strengths
