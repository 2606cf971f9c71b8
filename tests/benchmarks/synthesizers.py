"""A first look at the synthesizers, each at settings that take it at most about five minutes.

    python -m tests.benchmarks.synthesizers

Runs the pipeline's stages on two data sets, one synthesizer after the other and each in one
thread. Writes docs/synthesizers.csv, .md and .png, anew after each run. Nobody's settings were
tuned: it shows what a first try gives, not what a synthesizer can do.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from matplotlib.figure import Figure

ROOT = Path(__file__).parents[2]
DATASETS = ("census", "bank-marketing")
AFTER = (
    "repair",
    "split",
    "train_discriminator",
    "evaluate",
    "content",
    "yardstick",
    "copies",
    "verdict",
)


@dataclass(frozen=True)
class Entry:
    """One synthesizer; `settings` are changes of its group in params.yaml."""

    label: str
    licence: str
    name: str
    settings: dict[str, Any] = field(default_factory=dict)


ENTRIES = (
    Entry("copy (a control)", "", "copy"),
    Entry("MOSTLY AI", "Apache-2.0", "mostlyai", {"max_training_time": 5}),
    Entry("arfpy", "MIT", "arfpy"),
    Entry("synthcity bayesian_network", "Apache-2.0", "synthcity", {"plugin": "bayesian_network"}),
    Entry("SDV TVAE", "BUSL-1.1", "sdv", {"model": "TVAE", "epochs": 300}),
    Entry("SDV CTGAN", "BUSL-1.1", "sdv", {"model": "CTGAN", "epochs": 200}),
    Entry("SDV GaussianCopula", "BUSL-1.1", "sdv", {"model": "GaussianCopula"}),
    Entry("independent (a control)", "", "independent"),
)


def run_stage(stage: str, folder: Path) -> float:
    """Run a stage in a folder; the seconds it took."""
    environment = {"OMP_NUM_THREADS": "1", **os.environ, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    command = [sys.executable, "-m", f"stages.{stage}"]
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return time.perf_counter() - start


def measure(entry: Entry, dataset: str, folder: Path) -> dict[str, Any]:
    """Run the pipeline with one synthesizer after `fetch` has run."""
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    params["fetch"]["dataset"] = dataset
    params["generator"]["name"] = entry.name
    params["generator"][entry.name] |= entry.settings
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    if not (folder / "data").exists():
        run_stage("fetch", folder)
    seconds = run_stage("train_generator", folder) + run_stage("probe", folder)
    for stage in AFTER:
        run_stage(stage, folder)
    verdict, trained, yardstick = (
        json.loads((folder / f"metrics/{name}.json").read_text())
        for name in ("verdict", "generator", "yardstick")
    )
    return {
        "dataset": dataset,
        "synthesizer": entry.label,
        "licence": entry.licence,
        "auc": round(verdict["auc"], 3),
        "low": round(verdict["auc_ci_low"], 3),
        "high": round(verdict["auc_ci_high"], 3),
        "equivalent_corruption": verdict["equivalent_corruption"],
        "relation": yardstick.get("relation"),
        "memorized": verdict["memorized"],
        "ended_by": trained["ended_by"],
        "seconds": round(seconds),
    }


def as_markdown(results: pd.DataFrame) -> str:
    """The table, least detectable first."""
    lines = [
        "| data set | synthesizer | AUC (95 % interval) | as real cells scrambled | memorized"
        " | ended by | seconds | licence |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in results.sort_values(["dataset", "auc"], ascending=[False, True]).itertuples():
        share = {"below": "none", "chance": "none", "above": "all", "flat": "no scale"}.get(
            row.relation, f"{100 * row.equivalent_corruption:.0f} %"
        )
        lines.append(
            f"| {row.dataset} | {row.synthesizer} | {row.auc:.3f} ({row.low:.3f} to {row.high:.3f})"
            f" | {share} | {'**yes**' if row.memorized else 'no'} | {row.ended_by}"
            f" | {row.seconds} | {row.licence} |"
        )
    return "\n".join(lines) + "\n"


def draw(results: pd.DataFrame, path: Path) -> None:
    """AUC with interval, one panel for each data set."""
    order = [entry.label for entry in reversed(ENTRIES)]
    figure = Figure(figsize=(9, 4), layout="constrained")
    panels = figure.subplots(1, len(DATASETS), sharey=True)
    for axes, dataset in zip(panels, DATASETS, strict=True):
        shown = results[results["dataset"] == dataset]
        height = [order.index(label) for label in shown["synthesizer"]]
        errors = [shown["auc"] - shown["low"], shown["high"] - shown["auc"]]
        axes.errorbar(shown["auc"], height, xerr=errors, fmt="o", color="#D55E00", capsize=3)
        axes.axvline(0.5, color="grey", linestyle=":", linewidth=1)
        axes.set(title=dataset, xlabel="AUC (0.5: cannot be told from real)", xlim=(0.44, 1.02))
        axes.set_yticks(range(len(order)), order)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=120)


def main() -> None:
    """Run all and write the results after each."""
    found: list[dict[str, Any]] = []
    for dataset in DATASETS:
        with tempfile.TemporaryDirectory() as folder:
            for entry in ENTRIES:
                print(f"== {dataset}: {entry.label}", flush=True)
                found.append(measure(entry, dataset, Path(folder)))
                results = pd.DataFrame(found)
                results.to_csv(ROOT / "docs/synthesizers.csv", index=False)
                (ROOT / "docs/synthesizers.md").write_text(as_markdown(results))
                draw(results, ROOT / "docs/synthesizers.png")


if __name__ == "__main__":
    main()
