"""The classifiers of scikit-learn's kind that have short names, and their defaults."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Family:
    """A classifier with defaults that are good for telling FAKE from REAL.

    path: the dotted name of its class; arguments: keyword arguments of it.
    codes: whether it splits on values, so that categories can be codes. Other classifiers get
        one-hot categories and standardized numbers.
    """

    path: str
    arguments: dict[str, Any]
    codes: bool = True


FAMILIES = {
    "random-forest": Family(
        "sklearn.ensemble.RandomForestClassifier", {"n_estimators": 300, "min_samples_leaf": 2}
    ),
    "hist-gradient-boosting": Family(
        "sklearn.ensemble.HistGradientBoostingClassifier",
        {"learning_rate": 0.05, "max_iter": 300, "early_stopping": False},
    ),
    "logistic-regression": Family(
        "sklearn.linear_model.LogisticRegression", {"max_iter": 1000}, codes=False
    ),
    "xgboost": Family(
        "xgboost.XGBClassifier", {"learning_rate": 0.05, "n_estimators": 500, "max_depth": 6}
    ),
    "catboost": Family(
        "catboost.CatBoostClassifier", {"verbose": False, "allow_writing_files": False}
    ),
}
