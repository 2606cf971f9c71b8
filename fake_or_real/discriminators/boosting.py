"""LightGBM models on some of the features, each early stopped, and how several such are mixed."""

import os
from dataclasses import dataclass, replace
from typing import Any

import lightgbm as lgb
import numpy as np
from sklearn.model_selection import StratifiedKFold

from fake_or_real.progress import bar

_PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    # Early stopping watches the loss: the AUC is noisy where little can be told apart, and it
    # stops rising while the loss still falls.
    "metric": "binary_logloss",
    "verbose": -1,
    "deterministic": True,
}
# Of larger tables the edges of the features' bins come from so many rows.
_BINNED_ROWS = 20_000
# Features that a tree may look at: few, so that the trees differ, but no fewer than a fifth.
# docs/method.md says what was tried for it and for the settings.
_FEATURES_PER_TREE = 40
# Each model is early stopped on another one of so many parts of the rows.
_FOLDS = 5
# What the second view may count for.
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
# Where more of the rows than that have an equal one, equal rows stay in one part. Of fewer nothing
# is to be gained: docs/method.md.
_WITH_TWINS = 0.1


@dataclass(frozen=True)
class Rows:
    """Training rows as numbers.

    matrix: (n, n_columns). categorical: positions of the columns that are codes. is_fake: (n,).
    twins: int (n,), the same number for equal rows.
    """

    matrix: np.ndarray
    categorical: list[int]
    is_fake: np.ndarray
    twins: np.ndarray


