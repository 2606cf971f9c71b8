"""What every discriminator can do, and how one is written to a folder."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd

from fake_or_real.data.counted import NOTHING, Counted
from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.features.feature import Feature

_VERSION = 2
_SCHEMA = "schema.json"
# Fewer rows of a class leave nothing to validate on.
_LEAST_ROWS = 5


@dataclass(kw_only=True)
class Discriminator(ABC):
    """Tells FAKE rows from REAL ones. scikit-learn's conventions, on typed tables.

    seed: from which every random draw follows.
    threads: how many the model may use; 0 leaves it to OMP_NUM_THREADS, and to the number of
        cores without it. They do not change what it learns.
    trusted: packages whose classes may be called, besides those that always may. It is not saved:
        who loads a discriminator has to say it again.
    kinds: the columns that `fit` learned from and their kinds. `foreign.conform` makes a
        foreign table fit them; values that `fit` never saw are fine in `predict_proba`.
    """

    name: ClassVar[str]
    # Whether predictions are moved from the class sizes in `fit` to equal priors.
    equal_priors: ClassVar[bool] = True

    seed: int
    threads: int = 0
    trusted: Sequence[str] = field(default=(), repr=False)
    kinds: dict[str, Kind] = field(init=False, repr=False)

    def fit(self, table: Table, is_fake: np.ndarray, counted: Counted = NOTHING) -> Self:
        """Learn from labelled rows; `is_fake` is boolean of shape (n,).

        counted: further rows, in the same columns, in which it counts how often values occur; a
            discriminator without such features has no use for them.

        Raises `UserError` when a class has too few rows.
        """
        self.prepare(table.kinds, is_fake)
        self._fit(table, is_fake, counted)
        return self

    def prepare(self, kinds: dict[str, Kind], is_fake: np.ndarray) -> None:
        """Note what is known before learning: the columns, and the labels of all training rows.

        Raises `UserError` when a class has too few rows.
        """
        real, fake = np.count_nonzero(~is_fake), np.count_nonzero(is_fake)
        if min(real, fake) < _LEAST_ROWS:
            raise UserError(
                f"the training part has {real} REAL and {fake} FAKE rows; a discriminator needs"
                f" at least {_LEAST_ROWS} of each: give it more, or make the holdout smaller"
            )
        self.kinds = kinds
        self._prior_odds = fake / real if self.equal_priors else 1.0

    def predict_proba(self, table: Table) -> np.ndarray:
        """P(REAL) and P(FAKE) of each row, shape (n, 2), as if both were equally common.

        0.5 is undecided whatever the class sizes in `fit`. Bayes' rule: the model's odds are
        divided by the prior odds. That is monotone, so the AUC stays.
        """
        return self._at_equal_priors(self._p_fake(table))

    def _at_equal_priors(self, p_fake: np.ndarray) -> np.ndarray:
        p_real = (1 - p_fake) * self._prior_odds
        total = p_real + p_fake
        return np.column_stack([p_real / total, p_fake / total])

    def feature_gain(self) -> pd.DataFrame:
        """What the model uses, the most used first.

        Columns: `feature`, `columns` (tuple of the table's columns), `group`, and `gain`,
        which is at least 0 and sums to 1 (all 0 when the model uses nothing).
        """
        gain = self._gain()
        frame = pd.DataFrame(
            {
                "feature": [feature.name for feature in self.features],
                "columns": [feature.columns for feature in self.features],
                "group": [feature.group for feature in self.features],
                "gain": gain / max(float(gain.sum()), np.finfo(float).tiny),
            }
        )
        return frame.sort_values("gain", ascending=False, kind="stable", ignore_index=True)

    def column_gain(self) -> dict[str, float]:
        """`feature_gain` by column of the table, the most used first; a pair's is halved."""
        shares = dict.fromkeys(self.kinds, 0.0)
        for feature, gain in zip(self.features, self._gain(), strict=True):
            for column in feature.columns:
                shares[column] += float(gain) / len(feature.columns)
        total = max(sum(shares.values()), np.finfo(float).tiny)
        return {name: share / total for name, share in sorted(shares.items(), key=lambda s: -s[1])}

    def save(self, folder: Path) -> None:
        """Write the fitted discriminator into a folder, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        schema = {
            "version": _VERSION,
            "discriminator": self.name,
            "settings": {
                f.name: getattr(self, f.name)
                for f in fields(self)
                if f.init and f.name != "trusted"
            },
            "prior_odds": self._prior_odds,
            "kinds": self.kinds,
            **self._save(folder),
        }
        schema["sha256"] = checksums(folder)
        (folder / _SCHEMA).write_text(json.dumps(schema, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, trusted: Sequence[str] = ()) -> Self:
        """Read what `save` wrote.

        Raises `UserError` when the folder holds anything else; a file that is cut or exchanged
        is never parsed.
        """
        schema = read_schema(folder)
        try:
            loaded = cls(trusted=trusted, **schema["settings"])
            loaded.kinds = schema["kinds"]
            loaded._prior_odds = schema["prior_odds"]
            loaded._load(folder, schema)
        except (KeyError, TypeError, ValueError) as error:
            raise UserError(
                f"{folder / _SCHEMA} is not a discriminator's schema ({error!r}); train again"
            ) from None
        return loaded

    @property
    @abstractmethod
    def features(self) -> list[Feature]:
        """The columns of the matrix that the model sees."""

    @abstractmethod
    def _fit(self, table: Table, is_fake: np.ndarray, counted: Counted) -> None:
        """Learn; both classes have enough rows."""

    @abstractmethod
    def _p_fake(self, table: Table) -> np.ndarray:
        """The model's P(FAKE), shape (n,)."""

    @abstractmethod
    def _gain(self) -> np.ndarray:
        """How much the model uses each feature, at least 0, shape (n_features,)."""

    @abstractmethod
    def _save(self, folder: Path) -> dict[str, Any]:
        """Write the model; what it returns goes into the schema, as JSON."""

    @abstractmethod
    def _load(self, folder: Path, schema: dict[str, Any]) -> None:
        """Undo `_save`."""


def read_schema(folder: Path) -> dict[str, Any]:
    """The schema file of a saved discriminator.

    Raises `UserError` when the folder holds none, one of another version, or files that are not
    those that were saved with it.
    """
    path = folder / _SCHEMA
    if not path.is_file():
        raise UserError(f"{folder} holds no discriminator (no {_SCHEMA}); train one first")
    try:
        schema = dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise UserError(f"{path} is not a discriminator's schema ({error}); train again") from None
    if schema.get("version") != _VERSION:
        raise UserError(f"{path} has version {schema.get('version')}, not {_VERSION}; train again")
    if schema.get("sha256") != checksums(folder):
        raise UserError(
            f"the files in {folder} are not those that were saved there, by their sha256 in"
            f" {_SCHEMA}; train again"
        )
    return schema


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a saved discriminator but the schema that holds them."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != _SCHEMA
    }
