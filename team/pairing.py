"""Which give-aways came, went or changed between two runs, by more than chance."""

import math
from collections.abc import Mapping, Sequence

from fake_or_real.report import sentences
from fake_or_real.statistics.auc import Z95
from fake_or_real.statistics.change import change
from fake_or_real.statistics.interval import Interval

_Line = Mapping[str, str]  # of plots/giveaways.csv
# What makes a question the same question; its rates and its place in the list may change.
_QUESTION = ("form", "columns", "terms")
# The evidence that a single one of 90,000 questions needs (p below 0.05 / 90,000).
_UNLISTED = 25.0


def changes(before: Sequence[_Line], after: Sequence[_Line]) -> tuple[list[str], int]:
    """A sentence for each give-away that changed beyond noise, and how many others differ.

    before, after: the lines of two runs' give-aways. Noise is that of the counted rows; the luck of
    training a synthesizer again is not in it.
    """
    old, new = (
        {tuple(line[key] for key in _QUESTION): line for line in each} for each in (before, after)
    )
    told, rest = [], 0
    for question, line in new.items():
        if question in old:
            moved = change(_difference(old[question]), _difference(line))
            if moved.excludes(0):
                was = _rates(old[question])
                told.append(f"{_stronger(moved, line)}: {sentences.giveaway(line)} (before: {was})")
        elif _is_beyond_noise(line, before):
            told.append(f"new: {sentences.giveaway(line)}")
        else:
            rest += 1
    for question, line in old.items():
        if question not in new:
            is_gone = _is_beyond_noise(line, after)
            told += [f"gone: {sentences.giveaway(line)}"] * is_gone
            rest += not is_gone
    return told, rest


def _is_beyond_noise(line: _Line, others: Sequence[_Line]) -> bool:
    """Whether a give-away of one run is surely stronger than it was in the other, unlisted.

    What a run does not list has less evidence than all that it does: `others`, in which the least
    is the bound. (Where it lists none, `_UNLISTED` is.) The root of the likelihood ratio statistic
    is about normal with a deviation of 1 and grows with the root of the rows (McCullagh and Nelder
    1989, "Generalized linear models", 2.4: the deviance residual).
    """
    rows, evidence = int(line["fake_rows"]), float(line["evidence"])
    weakest = min((float(other["evidence"]) for other in others), default=_UNLISTED)
    scale = rows / int(others[0]["fake_rows"]) if others else 1
    return math.sqrt(evidence) - math.sqrt(weakest * scale) > Z95 * math.sqrt(1 + scale)


def _difference(line: _Line) -> Interval:
    return Interval(*(float(line[f"difference{end}"]) for end in ("", "_low", "_high")))


def _stronger(moved: Interval, line: _Line) -> str:
    return "stronger" if moved.value * float(line["difference"]) > 0 else "weaker"


def _rates(line: _Line) -> str:
    fake, real = (sentences.percent(float(line[f"rate_{label}"])) for label in ("fake", "real"))
    return f"{fake} of FAKE rows, {real} of REAL rows"
