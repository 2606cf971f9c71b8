"""All features of a table as one matrix, in groups that can be switched off."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from fake_or_real.data.counted import NOTHING, Counted
from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table
from fake_or_real.features.counts import CountFeature, Tally, count_features
from fake_or_real.features.feature import Feature, Group
from fake_or_real.features.formats import Formats
from fake_or_real.features.keys import KeyColumn, coarse_levels, hash_keys, joint_key_columns
from fake_or_real.features.relations import Relation, find_relations, numbers_of
from fake_or_real.features.screen import screen
from fake_or_real.features.values import Values
from fake_or_real.features.words import Words, merged

_COUNTS = "counts.npz"
# Trees bin their features; where there are more distinct values, only odds see single ones.
_TREE_BINS = 255


@dataclass(frozen=True)
class FeatureMatrix:
    """A matrix of numbers for each table that has the training rows' columns.

    groups: which of values, frequencies, pairs, format and relations it holds.
    training: the keys of the rows in which values are counted, (N, len(keys)), those that `fit`
        learned from first. is_fake: which of them are FAKE, (N,).
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
    def fit(  # noqa: PLR0913, PLR0917 - rows, what to make of them, and where it is counted
        cls,
        table: Table,
        is_fake: np.ndarray,
        groups: list[Group],
        rng: np.random.Generator,
        threads: int,
        counted: Counted = NOTHING,
    ) -> Self:
        """Learn what to count from labelled rows; `is_fake` is boolean of shape (n,).

        counted: further rows in which it is counted.
        """
        keys = [KeyColumn(name) for name in table.kinds]
        joint = joint_key_columns(table) if "pairs" in groups else []
        keys += [key for key in joint if key not in keys]
        training = hash_keys(table, keys)
        counts = _single(training, len(table.kinds)) if "frequencies" in groups else []
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
        if counts or words:
            hashed, labels = [training], [is_fake]
            for block, label in counted.blocks():
                hashed.append(hash_keys(block, keys))
                labels.append(np.full(len(block), label))
                of_block = [Words.fit(block.frame[known.column]) for known in words]
                words = merged([words, of_block])
            training, is_fake = np.concatenate(hashed), np.concatenate(labels)
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

    @cached_property
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
        """The features of the rows that `fit` learned from, in which no row counts itself."""
        counted = count_features(self.counts, self.training, self.is_fake, None, most=len(table))
        return self.of_training(table, counted)

    def of_training(self, table: Table, counted: np.ndarray) -> np.ndarray:
        """The features of any rows that were counted themselves, shape (n, n_features), float32.

        counted: those that are made from counts, shape (n, len(counts)).
        """
        return self._matrix(table, counted, training=True)

    def transform(self, table: Table) -> np.ndarray:
        """The features of new rows, shape (n, n_features), float32."""
        counted = self._tally.features(self.counts, hash_keys(table, self.keys))
        return self._matrix(table, counted, training=False)

    def changed(self, matrix: np.ndarray, table: Table, columns: Collection[str]) -> np.ndarray:
        """The features of rows of which some columns have changed, shape (n, n_features), float32.

        matrix: what `transform` made of them before. table: as they are now. columns: all that
        differ. Only what these have a part in is made anew.
        """
        places = [
            place
            for place, each in enumerate(self.features)
            if not set(columns).isdisjoint(each.columns)
        ]
        if not places:
            return matrix
        part = self._about([self.features[place] for place in places])
        hashed = np.zeros((len(table), len(self.keys)), np.uint64, "F")
        asked = sorted({place for count in part.counts for place in count.columns})
        hashed[:, asked] = hash_keys(table, [self.keys[place] for place in asked])
        counted = self._tally.features(part.counts, hashed)
        features = part._matrix(table.select(part.kinds), counted, training=False)
        made = dict(zip(part.features, features.T, strict=True))
        found = matrix.copy(order="K")
        for place in places:
            found[:, place] = made[self.features[place]]
        return found

    def _about(self, features: list[Feature]) -> Self:
        """A matrix that has these features, beside others of the same columns."""
        named = {name for feature in features for name in feature.columns}
        kinds = {name: kind for name, kind in self.kinds.items() if name in named}
        return replace(
            self,
            kinds=kinds,
            values=replace(self.values, kinds=kinds),
            counts=[count for count in self.counts if count.feature(self.keys) in features],
            words=[words for words in self.words if words.column in named],
            relations=[
                relation for relation in self.relations if set(relation.features) & set(features)
            ],
        )

    def _matrix(self, table: Table, counted: np.ndarray, *, training: bool) -> np.ndarray:
        matrix = np.empty((len(table), len(self.features)), np.float32, "F")
        start = 0
        # One part after the other: all those of a wide table are gigabytes.
        for part in self._parts(table, counted, training=training):
            # Far beyond any bin's edge, and inside float32.
            place = matrix[:, start : start + part.shape[1]]
            np.clip(part, -1e30, 1e30, out=place, casting="same_kind")
            start += part.shape[1]
        return matrix

    def _parts(self, table: Table, counted: np.ndarray, *, training: bool) -> Iterator[np.ndarray]:
        if "values" in self.groups:
            yield self.values.transform(table)
        yield counted
        for words in self.words:
            yield words.transform(table.frame[words.column], training=training)
        if "format" in self.groups:
            yield Formats(self.kinds).transform(table)
        if self.relations:
            numbers = numbers_of(table)
            for relation in self.relations:
                yield relation.transform(numbers)

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


def _single(training: np.ndarray, columns: int) -> list[CountFeature]:
    """The counts of single columns, whose keys stand first."""
    counts = []
    for place in range(columns):
        counts.append(CountFeature("frequency", (place,)))
        if len(np.unique(training[:, place])) > _TREE_BINS:
            counts.append(CountFeature("odds", (place,)))
    return counts
