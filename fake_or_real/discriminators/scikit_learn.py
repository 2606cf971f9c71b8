"""Any classifier of scikit-learn's kind, a few of them by short names.

They see the table's values, as the usual detectors do; other groups of features can be added.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, ClassVar

import numpy as np
from scipy.special import expit
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.inspection import permutation_importance
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from fake_or_real.data.counted import Counted
from fake_or_real.data.tables import Table
from fake_or_real.discriminators import classifiers
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.discriminators.families import FAMILIES, Family
from fake_or_real.errors import UserError
from fake_or_real.features.feature import Feature, Group
from fake_or_real.features.matrix import FeatureMatrix

_MODEL = "model.skops"
# What models name besides their libraries' own classes. Whatever a partial function calls is named
# too; here it is the check that histogram gradient boosting makes of its categories.
_HARMLESS = {"collections.OrderedDict", "functools.partial", "sklearn.utils.validation.check_array"}
# Rows on which the use of each feature is measured.
_ROWS = 2000
# Categories beyond the most common ones count as one.
_CATEGORIES = 50


@dataclass(kw_only=True)
class ScikitLearn(Discriminator):
    """A classifier of scikit-learn's kind on the features.

    estimator: one of `FAMILIES`, or the dotted name of a class.
    arguments: its keyword arguments, which go before the family's.
    groups: of features; some of values, frequencies, pairs, format.
    """

    name: ClassVar[str] = "scikit-learn"

    estimator: str
    arguments: dict[str, Any] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=lambda: ["values"])

    def __post_init__(self) -> None:
        """Raise `UserError` when there is no such estimator."""
        self._family = FAMILIES.get(self.estimator, Family(self.estimator, {}, codes=False))
        self._make()

    @property
    def features(self) -> list[Feature]:
        """In the order of the matrix's columns."""
        return self._features.features

    def _fit(self, table: Table, is_fake: np.ndarray, counted: Counted) -> None:
        rng = np.random.default_rng(self.seed)
        self._features = FeatureMatrix.fit(table, is_fake, self.groups, rng, self.threads, counted)
        matrix = self._features.fitted(table)
        self._pipeline = self._encoded(self._make(), matrix)
        try:
            self._pipeline.fit(matrix, is_fake)
        except ValueError as error:
            raise UserError(
                f"discriminator {self.estimator!r} cannot learn from this table: {error}; mend its"
                " arguments or choose another"
            ) from None
        rows = rng.permutation(len(matrix))[:_ROWS]
        self._asked = matrix[rows], is_fake[rows]

    @cached_property
    def _used(self) -> np.ndarray:
        """Measured when it is asked for: it may take longer than the fit."""
        used = permutation_importance(
            self._pipeline, *self._asked, scoring="roc_auc", n_repeats=1, random_state=self.seed
        )
        return np.asarray(np.maximum(used.importances_mean, 0))

    def _p_fake(self, table: Table) -> np.ndarray:
        matrix = self._features.transform(table)
        if hasattr(self._pipeline, "predict_proba"):
            return np.asarray(self._pipeline.predict_proba(matrix)[:, 1], dtype=float)
        return np.asarray(expit(self._pipeline.decision_function(matrix)), dtype=float)

    def _gain(self) -> np.ndarray:
        """How much the AUC on training rows drops when a feature is shuffled."""
        return np.asarray(self._used)

    def _save(self, folder: Path) -> dict[str, Any]:
        import skops.io  # noqa: PLC0415 - it imports torch, which takes seconds

        skops.io.dump(self._pipeline, folder / _MODEL)
        return {"features": self._features.save(folder), "used": self._used.tolist()}

    def _load(self, folder: Path, schema: dict[str, Any]) -> None:
        import skops.io  # noqa: PLC0415 - as above

        self._features = FeatureMatrix.load(folder, schema["features"])
        self._used = np.array(schema["used"])
        libraries = {self._family.path.partition(".")[0], "sklearn", "numpy", *self.trusted}
        named = skops.io.get_untrusted_types(file=folder / _MODEL)
        foreign = [
            name for name in named if name not in _HARMLESS and not _is_class(name, libraries)
        ]
        if foreign:
            raise UserError(f"{folder / _MODEL} holds types that are not trusted: {foreign}")
        self._pipeline = skops.io.load(folder / _MODEL, trusted=named)

    def _make(self) -> BaseEstimator:
        """The unfitted classifier."""
        make = classifiers.find(self._family.path, self.trusted)
        arguments = self._family.arguments | self.arguments
        classifiers.check_arguments(make, arguments)
        estimator: BaseEstimator = make(**arguments)
        known = estimator.get_params()
        ours: dict[str, int | None] = {"random_state": self.seed}
        if self._family.codes:  # elsewhere `n_jobs` may be deprecated
            ours |= {"n_jobs": self.threads or None, "thread_count": self.threads or -1}
        return estimator.set_params(
            **{
                key: value
                for key, value in ours.items()
                if key in known and key not in self.arguments
            }
        )

    def _encoded(self, estimator: BaseEstimator, matrix: np.ndarray) -> Pipeline:
        codes = self._features.categorical
        if self._family.codes:
            if "categorical_features" in estimator.get_params():
                # It takes at most 255 categories; codes beyond are numbers.
                few = [place for place in codes if np.nanmax(matrix[:, place], initial=0) < 255]
                estimator.set_params(categorical_features=few)
            # Below all values; a column without any is more than some take.
            missing = SimpleImputer(strategy="constant", fill_value=-1e30, keep_empty_features=True)
            return make_pipeline(missing, estimator)
        numbers = [place for place in range(matrix.shape[1]) if place not in codes]
        one_hot = OneHotEncoder(
            handle_unknown="infrequent_if_exist", max_categories=_CATEGORIES, sparse_output=False
        )
        scaled = make_pipeline(
            SimpleImputer(add_indicator=True, keep_empty_features=True), StandardScaler()
        )
        encoder = ColumnTransformer([("codes", one_hot, codes), ("numbers", scaled, numbers)])
        return make_pipeline(encoder, estimator)


def _is_class(path: str, libraries: set[str]) -> bool:
    """Whether this is the dotted name of a class that one of the libraries defines.

    A function could be called with what the file holds, so only classes are trusted, and only
    where they are at home: modules also hold what they import, such as subprocess.
    """
    if path.partition(".")[0] not in libraries:
        return False
    try:
        found = resolve_name(path)
    except (ImportError, AttributeError, ValueError):
        return False
    return isinstance(found, type) and found.__module__.partition(".")[0] in libraries
