"""Give-aways: what tells FAKE rows from REAL ones, found, tested and ranked."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import Kind
from fake_or_real.giveaways import frequencies, pairs, rows, values
from fake_or_real.giveaways.partition import Partition
from fake_or_real.giveaways.questions import Question, answers_in_test, is_judged, summed
from fake_or_real.statistics.interval import Interval
from fake_or_real.statistics.proportions import (
    added_p_value,
    difference,
    exact_p_values,
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
    "alike": "categorical",
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
# Rates of columns that are taken for alike: so far apart at most, or by so large a part.
_CLOSE, _CLOSE_FACTOR = 0.02, 0.2
_ALREADY_SAID = 0.01  # a larger p-value, given a give-away above it, adds nothing to that one


@dataclass(frozen=True)
class Giveaway:
    """A question whose answer is yes more, or less, often in FAKE rows than in unseen REAL ones.

    rate_fake, rate_real: how often it holds, in [0, 1]. difference: of the two.
    evidence: the likelihood ratio statistic by which give-aways are ranked.
    p_value: corrected for all questions.
    alike: the same question about other columns, the answers to which differ about as much.
    """

    question: Question
    rate_fake: float
    rate_real: float
    difference: Interval
    evidence: float
    p_value: float
    alike: tuple[Question, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All that it is about, those of `alike` last."""
        return self.question.columns + tuple(name for each in self.alike for name in each.columns)

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
            rows.of_missing(partition),
            values.of_columns(partition),
            rows.of_duplicates(partition, rng),
            others,
            pairs.of_combinations(partition),
            frequencies.of_frequencies(partition, rng),
        )
    )
    corrected = holm(exact_p_values([question.counts for question in promising]), shares)
    significant = [
        _giveaway(question, p_value)
        for question, p_value in zip(promising, corrected, strict=True)
        if p_value < _LEVEL
    ]
    sums = [giveaway for giveaway in significant if giveaway.question.kind == "signs"]
    single = [giveaway for giveaway in significant if giveaway.question.kind != "signs"]
    # What says how often something occurs is harder to understand, and silences nothing else.
    single.sort(key=lambda each: (each.question.kind == "frequency", -each.evidence))
    heard = _without_echoes(_more_than_their_parts(single))
    listed = _alike_as_one(sorted(heard, key=lambda giveaway: -giveaway.evidence), single)
    return [*listed, *_signs(partition, sums, listed)]


