"""Compare experiments in a table and a picture: `make compare`.

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
from team.experiments import SEED, Experiment, read_experiments, varying

FOLDER = Path("comparison")


def frame(experiments: list[Experiment]) -> pd.DataFrame:
    """A line for each experiment: its name, the parameters that differ, and its results."""
    differing = varying(experiments)
    lines = [
        {"experiment": each.name}
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
    """The same for people."""
    differing = varying(experiments)
    results = ["AUC [95 %]", "equivalent corruption", "memorized", "seconds"]
    rows = []
    for each in experiments:
        auc = [each.metrics.get(name) for name in ("auc", "auc_ci_low", "auc_ci_high")]
        values: list[Any] = [each.params.get(key) for key in differing]
        cells = [each.name, *values]
        share = each.metrics.get("equivalent_corruption")
        rows.append(
            [
                *(markdown.text(cell) for cell in cells),
                markdown.interval(*auc),
                "-" if share is None else f"{share:.0%}",
                markdown.text(each.metrics.get("memorized")),
                "-" if each.seconds is None else f"{each.seconds:.0f}",
            ]
        )
    header = ["experiment", *(markdown.text(key) for key in differing), *results]
    return markdown.table(header, rows)


def draw(experiments: list[Experiment], path: Path) -> None:
    """Draw AUCs against the numeric parameter with the most values, or else a dot plot."""
    judged = [each for each in experiments if each.metrics.get("auc") is not None]
    if not judged:
        raise UserError("none of the experiments has an AUC; run the pipeline to its end")
    keys = [key for key in varying(judged) if key != SEED]
    numeric = [key for key in keys if all(_is_number(each.params.get(key)) for each in judged)]
    axis = max(numeric, key=lambda key: len({each.params[key] for each in judged}), default=None)
    rest = [key for key in keys if key != axis]
    runs = pd.DataFrame(
        {
            "group": [", ".join(str(each.params.get(key)) for key in rest) for each in judged],
            "value": [each.metrics["auc"] for each in judged],
            "low": [each.metrics["auc_ci_low"] for each in judged],
            "high": [each.metrics["auc_ci_high"] for each in judged],
        }
    )
    if axis is None:
        runs["label"] = runs["group"] if rest else [each.name for each in judged]
        labels = list(dict.fromkeys(runs["label"]))
        charts.dots(labels, runs.assign(group=""), "AUC", path)
    else:
        x = [float(each.params[axis]) for each in judged]
        charts.against(runs.assign(x=x), axis, path)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def main() -> None:
    """Write the comparison and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="experiments; default: all of this commit")
    experiments = read_experiments(parser.parse_args().names)
    shown = markdown_table(experiments)
    with whole_file(FOLDER / "table.md") as temporary:
        temporary.write_text(shown, encoding="utf-8")
    tables.write_csv(frame(experiments), FOLDER / "table.csv")
    draw(experiments, FOLDER / "auc.png")
    print(shown)
    print(f"The same is in {FOLDER}/, with a picture: {FOLDER}/auc.png")


if __name__ == "__main__":
    run(main)
