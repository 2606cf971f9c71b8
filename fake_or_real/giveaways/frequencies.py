"""Questions about how often values occur, alone and together: what the discriminator counts, too.

Which of the very many are worth asking is learned from the reference and from as many FAKE rows:
boosted trees with a single split each (Friedman 2001, "Greedy function approximation: a gradient
boosting machine"). Each split is a question. It is asked of rows that it was not learned from.

A row's values are counted in all other rows that train, whatever their label: as Fisher's test
shuffles labels only, it holds although the counted rows count one another. Odds know labels, so
they come from the rows that choose the questions alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import lightgbm as lgb
import numpy as np

from fake_or_real.data.tables import Table
from fake_or_real.features.counts import CountFeature, Measure, count_features
from fake_or_real.features.keys import (
    KeyColumn,
    coarse_levels,
    combine,
    hash_keys,
    joint_key_columns,
)
from fake_or_real.features.screen import screen
from fake_or_real.giveaways.partition import Partition
from fake_or_real.giveaways.questions import Question, answer

_FEWEST, _MOST = 100, 10_000  # rows of each label that it is learned from
_ROUNDS, _RATE = 100, 0.3
_ASKED = 40  # questions, those that gain most
_NAMED = 3  # sets of columns that are named as those whose signs tell most
_MEASURES: tuple[Measure, ...] = ("frequency", "odds")
# By what is counted: the form where it is more than the threshold, and where it is less.
_FORMS = {"odds": ("often_more", "often_less"), "surprise": ("together_more", "together_less")}
_STEPS = 2  # thresholds of rates in each doubling: 1, 1.4, 2, 2.8, 4 times


@dataclass(frozen=True)
class Counted:
    """The rows that are counted, and what may be counted in them.

    keys: of all columns, and of the ranges of numbers that hardly repeat.
    training: the keys of all rows that train, (n, n_keys). is_fake: of the first of them, which
        are those that choose what is asked, (m,).
    """

    keys: list[KeyColumn]
    counts: list[CountFeature]
    training: np.ndarray
    is_fake: np.ndarray

    def of_choosing(self) -> np.ndarray:
        """The steps of the rows that choose, none of which counts itself, (m, counts)."""
        steps = np.empty((len(self.is_fake), len(self.counts)))
        for of_labels in (True, False):
            places = [
                place
                for place, count in enumerate(self.counts)
                if (count.measure == "odds") == of_labels
            ]
            if places:  # all at once, so that each column is coded, and the rows folded, once
                steps[:, places] = self._steps([self.counts[place] for place in places], None)
        return steps

    def of_all(self, count: CountFeature, others: np.ndarray) -> np.ndarray:
        """The steps of all rows that train and then of others, whose keys are given."""
        if count.measure == "odds":
            return self._steps([count], np.vstack([self.training, others]))[:, 0]
        return np.append(
            self._steps([count], None, len(self.training)), self._steps([count], others)
        )

    def _steps(
        self, counts: list[CountFeature], rows: np.ndarray | None, most: int | None = None
    ) -> np.ndarray:
        """Counts as whole steps of their logarithms, so that each threshold is a plain number.

        counts: only odds, or no odds. rows: keys, or None for the rows that are counted; of these
        the first `most`, None: those that choose. Shape (rows, counts).
        """
        # Only odds look at labels, and only at those of the rows that choose.
        known = len(self.is_fake) if counts[0].measure == "odds" else len(self.training)
        labels = np.resize(self.is_fake, known)
        first = most or len(self.is_fake)
        counted = count_features(counts, self.training[:known], labels, rows, most=first)
        for place, count in enumerate(counts):
            column = counted[:, place]
            if count.measure == "frequency":
                counted[:, place] = np.floor(np.log2(column + 1))
            else:
                # A hair more, so that what is exactly 2 is not taken for less.
                counted[:, place] = np.floor((column / np.log(2) + 1e-6) * _STEPS)
        return counted


@dataclass(frozen=True)
class Split:
    """Where the steps of a count are cut, by however many trees.

    place: of the count. least: its least step above the cut. gain: how much the cut tells.
    below, above: what it adds to the log-odds of FAKE.
    """

    place: int
    least: int
    gain: float
    below: float
    above: float


def of_frequencies(partition: Partition, rng: np.random.Generator) -> Iterator[Question]:
    """Values, pairs and triples that occur more, or less, often than they would in real rows.

    First those that tell most, one by one, then the sum of them all: signs that are too weak to be
    sure by themselves may be so together. The sum is learned in either half and asked of the other,
    as rows are few where signs are weak.
    """
    halves = partition, partition.swapped()
    if (
        min(len(rows) for half in halves for rows in (half.reference, half.fake_reference))
        < _FEWEST
    ):
        return
    for half, most in zip(halves, (_ASKED, 0), strict=True):
        yield from _of_half(half, rng, most)


def _of_half(partition: Partition, rng: np.random.Generator, most: int) -> Iterator[Question]:
    """So many questions at most, and their sum."""
    size = min(len(partition.reference), len(partition.fake_reference), _MOST)
    both = partition.both
    rows, held = _rows(partition, size, rng)
    counted = _count(both.take(rows), size, rng)
    others = hash_keys(both.take(held), counted.keys)
    splits = _splits(counted.of_choosing(), counted.is_fake)
    asked = set(splits[:most])
    log_odds = np.zeros(len(both))
    in_order = sorted(splits, key=lambda split: (split.place, split.least))
    for place, of_count in groupby(in_order, key=lambda split: split.place):
        steps = np.full(len(both), np.nan)
        steps[np.append(rows, held)] = counted.of_all(counted.counts[place], others)
        for split in of_count:
            log_odds += np.where(steps >= split.least, split.above, split.below)
            if split in asked:
                question = _question(partition, counted, split, steps, rows)
                # What gained most where it was chosen may use most of the error.
                yield replace(question, weight=split.gain)
    if splits:
        terms = str(len(splits)), *_strongest(counted, splits)
        question = answer(partition, "signs", "signs", (), log_odds > 0, terms=terms, learned=True)
        yield replace(question, log_odds=log_odds)


def _rows(
    partition: Partition, size: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the rows that train, real rows first counted, and of the holdout's.

    The first are so many rows of the reference and as many FAKE ones, which choose.
    """
    start = len(partition.real)
    choosing = np.concatenate(
        [
            np.sort(rng.choice(partition.reference, size, replace=False)),
            start + np.sort(rng.choice(partition.fake_reference, size, replace=False)),
        ]
    )
    training = np.concatenate(
        [partition.reference, partition.control, start + np.flatnonzero(partition.tested)]
    )
    rest = training[~np.isin(training, choosing)]
    held = np.append(partition.holdout_real, start + partition.holdout_fake)
    return np.append(choosing, rest), held


