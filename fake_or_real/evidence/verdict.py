"""The verdict: the figures that decide, from all the evidence."""

from collections.abc import Mapping
from typing import Any


def verdict(
    evaluate: Mapping[str, Any], yardstick: Mapping[str, Any], copies: Mapping[str, Any]
) -> dict[str, Any]:
    """The figures of `metrics/verdict.json`, which holds its sentence too; each flat.

    evaluate: the content of `metrics/evaluate.json`.
    yardstick: `Yardstick.to_dict`, or empty when there were no real rows to spare.
    copies: of `metrics/copies.json`, or empty when it is not known which rows were seen.

    What could not be judged is None. So is the equivalent corruption of what is not detectable:
    by chance a curve that hardly rises would give any share.
    """
    corruption = yardstick.get("equivalent_corruption") if evaluate["detectable"] else None
    return {
        "auc": evaluate["auc"],
        "auc_ci_high": evaluate["auc_ci_high"],
        "auc_ci_low": evaluate["auc_ci_low"],
        "detectable": evaluate["detectable"],
        "equivalent_corruption": corruption,
        "memorized": copies.get("memorized"),
        "null_holds": yardstick.get("null_holds"),
        "relation": yardstick.get("relation"),
    }
