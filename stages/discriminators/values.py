"""Values as numbers: the plain features, as any tabular model would see them."""

from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from stages.discriminators.base import Feature
from stages.kinds import Kind
from stages.tables import Table


@dataclass(frozen=True)
class Values:
    """Each column as numbers.

    Categoricals become codes (in the order of the sorted training values), numbers and booleans
    floats. What is missing, and categories that `fit` never saw, are NaN.
    """

    kinds: dict[str, Kind]
    categories: dict[str, list[str]]

    @classmethod
    def fit(cls, table: Table) -> Self:
        """The categories of the training rows."""
        categories = {
            name: sorted(table.frame[name].dropna().unique())
            for name, kind in table.kinds.items()
            if kind == "categorical"
        }
        return cls(table.kinds, categories)

    @property
    def features(self) -> list[Feature]:
        """One for each column."""
        return [Feature(name, (name,), "values") for name in self.kinds]

    @property
    def categorical(self) -> list[int]:
        """The positions of the features that are codes."""
        return [i for i, name in enumerate(self.kinds) if name in self.categories]

    def transform(self, table: Table) -> np.ndarray:
        """The features of each row, shape (n, n_features)."""
        return np.column_stack([self._numbers(name, table.frame[name]) for name in self.kinds])

    def to_json(self) -> dict[str, Any]:
        """What `from_json` takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Undo `to_json`."""
        return cls(**stored)

    def _numbers(self, name: str, column: pd.Series) -> np.ndarray:
        kind = self.kinds[name]
        if kind == "categorical":
            codes = pd.Index(self.categories[name], dtype=object).get_indexer(column.astype(object))
            return np.where(codes < 0, np.nan, codes)
        if kind == "datetime":
            days = (column - pd.Timestamp(0)) / pd.Timedelta(days=1)
            return np.asarray(days, dtype=float)
        if kind == "text":
            return np.asarray(column.str.len(), dtype=float)
        return np.asarray(column.astype("Float64").to_numpy(float, na_value=np.nan))
