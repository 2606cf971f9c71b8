"""How well a discriminator tells FAKE from REAL on the holdout."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fake_or_real.data import splits
from fake_or_real.data.equal_rows import row_ids, twins
from fake_or_real.data.kinds import Kind
from fake_or_real.data.stored import Rows
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.statistics import curves
from fake_or_real.statistics.auc import auc

_SCORE_KINDS: dict[str, Kind] = {
    "is_fake": "boolean",
    "row": "integer",
    "p_fake": "float",
    "twins": "integer",
}
_MOST = 50_000  # seen rows, and unseen ones, that are held against each other
_GAINS = 20  # features that are listed with their gain


@dataclass(frozen=True)
class Evaluation:
    """What the scores of the holdout say.

    metrics: flat, for `metrics/evaluate.json`. curves: by name, for `plots/NAME.csv`.
    scores: `is_fake`, `row` (its position in its own table), `p_fake` and `twins` (a number, the
        same for equal rows) of each holdout row.
    """

    metrics: dict[str, float]
    curves: dict[str, pd.DataFrame]
    scores: Table


def evaluate(  # noqa: PLR0913, PLR0917 - what the stages before have made
    real: Rows,
    synthetic: Rows,
    seen: np.ndarray | None,
    assigned: Table,
    model: Discriminator,
    rng: np.random.Generator,
    p_fake: np.ndarray | None = None,
) -> Evaluation:
    """Score the holdout of a split with a discriminator that was fitted on its train part.

    seen: positions of the real rows that the synthesizer learned from; None if not known.
    p_fake: P(FAKE) of the holdout's rows by this discriminator, where it is known already.
    """
    holdout = splits.members("holdout", assigned)
    if p_fake is None:
        p_fake = model.predict_proba(holdout.read(real, synthetic))[:, 1]
    memory = seen_against_unseen(model, real, seen, splits.real_rows("train", assigned), rng)
    columns = (holdout.is_fake, holdout.row, p_fake, holdout.twins)
    frame = pd.DataFrame(dict(zip(_SCORE_KINDS, columns, strict=True)))
    return Evaluation(
        metrics(holdout.is_fake, p_fake, holdout.twins) | memory,
        {
            "roc": curves.roc(holdout.is_fake, p_fake),
            "precision_recall": curves.precision_recall(holdout.is_fake, p_fake),
            "calibration": curves.calibration(holdout.is_fake, p_fake),
            "histogram": curves.histogram(holdout.is_fake, p_fake),
            "confusion": curves.confusion(holdout.is_fake, p_fake),
            "gain": model.feature_gain()[["feature", "gain"]].head(_GAINS),
        },
        Table(frame.astype({"is_fake": "boolean", "row": "Int64", "twins": "Int64"}), _SCORE_KINDS),
    )


def metrics(is_fake: np.ndarray, p_fake: np.ndarray, twins: np.ndarray) -> dict[str, float]:
    """The figures of P(FAKE) on the holdout; all of shape (n,), `twins` as `auc` takes them."""
    measured = auc(is_fake, p_fake, twins)
    return {
        "auc": measured.value,
        "auc_ci_low": measured.low,
        "auc_ci_high": measured.high,
        "p_value": measured.p_value,
        "detectable": measured.detectable,
        **curves.summary(is_fake, p_fake),
    }


def seen_against_unseen(
    model: Discriminator,
    real: Rows,
    seen: np.ndarray | None,
    trained_on: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, float]:
    """Whether real rows that the synthesizer saw look more FAKE than rows that it did not.

    seen, trained_on: positions of real rows that the synthesizer and the discriminator learned
    from. Only rows that the discriminator never trained on are held against each other, at most
    50,000 of each kind, drawn at random; 0.5 means no difference. Where there are not two rows of
    each, only `seen_known` is given.
    """
    untrained = np.setdiff1d(np.arange(len(real)), trained_on)
    of_seen = np.isin(untrained, [] if seen is None else seen)
    rows = np.sort(
        np.concatenate(
            [
                rng.permutation(of_kind)[:_MOST] if len(of_kind) > _MOST else of_kind
                for of_kind in (untrained[of_seen], untrained[~of_seen])
            ]
        )
    )
    is_seen = np.isin(rows, untrained[of_seen])
    if min(is_seen.sum(), (~is_seen).sum()) < 2:
        return {"seen_known": seen is not None}
    held = real.take(rows)
    (ids,) = row_ids([held])
    measured = auc(is_seen, model.predict_proba(held)[:, 1], twins(ids))
    return {
        "seen_known": True,
        "auc_seen_unseen": measured.value,
        "auc_seen_unseen_ci_low": measured.low,
        "auc_seen_unseen_ci_high": measured.high,
    }
