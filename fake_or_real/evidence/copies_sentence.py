"""What the figures on copies say, in words."""

from collections.abc import Mapping
from typing import Any


def copies_sentence(found: Mapping[str, Any]) -> str:
    """All that is surely more than chance, with its figure; `found` as `Copies.to_dict` gives it.

    Where there are no figures nothing can be said.
    """
    if "identical_to_real" not in found:
        return "copies cannot be judged"
    said = [*_copied(found), *_repeated(found)]
    if said:
        return "; ".join(said)
    if "seen_rows" in found:
        return "no sign of copied rows"
    if found.get("memorized") is False:
        return "the generator saw none of these real rows, so it copies none"
    return (
        "no more synthetic rows are rows of the real table than real rows repeat one another"
        " (which rows the generator saw is not known)"
    )


def _copied(found: Mapping[str, Any]) -> list[str]:
    """What was copied; a near copy is said where it is no exact one."""
    said = []
    identical, near = found.get("excess_identical_ci_low", 0), found.get("near_copies_ci_low", 0)
    if identical > 0:
        by_chance = found["identical_to_seen"] - found["excess_identical"]
        said.append(
            f"{_percent(found['identical_to_seen'])} of the synthetic rows equal a row that the"
            f" generator saw (by chance: {_percent(max(by_chance, 0))})"
        )
    elif found["excess_identical_to_real_ci_low"] > 0:
        said.append(
            f"{_percent(found['identical_to_real'])} of the synthetic rows are rows of the real"
            f" table (real rows repeat one another in {_percent(found['real_repeats'])})"
        )
    if near > max(identical, 0) and near > found.get("excess_identical", 0):
        said.append(
            f"{_percent(found['near_copies'])} of them equal one in all columns but at most one,"
            " beyond chance"
        )
    if found.get("closer_to_seen_ci_low", 0) > 0.5 and not said:
        said.append(
            f"{_percent(found['closer_to_seen'])} of the synthetic rows are closer to a row that"
            " the generator saw than to any of as many others (by chance: 50 %)"
        )
    if found.get("membership_auc_ci_low", 0) > 0.5:
        said.append(
            "by the synthetic rows, a row that the generator saw can be told from one that it did"
            f" not see with AUC {found['membership_auc']:.2f}"
            f" [{found['membership_auc_ci_low']:.2f}, {found['membership_auc_ci_high']:.2f}]"
        )
    return said


def _repeated(found: Mapping[str, Any]) -> list[str]:
    if found["excess_repeats_ci_low"] <= 0:
        return []
    return [
        f"{_percent(found['synthetic_repeats'])} of the synthetic rows repeat one another (real"
        f" rows: {_percent(found['real_repeats'])})"
    ]


def _percent(share: float) -> str:
    """With three digits; only all is 100 %."""
    return "over 99.9 %" if 0.9995 <= share < 1 else f"{100 * share:.3g} %"
