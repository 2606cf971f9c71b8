"""What the learning curve says, in a sentence."""

from collections.abc import Mapping
from typing import Any


def remark(metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Whether more rows would show more; empty where nobody knows.

    metrics: the contents of `evaluate`, `jury` and `split` in `metrics/`, by these names.
    """
    curve = metrics["jury"]
    if "gain_by_rows" not in curve:
        return []
    rows = [f"{metrics['split'][f'train_{label}']:,} {label.upper()}" for label in ("real", "fake")]
    said = (
        f"the test learned from {rows[0]} and {rows[1]} rows: AUC {metrics['evaluate']['auc']:.2f};"
        f" from half of them {curve['auc_half_of_rows']:.2f},"
        f" from a quarter {curve['auc_quarter_of_rows']:.2f}"
    )
    if curve["gain_by_rows_ci_low"] > 0:
        return [f"{said}. It still rises, so with more rows it would probably see more"]
    return [f"{said}. What the second half added is not sure to be more than chance"]
