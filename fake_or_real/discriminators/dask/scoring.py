"""Scores of rows that nobody has to read whole: each worker reads and scores some blocks."""

import numpy as np
from dask.delayed import delayed

from fake_or_real.data.splits import Members
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.discriminators.dask.blocks import Block, in_blocks
from fake_or_real.discriminators.dask.cluster import Cluster


def p_fake(cluster: Cluster, model: Discriminator, members: Members) -> np.ndarray:
    """P(FAKE) of these rows of the cluster's folder, in their order, shape (n,)."""
    blocks = in_blocks(cluster.folder, members, len(cluster.workers))
    known = cluster.watch(lambda: cluster.client.scatter(model, broadcast=True, hash=False))
    scored = cluster.gather([delayed(_scored)(block, delayed(known)) for block in blocks])
    found = np.empty(len(members.row))
    for block, scores in zip(blocks, scored, strict=True):
        found[block.places] = scores
    return found


def _scored(block: Block, model: Discriminator) -> np.ndarray:
    return model.predict_proba(block.read())[:, 1]
