"""What is said of the repairs that are known for give-aways."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fake_or_real.repairs.proposals import SINGLE_VALUES

_LIMITS = {
    SINGLE_VALUES: (
        "hardly any of its values is shared by several real rows, so nothing can imitate them"
        " without giving real values away: leave it as it is, or leave the column out"
    )
}


def by_rank(proposals: pd.DataFrame) -> dict[int, dict[str, str]]:
    """By the rank of a give-away: the `sentence`, and the YAML `own` and `generic`, maybe empty."""
    return {
        int(line["rank"]): {
            "sentence": proposal(line),
            "own": line["own"],
            "generic": line["generic"],
        }
        for line in proposals.to_dict("records")
    }


def proposal(line: Mapping[str, Any]) -> str:
    """A line of the proposals in a sentence; what to paste stands beside it."""
    if line["limit"]:
        return f"No repair: {_LIMITS[line['limit']]}."
    if line["own"] and line["generic"]:
        return "Try the synthesizer's own setting, or the repair for any synthesizer:"
    return "Try the synthesizer's own setting:" if line["own"] else "Try:"
