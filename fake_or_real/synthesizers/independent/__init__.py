"""A control: it draws each column alone, so every column is right and every dependence is gone."""

import numpy as np
import pandas as pd

from fake_or_real.synthesizers.base import Resampler


class Independent(Resampler):
    """Draws each column's values alone, with replacement."""

    def sample(self, rows: int, seed: int) -> pd.DataFrame:
        rng = np.random.default_rng(seed)
        drawn = {
            name: column.iloc[rng.integers(len(column), size=rows)].reset_index(drop=True)
            for name, column in self._table.frame.items()
        }
        return pd.DataFrame(drawn)
