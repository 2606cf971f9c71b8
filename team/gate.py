"""Fail when the verdict is worse than the limits in params.yaml: `make gate`.

No stage of the pipeline, so that a failing gate never loses results.
"""

from pathlib import Path

from fake_or_real.data.outputs import read_json
from fake_or_real.errors import UserError, run
from fake_or_real.report.verdict import Limits, violations
from stages.params import read_params

VERDICT = Path("metrics/verdict.json")


def main() -> None:
    """Exit code 1 and one line when a limit is broken."""
    params = read_params()
    if not VERDICT.is_file():
        raise UserError(f"{VERDICT} is missing; run the pipeline first: make repro")
    said = read_json(VERDICT)
    if "auc_ci_low" not in said:
        raise UserError(f"{VERDICT} holds no verdict; make it anew: make repro")
    found = violations(said, Limits(**params.gate.model_dump()))
    if found:
        raise UserError("gate: " + "; ".join(found))
    print(f"gate: passed. {said['sentence']}")


if __name__ == "__main__":
    run(main)
