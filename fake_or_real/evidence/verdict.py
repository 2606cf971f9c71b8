"""The verdict: the figures that decide, from all the evidence."""

from collections.abc import Mapping
from typing import Any


def verdict(metrics: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of `metrics/verdict.json`, which holds its sentence too; flat.

    metrics: the contents of `evaluate`, `yardstick` and `copies` in `metrics/`, by these names; the
        yardstick's is empty when there were no real rows to spare.

    What could not be judged is None. So is the equivalent corruption of what is not detectable:
    by chance a curve that hardly rises would give any share.
    """
    evaluate, yardstick = metrics["evaluate"], metrics["yardstick"]
    corruption = yardstick.get("equivalent_corruption") if evaluate["detectable"] else None
    return {
        "auc": evaluate["auc"],
        "auc_ci_high": evaluate["auc_ci_high"],
        "auc_ci_low": evaluate["auc_ci_low"],
        "detectable": evaluate["detectable"],
        "equivalent_corruption": corruption,
        "memorized": metrics["copies"].get("memorized"),
        "null_holds": yardstick.get("null_holds"),
        "relation": yardstick.get("relation"),
    }
