"""The discriminators: one file per model family, one small interface."""

from pathlib import Path
from typing import Any

from stages.discriminators.base import Discriminator, read_schema
from stages.discriminators.lightgbm import LightGBM
from stages.discriminators.tutorial import Tutorial
from stages.errors import UserError

_FAMILIES: dict[str, type[Discriminator]] = {family.name: family for family in (LightGBM, Tutorial)}


def make(name: str, settings: dict[str, Any], seed: int) -> Discriminator:
    """An unfitted discriminator; `settings` are keyword arguments of its class.

    Raises `UserError` for a name that is none of the families.
    """
    return _family(name)(seed=seed, **settings)


def load(folder: Path) -> Discriminator:
    """A discriminator that was saved. Raises `UserError` when the folder holds none."""
    return _family(read_schema(folder)["discriminator"]).load(folder)


def _family(name: str) -> type[Discriminator]:
    if name not in _FAMILIES:
        raise UserError(f"there is no discriminator {name!r}; choose one of {sorted(_FAMILIES)}")
    return _FAMILIES[name]
