"""The verdict: the figures that decide, from all the evidence."""

from collections.abc import Mapping
from typing import Any


def verdict(metrics: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of `metrics/verdict.json`: few, as DVC's tables have a column for each.

    metrics: the contents of `evaluate`, `yardstick` and `copies` in `metrics/`, by these names; the
        yardstick's is empty when there were no real rows to spare.

    What could not be judged is None.
    """
    evaluate, yardstick, copies = (metrics[name] for name in ("evaluate", "yardstick", "copies"))
    return {
        "auc": evaluate["auc"],
        "auc_ci_high": evaluate["auc_ci_high"],
        "auc_ci_low": evaluate["auc_ci_low"],
        "detectable": evaluate["detectable"],
        "equivalent_corruption": yardstick.get("equivalent_corruption"),
        "memorized": copies.get("memorized"),
    }
