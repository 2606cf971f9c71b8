"""Rows of a split in blocks, each small enough for a worker, which reads it from the Parquet."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fake_or_real.data import stored
from fake_or_real.data.splits import Members
from fake_or_real.data.tables import Table

# Rows of a block. More blocks than that would be so many tasks that the scheduler is what takes
# time: the counts have one for each two blocks. So of very many rows the blocks are larger.
_ROWS, _MOST = 50_000, 200


@dataclass(frozen=True)
class Block:
    """Some rows: `members` of the tables in a folder, which all workers must see.

    places: int (n,), where these rows stand in the whole of which they are a block.
    """

    folder: Path
    members: Members
    places: np.ndarray

    def read(self) -> Table:
        """Their values, in the order of `places`."""
        return self.members.read(*stored.judged(self.folder))


def in_blocks(folder: Path, members: Members, fewest: int) -> list[Block]:
    """The rows of a part in blocks, each with as many REAL and FAKE ones as any other.

    folder: absolute. fewest: blocks, as long as there are rows of both labels for each.

    A block's rows of each table stand close together there, so that few of its groups are read.
    """
    labels = [np.flatnonzero(members.is_fake == label) for label in (False, True)]
    labels = [places for places in labels if len(places)]
    number = int(np.clip(-(-len(members.is_fake) // _ROWS), fewest, _MOST))
    number = min([number, *map(len, labels)]) if labels else 0
    pieces = [
        np.array_split(places[np.argsort(members.row[places], kind="stable")], number)
        for places in labels
    ]
    return [
        Block(folder, members.take(places), places)
        for places in (np.concatenate(of_both) for of_both in zip(*pieces, strict=True))
    ]
