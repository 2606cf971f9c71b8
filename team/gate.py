"""Fail when the verdict is worse than the limits in params.yaml: `make gate`.

No stage of the pipeline, so that a failing gate never loses results.
"""

from pathlib import Path

from fake_or_real.data.outputs import read_json
from fake_or_real.errors import UserError, run
from fake_or_real.report.limits import Limits, violations
from stages.params import read_params
from team.commands import refuse_half_merged

METRICS, SENTENCE = Path("metrics"), Path("plots/verdict.txt")
_HELD = ("copies", "evaluate", "yardstick")


def main() -> None:
    """Exit code 1 and one line when a limit is broken."""
    refuse_half_merged()
    params = read_params()
    files = {name: METRICS / f"{name}.json" for name in _HELD}
    for path in (*files.values(), SENTENCE):
        if not path.is_file():
            raise UserError(f"{path} is missing; run the pipeline first: make repro")
    metrics = {name: read_json(path) for name, path in files.items()}
    if "auc_ci_low" not in metrics["evaluate"]:
        raise UserError(f"{files['evaluate']} holds no AUC; make it anew: make repro")
    found = violations(metrics, Limits(**params.gate.model_dump()))
    if found:
        raise UserError("gate: " + "; ".join(found))
    print(f"gate: passed. {SENTENCE.read_text(encoding='utf-8').strip()}")


if __name__ == "__main__":
    run(main)
