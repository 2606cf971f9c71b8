"""The default discriminator: gradient-boosted trees on values, frequencies, pairs and formats."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import lightgbm as lgb
import numpy as np
import pandas as pd
from scipy.special import expit

from fake_or_real.data.counted import NOTHING, Counted
from fake_or_real.data.equal_rows import row_ids, twins
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.discriminators.boosting import Boosting, Rows, View, mixed
from fake_or_real.errors import UserError
from fake_or_real.features.feature import Feature, Group
from fake_or_real.features.matrix import FeatureMatrix


@dataclass(kw_only=True)
class LightGBM(Discriminator):
    """LightGBM models, averaged, each early stopped on another fifth of the rows.

    Pairs are many, and where each tells little they crowd out the few features that tell much.
    So as many models see no pairs; what these count for is what does best on validation rows.

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
    learning_rate: float = 0.1
    num_leaves: int = 31
    rounds: int = 250
    patience: int = 20

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
        added = np.sum([view.contributions(matrix) for view in self._views], axis=0)
        return pd.DataFrame(added, columns=[feature.name for feature in self.features])

    def _fit(self, table: Table, is_fake: np.ndarray, counted: Counted) -> None:
        rng = np.random.default_rng(self.seed)
        features = self.look(table, is_fake, rng, counted)
        rows = _rows(features, table, is_fake)
        boosting = self.boosting()
        views = [boosting.learn(rows, places, rng) for places in seen_by_views(features)]
        if len(views) > 1:
            views = mixed(views[0], views[1], rows, boosting.folds(rows))
        self.take(features, views)

    def look(
        self,
        table: Table,
        is_fake: np.ndarray,
        rng: np.random.Generator,
        counted: Counted = NOTHING,
    ) -> FeatureMatrix:
        """What to look at in rows like these; `is_fake` is boolean of shape (n,).

        counted: further rows in which it is counted how often values occur.

        Raises `UserError` when there is nothing.
        """
        features = FeatureMatrix.fit(table, is_fake, self.groups, rng, self.threads, counted)
        if not features.features:
            raise UserError(
                f"the table has nothing that the groups {self.groups} of features look at;"
                " add another to discriminator.lightgbm.groups"
            )
        return features

    def take(self, features: FeatureMatrix, views: list[View]) -> None:
        """Be what was learned, here or elsewhere; `prepare` was called."""
        self._features, self._views = features, views

    def boosting(self) -> Boosting:
        """How its models grow."""
        return Boosting(
            self.models,
            self.learning_rate,
            self.num_leaves,
            self.rounds,
            self.patience,
            self.seed,
            self.threads,
        )

    def varied(self, table: Table) -> Callable[[Table, Collection[str]], np.ndarray]:
        """What gives `predict_proba` of these rows once the columns that it is told have changed.

        Only the features that these columns have a part in are made anew.
        """
        matrix = self._features.transform(table)

        def predicted(changed: Table, columns: Collection[str]) -> np.ndarray:
            now = self._features.changed(matrix, changed, columns)
            return self._at_equal_priors(self._scored(now))

        return predicted

    def _p_fake(self, table: Table) -> np.ndarray:
        return self._scored(self._features.transform(table))

    def _scored(self, matrix: np.ndarray) -> np.ndarray:
        return np.asarray(expit(np.sum([view.log_odds(matrix) for view in self._views], axis=0)))

    def _gain(self) -> np.ndarray:
        columns = len(self.features)
        return np.asarray(np.sum([view.gain(columns) for view in self._views], axis=0))

    def _save(self, folder: Path) -> dict[str, Any]:
        boosters = [booster for view in self._views for booster in view.boosters]
        for place, booster in enumerate(boosters):
            (folder / f"model_{place}.txt").write_text(booster.model_to_string(), encoding="utf-8")
        views = [{"places": view.places, "share": view.share} for view in self._views]
        return {"features": self._features.save(folder), "views": views}

    def _load(self, folder: Path, schema: dict[str, Any]) -> None:
        self._features = FeatureMatrix.load(folder, schema["features"])
        self._views = [
            View(
                view["places"],
                [
                    lgb.Booster(model_str=(folder / f"model_{place}.txt").read_text("utf-8"))
                    for place in range(number * self.models, (number + 1) * self.models)
                ],
                view["share"],
            )
            for number, view in enumerate(schema["views"])
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


def groups_alone(
    train: Table, is_fake: np.ndarray, counted: Counted, other: Table, seed: int
) -> Iterator[tuple[Group, np.ndarray]]:
    """P(FAKE) of other rows, shape (m,), by one model for each group of features alone.

    counted: further rows in which it is counted how often values occur. All groups' features are
    made once. A group that has nothing to look at is left out.
    """
    model = LightGBM(seed=seed, models=1)
    rng = np.random.default_rng(seed)
    features = FeatureMatrix.fit(train, is_fake, model.groups, rng, model.threads, counted)
    groups = [feature.group for feature in features.features]
    rows = _rows(features, train, is_fake)
    asked = features.transform(other)
    for group in model.groups:
        places = [place for place, its in enumerate(groups) if its == group]
        if places:
            view = model.boosting().learn(rows, places, rng)
            yield group, np.asarray(expit(view.log_odds(asked)))


def seen_by_views(features: FeatureMatrix) -> list[list[int]]:
    """The places of the features that each view sees: all of them, and those that are no pairs."""
    groups = [feature.group for feature in features.features]
    few = [place for place, group in enumerate(groups) if group != "pairs"]
    return [list(range(len(groups))), *([few] if 0 < len(few) < len(groups) else [])]


def _rows(features: FeatureMatrix, table: Table, is_fake: np.ndarray) -> Rows:
    """The training rows by the features that were learned from them."""
    (ids,) = row_ids([table])
    return Rows(features.fitted(table), features.categorical, is_fake, twins(ids))
