"""The discriminators: one file per model family, one small interface."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fake_or_real.discriminators import classifiers
from fake_or_real.discriminators.base import Discriminator, read_schema
from fake_or_real.discriminators.families import FAMILIES, Family
from fake_or_real.errors import UserError, did_you_mean

NAMES = ["lightgbm", "lightgbm-fast", "tutorial", *FAMILIES]
_ON_A_CLUSTER = ("lightgbm", "lightgbm-fast")


def make(
    name: str, settings: dict[str, Any], seed: int, trusted: Sequence[str] = ()
) -> Discriminator:
    """An unfitted discriminator; `settings` are keyword arguments of its class.

    name: one of `NAMES`, or the dotted name of a classifier of scikit-learn's kind.
    trusted: packages whose classifiers may be made, besides scikit-learn and its like.
    Raises `UserError` for any other, and for a classifier that is not installed.
    """
    check_name(name, trusted)
    if name in FAMILIES or "." in name:
        name, settings = "scikit-learn", {"estimator": name, **settings}
    return _classes()[name](seed=seed, trusted=trusted, **settings)


def check_name(name: str, trusted: Sequence[str] = ()) -> None:
    """Raise `UserError` for a name that `make` refuses. Only a dotted one imports its library."""
    if name in FAMILIES:
        classifiers.check_library(FAMILIES[name].path)
    elif "." in name:
        classifiers.find(name, trusted)
    elif name not in NAMES:
        choices = [*NAMES, "a class such as sklearn.neighbors.KNeighborsClassifier"]
        raise UserError(f"there is no discriminator {name!r}; {did_you_mean(name, choices)}")


def check_arguments(name: str, arguments: dict[str, Any], trusted: Sequence[str] = ()) -> None:
    """Raise `UserError` for arguments that the class cannot be made with.

    name: one that `check_name` accepts; only classifiers of scikit-learn's kind have arguments.
    """
    if "." in name or (name in FAMILIES and arguments):
        family = FAMILIES.get(name, Family(name, {}))
        found = classifiers.find(family.path, trusted)
        classifiers.check_arguments(found, family.arguments | arguments)


def check_engine(engine: str, name: str) -> None:
    """Raise `UserError` where a discriminator cannot be trained by `local` or `dask`."""
    if engine == "local":
        return
    if name not in _ON_A_CLUSTER:
        raise UserError(
            f"{engine} trains {' and '.join(_ON_A_CLUSTER)} only, and discriminator.name is"
            f" {name}; set one of these, or the engine to local"
        )
    if not all(find_spec(package) for package in ("dask", "distributed")):
        raise UserError(f"{engine} is not installed here; add it: pip install 'fake-or-real[dask]'")


def load(folder: Path, trusted: Sequence[str] = ()) -> Discriminator:
    """A discriminator that was saved.

    trusted: as for `make`; the folder itself cannot say whom to trust.
    Raises `UserError` when the folder holds none, or one of a package that is not trusted.
    """
    name = read_schema(folder).get("discriminator")
    if name not in _classes():
        raise UserError(f"{folder} holds a discriminator {name!r}, which is unknown; train again")
    return _classes()[name].load(folder, trusted)


def _classes() -> dict[str, type[Discriminator]]:
    """The classes by their names. Their libraries take seconds to import, so not before."""
    from fake_or_real.discriminators.lightgbm import FastLightGBM, LightGBM  # noqa: PLC0415
    from fake_or_real.discriminators.scikit_learn import ScikitLearn  # noqa: PLC0415
    from fake_or_real.discriminators.tutorial import Tutorial  # noqa: PLC0415

    return {family.name: family for family in (LightGBM, FastLightGBM, Tutorial, ScikitLearn)}
