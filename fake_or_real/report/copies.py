"""What the figures on copies say: all that is surely more than chance, with its figure."""

from collections.abc import Mapping
from typing import Any

from fake_or_real.report.sentences import percent


def copied(figures: Mapping[str, Any]) -> str:
    """What the content of `metrics/copies.json` says; without figures nothing can be said."""
    if "identical_to_real" not in figures:
        return "copies cannot be judged"
    said = [*_copied(figures), *_repeated(figures)]
    if said:
        return "; ".join(said)
    if "seen_rows" in figures:
        return "no sign of copied rows"
    if figures.get("memorized") is False:
        return "the synthesizer saw none of these real rows, so it copies none"
    return (
        "no more synthetic rows are rows of the real table than real rows repeat one another"
        " (which rows the synthesizer saw is not known)"
    )


def _copied(figures: Mapping[str, Any]) -> list[str]:
    """What was copied; a near copy is said where it is no exact one."""
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
        said.append(
            f"{_share(figures['identical_to_real'])} of the synthetic rows are rows of the real"
            f" table (real rows repeat one another in {_share(figures['real_repeats'])})"
        )
    if near > max(identical, 0) and near > figures.get("excess_identical", 0):
        said.append(
            f"{_share(figures['near_copies'])} of them equal one in all columns but at most one,"
            " beyond chance"
        )
    if figures.get("closer_to_seen_ci_low", 0) > 0.5 and not said:
        said.append(
            f"{_share(figures['closer_to_seen'])} of the synthetic rows are closer to a row that"
            " the synthesizer saw than to any of as many others (by chance: 50 %)"
        )
    if figures.get("membership_auc_ci_low", 0) > 0.5:
        said.append(
            "by the synthetic rows, a row that the synthesizer saw can be told from one that it did"
            f" not see with AUC {figures['membership_auc']:.2f}"
            f" [{figures['membership_auc_ci_low']:.2f}, {figures['membership_auc_ci_high']:.2f}]"
        )
    return said


def _repeated(figures: Mapping[str, Any]) -> list[str]:
    if figures["excess_repeats_ci_low"] <= 0:
        return []
    among_real = max(figures["synthetic_repeats"] - figures["excess_repeats"], 0)
    return [
        f"{_share(figures['synthetic_repeats'])} of the synthetic rows repeat one another (of as"
        f" many real rows: {_share(among_real)})"
    ]


def _share(share: float) -> str:
    """With three digits: that 98.7 % are copies is news beside 99 %."""
    return percent(share, 3)
