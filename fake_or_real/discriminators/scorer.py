"""What evidence and give-aways ask of a model. Apart from `base`, on which it does not depend."""

from collections.abc import Callable, Collection
from typing import Protocol, runtime_checkable

import numpy as np

from fake_or_real.data.counted import NOTHING, Counted
from fake_or_real.data.tables import Table


class Scorer(Protocol):
    """A model that learns from labelled rows and scores others; every `Discriminator` is one."""

    def fit(self, table: Table, is_fake: np.ndarray, counted: Counted = NOTHING) -> object:
        """Learn from rows and whether each is FAKE, boolean of shape (n,).

        counted: further rows in which it counts how often values occur.
        """

    def predict_proba(self, table: Table) -> np.ndarray:
        """P(REAL) and P(FAKE) of each row, shape (n, 2)."""


@runtime_checkable
class Varying(Protocol):
    """A model that need not look anew at what has not changed."""

    def varied(self, table: Table) -> Callable[[Table, Collection[str]], np.ndarray]:
        """What gives `predict_proba` of these rows once the columns it is told have changed."""
