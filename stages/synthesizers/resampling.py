"""The two synthesizers whose verdict is known beforehand: they test the test.

`copy` hands out the rows it learned from: no discriminator can tell, yet nothing is synthetic.
`independent` draws each column alone: every marginal is right and every dependence is gone.
"""

from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd

from stages import tables
from stages.synthesizers.base import Report, Synthesizer
from stages.tables import Table

_ROWS = "rows.parquet"


class _Resampler(Synthesizer):
    """Keeps its training rows."""

    _table: Table

    def fit(self, table: Table, seed: int) -> Report:  # noqa: ARG002 - nothing to draw yet
        self._table = table
        return {"device": "cpu", "ended_by": "nothing to train", "reproducible": True}

    def save(self, folder: Path) -> None:
        tables.write(self._table, folder / _ROWS)

    @classmethod
    def load(cls, folder: Path) -> Self:
        resampler = cls()
        resampler._table = tables.read(folder / _ROWS)
        return resampler


class Copy(_Resampler):
    """Hands out its training rows in random order, none again before all were drawn.

    Repeats would give it away: a discriminator knows a FAKE row that it has seen in training.
    """

    def sample(self, rows: int, seed: int) -> pd.DataFrame:
        rng, size = np.random.default_rng(seed), len(self._table)
        rounds = [rng.permutation(size) for _ in range(-(-rows // size))]
        return self._table.take(np.concatenate(rounds)[:rows]).frame


class Independent(_Resampler):
    """Draws each column's values alone, with replacement."""

    def sample(self, rows: int, seed: int) -> pd.DataFrame:
        rng = np.random.default_rng(seed)
        drawn = {
            name: column.iloc[rng.integers(len(column), size=rows)].reset_index(drop=True)
            for name, column in self._table.frame.items()
        }
        return pd.DataFrame(drawn)
