"""What evidence and give-aways ask of a model. Apart from `base`, on which it does not depend."""

from typing import Protocol

import numpy as np

from fake_or_real.data.tables import Table


class Scorer(Protocol):
    """A model that learns from labelled rows and scores others; every `Discriminator` is one."""

    def fit(self, table: Table, is_fake: np.ndarray) -> object:
        """Learn from rows and whether each is FAKE, boolean of shape (n,)."""

    def predict_proba(self, table: Table) -> np.ndarray:
        """P(REAL) and P(FAKE) of each row, shape (n, 2)."""
