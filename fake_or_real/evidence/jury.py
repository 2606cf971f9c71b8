"""The jury: what other discriminators would have told you of the same rows.

And what each group of features alone is worth: numbers that never repeat and a broken dependency
are different news.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import get_args

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data.splits import Part
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.errors import UserError
from fake_or_real.features.feature import Group
from fake_or_real.progress import bar
from fake_or_real.statistics.auc import Auc, auc


def ask_families(
    train: Part, holdout: Part, families: Sequence[str], seed: int
) -> Iterator[tuple[str, Auc]]:
    """The AUC that each family of discriminators reaches on the holdout at its defaults."""
    for name in bar(families, "other discriminators"):
        yield name, _ask(discriminators.make(name, {}, seed), train, holdout)


def of_scores(scores: pd.DataFrame) -> Auc:
    """The AUC of scores as `evaluate` gives them."""
    return auc(
        scores["is_fake"].to_numpy(dtype=bool),
        scores["p_fake"].to_numpy(dtype=float),
        scores["twins"].to_numpy(dtype=int),
    )


def groups_alone(train: Part, holdout: Part, seed: int) -> dict[str, float]:
    """`auc_GROUP`: what one LightGBM model reaches with one group of features.

    A group that has nothing to look at in this table is left out.
    """
    aucs = {}
    for group in bar(get_args(Group), "groups of features"):
        model = discriminators.make("lightgbm", {"models": 1, "groups": [group]}, seed)
        with suppress(UserError):
            aucs[f"auc_{group}"] = _ask(model, train, holdout).value
    return aucs


def ranked(aucs: dict[str, Auc]) -> pd.DataFrame:
    """A line for each discriminator: its name, `auc`, `low` and `high`, the highest first."""
    points = [(name, point.value, point.low, point.high) for name, point in aucs.items()]
    frame = pd.DataFrame(points, columns=["discriminator", "auc", "low", "high"])
    return frame.iloc[np.argsort(-frame["auc"], kind="stable")]


def to_dict(aucs: dict[str, Auc], alone: dict[str, float]) -> dict[str, float]:
    """Flat, for `metrics/jury.json`."""
    return {f"auc_{name}": point.value for name, point in aucs.items()} | alone


def _ask(model: Discriminator, train: Part, holdout: Part) -> Auc:
    model.fit(train.table, train.is_fake)
    return auc(holdout.is_fake, model.predict_proba(holdout.table)[:, 1], holdout.twins)
