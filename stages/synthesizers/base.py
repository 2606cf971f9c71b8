"""What every synthesizer can do."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

import pandas as pd

from stages.tables import Table

# What a training says of itself: flat, and without times or paths, since it is committed. At least
# `device`, `ended_by` and `reproducible`: whether one seed gives the same rows on one machine.
Report = dict[str, str | int | float | bool]


class Synthesizer(ABC):
    """Learns from a real table and draws synthetic rows.

    A subclass is made with its own group of settings in params.yaml as keyword arguments.
    """

    @abstractmethod
    def fit(self, table: Table, seed: int) -> Report:
        """Learn from these rows; say what was trained and what ended the training."""

    @abstractmethod
    def sample(self, rows: int, seed: int) -> pd.DataFrame:
        """Draw this many rows with the real table's column names, in whatever dtypes it has."""

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Write all that `load` needs into this existing folder."""

    @classmethod
    @abstractmethod
    def load(cls, folder: Path) -> Self:
        """The synthesizer that `save` wrote."""
