"""How often values occur in other training rows, counted on a cluster.

Nobody holds all rows. Each block says how often it has each key; these partial counts go to the one
of several places that a key belongs to, where they are summed, and the sums come back to the blocks
that asked. That is one shuffle for all sets of columns. The numbers are those of
`features.counts`, whatever the blocks.
"""

import numpy as np
import pandas as pd
from dask.delayed import Delayed, delayed

from fake_or_real.features.counts import CountFeature, from_numbers, log_odds
from fake_or_real.features.keys import combine

# By set of columns: the keys that a block has, uint64 of shape (m,), and how many REAL and FAKE
# rows of it have each, int32 of shape (m, 2).
Counts = list[tuple[np.ndarray, np.ndarray]]


def column_sets(counts: list[CountFeature], fold: int) -> list[tuple[int, ...]]:
    """The columns of which equal rows must be counted to make these features.

    fold: the column that holds each row's fold. Odds come from other folds: all less the own.
    """
    found: dict[tuple[int, ...], None] = {}
    for count in counts:
        found[count.columns] = None
        if count.measure == "odds":
            found[*count.columns, fold] = None
        elif count.measure == "surprise":
            found |= dict.fromkeys((column,) for column in count.columns)
    return list(found)


def in_all_blocks(
    keys: list[Delayed], labels: list[np.ndarray], sets: list[tuple[int, ...]], asking: int
) -> list[list[Delayed]]:
    """For each of the first blocks, `asking` of them, from each place, what `features` takes.

    keys: of each block, of shape (n, n_keys); labels: whether its rows are FAKE, bool (n,).
    """
    number = len(keys)
    asked = [
        delayed(_counted, nout=number)(of_block, is_fake, sets, number)
        for of_block, is_fake in zip(keys, labels, strict=True)
    ]
    parts = [list(of_block) for of_block in asked]
    summed = [
        list(delayed(_summed, nout=asking)([of_block[place] for of_block in parts], asking))
        for place in range(number)
    ]
    return [[of_place[block] for of_place in summed] for block in range(asking)]


def features(
    counts: list[CountFeature],
    keys: np.ndarray,
    answers: list[list[np.ndarray]],
    rows: int,
) -> np.ndarray:
    """The features of a block's rows, none of which counts itself, shape (n, len(counts)), float32.

    keys: (n, n_keys), the fold last. answers: by place and set of columns, how many REAL and FAKE
    rows have each key. rows: how many there are in all blocks.
    """
    fold = keys.shape[1] - 1
    sets = {columns: place for place, columns in enumerate(column_sets(counts, fold))}

    def of_rows(columns: tuple[int, ...]) -> np.ndarray:
        """How many REAL and FAKE rows hold what each row holds, shape (n, 2)."""
        codes, order, _ = _distinct(keys, columns, len(answers))
        found = np.concatenate([of_place[sets[columns]] for of_place in answers])
        by_code = np.empty_like(found)
        by_code[order] = found
        return np.asarray(by_code[codes], dtype=np.int64)

    def others(columns: tuple[int, ...]) -> np.ndarray:
        return np.asarray(of_rows(columns).sum(axis=1) - 1)

    def odds(columns: tuple[int, ...]) -> np.ndarray:
        reals, fakes = (of_rows(columns) - of_rows((*columns, fold))).T
        return log_odds(fakes, reals)

    return from_numbers(counts, len(keys), rows, others, odds)


def _counted(
    keys: np.ndarray, is_fake: np.ndarray, sets: list[tuple[int, ...]], places: int
) -> list[Counts]:
    """By the place that a key belongs to, and set of columns: the block's keys and their counts."""
    found: list[Counts] = [[] for _ in range(places)]
    for columns in sets:
        codes, order, distinct = _distinct(keys, columns, places)
        counts = np.bincount(2 * codes + is_fake, minlength=2 * len(distinct))
        counts = counts.astype(np.int32).reshape(-1, 2)[order]
        ends = np.searchsorted(distinct[order] % places, np.arange(1, places))
        pieces = np.split(distinct[order], ends), np.split(counts, ends)
        for of_place, *piece in zip(found, *pieces, strict=True):
            of_place.append((piece[0], piece[1]))
    return found


def _summed(parts: list[Counts], asking: int) -> list[list[np.ndarray]]:
    """By asking block and set of columns: of each key that it has, the counts of all blocks."""
    answers: list[list[np.ndarray]] = [[] for _ in range(asking)]
    for of_set in zip(*parts, strict=True):
        codes, distinct = pd.factorize(np.concatenate([keys for keys, _ in of_set]))
        sums = np.zeros((len(distinct), 2), np.int32)
        np.add.at(sums, codes, np.concatenate([counts for _, counts in of_set]))
        ends = np.cumsum([len(keys) for keys, _ in of_set])[:-1]
        for answer, own in zip(answers, np.split(codes, ends)[:asking], strict=True):
            answer.append(sums[own])
    return answers


def _distinct(
    keys: np.ndarray, columns: tuple[int, ...], places: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which of the distinct keys each row has, these in order of their places, and these."""
    codes, distinct = pd.factorize(combine(keys[:, columns]))
    return codes, np.argsort(distinct % places, kind="stable"), distinct
