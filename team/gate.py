"""Fail when the verdict is worse than the limits in params.yaml: `make gate`.

No stage of the pipeline, so that a failing gate never loses results.
"""

from pathlib import Path

from fake_or_real.data.outputs import read_json
from fake_or_real.errors import UserError, run
from fake_or_real.report.limits import Limits, violations
from stages.params import read_params

VERDICT, SENTENCE = Path("metrics/verdict.json"), Path("plots/verdict.txt")


def main() -> None:
    """Exit code 1 and one line when a limit is broken."""
    params = read_params()
    for path in (VERDICT, SENTENCE):
        if not path.is_file():
            raise UserError(f"{path} is missing; run the pipeline first: make repro")
    said = read_json(VERDICT)
    if "auc_ci_low" not in said:
        raise UserError(f"{VERDICT} holds no verdict; make it anew: make repro")
    found = violations(said, Limits(**params.gate.model_dump()))
    if found:
        raise UserError("gate: " + "; ".join(found))
    print(f"gate: passed. {SENTENCE.read_text(encoding='utf-8').strip()}")


if __name__ == "__main__":
    run(main)
