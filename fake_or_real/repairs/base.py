"""What every repair can do."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fake_or_real.data.tables import Table

Figures = dict[str, int | float]


@dataclass(frozen=True)
class Repaired:
    """What a repair left.

    table: the rows, in their order. kept: their positions in the table that was given, int (n,).
    figures: what was done, by names that begin with the repair's.
    """

    table: Table
    kept: np.ndarray
    figures: Figures


class Repair(ABC):
    """Learns from seen rows how rows should be, and makes drawn rows so.

    It never looks at other real rows: with those the verdict is found.
    """

    name: ClassVar[str]

    @abstractmethod
    def fit(self, seen: Table) -> Self:
        """Learn from rows that the synthesizer learned from."""

    @abstractmethod
    def apply(self, drawn: Table, size: int, rng: np.random.Generator) -> Repaired:
        """Repair drawn rows of the seen ones' columns and kinds; at least `size` of them stay.

        Raises `UserError` where too few rows could be kept.
        """


def unmoved(table: Table, figures: Figures) -> Repaired:
    """All rows, where no row was left out."""
    return Repaired(table, np.arange(len(table)), figures)
