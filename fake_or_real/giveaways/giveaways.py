"""Give-aways: what tells FAKE rows from REAL ones, found, tested and ranked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import Kind
from fake_or_real.giveaways import pairs
from fake_or_real.giveaways import questions as candidates
from fake_or_real.giveaways.cells import Rows
from fake_or_real.giveaways.questions import Candidate
from fake_or_real.statistics.interval import Interval
from fake_or_real.statistics.proportions import (
    difference,
    evidence,
    exact_p_value,
    holm,
    stratified_p_value,
)

# How a table of them is stored; `auc_drop` is measured with a discriminator.
KINDS: dict[str, Kind] = {
    "rank": "integer",
    "kind": "categorical",
    "columns": "categorical",
    "name": "categorical",
    "sentence": "text",
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
    """A candidate that holds more, or less, often in FAKE rows than in unseen REAL ones.

    rate_fake, rate_real: how often it holds, in [0, 1]. difference: of the two.
    evidence: the likelihood ratio statistic by which give-aways are ranked.
    p_value: corrected for all candidates.
    """

    candidate: Candidate
    rate_fake: float
    rate_real: float
    difference: Interval
    evidence: float
    p_value: float

    @property
    def auc(self) -> float:
        """What it alone is worth: the AUC of its yes or no, as the sign of the difference tells."""
        return (1 + abs(self.difference.value)) / 2

    @property
    def sentence(self) -> str:
        """What is so, and how often."""
        of = self.candidate
        count = f"{np.count_nonzero(of.fake):,} of {len(of.fake):,}"
        fake, real = _percent(self.rate_fake), _percent(self.rate_real)
        example = f" (such as {of.example})" if of.example else ""
        return f"{of.says}{example}: {fake} of FAKE rows ({count}), {real} of unseen REAL ones"


def find(rows: Rows, rng: np.random.Generator) -> list[Giveaway]:
    """All give-aways, the strongest first; on real against real none in 95 % of cases.

    One that says again what a stronger one says of the same columns is left out.
    """
    # Of candidates that flag the same rows the first is kept: the one that says most.
    promising, shares = _promising(
        chain(
            pairs.of_rules(rows),
            candidates.of_missing(rows),
            candidates.of_columns(rows),
            candidates.of_duplicates(rows, rng),
            pairs.of_combinations(rows),
        )
    )
    corrected = holm(np.array([exact_p_value(*_counts(of)) for of in promising]), shares)
    significant = [
        _giveaway(of, p_value)
        for of, p_value in zip(promising, corrected, strict=True)
        if p_value < _LEVEL
    ]
    significant.sort(key=lambda giveaway: -giveaway.evidence)
    return _without_echoes(significant)


def to_frame(found: list[Giveaway]) -> pd.DataFrame:
    """A line for each, in their order; `KINDS` has its columns."""
    lines = [
        {
            "rank": rank,
            "kind": of.candidate.kind,
            "columns": ", ".join(of.candidate.columns),
            "name": f"{of.candidate.kind}: {', '.join(of.candidate.columns)}",
            "sentence": of.sentence,
            "rate_fake": of.rate_fake,
            "rate_real": of.rate_real,
            "difference": of.difference.value,
            "difference_low": of.difference.low,
            "difference_high": of.difference.high,
            "auc": of.auc,
            "evidence": of.evidence,
            "p_value": of.p_value,
        }
        for rank, of in enumerate(found, start=1)
    ]
    return pd.DataFrame(lines, columns=[name for name in KINDS if name != "auc_drop"])


def _promising(questions: Iterable[Candidate]) -> tuple[list[Candidate], np.ndarray]:
    """The candidates that are worth an exact test, and the share of the error that each may use.

    Every kind may make as much of it, so that the many pairs of columns cost single ones nothing.
    """
    kept = []
    weights: defaultdict[str, float] = defaultdict(float)
    for question in questions:
        weights[question.kind] += question.weight
        if evidence(*_counts(question)) > _PROMISING:
            kept.append(question)
    return kept, np.array([of.weight / weights[of.kind] / len(weights) for of in kept])


def _counts(of: Candidate) -> tuple[int, int, int, int]:
    return int(of.fake.sum()), len(of.fake), int(of.control.sum()), len(of.control)


def _giveaway(of: Candidate, p_value: float) -> Giveaway:
    counts = _counts(of)
    return Giveaway(
        of,
        counts[0] / counts[1],
        counts[2] / counts[3],
        difference(*counts),
        float(evidence(*counts)),
        float(p_value),
    )


def _without_echoes(ranked: list[Giveaway]) -> list[Giveaway]:
    """Those that still tell FAKE from REAL among rows that a stronger one cannot tell apart."""
    kept: list[Giveaway] = []
    for giveaway in ranked:
        if not any(_echoes(giveaway.candidate, of.candidate) for of in kept):
            kept.append(giveaway)
    return kept


def _echoes(weaker: Candidate, stronger: Candidate) -> bool:
    if not set(weaker.columns) & set(stronger.columns):
        return False
    if weaker.columns == stronger.columns and weaker.kind == stronger.kind:
        return True
    is_fake = np.repeat([True, False], [len(weaker.fake), len(weaker.control)])
    flag, stratum = (np.append(of.fake, of.control) for of in (weaker, stronger))
    return stratified_p_value(is_fake, flag, stratum) > _ALREADY_SAID


def _percent(rate: float) -> str:
    return f"{100 * rate:.2g} %" if rate < 0.1 else f"{100 * rate:.0f} %"
