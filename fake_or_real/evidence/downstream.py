"""What synthetic rows are good for: a model that learns from them, judged on real rows.

Train on synthetic, test on real (Esteban et al. 2017, arXiv 1706.02633): where synthetic rows say
as much of a target column as real ones, the model is as good as one that learned from as many of
these.
"""

from typing import Any

import lightgbm as lgb
import numpy as np
from sklearn.metrics import balanced_accuracy_score, r2_score, roc_auc_score

from fake_or_real.data.kinds import NUMBERS
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError, did_you_mean
from fake_or_real.features.values import Values

_MOST_CLASSES = 50
_PARAMETERS: dict[str, Any] = {
    "n_estimators": 150,
    "learning_rate": 0.05,
    "n_jobs": 1,  # threads change nothing but the time
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
}


def score(learned: Table, judging: Table, target: str, seed: int) -> float:
    """How well a LightGBM model of the target that learned from some rows does on others.

    Of a number R squared (1 is perfect, 0 the mean), of two classes the AUC, of more the balanced
    accuracy. Rows without a target take no part.

    Raises `UserError` for a target that is not there, or can be no target.
    """
    kind = judging.kinds.get(target)
    if kind is None:
        raise UserError(f"there is no column {target!r}; {did_you_mean(target, judging.kinds)}")
    learned, judging = (_with_target(table, target) for table in (learned, judging))
    names = [name for name in judging.kinds if name != target]
    features = Values.fit(learned.select(names))
    x, x_judging = (features.transform(table.select(names)) for table in (learned, judging))
    if kind in NUMBERS and judging.frame[target].nunique() > 2:
        y, truth = (table.frame[target].to_numpy(float) for table in (learned, judging))
        regressor = lgb.LGBMRegressor(random_state=seed, **_PARAMETERS).fit(x, y)
        return float(r2_score(truth, np.asarray(regressor.predict(x_judging))))
    classes = [table.frame[target].astype("str").to_numpy(str) for table in (learned, judging)]
    _check_classes(target, *classes)
    classifier = lgb.LGBMClassifier(random_state=seed, **_PARAMETERS).fit(x, classes[0])
    truth, known = classes[1], list(classifier.classes_)
    if len(known) == 2 and set(truth) <= set(known):
        p_second = np.asarray(classifier.predict_proba(x_judging))[:, 1]
        return float(roc_auc_score(truth == known[1], p_second))
    return float(balanced_accuracy_score(truth, np.asarray(classifier.predict(x_judging))))


def _check_classes(target: str, learned: np.ndarray, truth: np.ndarray) -> None:
    """Raise `UserError` where these values are no classes to be learned and judged."""
    count = len(np.unique(truth))
    if not 2 <= count <= _MOST_CLASSES or len(np.unique(learned)) < 2:
        raise UserError(
            f"{target} has {count} different values; a target is a number or has 2 to"
            f" {_MOST_CLASSES} classes: name another"
        )


def _with_target(table: Table, target: str) -> Table:
    return table.take(np.flatnonzero(table.frame[target].notna()))
