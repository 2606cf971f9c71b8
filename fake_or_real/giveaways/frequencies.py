"""Questions about how often values occur, alone and together: what the discriminator counts, too.

Which of the very many are worth asking is learned from the reference and from as many FAKE rows:
boosted trees with a single split each (Friedman 2001, "Greedy function approximation: a gradient
boosting machine"). Each split is a question. It is asked of rows that it was not learned from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import lightgbm as lgb
import numpy as np

from fake_or_real.data import tables
from fake_or_real.features.counts import CountFeature, count_features
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
# By what is counted: the form where it is more than the threshold, and where it is less.
_FORMS = {"odds": ("often_more", "often_less"), "surprise": ("together_more", "together_less")}
_STEPS = 2  # thresholds of rates in each doubling: 1, 1.4, 2, 2.8, 4 times


@dataclass(frozen=True)
class Counted:
    """The rows that say what is worth asking, and what may be counted in them.

    keys: of all columns, and of the ranges of numbers that hardly repeat.
    training: the keys of the rows, (n, n_keys); is_fake: (n,).
    """

    keys: list[KeyColumn]
    counts: list[CountFeature]
    training: np.ndarray
    is_fake: np.ndarray

    def steps(self, rows: np.ndarray | None, chosen: list[CountFeature]) -> np.ndarray:
        """Counts as whole steps of their logarithm, so that each threshold is a plain number.

        rows: the keys of other rows, or None for these rows, none of which counts itself.
        """
        matrix = count_features(chosen, self.training, self.is_fake, rows)
        is_number = np.array([count.measure == "frequency" for count in chosen])
        matrix[:, is_number] = np.floor(np.log2(matrix[:, is_number] + 1))
        # A hair more, so that what is exactly 2 is not taken for less.
        rates = matrix[:, ~is_number] / np.log(2) + 1e-6
        matrix[:, ~is_number] = np.floor(rates * _STEPS)
        return matrix


def of_frequencies(partition: Partition, rng: np.random.Generator) -> Iterator[Question]:
    """Values, pairs and triples that occur more, or less, often than they would in real rows."""
    size = min(len(partition.reference), len(partition.fake_reference), _MOST)
    if size < _FEWEST:
        return
    counted = _count(partition, size, rng)
    splits = _splits(counted.steps(None, counted.counts), counted.is_fake)
    both = tables.concat([partition.real, partition.fake])
    rows = hash_keys(both, counted.keys)
    for place, of_feature in groupby(sorted(splits), key=lambda split: split[0]):
        count = counted.counts[place]
        steps = counted.steps(rows, [count])[:, 0]
        for _, least in of_feature:
            yield _question(partition, counted, count, steps, least)


def _count(partition: Partition, size: int, rng: np.random.Generator) -> Counted:
    """What may be counted in so many rows of the reference and as many FAKE ones."""
    chosen = [
        table.take(np.sort(rng.choice(rows, size, replace=False)))
        for table, rows in (
            (partition.real, partition.reference),
            (partition.fake, partition.fake_reference),
        )
    ]
    table, is_fake = tables.concat(chosen), np.repeat([False, True], size)
    keys = [KeyColumn(name) for name in table.kinds]
    joint = joint_key_columns(table)
    keys += [key for key in joint if key not in keys]
    training = hash_keys(table, keys)
    singles = [
        CountFeature(measure, (place,))
        for place in range(len(keys))
        for measure in ("frequency", "odds")
        if measure == "odds" or keys[place].edges is None
    ]
    places = [keys.index(key) for key in joint]
    together: list[CountFeature] = []
    if len(joint) > 1:
        screened = screen(training[:, places], coarse_levels(table, joint), is_fake, rng, 1)
        together = [
            CountFeature(each.measure, tuple(places[column] for column in each.columns))
            for each in screened
        ]
    pairs = sorted({each.columns for each in together if len(each.columns) == 2})
    odds = [CountFeature("odds", pair) for pair in pairs]
    counts = sorted([*singles, *together, *odds], key=lambda count: count.columns)
    return Counted(keys, counts, training, is_fake)


def _splits(steps: np.ndarray, is_fake: np.ndarray) -> list[tuple[int, int]]:
    """The feature and the least step on its upper side of those splits that gain most."""
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
    gains: dict[tuple[int, int], float] = {}
    for tree in booster.dump_model()["tree_info"]:
        root = tree["tree_structure"]
        if "split_feature" in root:
            split = root["split_feature"], int(np.floor(root["threshold"])) + 1
            gains[split] = gains.get(split, 0) + root["split_gain"]
    return sorted(gains, key=lambda split: (-gains[split], split))[:_ASKED]


def _question(
    partition: Partition, counted: Counted, count: CountFeature, steps: np.ndarray, least: int
) -> Question:
    """Whether a row's steps are so many; or fewer, where that is what is out of the ordinary."""
    columns = tuple(dict.fromkeys(counted.keys[place].column for place in count.columns))
    if count.measure == "frequency":
        terms: tuple[str, ...] = (str(2**least - 1), str(len(counted.training)))
        return answer(
            partition, "frequency", "shared", columns, steps >= least, terms=terms, learned=True
        )
    is_more = least > 0
    flag = steps >= least if is_more else steps < least
    form = _FORMS[count.measure][0 if is_more else 1]
    times = 2 ** (abs(least) / _STEPS)
    terms = (f"{times:.2g}",)
    if count.measure == "odds":
        # As other rows meet them: with all of these rows counted.
        kinds = counted.steps(counted.training, [count])[:, 0]
        chosen = kinds >= least if is_more else kinds < least
        values = combine(counted.training[:, count.columns])[chosen]
        terms = (*terms, str(len(np.unique(values))))
    return answer(partition, "frequency", form, columns, flag, terms=terms, learned=True)
