"""LightGBM's models, trained on a cluster by LightGBM's own Dask estimator.

The estimator cannot stop a model early on rows that are spread over workers. So each model grows
all its trees, the loss after each tree is summed over the blocks, and the model is cut where it
would have been stopped.
"""

import logging
import re
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import dask.array as da
import lightgbm as lgb
import numpy as np
from dask.delayed import Delayed, delayed

from fake_or_real.data import stored
from fake_or_real.data.splits import Members
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.discriminators.boosting import Boosting, View, losses, shared
from fake_or_real.discriminators.dask.cluster import Cluster, LostWorkerError
from fake_or_real.discriminators.dask.rows import ClusterRows, looked_at, measure
from fake_or_real.discriminators.lightgbm import LightGBM, seen_by_views
from fake_or_real.errors import UserError
from fake_or_real.progress import bar

# What LightGBM's estimator has the workers do, by the names of its functions.
_TASKS = ("_train_part", "_acquire_port")
_ATTEMPTS = 2
# The parameters in a model's text that say where it was trained, each time at other ports.
_ADDRESSES = re.compile(r"^\[(machines|local_listen_port): .*\]\n", re.MULTILINE)
_QUIET = logging.getLogger("lightgbm")
_QUIET.setLevel(logging.ERROR)


def fit(cluster: Cluster, model: Discriminator, members: Members, counted: Members) -> None:
    """Let a discriminator, which is a `LightGBM`, learn from these rows of the cluster's folder.

    counted: further rows in which it is counted how often values occur.

    Raises `UserError` when a class has too few rows, and where the cluster cannot do it.
    """
    assert isinstance(model, LightGBM), f"{model.name} is not trained on a cluster"
    sample = looked_at(members, model.seed)
    table = sample.read(*stored.judged(cluster.folder))
    model.prepare(table.kinds, members.is_fake)
    rng = np.random.default_rng(model.seed)
    features, rows = measure(cluster, model.look(table, sample.is_fake, rng), members, counted)
    training = _Training(cluster, model.boosting(), rows, features.categorical)
    views = [training.learn(places, rng) for places in seen_by_views(features)]
    model.take(features, training.mixed(views[0], views[1]) if len(views) > 1 else views)


