"""Questions about whole rows: what is missing in them, and whether they repeat."""

from collections.abc import Iterator
from itertools import permutations

import numpy as np

from fake_or_real.data.kinds import words_of
from fake_or_real.data.tables import Table
from fake_or_real.giveaways.partition import Partition
from fake_or_real.giveaways.questions import Question, answer


def of_missing(partition: Partition) -> Iterator[Question]:
    """A missing value, and one that is missing while another column's is not."""
    missing = {
        name: _is_missing(partition, name)
        for name, kind in partition.kinds.items()
        if kind != "word"
    }
    missing = {name: flag for name, flag in missing.items() if flag.any()}
    for name, flag in missing.items():
        yield answer(partition, "missingness", "missing", (name,), flag)
    for first, second in permutations(missing, 2):
        flag = missing[first] & ~missing[second]
        yield answer(partition, "missingness", "missing_beside", (first, second), flag)


def _is_missing(partition: Partition, name: str) -> np.ndarray:
    """Which rows have nothing in a column: neither a value nor a word."""
    cells = [partition.column(n) for n in (name, words_of(name)) if n in partition.kinds]
    return np.asarray(np.all([cell.isna().to_numpy(bool) for cell in cells], axis=0))


def of_duplicates(partition: Partition, rng: np.random.Generator) -> Iterator[Question]:
    """Rows that occur more than once in as many FAKE as control rows.

    However often a row occurs, it counts once: its copies say nothing new.
    """
    counted = np.flatnonzero(partition.tested)
    size = min(len(partition.control), len(counted))
    control = partition.real.take(rng.choice(partition.control, size, replace=False))
    fake = partition.fake.take(rng.choice(counted, size, replace=False))
    yield Question("duplicates", "repeated", (), (), repeated(fake), repeated(control))


def repeated(table: Table) -> np.ndarray:
    """Which rows are the second of their kind, bool (n,): each set of equal rows counts once."""
    earlier = table.frame.groupby(list(table.kinds), dropna=False, sort=False).cumcount()
    result: np.ndarray = earlier.to_numpy() == 1
    return result
