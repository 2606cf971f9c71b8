"""Which give-aways came, went or changed between two runs, by more than chance."""

import math
from collections.abc import Mapping, Sequence

from fake_or_real.report import sentences
from fake_or_real.statistics.change import change
from fake_or_real.statistics.interval import Interval

_Line = Mapping[str, str]  # of plots/giveaways.csv
# The evidence that a single one of 90,000 questions needs (p below 0.05 / 90,000).
_UNLISTED = 25.0


def changes(
    before: Sequence[_Line], after: Sequence[_Line], luck: float = 0.0
) -> tuple[list[str], int]:
    """A sentence for each give-away that changed beyond noise, and how many others came or went.

    before, after: the lines of two runs' give-aways.
    luck: the standard deviation of a difference of rates, FAKE less REAL, over trainings.
    """
    old, new = ({_key(line): line for line in each} for each in (before, after))
    told, rest = [], 0
    for key, line in new.items():
        was = old.get(key)
        moved = change(_size(was) if was else _unlisted(line, before), _size(line), luck)
        if was and moved.excludes(0):
            word = "stronger" if moved.value > 0 else "weaker"
            told.append(f"{word}: {sentences.giveaway(line)} (before: {_before(was, line)})")
        elif not was and moved.low > 0:
            told.append(f"new: {sentences.giveaway(line)}")
        rest += not was and moved.low <= 0
    for line in (old[key] for key in old if key not in new):
        is_gone = change(_unlisted(line, after), _size(line), luck).low > 0
        told += [f"gone: {sentences.giveaway(line)}"] * is_gone
        rest += not is_gone
    return told, rest


def _key(line: _Line) -> tuple[str, ...]:
    """What makes two lines one: of each kind the same columns, of which a run lists one question.

    Which one, such as `seldom` or `hardly`, may be chance. What is wrong with identifiers may be
    several things, each of a form of its own.
    """
    own = (line["form"],) if line["kind"] == "identifier" else ()
    return (line["kind"], line["columns"], *own)


def _size(line: _Line) -> Interval:
    """How far its rates of FAKE and REAL rows lie apart, whichever is the larger."""
    value, *ends = (float(line[f"difference{end}"]) for end in ("", "_low", "_high"))
    sign = -1 if value < 0 else 1
    low, high = sorted(sign * end for end in ends)
    return Interval(sign * value, low, high)


def _unlisted(line: _Line, others: Sequence[_Line]) -> Interval:
    """How large a give-away may have been in a run that does not list it.

    There it had less evidence than the least that is listed (`others`; where there are none,
    `_UNLISTED`). The root of the evidence is about proportional to the size, and to the root of the
    rows (McCullagh and Nelder 1989, "Generalized linear models", 2.4: the deviance).
    """
    least = min((float(other["evidence"]) for other in others), default=_UNLISTED)
    rows = int(line["fake_rows"]) / int(others[0]["fake_rows"]) if others else 1.0
    size = _size(line)
    most = size.value * min(1.0, math.sqrt(least * rows / float(line["evidence"])))
    low, high = ((end - size.value) * math.sqrt(rows) for end in (size.low, size.high))
    return Interval(most, most + low, most + high)


def _before(was: _Line, line: _Line) -> str:
    """What a give-away was, in full where another question was asked of its columns."""
    if any(was[key] != line[key] for key in ("form", "terms")):
        return sentences.giveaway(was)
    fake, real = (sentences.percent(float(was[f"rate_{label}"])) for label in ("fake", "real"))
    return f"{fake} of FAKE rows, {real} of REAL rows"
