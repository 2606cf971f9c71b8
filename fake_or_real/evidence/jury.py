"""The jury: what other discriminators would have told you of the same rows.

And what each group of features alone is worth: numbers that never repeat and a broken dependency
are different news.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data.splits import Part
from fake_or_real.progress import bar
from fake_or_real.statistics.auc import Auc, auc

# Rows of a label that are enough to learn from; docs/method.md has a curve.
MAX_ROWS = 25_000


def ask_families(
    train: Part, holdout: Part, families: Sequence[str], seed: int, trusted: Sequence[str] = ()
) -> Iterator[tuple[str, Auc]]:
    """The AUC that each family of discriminators reaches on the holdout at its defaults.

    trusted: as for `discriminators.make`.
    """
    for name in bar(families, "other discriminators"):
        model = discriminators.make(name, {}, seed, trusted)
        model.fit(train.table, train.is_fake, train.counted)
        p_fake = model.predict_proba(holdout.table)[:, 1]
        yield name, auc(holdout.is_fake, p_fake, holdout.twins)


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
    from fake_or_real.discriminators import lightgbm  # noqa: PLC0415 - it takes seconds

    scored = lightgbm.groups_alone(train.table, train.is_fake, train.counted, holdout.table, seed)
    return {
        f"auc_{group}": auc(holdout.is_fake, p_fake, holdout.twins).value
        for group, p_fake in scored
    }


def ranked(aucs: dict[str, Auc]) -> pd.DataFrame:
    """A line for each discriminator: its name, `auc`, `low` and `high`, the highest first."""
    points = [(name, point.value, point.low, point.high) for name, point in aucs.items()]
    frame = pd.DataFrame(points, columns=["discriminator", "auc", "low", "high"])
    return frame.iloc[np.argsort(-frame["auc"], kind="stable")]


def to_dict(aucs: dict[str, Auc], alone: dict[str, float], train: Part) -> dict[str, float]:
    """Flat, for `metrics/jury.json`.

    train: what each family and group learned from, whose `rows` are told where any was asked.
    """
    points = {f"auc_{name}": point.value for name, point in aucs.items()}
    rows = {"rows": len(train.is_fake)} if len(aucs) > 1 else {}
    return points | alone | rows
