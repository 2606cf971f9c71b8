"""Which classes may be discriminators.

Their names come from files that somebody else may have written: params.yaml of a pull request, the
schema of a saved discriminator. So only libraries that are trusted are imported, and only classes
that are classifiers are ever called.
"""

import inspect
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from fake_or_real.errors import UserError, did_you_mean

TRUSTED = ("sklearn", "lightgbm", "xgboost", "catboost")


def check_library(path: str, trusted: Sequence[str] = ()) -> None:
    """Raise `UserError` for a class whose library is not trusted or not installed.

    path: the dotted name of the class. Nothing is imported.
    trusted: packages that are trusted besides those that always are.
    """
    library = path.partition(".")[0]
    known = [*TRUSTED, *trusted]
    if library not in known:
        raise UserError(
            f"{path!r} is of none of the libraries {', '.join(known)}; choose another, or name its"
            " package as trusted (discriminator.trusted, --trust) if you would run its code"
        )
    if find_spec(library) is None:
        raise UserError(
            f"{path!r} needs {library}, which is not installed; add it to the environment or"
            " choose another discriminator"
        )


def find(path: str, trusted: Sequence[str] = ()) -> type:
    """The class with this dotted name. Raises `UserError` when it is no classifier to be had."""
    check_library(path, trusted)
    module, _, name = path.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        raise UserError(f"there is no class {path!r}; see its library's documentation") from None
    if not (inspect.isclass(found) and not inspect.isabstract(found) and _is_classifier(found)):
        raise UserError(f"{path!r} is no classifier of scikit-learn's kind; choose another")
    return found


def check_arguments(classifier: type, arguments: dict[str, Any]) -> None:
    """Raise `UserError` for keyword arguments that the classifier cannot be made with."""
    signature = inspect.signature(classifier)
    name = classifier.__name__
    known = signature.parameters
    if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in known.values()):
        for argument in arguments:
            if argument not in known:
                hint = did_you_mean(argument, known)
                raise UserError(f"{name} has no argument {argument!r}; {hint}")
    try:
        signature.bind(**arguments)
    except TypeError as error:
        raise UserError(f"{name} cannot be made of plain arguments: {error}") from None
    _check_values(classifier, arguments)


def _check_values(classifier: type, arguments: dict[str, Any]) -> None:
    """Raise `UserError` for values out of range, which scikit-learn itself only sees in `fit`."""
    from sklearn.utils._param_validation import validate_parameter_constraints  # noqa: PLC0415

    constraints = getattr(classifier, "_parameter_constraints", {})
    try:
        validate_parameter_constraints(constraints, arguments, classifier.__name__)
    except ValueError as error:
        raise UserError(str(error)) from None


def _is_classifier(found: type) -> bool:
    from sklearn.base import ClassifierMixin  # noqa: PLC0415 - it takes a second

    # CatBoost marks its classifier by an attribute instead.
    marked = getattr(found, "_estimator_type", None) == "classifier"
    return hasattr(found, "fit") and (marked or issubclass(found, ClassifierMixin))