@dataclass(frozen=True)
class Boosting:
    """How models grow.

    models: 1 to 5. learning_rate: above 0 and at most 1. num_leaves: 2 or more. rounds: trees of a
    model at most. patience: rounds without a lower loss after which it is done. seed: of the folds.
    """

    models: int
    learning_rate: float
    num_leaves: int
    rounds: int
    patience: int
    seed: int
    threads: int

    def folds(self, rows: Rows) -> list[tuple[np.ndarray, np.ndarray]]:
        """The rows that each model learns from, and those on which it is early stopped."""
        fold = self.fold(rows.is_fake, rows.twins)
        return [
            (np.flatnonzero(fold != number), np.flatnonzero(fold == number))
            for number in range(self.models)
        ]

    def fold(self, is_fake: np.ndarray, twins: np.ndarray) -> np.ndarray:
        """The part of each row, int (n,): the model of that number is early stopped on it.

        is_fake, twins: as of `Rows`.
        """
        splitter = StratifiedKFold(_FOLDS, shuffle=True, random_state=self.seed)
        fold = np.empty(len(is_fake), dtype=int)
        for number, (_, validation) in enumerate(splitter.split(is_fake, is_fake)):
            fold[validation] = number
        return _together(fold, is_fake, twins)

    def learn(self, rows: Rows, places: list[int], rng: np.random.Generator) -> "View":
        """Models that see only these columns of the matrix."""
        data = lgb.Dataset(
            _seen(rows.matrix, places),
            rows.is_fake,
            categorical_feature=[
                new for new, place in enumerate(places) if place in rows.categorical
            ],
            params={
                "num_threads": self.threads,
                "verbose": -1,
                "bin_construct_sample_cnt": _BINNED_ROWS,
            },
            free_raw_data=False,
        ).construct()
        boosters = [
            self._boost(data, train, validation, rng)
            for train, validation in bar(self.folds(rows), "models")
        ]
        return View(places, boosters)

    def _boost(
        self, data: lgb.Dataset, train: np.ndarray, validation: np.ndarray, rng: np.random.Generator
    ) -> lgb.Booster:
        parameters = self.parameters(len(train), data.num_feature(), rng)
        return lgb.train(
            parameters | {f"force_{_way(self.threads)}_wise": True, "num_threads": self.threads},
            data.subset(train.tolist()),
            num_boost_round=self.rounds,
            valid_sets=[data.subset(validation.tolist())],
            callbacks=[lgb.early_stopping(self.patience, verbose=False)],
        )

    def parameters(self, rows: int, columns: int, rng: np.random.Generator) -> dict[str, Any]:
        """LightGBM's own, for a model that learns from so many rows and columns."""
        return {
            **_PARAMETERS,
            # Small tables need small leaves.
            "min_data_in_leaf": int(np.clip(rows // 500, 3, 20)),
            "learning_rate": self.learning_rate,
            "num_leaves": self.num_leaves,
            "feature_fraction": float(np.clip(_FEATURES_PER_TREE / columns, 0.2, 1)),
            "seed": int(rng.integers(2**31)),
        }


@dataclass(frozen=True)
class View:
    """Models that see some columns of the matrix, at these places, and their share of the log-odds.

    The shares of all views of a discriminator sum to 1.
    """

    places: list[int]
    boosters: list[lgb.Booster]
    share: float = 1.0

    def log_odds(self, matrix: np.ndarray) -> np.ndarray:
        """The mean of the models' log-odds of FAKE, times the share, shape (n,)."""
        seen = _seen(matrix, self.places)
        scores = [booster.predict(seen, raw_score=True) for booster in self.boosters]
        return np.asarray(self.share * np.mean(scores, axis=0))

    def contributions(self, matrix: np.ndarray) -> np.ndarray:
        """What each column adds to `log_odds`, shape (n, n_columns): tree SHAP values."""
        seen = _seen(matrix, self.places)
        added = np.zeros(matrix.shape)
        added[:, self.places] = self.share * np.mean(
            [np.asarray(each.predict(seen, pred_contrib=True))[:, :-1] for each in self.boosters],
            axis=0,
        )
        return added

    def gain(self, columns: int) -> np.ndarray:
        """How much the models use each of the matrix's columns, shape (columns,)."""
        gained = np.zeros(columns)
        gained[self.places] = self.share * np.mean(
            [booster.feature_importance("gain") for booster in self.boosters], axis=0
        )
        return gained


def mixed(
    first: View, second: View, rows: Rows, folds: list[tuple[np.ndarray, np.ndarray]]
) -> list[View]:
    """The views with the shares of the least log-loss on the rows that early stopped the models.

    A view whose share is 0 is left out.
    """
    asked = np.concatenate([validation for _, validation in folds])
    scores = [_validated(view, rows.matrix, folds) for view in (first, second)]
    return shared(first, second, losses(scores[0], scores[1], rows.is_fake[asked]))


def losses(first: np.ndarray, second: np.ndarray, is_fake: np.ndarray) -> np.ndarray:
    """The log-loss, summed over rows, for each share that the second view may have.

    first, second: the log-odds of FAKE by either view, shape (n,); is_fake: bool (n,).
    """
    sign = np.where(is_fake, -1, 1)
    mixtures = [(1 - share) * first + share * second for share in _SHARES]
    return np.array([np.logaddexp(0, sign * log_odds).sum() for log_odds in mixtures])


def shared(first: View, second: View, loss: np.ndarray) -> list[View]:
    """The views with the shares of the least of `losses`. A view whose share is 0 is left out."""
    share = _SHARES[int(np.argmin(loss))]
    views = replace(first, share=1 - share), replace(second, share=share)
    return [view for view in views if view.share > 0]


def _way(threads: int) -> str:
    """How histograms are summed, by rows or by columns, so that the trees are always the same.

    By columns they do not depend on the number of threads. One thread gets the same by rows, in
    three quarters of the time.
    """
    alone = threads == 1 or (threads == 0 and os.environ.get("OMP_NUM_THREADS") == "1")
    return "row" if alone else "col"


def _together(fold: np.ndarray, is_fake: np.ndarray, twins: np.ndarray) -> np.ndarray:
    """The fold of each row, equal rows in one, where many are equal.

    The rows that judge equal none of those that train. Where those that early stop do, a model that
    has learned a REAL row by heart is wrong about the FAKE ones that equal it: it stops too soon.
    The folds stay as they are where one would be left without REAL or without FAKE rows.
    """
    _, first, place = np.unique(twins, return_index=True, return_inverse=True)
    if (np.bincount(place)[place] > 1).mean() <= _WITH_TWINS:
        return fold
    together = fold[first][place]
    sizes = np.bincount(2 * together + is_fake, minlength=2 * _FOLDS)
    return together if sizes.all() else fold


def _validated(
    view: View, matrix: np.ndarray, folds: list[tuple[np.ndarray, np.ndarray]]
) -> np.ndarray:
    """The log-odds by each model of the rows on which it was early stopped, one after the other."""
    scores = [
        booster.predict(_seen(matrix[validation], view.places), raw_score=True)
        for booster, (_, validation) in zip(view.boosters, folds, strict=True)
    ]
    return np.concatenate(scores)


def _seen(matrix: np.ndarray, places: list[int]) -> np.ndarray:
    return matrix if len(places) == matrix.shape[1] else matrix[:, places]
