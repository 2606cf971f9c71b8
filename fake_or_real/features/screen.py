"""Which columns to count together: all pairs and triples are far too many for a wide table.

In two steps. Where the pairs are many, only those stay whose contingency tables differ most
between FAKE and REAL. Then a small model says which pairs and triples it would use.
"""

from itertools import combinations

import lightgbm as lgb
import numpy as np

from fake_or_real.features.counts import CountFeature, Measure, count_features
from fake_or_real.features.keys import LEVELS

# These bound the time on wide tables; docs/method.md says what was tried.
_PAIRS, _TRIPLES, _TRIPLE_COLUMNS = 400, 700, 18
_KEPT = 120
# Rows that are counted, and rows that the small model learns from.
_COUNTED, _LEARNED = 50_000, 8_000
_ROUNDS = 50
# Of these rows so many say where the small model's bins begin.
_BINNED = 2000
# Columns times rows that the first look at pairs may take: with more than 120 columns it sees fewer
# rows, so that its cost grows with the columns and not with their square.
_CELLS = 120 * _COUNTED
# Columns whose pairs are looked at in one product.
_BLOCK = 250


def screen(
    keys: np.ndarray,
    levels: np.ndarray,
    is_fake: np.ndarray,
    rng: np.random.Generator,
    threads: int,
) -> list[CountFeature]:
    """The frequencies and surprises of column pairs and triples that tell most.

    keys, levels: what `hash_keys` and `coarse_levels` make of the training rows, both of shape
    (n, n_keys); is_fake: (n,).
    """
    rows = rng.permutation(len(keys))[:_COUNTED]
    seen = rows[: _CELLS // levels.shape[1]]
    candidates = _candidates(_interactions(levels[seen], is_fake[seen]))
    if len(candidates) <= _KEPT:
        return candidates
    matrix = count_features(candidates, keys[rows], is_fake[rows], None, most=_LEARNED)
    small = lgb.train(
        {
            "objective": "binary",
            "learning_rate": 0.1,
            "feature_fraction": 0.1,
            "max_bin": 63,
            "seed": int(rng.integers(2**31)),
            "num_threads": threads,
            "deterministic": True,
            "force_col_wise": True,
            "verbose": -1,
        },
        lgb.Dataset(matrix, is_fake[rows][:_LEARNED], params={"bin_construct_sample_cnt": _BINNED}),
        num_boost_round=_ROUNDS,
    )
    best = np.argsort(-small.feature_importance("gain"), kind="stable")[:_KEPT]
    return [candidates[place] for place in np.sort(best)]


def _candidates(interactions: np.ndarray) -> list[CountFeature]:
    first, second = np.triu_indices(len(interactions), 1)
    strongest = np.argsort(-interactions[first, second], kind="stable")[:_PAIRS]
    pairs = [(int(first[place]), int(second[place])) for place in strongest]
    columns: list[int] = []
    for column in (column for pair in pairs for column in pair):
        if column not in columns:
            columns.append(column)
    triples = list(combinations(sorted(columns[:_TRIPLE_COLUMNS]), 3))
    strength = np.array(
        [sum(interactions[pair] for pair in combinations(triple, 2)) for triple in triples]
    )
    triples = [triples[place] for place in np.argsort(-strength, kind="stable")[:_TRIPLES]]
    measures: tuple[Measure, ...] = ("frequency", "surprise")
    return [
        *(CountFeature(measure, pair) for pair in pairs for measure in measures),
        *(CountFeature("frequency", triple) for triple in triples),
    ]


def _interactions(levels: np.ndarray, is_fake: np.ndarray) -> np.ndarray:
    """How much each pair's contingency table differs between the classes, shape (d, d).

    That is the two-sample chi-squared statistic of Press et al. (2007), "Numerical Recipes",
    14.3, on rates instead of counts, less that of either column alone. A product of matrices gives
    the tables of many pairs at once; block by block, as those of a wide table are gigabytes.
    """
    width = levels.shape[1]
    together = np.zeros((width, width))
    for first in range(0, width, _BLOCK):
        for second in range(first, width, _BLOCK):
            places = slice(first, first + _BLOCK), slice(second, second + _BLOCK)
            found = _differences(levels[:, places[0]], levels[:, places[1]], is_fake)
            together[places[::-1]] = found.T
            together[places] = found
    alone = np.diag(together)
    return np.asarray(together - alone[:, None] - alone[None, :])


def _differences(first: np.ndarray, second: np.ndarray, is_fake: np.ndarray) -> np.ndarray:
    """The statistic of each of the first columns with each of the second, by one product."""
    ours, theirs = (
        (block[:, :, None] == np.arange(LEVELS, dtype=np.uint8)).astype(np.float32)
        for block in (first, second)
    )
    shape = first.shape[1], LEVELS, second.shape[1], LEVELS
    ours, theirs = (block.reshape(len(block), -1) for block in (ours, theirs))
    fake, real = (ours[part].T @ theirs[part] / part.sum() for part in (is_fake, ~is_fake))
    parts = (fake - real) ** 2 / np.maximum(fake + real, np.finfo(np.float32).tiny)
    return np.asarray(parts.reshape(shape).sum(axis=(1, 3)))