def _count(table: Table, size: int, rng: np.random.Generator) -> Counted:
    """What may be counted in rows that train, of which so many REAL and FAKE ones choose."""
    choosing, is_fake = table.take(np.arange(2 * size)), np.repeat([False, True], size)
    keys = [KeyColumn(name) for name in table.kinds]
    joint = joint_key_columns(choosing)
    keys += [key for key in joint if key not in keys]
    training = hash_keys(table, keys)
    singles = [
        CountFeature(measure, (place,))
        for place in range(len(keys))
        for measure in _MEASURES
        if measure == "odds" or keys[place].edges is None
    ]
    places = [keys.index(key) for key in joint]
    together: list[CountFeature] = []
    if len(joint) > 1:
        screened = screen(
            training[: 2 * size, places], coarse_levels(choosing, joint), is_fake, rng, 1
        )
        together = [
            CountFeature(each.measure, tuple(places[column] for column in each.columns))
            for each in screened
        ]
    pairs = sorted({each.columns for each in together if len(each.columns) == 2})
    odds = [CountFeature("odds", pair) for pair in pairs]
    return Counted(keys, [*singles, *together, *odds], training, is_fake)


def _splits(steps: np.ndarray, is_fake: np.ndarray) -> list[Split]:
    """The cuts of boosted trees, those that gain most first."""
    booster = lgb.train(
        {
            "objective": "binary",
            "num_leaves": 2,
            "learning_rate": _RATE,
            "num_threads": 1,
            "deterministic": True,
            "force_row_wise": True,
            "verbose": -1,
        },
        lgb.Dataset(steps, is_fake),
        num_boost_round=_ROUNDS,
    )
    found: dict[tuple[int, int], Split] = {}
    for tree in booster.dump_model()["tree_info"]:
        root = tree["tree_structure"]
        if "split_feature" in root:
            key = root["split_feature"], int(np.floor(root["threshold"])) + 1
            leaves = root["left_child"]["leaf_value"], root["right_child"]["leaf_value"]
            so_far = found.get(key, Split(*key, gain=0, below=0, above=0))
            found[key] = replace(
                so_far,
                gain=so_far.gain + root["split_gain"],
                below=so_far.below + leaves[0],
                above=so_far.above + leaves[1],
            )
    return sorted(found.values(), key=lambda split: (-split.gain, split.place, split.least))


def _columns(counted: Counted, split: Split) -> tuple[str, ...]:
    places = counted.counts[split.place].columns
    return tuple(dict.fromkeys(counted.keys[place].column for place in places))


def _strongest(counted: Counted, splits: list[Split]) -> list[str]:
    """The columns, alone and together, whose splits tell most."""
    gains: defaultdict[str, float] = defaultdict(float)
    for split in splits:
        gains[" with ".join(_columns(counted, split))] += split.gain
    return sorted(gains, key=lambda columns: (-gains[columns], columns))[:_NAMED]


def _question(
    partition: Partition,
    counted: Counted,
    split: Split,
    steps: np.ndarray,
    rows: np.ndarray,
) -> Question:
    """Whether a row's steps are so many; or fewer, where that is what is out of the ordinary.

    rows: positions of the rows that train.
    """
    count, least, columns = counted.counts[split.place], split.least, _columns(counted, split)
    if count.measure == "frequency":
        form, flag = "shared", steps >= least
        terms = [str(2**least - 1), str(len(rows) - 1)]
    else:
        is_more = least > 0
        form = _FORMS[count.measure][0 if is_more else 1]
        flag = steps >= least if is_more else steps < least
        times = 2 ** (abs(least) / _STEPS)
        terms = [f"{times:.2g}" if times < 100 else f"{times:.0f}"]
    if count.measure == "odds":
        known = combine(counted.training[:, count.columns])[flag[rows]]
        terms.append(str(len(np.unique(known))))
    return answer(partition, "frequency", form, columns, flag, terms=tuple(terms), learned=True)
