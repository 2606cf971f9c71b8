"""Each column by itself, REAL beside FAKE: its values, and the AUC that it alone is worth.

These are aggregates that may be shared: values and ends of intervals are those that a partition
may name, and no count of real rows below `min_count` is told.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data.kinds import Kind
from fake_or_real.data.splits import Part
from fake_or_real.giveaways.partition import Partition, number_label
from fake_or_real.giveaways.side_by_side import hidden
from fake_or_real.progress import bar
from fake_or_real.statistics.auc import auc

# How a table of the bars is stored.
KINDS: dict[str, Kind] = {
    "column": "categorical",
    "value": "categorical",
    "real": "float",
    "fake": "float",
}
MISSING, OTHERS = "(missing)", "(all other values)"
BARS = 10  # of a column
_LEVEL = 0.05  # the chance that any column of a perfect synthesizer is called telling
_CELLS = 4_000_000  # of the train part that are fitted on, of all columns and of each label
_ROWS = 2000  # of each label, at least


def alone(train: Part, holdout: Part, partition: Partition, seed: int) -> pd.DataFrame:
    """What each column alone is worth to `lightgbm-fast`, fitted on nothing else.

    A line for each column in the table's order: `column`, `auc` on the holdout with its 95 %
    interval `low` to `high`, `tells` (1 where that is surely above 0.5; by Bonferroni's rule, on
    real against real rows 1 anywhere in at most 5 % of cases), and of REAL and of FAKE rows the
    share that is missing and how many values are distinct. Of many columns on many rows, the fits
    learn from part of the rows.
    """
    names = list(holdout.table.kinds)
    few = train.learning_from(max(_ROWS, _CELLS // len(names)), np.random.default_rng(seed))
    lines = []
    for name in bar(names, "columns"):
        model = discriminators.make("lightgbm-fast", {}, seed)
        column = few.table.select([name])
        model.fit(column, few.is_fake, few.counted.in_kinds(column.kinds))
        p_fake = model.predict_proba(holdout.table.select([name]))[:, 1]
        found = auc(holdout.is_fake, p_fake, holdout.twins)
        tells = int(found.p_value * len(names) < _LEVEL and found.detectable)
        real, fake = partition.real.frame[name], partition.fake.frame[name]
        missing = real.isna().mean(), fake.isna().mean()
        distinct = real.nunique(), fake.nunique()
        lines.append((name, found.value, found.low, found.high, tells, *missing, *distinct))
    return pd.DataFrame(lines, columns=_ALONE)


_ALONE = [
    *("column", "auc", "low", "high", "tells"),
    *("missing_real", "missing_fake", "distinct_real", "distinct_fake"),
]


def bars(partition: Partition, names: list[str]) -> pd.DataFrame:
    """How often each value, or interval of values, occurs in control rows and in FAKE ones.

    A line for each: `column`, `value`, and the shares `real` and `fake`. `real` is missing where
    it would be made of fewer than `min_count` rows. What cannot be named is among `OTHERS`.
    """
    parts = [_bars(partition, name) for name in names]
    empty = pd.DataFrame({name: [] for name in KINDS})
    return pd.concat([empty, *parts], ignore_index=True)


def _bars(partition: Partition, name: str) -> pd.DataFrame:
    labels, codes = labelled(partition, name, BARS)
    real, fake = (
        np.bincount(of, minlength=len(labels))
        for of in (partition.control_of(codes), partition.fake_of(codes))
    )
    if OTHERS in labels:
        _join(labels.index(OTHERS), real, fake, partition.min_count)
    told = np.where(hidden(real, partition.min_count), np.nan, real / len(partition.control))
    frame = pd.DataFrame(
        {"column": name, "value": labels, "real": told, "fake": fake / len(partition.fake)}
    )
    return frame[(real > 0) | (fake > 0)]


def _join(others: int, real: np.ndarray, fake: np.ndarray, least: int) -> None:
    """Put the rarest values to the others, in place, until those are enough to be told."""
    while 0 < real[others] < least:
        rest = np.flatnonzero((real > 0) & (np.arange(len(real)) != others))
        if len(rest) == 0:
            return
        rarest = rest[np.argmin(real[rest])]
        for counts in (real, fake):
            counts[others] += counts[rarest]
            counts[rarest] = 0


def labelled(partition: Partition, name: str, most: int) -> tuple[list[str], np.ndarray]:
    """About so many labels of a column, and which of them each real and each FAKE row has.

    Numbers of many values are cut into steps of about the same width. Of other values the
    commonest are kept, in their order.
    """
    numbers, exact = partition.numbers(name), partition.exact(name)
    if numbers is not None and np.count_nonzero(exact.count[:-1]) > most:
        cuts = _even(partition.cuts(name), most - 2)
        labels = [*_steps(cuts, partition.kinds[name]), MISSING]
        codes = np.where(np.isnan(numbers), len(cuts) + 1, np.searchsorted(cuts, numbers))
        return labels, codes
    levels = partition.coarse(name)
    values = np.flatnonzero(levels.nameable[:-1] & (levels.count[:-1] > 0))
    commonest = values[np.argsort(-levels.count[values], kind="stable")]
    kept = np.sort(commonest[: most if len(values) <= most else most - 1])
    codes = np.full(len(levels.count), len(kept))
    codes[kept] = np.arange(len(kept))
    codes[-1] = len(kept) + 1
    return [*map(levels.label, kept), OTHERS, MISSING], codes[levels.level]


def _even(cuts: np.ndarray, most: int) -> np.ndarray:
    """So many of the cuts at most, about as far from one another; the ends hold the tails."""
    inner = cuts[2:-2] if len(cuts) > most + 4 else cuts
    if len(inner) <= most:
        return inner
    wanted = np.linspace(inner[0], inner[-1], most)
    return np.unique(inner[np.argmin(np.abs(inner[:, None] - wanted), axis=0)])


def _steps(cuts: np.ndarray, kind: Kind) -> list[str]:
    """What the steps between the cuts are called."""
    ends = [number_label(cut, kind) for cut in cuts]
    if not ends:
        return ["any"]
    inner = [f"above {low} to {high}" for low, high in pairwise(ends)]
    return [f"up to {ends[0]}", *inner, f"above {ends[-1]}"]
