"""Compare experiments in a table and a picture: `make compare`; the table alone: `make show`.

out: comparison/table.md, comparison/table.csv, comparison/auc.png
"""

import argparse
from pathlib import Path
from typing import Any

import pandas as pd

from fake_or_real.data import tables
from fake_or_real.data.outputs import whole_file
from fake_or_real.errors import UserError, run
from team import charts, markdown
from team.experiments import DATASET, SEED, SYNTHESIZER, Experiment, read_experiments, varying
from team.results import check_working_tree

FOLDER = Path("comparison")
_TITLE = "How surely the synthetic rows are told from real ones"


def frame(experiments: list[Experiment]) -> pd.DataFrame:
    """A line for each experiment: its names, the parameters that differ, and its results."""
    differing = varying(experiments)
    lines = [
        {"run": each.title, "experiment": each.name}
        | {key: each.params.get(key) for key in differing}
        | {
            "auc": each.metrics.get("auc"),
            "low": each.metrics.get("auc_ci_low"),
            "high": each.metrics.get("auc_ci_high"),
            "equivalent_corruption": each.metrics.get("equivalent_corruption"),
            "memorized": each.metrics.get("memorized"),
            "seconds": each.seconds,
        }
        for each in experiments
    ]
    return pd.DataFrame(lines)


def markdown_table(experiments: list[Experiment]) -> str:
    """The same for people; an experiment's own name, by which DVC knows it, stands last."""
    rows = []
    for each in experiments:
        auc = [each.metrics.get(name) for name in ("auc", "auc_ci_low", "auc_ci_high")]
        share = each.metrics.get("equivalent_corruption")
        rows.append(
            [
                markdown.text(each.title),
                markdown.interval(*auc),
                "-" if share is None else f"{share:.0%}",
                markdown.text(each.metrics.get("memorized")),
                "-" if each.seconds is None else f"{each.seconds:.0f}",
                markdown.text(each.name),
            ]
        )
    header = ["run", "AUC [95 %]", "equivalent corruption", "memorized", "seconds", "name"]
    return markdown.table(header, rows)


def draw(experiments: list[Experiment], path: Path) -> None:
    """Draw AUCs against the numeric parameter with the most values, or else a dot plot.

    Each data set has a panel and each synthesizer colours of its own.
    """
    judged = [each for each in experiments if each.metrics.get("auc") is not None]
    if not judged:
        raise UserError("none of the experiments has an AUC; run the pipeline to its end")
    keys = [key for key in varying(judged) if key not in (SEED, DATASET, SYNTHESIZER)]
    numeric = [key for key in keys if all(_is_number(each.params.get(key)) for each in judged)]
    axis = max(numeric, key=lambda key: len({each.params[key] for each in judged}), default=None)
    rest = [key for key in keys if key != axis]
    runs = pd.DataFrame(
        {
            "panel": [str(each.params.get(DATASET, "")) for each in judged],
            "synthesizer": [str(each.params.get(SYNTHESIZER, "")) for each in judged],
            "rest": [", ".join(f"{key}={each.params.get(key)}" for key in rest) for each in judged],
            "value": [each.metrics["auc"] for each in judged],
            "low": [each.metrics["auc_ci_low"] for each in judged],
            "high": [each.metrics["auc_ci_high"] for each in judged],
        }
    )
    if axis is None:
        label = runs["rest"].where(runs["rest"] != "", runs["synthesizer"])
        runs = runs.assign(label=label, group=runs["synthesizer"])
        charts.dots(runs, _TITLE, "AUC, 95 % interval", path)
    else:
        joined = [
            ", ".join(filter(None, pair))
            for pair in zip(runs["synthesizer"], runs["rest"], strict=True)
        ]
        x = [float(each.params[axis]) for each in judged]
        charts.against(runs.assign(group=joined, x=x), axis, _TITLE, path)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def main() -> None:
    """Print the table; unless it is only to be shown, write the comparison too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="experiments; default: all of this commit")
    parser.add_argument("--show", action="store_true", help="print the table and write nothing")
    arguments = parser.parse_args()
    check_working_tree()
    experiments = read_experiments(arguments.names)
    shown = markdown_table(experiments)
    print(shown)
    if arguments.show:
        return
    with whole_file(FOLDER / "table.md") as temporary:
        temporary.write_text(shown, encoding="utf-8")
    tables.write_csv(frame(experiments), FOLDER / "table.csv")
    draw(experiments, FOLDER / "auc.png")
    print(f"The same is in {FOLDER}/, with a picture: {FOLDER}/auc.png")


if __name__ == "__main__":
    run(main)
