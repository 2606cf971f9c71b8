"""XGBoost with a budget of random settings: what a careful user reaches on values alone."""

from typing import Any

import numpy as np

from fake_or_real.data.tables import Table
from fake_or_real.features.values import Values

NAME = "xgboost-tuned"
SETTINGS, FOLDS, TUNED = 25, 3, 10_000
_ROUNDS, _PATIENCE = 600, 30


class TunedXGBoost:
    """The best of 25 random settings by log-loss, cross-validated on at most 10,000 rows."""

    def __init__(self, seed: int, threads: int) -> None:
        self.seed, self.threads = seed, threads

    def fit(self, table: Table, is_fake: np.ndarray) -> None:
        import xgboost  # noqa: PLC0415 - it is no dependency: where it is installed, it takes part

        self._values = Values.fit(table)
        data = self._data(table, is_fake)
        rng = np.random.default_rng(self.seed)
        few = np.sort(rng.permutation(len(table))[:TUNED])
        tried = []
        for _ in range(SETTINGS):
            settings = self._draw(rng)
            losses = xgboost.cv(
                settings,
                data.slice(few.tolist()),
                num_boost_round=_ROUNDS,
                nfold=FOLDS,
                stratified=True,
                early_stopping_rounds=_PATIENCE,
                seed=self.seed,
            )["test-logloss-mean"]
            tried.append((float(losses.min()), int(losses.argmin()) + 1, settings))
        _, rounds, best = min(tried, key=lambda each: each[0])
        self._booster = xgboost.train(best, data, num_boost_round=rounds)

    def predict_proba(self, table: Table) -> np.ndarray:
        p_fake = self._booster.predict(self._data(table, None))
        return np.column_stack([1 - p_fake, p_fake])

    def _data(self, table: Table, is_fake: np.ndarray | None) -> Any:
        import xgboost  # noqa: PLC0415 - as above

        codes = self._values.categorical
        types = ["c" if place in codes else "q" for place in range(len(self._values.features))]
        return xgboost.DMatrix(
            self._values.transform(table), is_fake, feature_types=types, enable_categorical=True
        )

    def _draw(self, rng: np.random.Generator) -> dict[str, Any]:
        return {
            "objective": "binary:logistic",
            "tree_method": "hist",
            "eta": float(np.exp(rng.uniform(np.log(0.02), np.log(0.3)))),
            "max_depth": int(rng.integers(2, 11)),
            "min_child_weight": float(np.exp(rng.uniform(0, np.log(20)))),
            "subsample": float(rng.uniform(0.5, 1)),
            "colsample_bytree": float(rng.uniform(0.4, 1)),
            "lambda": float(np.exp(rng.uniform(np.log(0.1), np.log(10)))),
            "max_cat_to_onehot": int(rng.choice([1, 4, 32])),
            "seed": self.seed,
            "nthread": self.threads,
        }