def to_frame(listed: list[Giveaway]) -> pd.DataFrame:
    """A line for each, in their order; `KINDS` has its columns.

    `columns`, `alike` (further columns of which the same is so), `terms` and `example` are JSON
    lists, since names and values may hold commas.
    """
    lines = [
        {
            "rank": rank,
            "kind": giveaway.question.kind,
            "form": giveaway.question.form,
            "columns": _as_json(giveaway.question.columns),
            "alike": _as_json(giveaway.columns[len(giveaway.question.columns) :]),
            "name": f"{giveaway.question.kind}: {', '.join(giveaway.columns)}",
            "terms": _as_json(giveaway.question.terms),
            "example": _as_json(giveaway.question.example),
            "fake": giveaway.question.counts[0],
            "fake_rows": giveaway.question.counts[1],
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
        if g_statistic(*question.counts) > _PROMISING:
            kept.append(question)
    return kept, np.array([each.weight / weights[each.kind] / len(weights) for each in kept])


def _giveaway(question: Question, p_value: float) -> Giveaway:
    counts = question.counts
    return Giveaway(
        question,
        counts[0] / counts[1],
        counts[2] / counts[3],
        difference(*counts),
        float(g_statistic(*counts)),
        float(p_value),
    )


def _more_than_their_parts(ranked: list[Giveaway]) -> list[Giveaway]:
    """Without combinations that say no more than what is listed of their columns by themselves.

    A shift of one column brings its combinations with all others: they are no news.
    """
    single = [giveaway for giveaway in ranked if not _is_combination(giveaway.question)]
    said = _ByColumn()
    for giveaway in _without_echoes(single):
        said.add(giveaway.question)
    kept = []
    for giveaway in ranked:
        if _is_combination(giveaway.question):
            of_same = said.sharing(giveaway.question)
            if of_same and not _adds(giveaway.question, of_same):
                continue
            said.add(giveaway.question)
        kept.append(giveaway)
    return kept


class _ByColumn:
    """Questions, of which those that share a column with another are found without asking all."""

    def __init__(self) -> None:
        self._all: list[Question] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, question: Question) -> None:
        for name in set(question.columns):
            self._places[name].append(len(self._all))
        self._all.append(question)

    def sharing(self, question: Question) -> list[Question]:
        """Those that are about one of its columns, in the order in which they were added."""
        places = {place for name in question.columns for place in self._places.get(name, ())}
        return [self._all[place] for place in sorted(places)]


def _signs(
    partition: Partition, sums: list[Giveaway], listed: list[Giveaway]
) -> Iterator[Giveaway]:
    """The sum of all signs, if it tells more than what is listed.

    It is learned in either half and said once. The holdout's rows chose in neither, so they have
    the mean of those that are sure.
    """
    said = [each.question for each in listed if is_judged(partition, each.question)]
    held = np.append(partition.holdout_real, len(partition.real) + partition.holdout_fake)
    tested = np.append(
        len(partition.real) + np.flatnonzero(partition.tested_anew), partition.control
    )
    for giveaway in sums:
        question, log_odds = giveaway.question, summed(giveaway.question).copy()
        if question.tested is not partition.tested_anew:  # the other half's
            continue
        is_fake, flag, *others = answers_in_test([question, *said])
        known = np.column_stack(others) if others else np.zeros((len(flag), 1), bool)
        if added_p_value(is_fake, log_odds[tested], known) <= _ALREADY_SAID:
            log_odds[held] = np.mean([summed(each.question)[held] for each in sums], axis=0)
            yield replace(giveaway, question=replace(question, log_odds=log_odds))


def _is_combination(question: Question) -> bool:
    return question.kind in ("pair", "frequency") and len(question.columns) > 1


def _adds(question: Question, others: list[Question]) -> bool:
    """Whether it tells FAKE from REAL among rows for which the others' answers are the same."""
    is_fake, flag, *said = answers_in_test([question, *others])
    return added_p_value(is_fake, flag, np.column_stack(said)) <= _ALREADY_SAID


def _without_echoes(ranked: list[Giveaway]) -> list[Giveaway]:
    """Those that still tell FAKE from REAL among rows that one before cannot tell apart."""
    kept: list[Giveaway] = []
    said = _ByColumn()
    for giveaway in ranked:
        question = giveaway.question
        if not any(_echoes(question, stronger) for stronger in said.sharing(question)):
            said.add(question)
            kept.append(giveaway)
    return kept


def _echoes(weaker: Question, stronger: Question) -> bool:
    """Whether one says again what another says, with which it shares a column."""
    if weaker.columns == stronger.columns and weaker.kind == stronger.kind != "frequency":
        # What is wrong with a key may be several things, none of which any model sees.
        return weaker.kind != "identifier" or weaker.form == stronger.form
    return stratified_p_value(*answers_in_test([weaker, stronger])) > _ALREADY_SAID


def _alike_as_one(ranked: list[Giveaway], significant: list[Giveaway]) -> list[Giveaway]:
    """Columns of which the same is so, about as often, become one entry: that of the strongest.

    significant: all that could be listed. A column whose strongest question is a little another
    one (multiples of 500 instead of 1,000) is told by the first one's, which says nearly as much.
    """
    of_question = {_key(each.question, each.question.columns): each for each in significant}
    found: list[Giveaway] = []
    for giveaway in ranked:
        for place, first in enumerate(found):
            if giveaway.question.kind != first.question.kind or len(first.question.columns) != 1:
                continue
            same = of_question.get(_key(first.question, giveaway.question.columns))
            if same and _is_alike(same, first, giveaway):
                found[place] = replace(first, alike=(*first.alike, same.question))
                break
        else:
            found.append(giveaway)
    return found


def _key(question: Question, names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """What a question asks of columns of these names."""
    return (question.kind, question.form), question.terms, names


def _is_alike(same: Giveaway, first: Giveaway, giveaway: Giveaway) -> bool:
    """Whether what is asked of the first's column is so of another as often, and says enough.

    giveaway: the strongest of the other column.
    """
    if giveaway.question.columns == first.question.columns:
        return False
    rates = np.array([[each.rate_fake, each.rate_real] for each in (same, first)])
    close = np.ptp(rates, axis=0) <= np.maximum(_CLOSE, _CLOSE_FACTOR * rates.max(axis=0))
    is_enough = same.evidence >= (1 - _CLOSE_FACTOR) * giveaway.evidence
    return is_enough and bool(close.all())
