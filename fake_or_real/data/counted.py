"""Rows of which only the values are counted: of large tables many more than a model learns from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from fake_or_real.data import tables
from fake_or_real.data.kinds import Kind
from fake_or_real.data.stored import Rows
from fake_or_real.data.tables import Table


@dataclass(frozen=True)
class Counted:
    """Labelled rows in which a model counts how often values occur, and learns nothing else.

    rows: tables, the positions in each that count, and whether these rows are FAKE.
    kinds: the columns and kinds that they are given in; None: their tables' own.
    """

    rows: tuple[tuple[Rows, np.ndarray, bool], ...] = ()
    kinds: dict[str, Kind] | None = None

    def __len__(self) -> int:
        return sum(len(positions) for _, positions, _ in self.rows)

    def blocks(self) -> Iterator[tuple[Table, bool]]:
        """The rows, some at a time, and whether these are FAKE."""
        for table, positions, is_fake in self.rows:
            for block in table.blocks(positions):
                yield tables.in_kinds(block, self.kinds or block.kinds), is_fake

    def in_kinds(self, kinds: dict[str, Kind]) -> "Counted":
        """The same rows in these columns and kinds."""
        return replace(self, kinds=kinds)

    def thinned(self, share: float, rng: np.random.Generator) -> "Counted":
        """A share of each table's rows, drawn at random."""
        rows = tuple(
            (table, np.sort(rng.permutation(positions)[: round(share * len(positions))]), is_fake)
            for table, positions, is_fake in self.rows
        )
        return replace(self, rows=rows)


NOTHING = Counted()
