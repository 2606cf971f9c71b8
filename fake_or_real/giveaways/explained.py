"""How much of the verdict the listed give-aways explain, and what carries the rest."""

from collections.abc import Sequence
from typing import get_args

import lightgbm as lgb
import numpy as np
from sklearn.linear_model import LogisticRegression

from fake_or_real.data import tables
from fake_or_real.data.splits import Part
from fake_or_real.features.feature import Group
from fake_or_real.features.matrix import FeatureMatrix
from fake_or_real.giveaways.giveaways import Giveaway
from fake_or_real.giveaways.partition import Partition
from fake_or_real.giveaways.questions import Question, is_judged
from fake_or_real.statistics.auc import Auc, auc

_SHORT = 0.1  # of the verdict's AUC - 0.5; if more is missing, something is not named
_NAMED = 3  # features that are named as those that carry it
_ROUNDS, _LEAVES = 50, 8


def explained(
    partition: Partition,
    listed: Sequence[Giveaway],
    holdout: Part,
    verdict: Auc,
    rng: np.random.Generator,
) -> dict[str, float]:
    """What the give-aways alone are worth on the holdout, which chose none of them; by name.

    explained_auc: the AUC, with its 95 % interval, of a logistic regression on their answers,
        learned from the control and the FAKE rows that chose nothing either.
    explained_share: (explained_auc - 0.5) / (the verdict's AUC - 0.5); not given where the
        verdict is that FAKE rows are not detectable.
    unnamed_FEATURE: where more than a tenth is missing, the features that carry it: their shares
        of the gain of small trees on what remains.
    """
    asked = [
        question
        for giveaway in listed
        for question in (giveaway.question, *giveaway.alike)
        if is_judged(partition, question)
    ]
    counted = partition.tested_anew
    is_fake = np.repeat([True, False], [counted.sum(), len(partition.control)])
    odds = np.zeros(len(is_fake)), np.zeros(len(holdout.is_fake))
    if asked:
        answers = np.column_stack([_in_test(partition, question) for question in asked])
        # Both labels weigh the same, as they do in an AUC.
        model = LogisticRegression(C=0.1, class_weight="balanced", max_iter=1000)
        model.fit(answers, is_fake)
        held = _in_holdout(partition, asked, holdout)
        odds = model.decision_function(answers), model.decision_function(held)
    reached = auc(holdout.is_fake, odds[1], holdout.twins)
    figures = {
        "explained_auc": reached.value,
        "explained_auc_ci_low": reached.low,
        "explained_auc_ci_high": reached.high,
    }
    if not verdict.detectable:
        return figures
    share = (reached.value - 0.5) / (verdict.value - 0.5)
    figures["explained_share"] = share
    if share < 1 - _SHORT:
        figures |= _unnamed(partition, is_fake, odds[0], rng)
    return figures


def _in_test(partition: Partition, question: Question) -> np.ndarray:
    """The answers of the FAKE rows that chose nothing, then of the control; sums as log-odds."""
    fakes = np.flatnonzero(partition.tested_anew)
    if question.log_odds is None:
        return np.append(question.fake[fakes], question.control)
    rows = np.append(len(partition.real) + fakes, partition.control)
    chosen: np.ndarray = question.log_odds[rows]
    return chosen


def _in_holdout(partition: Partition, asked: list[Question], holdout: Part) -> np.ndarray:
    """The answers of the holdout's rows, in its order, shape (n, questions); sums as log-odds."""
    answers = np.empty((len(holdout.is_fake), len(asked)))
    rows = holdout.row + np.where(holdout.is_fake, len(partition.real), 0)
    for place, question in enumerate(asked):
        if question.log_odds is None:
            answers[holdout.is_fake, place] = question.fake[holdout.row[holdout.is_fake]]
            answers[~holdout.is_fake, place] = question.holdout
        else:
            answers[:, place] = question.log_odds[rows]
    return answers


def _unnamed(
    partition: Partition, is_fake: np.ndarray, odds: np.ndarray, rng: np.random.Generator
) -> dict[str, float]:
    """The features that tell most where the give-aways' odds are known, with shares of gain."""
    fakes = np.flatnonzero(partition.tested_anew)
    table = tables.concat([partition.fake.take(fakes), partition.real.take(partition.control)])
    matrix = FeatureMatrix.fit(table, is_fake, list(get_args(Group)), rng, 1)
    small = lgb.train(
        {
            "objective": "binary",
            "num_leaves": _LEAVES,
            "num_threads": 1,
            "deterministic": True,
            "force_row_wise": True,
            "verbose": -1,
        },
        lgb.Dataset(matrix.fitted(table), is_fake, init_score=odds),
        num_boost_round=_ROUNDS,
    )
    gain = small.feature_importance("gain")
    best = np.argsort(-gain, kind="stable")[:_NAMED]
    return {
        f"unnamed_{matrix.features[place].name}": float(gain[place] / gain.sum())
        for place in best
        if gain[place] > 0
    }
