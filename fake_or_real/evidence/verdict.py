"""The verdict: the figures that decide, from all the evidence."""

from collections.abc import Mapping
from typing import Any


def verdict(metrics: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of `metrics/verdict.json`; flat.

    metrics: the contents of `evaluate`, `yardstick` and `copies` in `metrics/`, by these names; the
        yardstick's is empty when there were no real rows to spare.

    copies_at_least, near_copies_at_least, identical_at_least: the shares of synthetic rows that are
    surely exceeded, of copies of seen rows, near copies of these, and rows of the real table beyond
    what real rows repeat one another.

    What could not be judged is None.
    """
    evaluate, yardstick, copies = (metrics[name] for name in ("evaluate", "yardstick", "copies"))
    return {
        "auc": evaluate["auc"],
        "auc_ci_high": evaluate["auc_ci_high"],
        "auc_ci_low": evaluate["auc_ci_low"],
        "copies_at_least": copies.get("excess_identical_ci_low"),
        "detectable": evaluate["detectable"],
        "equivalent_corruption": yardstick.get("equivalent_corruption"),
        "equivalent_corruption_ci_low": yardstick.get("equivalent_corruption_ci_low"),
        "identical_at_least": copies.get("excess_identical_to_real_ci_low"),
        "memorized": copies.get("memorized"),
        "near_copies_at_least": copies.get("near_copies_at_least"),
        "null_holds": yardstick.get("null_holds"),
        "relation": yardstick.get("relation"),
    }
