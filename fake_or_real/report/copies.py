"""What the figures on copies say: all that is surely more than chance, with its figure."""

from collections.abc import Mapping
from typing import Any

from fake_or_real.report.sentences import percent

_COPIED = ("excess_identical", "near_copies")


def copied(figures: Mapping[str, Any]) -> str:
    """What the content of `metrics/copies.json` says; without figures nothing can be said."""
    return "; ".join([*equal_rows(figures), *kinship(figures)]) or _nothing(figures)


def equal_rows(figures: Mapping[str, Any]) -> list[str]:
    """Which synthetic rows are real rows, or nearly so, or one another, surely beyond chance."""
    if "identical_to_real" not in figures:
        return []
    said = []
    identical, near = (
        figures.get("excess_identical_ci_low", 0),
        figures.get("near_copies_ci_low", 0),
    )
    if identical > 0:
        by_chance = figures["identical_to_seen"] - figures["excess_identical"]
        said.append(
            f"{_share(figures['identical_to_seen'])} of the synthetic rows equal a row that"
            f" the synthesizer saw (by chance: {_share(max(by_chance, 0))})"
        )
    elif figures["excess_identical_to_real_ci_low"] > 0:
        said.append(_in_real(figures))
    if near > max(identical, 0) and near > figures.get("excess_identical", 0):
        said.append(
            f"{_share(figures['near_copies'])} of the synthetic rows equal a row that the"
            " synthesizer saw in all columns but at most one, beyond chance"
        )
    if figures["excess_repeats_ci_low"] > 0:
        among_real = max(figures["synthetic_repeats"] - figures["excess_repeats"], 0)
        said.append(
            f"{_share(figures['synthetic_repeats'])} of the synthetic rows repeat one another (of"
            f" as many real rows: {_share(among_real)})"
        )
    return said


def headline(figures: Mapping[str, Any]) -> str:
    """What `equal_rows` says first, in a few words."""
    if max(figures.get(f"{name}_ci_low", 0) for name in _COPIED) > 0:
        return "Copies of rows that the synthesizer saw"
    if figures["excess_identical_to_real_ci_low"] > 0:
        return "Rows of the real table"
    return "Rows that repeat one another"


def kinship(figures: Mapping[str, Any]) -> list[str]:
    """What else shows, surely beyond chance, which rows the synthesizer saw."""
    said = []
    is_copied = max(figures.get(f"{name}_ci_low", 0) for name in _COPIED) > 0
    if figures.get("closer_to_seen_ci_low", 0) > 0.5 and not is_copied:
        said.append(
            f"{_share(figures['closer_to_seen'])} of {figures['distance_rows']:,} synthetic rows"
            " are closer to a row that the synthesizer saw than to any of as many others (by"
            " chance: 50 %)"
        )
    if figures.get("membership_auc_ci_low", 0) > 0.5:
        said.append(
            "by the synthetic rows, a row that the synthesizer saw can be told from one that it did"
            f" not see with AUC {figures['membership_auc']:.2f}"
            f" [{figures['membership_auc_ci_low']:.2f}, {figures['membership_auc_ci_high']:.2f}]"
        )
    return said


def _in_real(figures: Mapping[str, Any]) -> str:
    """How many synthetic rows are real ones, beside what shows that it need be no copying."""
    share = figures["identical_to_real"]
    said = (
        f"{_share(share)} of the synthetic rows are rows of the real table (real rows repeat one"
        f" another in {_share(figures['real_repeats'])})"
    )
    # Where the real table holds most combinations of its values, whatever is made is one of them.
    at_random = figures["identical_at_random"]
    if at_random > max(figures["real_repeats"], share / 10):
        return f"{said}, as are {_share(at_random)} of rows that combine the same values at random"
    return said


def _nothing(figures: Mapping[str, Any]) -> str:
    """What can be said where nothing is surely beyond chance."""
    if "identical_to_real" not in figures:
        return "copies cannot be judged"
    if "excess_identical" in figures:
        return "no sign of copied rows"
    if figures.get("seen_rows") == 0:
        return "the synthesizer saw none of these real rows, so it copies none"
    seen = "which rows the synthesizer saw is not known"
    if "seen_rows" in figures:
        seen = "the synthesizer saw all of these"
    return f"no more synthetic rows are taken from the real table than chance explains ({seen})"


def _share(share: float) -> str:
    """With three digits: that 98.7 % are copies is news beside 99 %."""
    return percent(share, 3)
