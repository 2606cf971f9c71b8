"""How often the values of a row occur in other training rows, alone and together.

A training row never counts itself: else a count of 1 would mean "in the training rows", and the
counts of new rows would be one lower than those that the model learned from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import Literal

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

from fake_or_real.features.feature import Feature
from fake_or_real.features.keys import KeyColumn, combine, count_equal

Measure = Literal["frequency", "surprise", "odds"]

# Added to counts before a logarithm, so that nothing is infinite; docs/method.md says what was
# tried.
_SURPRISE_PRIOR, _ODDS_PRIOR = 0.5, 2.0
_FOLDS = 10
# Up to so many possible combinations for each row they are numbered, and not looked up.
_DENSE = 8

# What gives, for some columns, how many training rows, or FAKE ones, hold each row's values.
Counter = Callable[[tuple[int, ...]], np.ndarray]


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
    counts: list[CountFeature],
    training: np.ndarray,
    is_fake: np.ndarray,
    rows: np.ndarray | None,
    most: int | None = None,
) -> np.ndarray:
    """The features of rows, shape (n, len(counts)), float32.

    training: the keys of the training rows, uint64 of shape (N, n_keys); is_fake: (N,).
    rows: the keys of new rows, (n, n_keys), or None for the training rows themselves; of these the
    first `most`.
    Quickest where counts of the same columns stand side by side.
    """
    if rows is not None:
        return Tally(training, is_fake).features(counts, rows)
    own = _Own(training, is_fake, most)
    return from_numbers(counts, len(training[:most]), len(training), own.others, own.odds)


class Tally:
    """How many training rows, and how many FAKE ones, hold the values of some columns.

    What was counted once is kept, so that asking about a few rows more costs little.
    """

    def __init__(self, training: np.ndarray, is_fake: np.ndarray) -> None:
        """The keys of the training rows, uint64 of shape (N, n_keys), and their labels, (N,)."""
        self._training, self._is_fake = training, is_fake
        self._kept: dict[tuple[tuple[int, ...], bool], tuple[np.ndarray, np.ndarray] | None] = {}

    def features(self, counts: list[CountFeature], rows: np.ndarray) -> np.ndarray:
        """The features of new rows, whose keys are given, shape (n, len(counts)), float32."""

        def number(columns: tuple[int, ...]) -> np.ndarray:
            return self._number(columns, rows, fakes=False)

        def odds(columns: tuple[int, ...]) -> np.ndarray:
            fakes = self._number(columns, rows, fakes=True)
            return log_odds(fakes, number(columns) - fakes)

        return from_numbers(counts, len(rows), len(self._training), number, odds)

    def _number(self, columns: tuple[int, ...], rows: np.ndarray, *, fakes: bool) -> np.ndarray:
        """How many training rows, or only FAKE ones, hold what each row holds."""
        asked, which = combine(rows[:, columns]), (columns, fakes)
        known = self._kept.get(which)
        if known is None:
            reference = combine(self._training[:, columns])
            if fakes:
                reference = reference[self._is_fake]
            if which not in self._kept:  # to sort is slower, and most are asked once
                self._kept[which] = None
                return count_equal(asked, reference)
            keys, counts = np.unique(reference, return_counts=True)
            known = self._kept[which] = keys, counts.astype(np.int32)
        keys, number = known
        place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        return np.where(keys[place] == asked, number[place], 0).astype(np.int64)


class _Own:
    """The counts of the training rows themselves, none of which counts itself."""

    def __init__(self, training: np.ndarray, is_fake: np.ndarray, most: int | None) -> None:
        self._training, self._is_fake, self._most = training, is_fake, most
        self._codes = cache(self._coded)

    def others(self, columns: tuple[int, ...]) -> np.ndarray:
        """How many other rows hold what each row holds."""
        codes = self._joint(columns)
        return np.asarray(np.bincount(codes)[codes[: self._most]] - 1)

    def odds(self, columns: tuple[int, ...]) -> np.ndarray:
        """The log-odds among the rows of the other folds."""
        codes, is_fake = self._joint(columns), self._is_fake
        odds = np.empty(len(codes))
        size = codes.max(initial=0) + 1
        every = [np.bincount(codes[of], minlength=size) for of in (is_fake, ~is_fake)]
        for fold in self._folds:
            own, fake = codes[fold], is_fake[fold]
            fakes, reals = (
                (number - np.bincount(own[of], minlength=size))[own]
                for number, of in zip(every, (fake, ~fake), strict=True)
            )
            odds[fold] = log_odds(fakes, reals)
        return odds[: self._most]

    @cached_property
    def _folds(self) -> list[np.ndarray]:
        """The rows of each fold."""
        folds = odds_folds(self._is_fake)
        return [np.flatnonzero(folds == fold) for fold in range(folds.max() + 1)]

    def _joint(self, columns: tuple[int, ...]) -> np.ndarray:
        """Numbers of the rows' values in some columns, equal for equal ones."""
        joint, size = self._codes(columns[0])
        for column in columns[1:]:
            codes, more = self._codes(column)
            joint, size = joint * more + codes, size * more
            if size > _DENSE * len(joint):
                joint, distinct = pd.factorize(joint)
                size = len(distinct)
        return joint

    def _coded(self, column: int) -> tuple[np.ndarray, int]:
        codes, distinct = pd.factorize(self._training[:, column])
        return codes, len(distinct)


def odds_folds(is_fake: np.ndarray) -> np.ndarray:
    """The fold of each training row, int8 of shape (N,); its odds come from the other folds."""
    fewest = min(np.count_nonzero(is_fake), np.count_nonzero(~is_fake))
    # A fixed seed: the folds only keep a row's own label out of its feature.
    splitter = StratifiedKFold(min(_FOLDS, fewest), shuffle=True, random_state=0)
    folds = np.empty(len(is_fake), np.int8)
    for number, (_, fold) in enumerate(splitter.split(is_fake, is_fake)):
        folds[fold] = number
    return folds


def from_numbers(
    counts: list[CountFeature], rows: int, training: int, number: Counter, odds: Counter
) -> np.ndarray:
    """The features of so many rows, float32, from what counts in so many training rows."""
    matrix = np.empty((rows, len(counts)), np.float32, "F")
    single = cache(number)
    for columns, same in groupby(enumerate(counts), key=lambda item: item[1].columns):
        n = single(columns) if len(columns) == 1 else number(columns)
        for place, count in same:
            if count.measure == "frequency":
                matrix[:, place] = n
            elif count.measure == "odds":
                matrix[:, place] = odds(columns)
            else:
                first, second = (single((column,)) + _SURPRISE_PRIOR for column in columns)
                matrix[:, place] = np.log((n + _SURPRISE_PRIOR) * training / (first * second))
    return matrix


def log_odds(fakes: np.ndarray, reals: np.ndarray) -> np.ndarray:
    """The log of FAKE over REAL from how many there are of each, both of shape (n,)."""
    return np.asarray(np.log((fakes + _ODDS_PRIOR) / (reals + _ODDS_PRIOR)))
