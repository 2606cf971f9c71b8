"""The default discriminator: gradient-boosted trees on values, frequencies, pairs and formats."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import lightgbm as lgb
import numpy as np
import pandas as pd
from scipy.special import expit
from sklearn.model_selection import StratifiedKFold

from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.errors import UserError
from fake_or_real.features.feature import Feature, Group
from fake_or_real.features.matrix import FeatureMatrix
from fake_or_real.progress import bar

_PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    # Early stopping watches the loss: the AUC is noisy where little can be told apart, and it
    # stops rising while the loss still falls.
    "metric": "binary_logloss",
    "verbose": -1,
    # The same trees whatever the number of threads.
    "deterministic": True,
    "force_row_wise": True,
}
# Features that a tree may look at: few, so that the trees differ, but no fewer than a fifth.
# docs/method.md says what was tried for it and for the settings.
_FEATURES_PER_TREE = 40
# Each model is early stopped on another one of so many parts of the rows.
_FOLDS = 5


@dataclass(kw_only=True)
class LightGBM(Discriminator):
    """LightGBM models, averaged, each early stopped on another fifth of the rows.

    models: how many, 1 to 5.
    groups: of features; some of values, frequencies, pairs, format, relations.
    learning_rate: of each tree, above 0 and at most 1.
    num_leaves: of each tree, 2 or more.
    rounds: trees of each model at most, 1 or more.
    patience: rounds without a lower loss on validation rows after which a model is done.
    """

    name: ClassVar[str] = "lightgbm"

    models: int = 3
    groups: list[Group] = field(
        default_factory=lambda: ["values", "frequencies", "pairs", "format", "relations"]
    )
    learning_rate: float = 0.06
    num_leaves: int = 63
    rounds: int = 500
    patience: int = 50

    @property
    def features(self) -> list[Feature]:
        """In the order of the matrix's columns."""
        return self._features.features

    def contributions(self, table: Table) -> pd.DataFrame:
        """What each feature adds to the log-odds of FAKE, shape (n, n_features).

        Tree SHAP values (Lundberg et al. 2020, "From local explanations to global understanding
        with explainable AI for trees"), averaged over the models.
        """
        matrix = self._features.transform(table)
        added = [
            np.asarray(booster.predict(matrix, pred_contrib=True))[:, :-1]
            for booster in self._boosters
        ]
        return pd.DataFrame(
            np.mean(added, axis=0), columns=[feature.name for feature in self.features]
        )

    def _fit(self, table: Table, is_fake: np.ndarray) -> None:
        rng = np.random.default_rng(self.seed)
        self._features = FeatureMatrix.fit(table, is_fake, self.groups, rng, self.threads)
        if not self.features:
            raise UserError(
                f"the table has nothing that the groups {self.groups} of features look at;"
                " add another to discriminator.lightgbm.groups"
            )
        matrix = self._features.fitted(table)
        data = lgb.Dataset(
            matrix,
            is_fake,
            categorical_feature=self._features.categorical,
            params={"num_threads": self.threads, "verbose": -1},
            free_raw_data=False,
        ).construct()
        splitter = StratifiedKFold(_FOLDS, shuffle=True, random_state=self.seed)
        folds = list(splitter.split(matrix, is_fake))[: self.models]
        self._boosters = [
            self._boost(data, train, validation, rng) for train, validation in bar(folds, "models")
        ]

    def _boost(
        self, data: lgb.Dataset, train: np.ndarray, validation: np.ndarray, rng: np.random.Generator
    ) -> lgb.Booster:
        return lgb.train(
            {
                **_PARAMETERS,
                # Small tables need small leaves.
                "min_data_in_leaf": int(np.clip(len(train) // 500, 3, 20)),
                "learning_rate": self.learning_rate,
                "num_leaves": self.num_leaves,
                "feature_fraction": float(np.clip(_FEATURES_PER_TREE / len(self.features), 0.2, 1)),
                "seed": int(rng.integers(2**31)),
                "num_threads": self.threads,
            },
            data.subset(train.tolist()),
            num_boost_round=self.rounds,
            valid_sets=[data.subset(validation.tolist())],
            callbacks=[lgb.early_stopping(self.patience, verbose=False)],
        )

    def _p_fake(self, table: Table) -> np.ndarray:
        matrix = self._features.transform(table)
        log_odds = [booster.predict(matrix, raw_score=True) for booster in self._boosters]
        return np.asarray(expit(np.mean(log_odds, axis=0)))

    def _gain(self) -> np.ndarray:
        gains = [booster.feature_importance("gain") for booster in self._boosters]
        return np.asarray(np.mean(gains, axis=0))

    def _save(self, folder: Path) -> dict[str, Any]:
        for place, booster in enumerate(self._boosters):
            (folder / f"model_{place}.txt").write_text(booster.model_to_string(), encoding="utf-8")
        return {"features": self._features.save(folder)}

    def _load(self, folder: Path, schema: dict[str, Any]) -> None:
        self._features = FeatureMatrix.load(folder, schema["features"])
        self._boosters = [
            lgb.Booster(model_str=(folder / f"model_{place}.txt").read_text(encoding="utf-8"))
            for place in range(self.models)
        ]


@dataclass(kw_only=True)
class FastLightGBM(LightGBM):
    """One model without pairs: a few times as fast."""

    name: ClassVar[str] = "lightgbm-fast"

    models: int = 1
    groups: list[Group] = field(
        default_factory=lambda: ["values", "frequencies", "format", "relations"]
    )
    learning_rate: float = 0.15
    num_leaves: int = 31
    rounds: int = 200
    patience: int = 20
