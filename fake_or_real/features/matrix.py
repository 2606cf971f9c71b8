"""All features of a table as one matrix, in groups that can be switched off."""

from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table
from fake_or_real.features.counts import CountFeature, Tally, count_features
from fake_or_real.features.feature import Feature, Group
from fake_or_real.features.formats import Formats
from fake_or_real.features.keys import KeyColumn, coarse_levels, hash_keys, joint_key_columns
from fake_or_real.features.relations import Relation, find_relations, numbers_of
from fake_or_real.features.screen import screen
from fake_or_real.features.values import Values
from fake_or_real.features.words import Words

_COUNTS = "counts.npz"
# Trees bin their features; where there are more distinct values, only odds see single ones.
_TREE_BINS = 255


@dataclass(frozen=True)
class FeatureMatrix:
    """A matrix of numbers for each table that has the training rows' columns.

    groups: which of values, frequencies, pairs, format and relations it holds.
    training: the keys of the training rows, (N, len(keys)), and which of them are FAKE, (N,).
    """

    kinds: dict[str, Kind]
    groups: list[Group]
    values: Values
    keys: list[KeyColumn]
    counts: list[CountFeature]
    words: list[Words]
    relations: list[Relation]
    training: np.ndarray
    is_fake: np.ndarray

    @classmethod
    def fit(
        cls,
        table: Table,
        is_fake: np.ndarray,
        groups: list[Group],
        rng: np.random.Generator,
        threads: int,
    ) -> Self:
        """Learn what to count from labelled rows; `is_fake` is boolean of shape (n,)."""
        keys = [KeyColumn(name) for name in table.kinds]
        joint = joint_key_columns(table) if "pairs" in groups else []
        keys += [key for key in joint if key not in keys]
        training = hash_keys(table, keys)
        counts: list[CountFeature] = []
        if "frequencies" in groups:
            for place in range(len(table.kinds)):
                counts.append(CountFeature("frequency", (place,)))
                if len(np.unique(training[:, place])) > _TREE_BINS:
                    counts.append(CountFeature("odds", (place,)))
        if len(joint) > 1:
            places = [keys.index(key) for key in joint]
            screened = screen(
                training[:, places], coarse_levels(table, joint), is_fake, rng, threads
            )
            counts += [
                CountFeature(count.measure, tuple(places[column] for column in count.columns))
                for count in screened
            ]
        words = [
            Words.fit(table.frame[name])
            for name, kind in table.kinds.items()
            if kind == "text" and "frequencies" in groups
        ]
        relations = []
        if "relations" in groups:
            # What real columns have in common; which FAKE rows keep is for the model to find out.
            relations = find_relations(table.take(np.flatnonzero(~is_fake)))
        return cls(
            table.kinds,
            groups,
            Values.fit(table),
            keys,
            counts,
            words,
            relations,
            training,
            is_fake,
        )

    @property
    def features(self) -> list[Feature]:
        """In the order of the matrix's columns."""
        return [
            *(self.values.features if "values" in self.groups else []),
            *(count.feature(self.keys) for count in self.counts),
            *(feature for words in self.words for feature in words.features),
            *(Formats(self.kinds).features if "format" in self.groups else []),
            *(feature for relation in self.relations for feature in relation.features),
        ]

    @property
    def categorical(self) -> list[int]:
        """The positions of the features that are codes."""
        return self.values.categorical if "values" in self.groups else []

    @cached_property
    def _tally(self) -> Tally:
        return Tally(self.training, self.is_fake)

    def fitted(self, table: Table) -> np.ndarray:
        """The features of the training table, in which no row counts itself."""
        counted = count_features(self.counts, self.training, self.is_fake, None)
        return self.of_training(table, counted)

    def transform(self, table: Table) -> np.ndarray:
        """The features of new rows, shape (n, n_features), float32."""
        counted = self._tally.features(self.counts, hash_keys(table, self.keys))
        return self._matrix(table, counted, training=False)

    def of_training(self, table: Table, counted: np.ndarray) -> np.ndarray:
        """The features of any training rows of whose values others were counted.

        counted: the features that are made from counts, shape (n, len(counts)).
        """
        return self._matrix(table, counted, training=True)

    def _matrix(self, table: Table, counted: np.ndarray, *, training: bool) -> np.ndarray:
        parts = [counted]
        parts += [
            words.transform(table.frame[words.column], training=training) for words in self.words
        ]
        if "values" in self.groups:
            parts.insert(0, self.values.transform(table))
        if "format" in self.groups:
            parts.append(Formats(self.kinds).transform(table))
        if self.relations:
            numbers = numbers_of(table)
            parts += [relation.transform(numbers) for relation in self.relations]
        matrix = np.empty((len(table), sum(part.shape[1] for part in parts)), np.float32, "F")
        start = 0
        for part in parts:
            # Far beyond any bin's edge, and inside float32.
            place = matrix[:, start : start + part.shape[1]]
            np.clip(part, -1e30, 1e30, out=place, casting="same_kind")
            start += part.shape[1]
        return matrix

    def save(self, folder: Path) -> dict[str, Any]:
        """Write the keys; what it returns belongs into a JSON file."""
        words = {
            f"{part}_{place}": getattr(words, part)
            for place, words in enumerate(self.words)
            for part in ("hashes", "rows")
        }
        np.savez_compressed(folder / _COUNTS, training=self.training, is_fake=self.is_fake, **words)
        return {
            "groups": self.groups,
            "values": self.values.to_json(),
            "keys": [asdict(key) for key in self.keys],
            "counts": [asdict(count) for count in self.counts],
            "words": [words.column for words in self.words],
            "relations": [asdict(relation) for relation in self.relations],
        }

    @classmethod
    def load(cls, folder: Path, stored: dict[str, Any]) -> Self:
        """Undo `save`."""
        with np.load(folder / _COUNTS, allow_pickle=False) as arrays:
            training, is_fake = arrays["training"], arrays["is_fake"]
            words = [
                Words(column, arrays[f"hashes_{place}"], arrays[f"rows_{place}"])
                for place, column in enumerate(stored["words"])
            ]
        values = Values.from_json(stored["values"])
        keys = [KeyColumn(**key) for key in stored["keys"]]
        counts = [
            CountFeature(count["measure"], tuple(count["columns"])) for count in stored["counts"]
        ]
        relations = [
            Relation(**relation | {"columns": tuple(relation["columns"])})
            for relation in stored["relations"]
        ]
        return cls(
            values.kinds,
            stored["groups"],
            values,
            keys,
            counts,
            words,
            relations,
            training,
            is_fake,
        )
