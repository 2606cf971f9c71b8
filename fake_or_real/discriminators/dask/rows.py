"""The training rows as numbers, on a cluster: one matrix a block, which stays with the workers."""

from dataclasses import dataclass, replace

import numpy as np
from dask.delayed import Delayed, delayed

from fake_or_real.data.splits import Members
from fake_or_real.discriminators.dask import counts
from fake_or_real.discriminators.dask.blocks import Block, in_blocks
from fake_or_real.discriminators.dask.cluster import Cluster
from fake_or_real.features.counts import odds_folds
from fake_or_real.features.keys import hash_keys
from fake_or_real.features.matrix import FeatureMatrix
from fake_or_real.features.words import Words, merged

# What to look at is learned from so many rows of each label; of more, from so many drawn at random.
_LOOKED_AT = 100_000


@dataclass(frozen=True)
class ClusterRows:
    """Training rows as numbers.

    matrices: of each block, float32 (n, n_columns), on the cluster. members: the rows' labels and
    twins. places: of each block, where its rows stand among the members.
    """

    matrices: list[Delayed]
    members: Members
    places: list[np.ndarray]


def looked_at(members: Members, seed: int) -> Members:
    """Those rows, in their order, from which it is learned what to look at."""
    rng = np.random.default_rng(seed)
    labels = [np.flatnonzero(members.is_fake == label) for label in (False, True)]
    some = [
        rng.choice(places, _LOOKED_AT, replace=False) if len(places) > _LOOKED_AT else places
        for places in labels
    ]
    return members.take(np.sort(np.concatenate(some)))


def measure(
    cluster: Cluster, features: FeatureMatrix, members: Members, counted: Members
) -> tuple[FeatureMatrix, ClusterRows]:
    """The rows by these features, and the features with what was counted in all rows.

    features: what to look at, learned from some of the rows. counted: further rows in which it is
    counted.
    """
    blocks = in_blocks(cluster.folder, members, len(cluster.workers))
    further = in_blocks(cluster.folder, counted, len(cluster.workers))
    every = [*blocks, *further]
    is_fake = np.concatenate([members.is_fake, counted.is_fake])
    folds = np.split(odds_folds(is_fake), [len(members.is_fake)])
    of_blocks = [
        fold[block.places]
        for fold, part in zip(folds, (blocks, further), strict=True)
        for block in part
    ]
    # Without what was counted in some of the rows, which no block needs.
    bare = replace(features, training=np.empty((0, 0), np.uint64), is_fake=np.empty(0, bool))
    looking = delayed(bare, traverse=False)
    keys = [
        delayed(_keys)(block, looking, fold) for block, fold in zip(every, of_blocks, strict=True)
    ]
    words = delayed(merged)([delayed(_words)(block, looking) for block in every])
    counting = delayed(_with_words)(looking, words)
    sets = counts.column_sets(features.counts, len(features.keys))
    labels = [block.members.is_fake for block in every]
    answers = counts.in_all_blocks(keys, labels, sets, len(blocks))
    matrices = [
        delayed(_matrix)(block, counting, of_block, answer, len(is_fake))
        for block, of_block, answer in zip(blocks, keys[: len(blocks)], answers, strict=True)
    ]
    kept = cluster.keep([*matrices, words, *keys])
    matrices, rest = kept[: len(blocks)], kept[len(blocks) :]
    all_words, *all_keys = cluster.gather(rest)
    places = [block.places for block in blocks]
    learned = replace(
        features,
        words=all_words,
        training=np.asfortranarray(np.concatenate(all_keys)[:, :-1]),
        is_fake=np.concatenate(labels),
    )
    return learned, ClusterRows(matrices, members, places)


def _keys(block: Block, features: FeatureMatrix, folds: np.ndarray) -> np.ndarray:
    """The keys of a block's rows, and last their fold, uint64 of shape (n, n_keys + 1)."""
    return np.column_stack([hash_keys(block.read(), features.keys), folds.astype(np.uint64)])


def _words(block: Block, features: FeatureMatrix) -> list[Words]:
    """The words of a block's texts."""
    table = block.read() if features.words else None
    return [Words.fit(table.frame[words.column]) for words in features.words] if table else []


def _with_words(features: FeatureMatrix, words: list[Words]) -> FeatureMatrix:
    return replace(features, words=words)


def _matrix(
    block: Block,
    features: FeatureMatrix,
    keys: np.ndarray,
    answers: list[list[np.ndarray]],
    rows: int,
) -> np.ndarray:
    """A block's rows by the features, (n, n_columns)."""
    counted = counts.features(features.counts, keys, answers, rows)
    return features.of_training(block.read(), counted)
