"""The verdict: all the evidence in one sentence, and whether it is good enough."""

from collections.abc import Mapping
from typing import Any

from fake_or_real.evidence.copies_sentence import copies_sentence


def verdict(
    evaluate: Mapping[str, Any], yardstick: Mapping[str, Any], copies: Mapping[str, Any]
) -> dict[str, Any]:
    """One sentence and the figures behind it, flat, for `metrics/verdict.json`.

    evaluate: the content of `metrics/evaluate.json`.
    yardstick: `Yardstick.to_dict`, or empty when there were no real rows to spare.
    copies: `Copies.to_dict`.

    What could not be judged is None.
    """
    return {
        "auc": evaluate["auc"],
        "auc_ci_high": evaluate["auc_ci_high"],
        "auc_ci_low": evaluate["auc_ci_low"],
        "detectable": evaluate["detectable"],
        "equivalent_corruption": yardstick.get("equivalent_corruption"),
        "memorized": copies.get("memorized"),
        "null_holds": yardstick.get("null_holds"),
        "relation": yardstick.get("relation"),
        "sentence": _sentence(evaluate, yardstick, copies),
    }


def violations(
    verdict: Mapping[str, Any],
    *,
    max_auc: float,
    max_equivalent_corruption: float,
    allow_memorized: bool,
) -> list[str]:
    """What is worse than the limits allow, a line each; what could not be judged is not.

    max_auc: compared with the lower end of the AUC's interval.
    max_equivalent_corruption: a share of cells, in [0, 1].
    """
    corruption = verdict["equivalent_corruption"]
    found = []
    if verdict["auc_ci_low"] > max_auc:
        found.append(
            f"the AUC is at least {verdict['auc_ci_low']:.3g}, above gate.max_auc {max_auc:g}"
        )
    if corruption is not None and corruption > max_equivalent_corruption:
        found.append(
            f"the equivalent corruption is {corruption:.3g}, above"
            f" gate.max_equivalent_corruption {max_equivalent_corruption:g}"
        )
    if verdict["memorized"] and not allow_memorized:
        found.append("rows that the generator saw are copied, and gate.allow_memorized is false")
    return found


def _sentence(
    evaluate: Mapping[str, Any], yardstick: Mapping[str, Any], copies: Mapping[str, Any]
) -> str:
    parts = [
        f"{'Detectable' if evaluate['detectable'] else 'Not detectable'}: {_auc('auc', evaluate)}",
        yardstick.get("sentence", "no yardstick, for want of real rows to spare"),
        copies_sentence(copies),
    ]
    sentence = "; ".join(parts) + "."
    if yardstick and not yardstick["null_holds"]:
        sentence += (
            f" Warning: real against real rows gave {_auc('null_auc', yardstick)}, which should"
            " hold 0.5; if it does not with another seed either, the test itself is broken."
        )
    return sentence


def _auc(name: str, values: Mapping[str, Any]) -> str:
    low, high = values[f"{name}_ci_low"], values[f"{name}_ci_high"]
    return f"AUC {values[name]:.2f} [{low:.2f}, {high:.2f}]"
