"""How much of the verdict the listed give-aways explain, in a sentence."""

from collections.abc import Mapping
from typing import Any

_UNNAMED = "unnamed_"


def sentence(metrics: Mapping[str, Mapping[str, Any]]) -> str:
    """What the give-aways alone are worth beside the verdict; empty where nothing is detectable.

    metrics: the contents of `evaluate` and `giveaways` in `metrics/`, by these names.
    """
    found = metrics["giveaways"]
    if "explained_share" not in found:
        return ""
    said = (
        f"By these patterns alone rows can be told apart with AUC {found['explained_auc']:.2f},"
        f" of the test's {metrics['evaluate']['auc']:.2f}"
    )
    unnamed = [name.removeprefix(_UNNAMED) for name in found if name.startswith(_UNNAMED)]
    if not unnamed:
        return f"{said}."
    # The metrics are sorted by name; the gain says which of them carries most.
    unnamed.sort(key=lambda name: -found[_UNNAMED + name])
    return f"{said}. Something is not named; what carries it most: {'; '.join(unnamed)}."