@dataclass(frozen=True)
class _Training:
    """Rows on a cluster, and how models grow on them. categorical: the columns that are codes."""

    cluster: Cluster
    boosting: Boosting
    rows: ClusterRows
    categorical: list[int]

    def learn(self, places: list[int], rng: np.random.Generator) -> View:
        """Models that see only these columns of the matrix, each stopped on another fifth."""
        numbers = bar(range(self.boosting.models), "models")
        return View(places, [self._model(number, places, rng) for number in numbers])

    def mixed(self, first: View, second: View) -> list[View]:
        """Both views, with the shares that do best on the rows that stopped their models."""
        views = (first, second)
        texts = delayed([[each.model_to_string() for each in view.boosters] for view in views])
        asked = [
            delayed(_losses)(matrix, fold, is_fake, (first.places, second.places), texts)
            for matrix, fold, is_fake in self._blocks()
        ]
        return shared(first, second, np.sum(self.cluster.gather(asked), axis=0))

    def _model(self, number: int, places: list[int], rng: np.random.Generator) -> lgb.Booster:
        """The model that is stopped on the fold of this number."""
        learns = int(np.count_nonzero(self._fold != number))
        parameters = self.boosting.parameters(learns, len(places), rng)
        grown = self._grown(parameters, number, places)
        text = delayed(grown)
        curves = [
            delayed(_curve)(matrix, np.flatnonzero(fold == number), is_fake, places, text)
            for matrix, fold, is_fake in self._blocks()
        ]
        trees = stopped(np.sum(self.cluster.gather(curves), axis=0), self.boosting.patience)
        whole = lgb.Booster(model_str=grown)
        return lgb.Booster(model_str=whole.model_to_string(num_iteration=trees))

    def _grown(self, parameters: dict[str, Any], number: int, places: list[int]) -> str:
        """All trees of one model as text. Where a worker is lost the others begin once more."""
        codes = [new for new, place in enumerate(places) if place in self.categorical]
        train = partial(self._train, parameters, number, places, codes)
        for _ in range(_ATTEMPTS):
            try:
                return self.cluster.watch(train, all_needed=True)
            except (LostWorkerError, lgb.basic.LightGBMError) as error:
                failed = error
                self.cluster.cancel(*_TASKS)
                self.cluster.have_all_threads(partial(_forget, self._any_model))
        raise UserError(
            f"the workers of {self.cluster.address} did not finish a model in {_ATTEMPTS} attempts"
            f" ({type(failed).__name__}); see their logs, give each more memory, and keep their"
            " number as it is"
        )

    def _train(
        self, parameters: dict[str, Any], number: int, places: list[int], codes: list[int]
    ) -> str:
        matrices, labels = [], []
        blocks, workers = self._blocks(), self.cluster.some_workers()
        for place, (matrix, fold, is_fake) in enumerate(blocks):
            chosen = np.flatnonzero(fold != number)
            if len(chosen):
                # Trees depend on which rows stand together on a worker, so that is always the same.
                worker = workers[place * len(workers) // len(blocks)]
                rows = self.cluster.keep([delayed(_chosen)(matrix, chosen, places)], worker)[0]
                shape = (len(chosen), len(places))
                matrices.append(da.from_delayed(rows, shape, np.float32))
                labels.append(da.from_array(is_fake[chosen].astype(np.float32)))
        # No classifier: on each worker it would number the labels that it finds there.
        estimator = lgb.DaskLGBMRegressor(
            client=self.cluster.client,
            n_estimators=self.boosting.rounds,
            force_col_wise=True,  # the same trees whatever the number of threads
            **parameters,
        )
        # What it says of ports and threads is of use to nobody; what is wrong it raises.
        lgb.register_logger(_QUIET)
        estimator.fit(da.concatenate(matrices), da.concatenate(labels), categorical_feature=codes)
        return _ADDRESSES.sub("", estimator.booster_.model_to_string())

    @cached_property
    def _any_model(self) -> str:
        return str(lgb.train({"verbose": -1}, lgb.Dataset(np.eye(2), [0, 1]), 1).model_to_string())

    @cached_property
    def _fold(self) -> np.ndarray:
        """Which model is stopped on each row."""
        return self.boosting.fold(self.rows.members.is_fake, self.rows.members.twins)

    def _blocks(self) -> list[tuple[Delayed, np.ndarray, np.ndarray]]:
        """Of each block the matrix, the folds and which rows are FAKE."""
        fold, is_fake = self._fold, self.rows.members.is_fake
        return [
            (matrix, fold[places], is_fake[places])
            for matrix, places in zip(self.rows.matrices, self.rows.places, strict=True)
        ]


def stopped(losses_by_tree: np.ndarray, patience: int) -> int:
    """How many trees a model keeps that is stopped after so many without a lower loss."""
    best = 0
    for tree, loss in enumerate(losses_by_tree):
        if loss < losses_by_tree[best]:
            best = tree
        elif tree - best >= patience:
            break
    return best + 1


def _forget(text: str) -> None:
    """Have LightGBM in this thread know no other machine: where it fails, it goes on with them.

    text: of any model.
    """
    lgb.Booster(model_str=text).free_network()


def _chosen(matrix: np.ndarray, rows: np.ndarray, places: list[int]) -> np.ndarray:
    """These rows and columns of a matrix."""
    return np.asarray(matrix[rows][:, places])


def _curve(
    matrix: np.ndarray, rows: np.ndarray, is_fake: np.ndarray, places: list[int], text: str
) -> np.ndarray:
    """The log-loss after each tree, summed over some rows, shape (n_trees,)."""
    booster = lgb.Booster(model_str=text)
    trees = booster.num_trees()
    if not len(rows):
        return np.zeros(trees)
    leaves = np.asarray(booster.predict(_chosen(matrix, rows, places), pred_leaf=True), dtype=int)
    sign = np.where(is_fake[rows], -1, 1)
    log_odds, found = np.zeros(len(sign)), np.empty(trees)
    for tree, leaf in enumerate(leaves.reshape(len(sign), trees).T):
        outputs = [booster.get_leaf_output(tree, each) for each in range(leaf.max() + 1)]
        log_odds += np.array(outputs)[leaf]
        found[tree] = np.logaddexp(0, sign * log_odds).sum()
    return found


def _losses(
    matrix: np.ndarray,
    fold: np.ndarray,
    is_fake: np.ndarray,
    places: tuple[list[int], list[int]],
    texts: list[list[str]],
) -> np.ndarray:
    """What `boosting.losses` says of a block, each row scored by the models that it stopped."""
    scores = np.zeros((2, len(fold)))
    for score, seen, of_view in zip(scores, places, texts, strict=True):
        for number, text in enumerate(of_view):
            rows = np.flatnonzero(fold == number)
            if len(rows):
                booster = lgb.Booster(model_str=text)
                score[rows] = booster.predict(_chosen(matrix, rows, seen), raw_score=True)
    asked = fold < len(texts[0])
    return losses(scores[0, asked], scores[1, asked], is_fake[asked])
