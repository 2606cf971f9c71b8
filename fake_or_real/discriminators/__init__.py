"""The discriminators: one file per model family, one small interface."""

from pathlib import Path
from typing import Any

from fake_or_real.discriminators.base import Discriminator, read_schema
from fake_or_real.discriminators.lightgbm import FastLightGBM, LightGBM
from fake_or_real.discriminators.scikit_learn import FAMILIES, ScikitLearn
from fake_or_real.discriminators.tutorial import Tutorial
from fake_or_real.errors import UserError

_OURS: tuple[type[Discriminator], ...] = (LightGBM, FastLightGBM, Tutorial)
NAMES = [*(family.name for family in _OURS), *FAMILIES]


def make(name: str, settings: dict[str, Any], seed: int) -> Discriminator:
    """An unfitted discriminator; `settings` are keyword arguments of its class.

    name: one of `NAMES`, or the dotted name of a classifier of scikit-learn's kind.
    Raises `UserError` for any other, and for a classifier that is not installed.
    """
    for family in _OURS:
        if name == family.name:
            return family(seed=seed, **settings)
    if name in FAMILIES or "." in name:
        return ScikitLearn(estimator=name, seed=seed, **settings)
    raise UserError(
        f"there is no discriminator {name!r}; choose one of {NAMES}"
        " or a classifier such as sklearn.neighbors.KNeighborsClassifier"
    )


def load(folder: Path) -> Discriminator:
    """A discriminator that was saved. Raises `UserError` when the folder holds none."""
    name = read_schema(folder).get("discriminator")
    families: tuple[type[Discriminator], ...] = (*_OURS, ScikitLearn)
    for family in families:
        if name == family.name:
            return family.load(folder)
    raise UserError(f"{folder} holds a discriminator {name!r}, which is unknown; train again")
