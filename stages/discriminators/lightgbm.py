"""The default discriminator: gradient-boosted trees on the table's features."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import lightgbm as lgb
import numpy as np
from sklearn.model_selection import train_test_split

from stages.discriminators.base import Discriminator, Feature
from stages.discriminators.values import Values
from stages.tables import Table

_MODEL = "model.txt"
_PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "metric": "auc",
    "learning_rate": 0.05,
    "verbose": -1,
    # The same trees whatever the number of threads.
    "deterministic": True,
    "force_row_wise": True,
}


@dataclass(kw_only=True)
class LightGBM(Discriminator):
    """LightGBM, early stopped on a fifth of the rows."""

    name: ClassVar[str] = "lightgbm"

    @property
    def features(self) -> list[Feature]:
        """In the order of the model's columns."""
        return self._values.features

    def _fit(self, table: Table, is_fake: np.ndarray) -> None:
        self._values = Values.fit(table)
        matrix = self._values.transform(table)
        train, validation = train_test_split(
            np.arange(len(table)), test_size=0.2, stratify=is_fake, random_state=self.seed
        )
        data = lgb.Dataset(
            matrix[train], is_fake[train], categorical_feature=self._values.categorical
        )
        self.booster = lgb.train(
            {**_PARAMETERS, "seed": self.seed, "num_threads": self.threads},
            data,
            num_boost_round=2000,
            valid_sets=[data.create_valid(matrix[validation], is_fake[validation])],
            callbacks=[lgb.early_stopping(50, verbose=False)],
        )

    def _p_fake(self, table: Table) -> np.ndarray:
        return np.asarray(self.booster.predict(self._values.transform(table)))

    def _gain(self) -> np.ndarray:
        return self.booster.feature_importance("gain")

    def _save(self, folder: Path) -> dict[str, Any]:
        (folder / _MODEL).write_text(self.booster.model_to_string(), encoding="utf-8")
        return {"values": self._values.to_json()}

    def _load(self, folder: Path, schema: dict[str, Any]) -> None:
        self._values = Values.from_json(schema["values"])
        self.booster = lgb.Booster(model_str=(folder / _MODEL).read_text(encoding="utf-8"))
