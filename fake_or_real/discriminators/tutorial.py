"""The discriminator of the tutorial that this pipeline grew from, number for number."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import lightgbm as lgb
import numpy as np
from sklearn.model_selection import train_test_split

from fake_or_real.data.counted import Counted
from fake_or_real.data.kinds import NUMBERS, STRINGS, Kind
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.errors import UserError
from fake_or_real.features.feature import Feature
from fake_or_real.features.values import Values

_MODEL = "model.txt"
# Without LightGBM's deterministic mode, only one thread always gives the tutorial's numbers.
_PARAMETERS = {"verbose": -1, "metric": "auc", "objective": "binary"}


@dataclass(kw_only=True)
class Tutorial(Discriminator):
    """LightGBM with at most 100 rounds on strings and numbers, as in the MOSTLY AI tutorial.

    Two things are the tutorial's own: booleans and datetimes are not looked at, and P(FAKE) is
    the model's raw one, rounded to 4 decimals, so it follows the class sizes.
    """

    name: ClassVar[str] = "tutorial"
    equal_priors: ClassVar[bool] = False

    @property
    def features(self) -> list[Feature]:
        """Strings first, then numbers."""
        return self._values.features

    def _fit(self, table: Table, is_fake: np.ndarray, counted: Counted) -> None:  # noqa: ARG002 - it counts nothing
        kinds = _strings_then_numbers(table.kinds)
        if not kinds:
            raise UserError(
                "the table has neither strings nor numbers, and discriminator 'tutorial' looks"
                " at nothing else; use 'lightgbm'"
            )
        self._values = Values.fit(Table(table.frame, kinds))
        x_train, x_validation, y_train, y_validation = train_test_split(
            self._values.transform(table), is_fake, test_size=0.2, random_state=self.seed
        )
        train = lgb.Dataset(x_train, y_train, categorical_feature=self._values.categorical)
        self.booster = lgb.train(
            {**_PARAMETERS, "num_threads": self.threads or 1},
            train,
            num_boost_round=100,
            valid_sets=[train.create_valid(x_validation, y_validation)],
            callbacks=[lgb.early_stopping(5, verbose=False)],
        )

    def _p_fake(self, table: Table) -> np.ndarray:
        return np.round(np.asarray(self.booster.predict(self._values.transform(table))), 4)

    def _gain(self) -> np.ndarray:
        return self.booster.feature_importance("gain")

    def _save(self, folder: Path) -> dict[str, Any]:
        (folder / _MODEL).write_text(self.booster.model_to_string(), encoding="utf-8")
        return {"values": self._values.to_json()}

    def _load(self, folder: Path, schema: dict[str, Any]) -> None:
        self._values = Values.from_json(schema["values"])
        text = (folder / _MODEL).read_text(encoding="utf-8")
        self.booster = lgb.Booster(model_str=text)


def _strings_then_numbers(kinds: dict[str, Kind]) -> dict[str, Kind]:
    strings: dict[str, Kind] = {
        name: "categorical" for name, kind in kinds.items() if kind in STRINGS
    }
    numbers = {name: kind for name, kind in kinds.items() if kind in NUMBERS}
    return {**strings, **numbers}
