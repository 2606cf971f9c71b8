"""A control: it hands out the rows that it learned from.

No discriminator can tell, yet nothing is synthetic.
"""

import numpy as np
import pandas as pd

from fake_or_real.synthesizers.base import Resampler


class Copy(Resampler):
    """Hands out its training rows in random order, none again before all were drawn.

    Repeats would give it away: a discriminator knows a FAKE row that it has seen in training.
    """

    def sample(self, rows: int, seed: int) -> pd.DataFrame:
        rng, size = np.random.default_rng(seed), len(self._table)
        rounds = [rng.permutation(size) for _ in range(-(-rows // size))]
        return self._table.take(np.concatenate(rounds)[:rows]).frame
