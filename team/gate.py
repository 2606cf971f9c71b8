"""Fail when the verdict is worse than the limits in params.yaml: `make gate`.

No stage of the pipeline, so that a failing gate never loses results.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fake_or_real.data.outputs import read_json
from fake_or_real.errors import UserError, run
from fake_or_real.report.limits import Limits, violations
from stages.params import read_params
from stages.params_groups import Params
from team.results import check_working_tree

METRICS, SENTENCE = Path("metrics"), Path("plots/verdict.txt")
_HELD = ("copies", "evaluate", "yardstick")


def broken(metrics: Mapping[str, Mapping[str, Any]], params: Params) -> list[str] | None:
    """The limits that a run breaks, a line each; None where its metrics are not all there.

    metrics: by the names of the files in `metrics/`.
    """
    if not set(_HELD) <= metrics.keys() or "auc_ci_low" not in metrics["evaluate"]:
        return None
    return violations(metrics, Limits(**params.gate.model_dump()))


def main() -> None:
    """Exit code 1 and one line when a limit is broken."""
    check_working_tree()
    params = read_params()
    files = {name: METRICS / f"{name}.json" for name in _HELD}
    for path in (*files.values(), SENTENCE):
        if not path.is_file():
            raise UserError(f"{path} is missing; run the pipeline first: make repro")
    found = broken({name: read_json(path) for name, path in files.items()}, params)
    if found is None:
        raise UserError(f"{files['evaluate']} holds no AUC; make it anew: make repro")
    if found:
        raise UserError("gate: " + "; ".join(found))
    print(f"gate: passed. {SENTENCE.read_text(encoding='utf-8').strip()}")


if __name__ == "__main__":
    run(main)
