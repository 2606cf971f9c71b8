"""How often the values of a row occur in other training rows, alone and together.

A training row never counts itself: else a count of 1 would mean "in the training rows", and the
counts of new rows would be one lower than those that the model learned from.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np
from sklearn.model_selection import StratifiedKFold

from fake_or_real.features.feature import Feature
from fake_or_real.features.keys import KeyColumn, combine, count_equal

Measure = Literal["frequency", "surprise", "odds"]

# Added to counts before a logarithm, so that nothing is infinite.
_HALF, _TWO = 0.5, 2.0
_FOLDS = 10


@dataclass(frozen=True)
class CountFeature:
    """One feature made from counts.

    measure: `frequency` is the number of other training rows n that hold the same values;
        `surprise` the pointwise mutual information of two columns, log(n_ab N / (n_a n_b));
        `odds` the log of FAKE over REAL among the rows of a frequency, from other folds.
    columns: positions of one, two or three keys.
    """

    measure: Measure
    columns: tuple[int, ...]

    def feature(self, keys: list[KeyColumn]) -> Feature:
        """Its description."""
        names = " and ".join(keys[column].name for column in self.columns)
        label = f"{self.measure} of {names}"
        columns = tuple(keys[column].column for column in self.columns)
        return Feature(label, columns, "pairs" if len(columns) > 1 else "frequencies")


def count_features(
    counts: list[CountFeature], training: np.ndarray, is_fake: np.ndarray, rows: np.ndarray | None
) -> np.ndarray:
    """The features of rows, shape (n, len(counts)), float32.

    training: the keys of the training rows, uint64 of shape (N, n_keys); is_fake: (N,).
    rows: the keys of new rows, (n, n_keys), or None for the training rows themselves.
    Quickest where counts of the same columns stand side by side.
    """
    matrix = np.empty((len(training if rows is None else rows), len(counts)), np.float32, "F")
    used = sorted({column for count in counts for column in count.columns})
    single = {column: _frequency((column,), training, rows) for column in used}
    for columns, same in groupby(enumerate(counts), key=lambda item: item[1].columns):
        n = single[columns[0]] if len(columns) == 1 else _frequency(columns, training, rows)
        for place, count in same:
            if count.measure == "frequency":
                matrix[:, place] = n
            elif count.measure == "odds":
                matrix[:, place] = _odds(columns, training, is_fake, rows)
            else:
                first, second = (single[column] + _HALF for column in columns)
                matrix[:, place] = np.log((n + _HALF) * len(training) / (first * second))
    return matrix


def _frequency(
    columns: tuple[int, ...], training: np.ndarray, rows: np.ndarray | None
) -> np.ndarray:
    reference = combine(training[:, columns])
    if rows is None:
        return count_equal(reference)
    return count_equal(combine(rows[:, columns]), reference)


def _odds(
    columns: tuple[int, ...],
    training: np.ndarray,
    is_fake: np.ndarray,
    rows: np.ndarray | None,
) -> np.ndarray:
    reference = combine(training[:, columns])

    def log_odds(keys: np.ndarray, known: np.ndarray) -> np.ndarray:
        fake = count_equal(keys, reference[known & is_fake]) + _TWO
        return np.log(fake / (count_equal(keys, reference[known & ~is_fake]) + _TWO))

    if rows is not None:
        return log_odds(combine(rows[:, columns]), np.ones(len(reference), bool))
    odds = np.empty(len(reference))
    folds = min(_FOLDS, np.count_nonzero(is_fake), np.count_nonzero(~is_fake))
    # A fixed seed: the folds only keep a row's own label out of its feature.
    splitter = StratifiedKFold(folds, shuffle=True, random_state=0)
    for _, fold in splitter.split(reference, is_fake):
        others = np.ones(len(reference), bool)
        others[fold] = False
        odds[fold] = log_odds(reference[fold], others)
    return odds
