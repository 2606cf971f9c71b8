"""What is said of the repairs that are known for give-aways."""

from collections.abc import Mapping, Sequence
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


def to_try(proposals: pd.DataFrame, ranks: Sequence[int]) -> list[dict[str, str]]:
    """What to do about the give-aways of these ranks, in their order: `said` and `yaml`.

    The synthesizer's own setting where there is one, since it mends the rows where they are made.
    What is known for several is said once; where there is nothing to do, the YAML is empty.
    """
    lines = {int(line["rank"]): line for line in proposals.to_dict("records")}
    places: dict[tuple[str, str], list[str]] = {}
    for place, rank in enumerate(ranks, start=1):
        if line := lines.get(rank):
            limit = _LIMITS.get(line["limit"], "")
            places.setdefault((limit, line["own"] or line["generic"]), []).append(str(place))
    return [
        {"said": f"Against {' and '.join(of)}: {limit or 'in params.yaml'}", "yaml": yaml}
        for (limit, yaml), of in places.items()
    ]


def proposal(line: Mapping[str, Any]) -> str:
    """A line of the proposals in a sentence; what to paste stands beside it."""
    if line["limit"]:
        return f"No repair: {_LIMITS[line['limit']]}."
    if line["own"] and line["generic"]:
        return "Try the synthesizer's own setting, or the repair for any synthesizer:"
    return "Try the synthesizer's own setting:" if line["own"] else "Try:"
