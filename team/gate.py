"""Fail when the verdict is worse than the limits in params.yaml: `make gate`.

No stage of the pipeline, so that a failing gate never loses results.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fake_or_real.data.outputs import read_json
from fake_or_real.errors import UserError, run
from fake_or_real.report.verdict import Limits, violations
from stages.params import Params, read_params
from team.results import check_working_tree

VERDICT = Path("metrics/verdict.json")


def broken(verdict: Mapping[str, Any], params: Params) -> list[str]:
    """The limits that a verdict breaks, a line each; verdict: of `metrics/verdict.json`."""
    return violations(verdict, Limits(**params.gate.model_dump()))


def main() -> None:
    """Exit code 1 and one line when a limit is broken."""
    check_working_tree()
    params = read_params()
    if not VERDICT.is_file():
        raise UserError(f"{VERDICT} is missing; run the pipeline first: make repro")
    said = read_json(VERDICT)
    if "auc_ci_low" not in said:
        raise UserError(f"{VERDICT} holds no verdict; make it anew: make repro")
    if found := broken(said, params):
        raise UserError("gate: " + "; ".join(found))
    print(f"gate: passed. {said['sentence']}")


if __name__ == "__main__":
    run(main)
