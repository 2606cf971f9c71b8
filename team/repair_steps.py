"""What `make repair` has tried, as a table, a picture and what to paste."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from fake_or_real.data import tables
from fake_or_real.data.outputs import whole_file
from fake_or_real.repairs.proposals import Settings, as_yaml
from team import charts, markdown
from team.experiments import Experiment

FOLDER = Path("repair")
# What must not rise: a generator that copies has the best of AUCs.
GUARDS = ("excess_identical", "near_copies", "closer_to_seen", "membership_auc")
HALF = "split.half"
_PANELS = {"search": "rows that decide", "final": "rows that no step has seen"}


@dataclass(frozen=True)
class Step:
    """One evaluation: what was changed, what came out of it, and what was decided."""

    tried: str
    settings: Settings
    experiment: Experiment
    decision: str
    useful: float | None = None  # what `downstream.score` says of its synthetic rows


def table(steps: list[Step]) -> pd.DataFrame:
    """A line for each evaluation: what was tried and decided, and its figures."""
    names = ("auc", "auc_ci_low", "auc_ci_high", "equivalent_corruption", *GUARDS)
    lines = [
        {"tried": step.tried, "decision": step.decision}
        | {name: step.experiment.metrics.get(name) for name in names}
        | {"useful": step.useful, "half": step.experiment.params.get(HALF)}
        | {"seconds": step.experiment.seconds}
        for step in steps
    ]
    return pd.DataFrame(lines)


def write(steps: list[Step], kept: Settings) -> str:
    """Write the table, its picture and what to paste into `repair/`; the table for people."""
    found = table(steps)
    rows = [
        [
            *(markdown.text(line[key]) for key in ("tried", "half")),
            markdown.interval(line["auc"], line["auc_ci_low"], line["auc_ci_high"]),
            *(markdown.text(line[key]) for key in ("equivalent_corruption", *GUARDS, "useful")),
            "-" if line["seconds"] is None else f"{line['seconds']:.0f}",
            markdown.text(line["decision"]),
        ]
        for line in found.astype(object).where(found.notna(), None).to_dict("records")
    ]
    header = [
        "tried",
        "rows",
        "AUC [95 %]",
        "equivalent corruption",
        *GUARDS,
        "target's score",
        "seconds",
        "decision",
    ]
    shown = markdown.table(header, rows)
    for name, text in (("table.md", shown), ("params.yaml", as_yaml(kept) + "\n")):
        with whole_file(FOLDER / name) as temporary:
            temporary.write_text(text, encoding="utf-8")
    tables.write_csv(found, FOLDER / "table.csv")
    labels = [f"{place} {step.tried}"[:60] for place, step in enumerate(steps)]
    runs = pd.DataFrame(
        {
            "label": labels,
            "panel": found["half"].map(_PANELS),
            "group": "",
            "value": found["auc"],
            "low": found["auc_ci_low"],
            "high": found["auc_ci_high"],
        }
    )
    charts.dots(runs, "Repairs", "AUC, 95 % interval", FOLDER / "auc.png")
    return shown
