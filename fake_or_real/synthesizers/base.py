"""What every synthesizer can do."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
import pandas as pd
import pyarrow as pa

from fake_or_real.data import tables
from fake_or_real.data.matching import UNTRAINED
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError

_ROWS = "rows.parquet"

# What a training says of itself: flat, and without times or paths, since it is committed. At least
# `device`, `ended_by` and `reproducible`: whether one seed gives the same rows on one machine.
Report = dict[str, str | int | float | bool]


class Synthesizer(ABC):
    """Learns from a real table and draws synthetic rows.

    A subclass is made with its own group of settings in params.yaml as keyword arguments.

    made_elsewhere: whether its rows were made before the pipeline ran, so that `fit` gets the
        whole real table and nobody draws rows for it to learn from.
    """

    made_elsewhere: ClassVar[bool] = False

    @abstractmethod
    def fit(self, table: Table, seed: int) -> Report:
        """Learn from these rows; say what was trained and what ended the training."""

    @abstractmethod
    def sample(self, rows: int, seed: int) -> pd.DataFrame | pa.Table:
        """Draw this many rows with the real table's column names, in whatever dtypes it has."""

    def set_sampling(self, temperature: float, top_p: float) -> None:
        """How boldly `sample` draws: 1 and 1 are as it was learned, lower ones more usual rows.

        Raises `UserError` where the synthesizer has no such setting.
        """
        if (temperature, top_p) != (1, 1):
            raise UserError(
                "this synthesizer has no temperature and no top_p; set both"
                " (probe.sampling_temperature, probe.sampling_top_p) to 1"
            )

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Write all that `load` needs into this existing folder."""

    @classmethod
    @abstractmethod
    def load(cls, folder: Path) -> Self:
        """The synthesizer that `save` wrote."""

    def find_seen(self, real: Table) -> np.ndarray | None:  # noqa: ARG002 - for those that know
        """Where rows made elsewhere came from: positions in `real`, sorted; None if not known."""
        return None


class Keeper(Synthesizer):
    """One that is nothing but a table that it keeps."""

    _table: Table

    def save(self, folder: Path) -> None:
        tables.write(self._table, folder / _ROWS)

    @classmethod
    def load(cls, folder: Path) -> Self:
        keeper = cls()
        keeper._table = tables.read(folder / _ROWS)
        return keeper


class Resampler(Keeper):
    """Draws from the very rows that it learned from: its verdict is known beforehand."""

    def fit(self, table: Table, seed: int) -> Report:  # noqa: ARG002 - nothing to draw yet
        self._table = table
        return dict(UNTRAINED)
