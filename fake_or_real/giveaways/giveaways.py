"""Give-aways: what tells FAKE rows from REAL ones, found, tested and ranked."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import Kind
from fake_or_real.giveaways import pairs, questions
from fake_or_real.giveaways.partition import Partition
from fake_or_real.giveaways.questions import Question
from fake_or_real.statistics.interval import Interval
from fake_or_real.statistics.proportions import (
    difference,
    exact_p_value,
    g_statistic,
    holm,
    stratified_p_value,
)

# How a table of them is stored; `auc_drop` is measured with a discriminator.
KINDS: dict[str, Kind] = {
    "rank": "integer",
    "kind": "categorical",
    "form": "categorical",
    "columns": "categorical",
    "name": "categorical",
    "terms": "text",
    "example": "text",
    "fake": "integer",
    "fake_rows": "integer",
    "rate_fake": "float",
    "rate_real": "float",
    "difference": "float",
    "difference_low": "float",
    "difference_high": "float",
    "auc": "float",
    "evidence": "float",
    "p_value": "float",
    "auc_drop": "float",
}
# The chance of any false give-away in the whole list.
_LEVEL = 0.05
# Less evidence than this (p about 0.05) tells nothing even alone; no exact test then.
_PROMISING = 3.8
_ALREADY_SAID = 0.001  # a larger p-value, given a give-away above it, adds nothing to that one


@dataclass(frozen=True)
class Giveaway:
    """A question whose answer is yes more, or less, often in FAKE rows than in unseen REAL ones.

    rate_fake, rate_real: how often it holds, in [0, 1]. difference: of the two.
    evidence: the likelihood ratio statistic by which give-aways are ranked.
    p_value: corrected for all questions.
    """

    question: Question
    rate_fake: float
    rate_real: float
    difference: Interval
    evidence: float
    p_value: float

    @property
    def auc(self) -> float:
        """What it alone is worth: the AUC of its yes or no, as the sign of the difference tells."""
        return (1 + abs(self.difference.value)) / 2


def find(
    partition: Partition, rng: np.random.Generator, others: Iterable[Question] = ()
) -> list[Giveaway]:
    """All give-aways, the strongest first; on real against real none in 95 % of cases.

    others: questions about what is not in the partition's columns.

    One that says again what a stronger one says of the same columns is left out.
    """
    # Of questions that flag the same rows the first is kept: the one that says most.
    promising, shares = _promising(
        chain(
            pairs.of_rules(partition),
            questions.of_missing(partition),
            questions.of_columns(partition),
            questions.of_duplicates(partition, rng),
            others,
            pairs.of_combinations(partition),
        )
    )
    corrected = holm(
        np.array([exact_p_value(*_counts(question)) for question in promising]), shares
    )
    significant = [
        _giveaway(question, p_value)
        for question, p_value in zip(promising, corrected, strict=True)
        if p_value < _LEVEL
    ]
    significant.sort(key=lambda giveaway: -giveaway.evidence)
    return _without_echoes(significant)


def to_frame(listed: list[Giveaway]) -> pd.DataFrame:
    """A line for each, in their order; `KINDS` has its columns.

    `columns`, `terms` and `example` are JSON lists, since names and values may hold commas.
    """
    lines = [
        {
            "rank": rank,
            "kind": giveaway.question.kind,
            "form": giveaway.question.form,
            "columns": _as_json(giveaway.question.columns),
            "name": f"{giveaway.question.kind}: {', '.join(giveaway.question.columns)}",
            "terms": _as_json(giveaway.question.terms),
            "example": _as_json(giveaway.question.example),
            "fake": int(giveaway.question.fake.sum()),
            "fake_rows": len(giveaway.question.fake),
            "rate_fake": giveaway.rate_fake,
            "rate_real": giveaway.rate_real,
            "difference": giveaway.difference.value,
            "difference_low": giveaway.difference.low,
            "difference_high": giveaway.difference.high,
            "auc": giveaway.auc,
            "evidence": giveaway.evidence,
            "p_value": giveaway.p_value,
        }
        for rank, giveaway in enumerate(listed, start=1)
    ]
    return pd.DataFrame(lines, columns=[name for name in KINDS if name != "auc_drop"])


def _as_json(texts: tuple[str, ...]) -> str:
    return json.dumps(texts, ensure_ascii=False)


def _promising(asked: Iterable[Question]) -> tuple[list[Question], np.ndarray]:
    """The questions that are worth an exact test, and the share of the error that each may use.

    Every kind may make as much of it, so that the many pairs of columns cost single ones nothing.
    """
    kept = []
    weights: defaultdict[str, float] = defaultdict(float)
    for question in asked:
        weights[question.kind] += question.weight
        if g_statistic(*_counts(question)) > _PROMISING:
            kept.append(question)
    return kept, np.array([each.weight / weights[each.kind] / len(weights) for each in kept])


def _counts(question: Question) -> tuple[int, int, int, int]:
    fake, control = question.fake, question.control
    return int(fake.sum()), len(fake), int(control.sum()), len(control)


def _giveaway(question: Question, p_value: float) -> Giveaway:
    counts = _counts(question)
    return Giveaway(
        question,
        counts[0] / counts[1],
        counts[2] / counts[3],
        difference(*counts),
        float(g_statistic(*counts)),
        float(p_value),
    )


def _without_echoes(ranked: list[Giveaway]) -> list[Giveaway]:
    """Those that still tell FAKE from REAL among rows that a stronger one cannot tell apart."""
    kept: list[Giveaway] = []
    for giveaway in ranked:
        if not any(_echoes(giveaway.question, stronger.question) for stronger in kept):
            kept.append(giveaway)
    return kept


def _echoes(weaker: Question, stronger: Question) -> bool:
    if not set(weaker.columns) & set(stronger.columns):
        return False
    if weaker.columns == stronger.columns and weaker.kind == stronger.kind:
        # What is wrong with a key may be several things, none of which any model sees.
        return weaker.kind != "identifier" or weaker.form == stronger.form
    is_fake = np.repeat([True, False], [len(weaker.fake), len(weaker.control)])
    flag, stratum = (np.append(each.fake, each.control) for each in (weaker, stronger))
    return stratified_p_value(is_fake, flag, stratum) > _ALREADY_SAID
