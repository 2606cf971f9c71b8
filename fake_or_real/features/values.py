"""Values as numbers: the plain features, as any tabular model would see them."""

from dataclasses import asdict, dataclass
from itertools import chain, pairwise
from typing import Any, Self

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import Kind, days
from fake_or_real.data.tables import Table
from fake_or_real.features.feature import Feature

_LEAST_WORDS = 5  # training rows that share a word before it is a category of its own


@dataclass(frozen=True)
class Values:
    """Each column as one or a few numbers.

    Categoricals become codes (in the order of the sorted training values), and so do words, of
    which those that hardly repeat share one. Numbers and booleans become floats, datetimes days
    since 1970 with their parts and the gaps between neighbouring columns, texts their lengths.
    What is missing, and categories that `fit` never saw, are NaN.
    """

    kinds: dict[str, Kind]
    categories: dict[str, list[str]]

    @classmethod
    def fit(cls, table: Table) -> Self:
        """The categories of the training rows."""
        least = {"categorical": 1, "word": _LEAST_WORDS}
        counts = {
            name: table.frame[name].value_counts()
            for name, kind in table.kinds.items()
            if kind in least
        }
        categories = {
            name: sorted(count.index[count >= least[table.kinds[name]]])
            for name, count in counts.items()
        }
        return cls(table.kinds, categories)

    @property
    def features(self) -> list[Feature]:
        """In the order of the columns; the gaps last."""
        parts: dict[Kind, list[str]] = {
            "datetime": ["{}", "month of {}", "day of month of {}", "weekday of {}", "hour of {}"],
            "text": ["length of {}", "words of {}"],
        }
        features = [
            Feature(part.format(name), (name,), "values")
            for name, kind in self.kinds.items()
            for part in parts.get(kind, ["{}"])
        ]
        gaps = [Feature(f"days from {a} to {b}", (a, b), "values") for a, b in self._gaps()]
        return features + gaps

    @property
    def categorical(self) -> list[int]:
        """The positions of the features that are codes."""
        return [i for i, feature in enumerate(self.features) if feature.name in self.categories]

    def transform(self, table: Table) -> np.ndarray:
        """The features of each row, shape (n, n_features)."""
        found = np.empty((len(table), len(self.features)))
        columns = (
            numbers
            for name in self.kinds
            for numbers in self._numbers(self.kinds[name], table.frame[name])
        )
        gaps = (days(table.frame[b]) - days(table.frame[a]) for a, b in self._gaps())
        for place, numbers in enumerate(chain(columns, gaps)):
            found[:, place] = numbers
        return found

    def to_json(self) -> dict[str, Any]:
        """What `from_json` takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Undo `to_json`."""
        return cls(**stored)

    def _numbers(self, kind: Kind, column: pd.Series) -> list[np.ndarray]:
        if kind in ("categorical", "word"):
            categories = pd.Index(self.categories[str(column.name)], dtype=object)
            codes = categories.get_indexer(column.astype(object))
            # That there is a word at all is news, whichever it is.
            other = np.where(column.isna() | (kind != "word"), np.nan, len(categories))
            return [np.where(codes < 0, other, codes)]
        if kind == "datetime":
            parts = (column.dt.month, column.dt.day, column.dt.day_of_week, column.dt.hour)
            return [days(column), *(part.to_numpy(float, na_value=np.nan) for part in parts)]
        if kind == "text":
            lengths = (column.str.len(), column.str.count(r"\S+"))
            return [length.to_numpy(float, na_value=np.nan) for length in lengths]
        return [column.astype("Float64").to_numpy(float, na_value=np.nan)]

    def _gaps(self) -> list[tuple[str, str]]:
        return list(pairwise(name for name, kind in self.kinds.items() if kind == "datetime"))
