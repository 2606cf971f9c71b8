"""What `make repair` has tried, as a table, a picture and what to paste."""

import textwrap
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
# What the picture shows, and how it is called there.
_PICTURED = {
    "auc": "AUC",
    "equivalent_corruption": "equivalent corruption",
    "near_copies": "near copies",
    "closer_to_seen": "closer to seen rows",
    "membership_auc": "membership",
    "seconds": "seconds",
}
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
    names = [
        f"{name}{end}"
        for name in ("auc", "equivalent_corruption", *GUARDS)
        for end in ("", "_ci_low", "_ci_high")
    ]
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
    charts.steps(_labelled(found), _PICTURED, "Repairs", FOLDER / "steps.png")
    return shown


def _labelled(found: pd.DataFrame) -> pd.DataFrame:
    """The table with what the picture needs: a `label`, a `panel` and a `group` of each step."""
    # The last name and the values say which setting it is.
    tried = found["tried"].str.replace(r"generator\.\w+\.|repair\.|\"", "", regex=True)
    labels = [f"{place} {each}" for place, each in enumerate(tried)]
    return found.assign(
        label=[textwrap.shorten(label, 90, placeholder=" ...") for label in labels],
        panel=found["half"].map(_PANELS),
        group=found["decision"].str.partition(":")[0],
    )
