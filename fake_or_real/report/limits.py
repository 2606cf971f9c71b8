"""The limits that a verdict must keep, and what of them it breaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fake_or_real.report.sentences import percent

# What is held against a limit: a figure in `metrics/`, the limit, what is said of it when it is
# broken, and what it forbids.
_HELD = (
    (
        ("evaluate", "auc_ci_low"),
        "max_auc",
        "the AUC is at least {:.3g}",
        "AUC at most {limit:g}",
    ),
    (
        ("yardstick", "equivalent_corruption_ci_low"),
        "max_equivalent_corruption",
        "the equivalent corruption is at least {:.3g}",
        "like real rows with at most {share} of the cells replaced",
    ),
    (
        ("copies", "excess_identical_to_real_ci_low"),
        "max_identical",
        "at least {:.3g} of the synthetic rows are rows of the real table, beyond what real rows"
        " repeat one another",
        "at most {share} rows of the real table",
    ),
)
_HELD_COPIES = (
    (
        ("copies", "excess_identical_ci_low"),
        "max_copies",
        "at least {:.3g} of the synthetic rows are copies of rows that the synthesizer saw",
        "at most {share} copies",
    ),
    (
        ("copies", "near_copies_at_least"),
        "max_near_copies",
        "at least {:.3g} of the synthetic rows are near copies of rows that the synthesizer saw",
        "at most {share} near copies",
    ),
)


Metrics = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Limits:
    """How bad a verdict may be; each is held against what is surely exceeded.

    max_auc: of the AUC, by the lower end of its interval.
    max_equivalent_corruption: a share of cells, by the lower end of its interval.
    max_identical: the share of synthetic rows that are rows of the real table, beyond what real
        rows repeat one another.
    max_copies, max_near_copies: the shares that are copies, or near copies, of seen rows.
    allow_memorized: whether the last two do not count.
    """

    max_auc: float = 1.0
    max_equivalent_corruption: float = 1.0
    max_identical: float = 1.0
    max_copies: float = 0.02
    max_near_copies: float = 0.1
    allow_memorized: bool = True


def in_words(limits: Limits, metrics: Metrics) -> tuple[list[str], list[str]]:
    """What the limits forbid, a few words each: what could be judged, and what could not.

    What they allow altogether is left out. metrics: as `violations` takes them.
    """
    held = _HELD if limits.allow_memorized else _HELD + _HELD_COPIES
    judged: list[str] = []
    unjudged: list[str] = []
    for place, key, _, words in held:
        limit = getattr(limits, key)
        # What is not detectable is as little damaged as can be.
        is_judged = _figure(metrics, place) is not None or (
            key == "max_equivalent_corruption" and not metrics["evaluate"]["detectable"]
        )
        if limit < 1:
            said = words.format(limit=limit, share=percent(limit))
            (judged if is_judged else unjudged).append(said)
    return judged, unjudged


def violations(metrics: Metrics, limits: Limits) -> list[str]:
    """What is worse than the limits allow, a line each; what could not be judged is not.

    metrics: by the names of the files in `metrics/`: `copies`, `evaluate`, `yardstick`.
    """
    held = _HELD if limits.allow_memorized else _HELD + _HELD_COPIES
    figures = [(_figure(metrics, place), limit, said) for place, limit, said, _ in held]
    return [
        f"{said.format(figure)}, above gate.{limit} {getattr(limits, limit):g}"
        for figure, limit, said in figures
        if figure is not None and figure > getattr(limits, limit)
    ]


def _figure(metrics: Metrics, place: tuple[str, str]) -> float | None:
    file, name = place
    figure: float | None = metrics[file].get(name)
    return figure
