"""Tell a verdict to what runs in CI: lines `name=value` for its later steps, and a badge's file.

    python -m team.outputs result.json outputs.txt badge.json

The lines are what GitHub takes in $GITHUB_OUTPUT and GitLab as a dotenv report; the badge's file is
what shields.io calls an endpoint (https://shields.io/badges/endpoint-badge). Needs the library
alone.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fake_or_real.data.outputs import read_json, whole_file
from fake_or_real.errors import UserError, one_line, run

# What each output is in the verdict.
_FIGURES = {
    "auc": "auc",
    "low": "auc_ci_low",
    "high": "auc_ci_high",
    "detectable": "detectable",
    "memorized": "memorized",
}


def outputs(verdict: Mapping[str, Any]) -> dict[str, str]:
    """A verdict's figures and its sentence as text; what could not be judged is empty.

    verdict: the content of `metrics/verdict.json`, and `sentence`.
    """
    figures = {name: _text(verdict.get(key)) for name, key in _FIGURES.items()}
    return figures | {"verdict": one_line(verdict.get("sentence", ""))}


def badge(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """The badge's content: the AUC, in the colour of what stands against the data."""
    worst = "red" if verdict.get("memorized") else "orange" if verdict["detectable"] else "green"
    said = f"AUC {verdict['auc']:.2f}"
    if verdict.get("memorized"):
        said += ", copies rows"
    return {"schemaVersion": 1, "label": "fake or real", "message": said, "color": worst}


def read_verdict(path: Path) -> dict[str, Any]:
    """The verdict and its sentence, of what `judge --json` wrote or of the pipeline's `metrics/`.

    Raises `UserError` where there is none.
    """
    if path.is_dir():
        verdict = read_json(path / "verdict.json")
        sentence = (path.parent / "plots/verdict.txt").read_text(encoding="utf-8")
    else:
        stored = read_json(path)
        verdict, sentence = stored.get("metrics", {}).get("verdict", {}), stored.get("sentence", "")
    if "auc_ci_low" not in verdict:
        raise UserError(f"{path} holds no verdict; make it with fake-or-real judge --json")
    return {**verdict, "sentence": sentence}


def _text(value: Any) -> str:
    return "" if value is None else json.dumps(value)


def main() -> None:
    """Append the lines to a file and write the badge's."""
    parser = argparse.ArgumentParser(description="Tell a verdict to what runs in CI.")
    parser.add_argument(
        "result", type=Path, help="what judge --json wrote, or the pipeline's folder metrics"
    )
    parser.add_argument("lines", type=Path, help="where to append lines such as auc=0.7")
    parser.add_argument("badge", type=Path, help="where to write the badge's JSON")
    arguments = parser.parse_args()
    verdict = read_verdict(arguments.result)
    with arguments.lines.open("a", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in outputs(verdict).items())
    with whole_file(arguments.badge) as temporary:
        temporary.write_text(json.dumps(badge(verdict)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run(main)
