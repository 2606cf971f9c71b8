"""Review a branch: is the change real? `make review BASE=origin/main`.

Compares what git tracks (metrics, plots, parameters, dvc.lock) in a commit and in its fork from
the base, so that a fresh clone with neither cache nor remote will do, and no record can show.

out: review/report.md, review/metrics.png, review/roc.png
"""

import argparse
from collections.abc import Mapping
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

import pandas as pd

from fake_or_real.data.outputs import whole_file
from fake_or_real.errors import UserError, run
from fake_or_real.report import sentences
from fake_or_real.statistics.change import TRAINED_AGAIN, Spread
from team import charts, markdown
from team.commands import git, refuse_half_merged
from team.judgement import Judgement, estimates, judge
from team.revisions import Revision, fork, revision

FOLDER = Path("review")
# By this line a comment is found again, to be updated in place.
MARKER = "<!-- fake-or-real review -->"
_SHOWN_GIVEAWAYS = 10
_TOLD = ("giveaways", "verdict")  # files that have sections of their own


def report(judgement: Judgement) -> str:
    """The review in Markdown."""
    before, after = judgement.before, judgement.after
    parts = [
        f"{MARKER}\n## Fake or real: {judgement.headline}\n",
        _verdicts(before, after),
        *(f"> **Note:** {note}\n" for note in judgement.notes),
        _metrics(judgement),
        _params(judgement.params),
        _giveaways(before, after),
        _rest(before, after),
    ]
    return "\n".join(part for part in parts if part)


def draw(before: Revision, after: Revision, folder: Path) -> None:
    """Draw both runs' metrics with their intervals, and their ROC curves."""
    runs = {"before": before, "after": after}
    found = {label: estimates(each.metrics) for label, each in runs.items()}
    names = list(dict.fromkeys([*found["after"], *found["before"]]))
    lines = [
        {"label": name, "group": label, **asdict(of[name])}
        for name in names
        for label, of in found.items()
        if name in of
    ]
    charts.dots(names, pd.DataFrame(lines), "with 95 % interval", folder / "metrics.png")
    curves = {label: pd.DataFrame(each.plot("roc"), dtype=float) for label, each in runs.items()}
    charts.curves(
        {label: curve for label, curve in curves.items() if len(curve)}, folder / "roc.png"
    )


def _verdicts(before: Revision, after: Revision) -> str:
    lines = [
        f"- {label} (`{each.commit[:8]}`): {markdown.text(each.sentence)}\n"
        for label, each in (("before", before), ("after", after))
        if each.sentence
    ]
    return "".join(lines)


def _metrics(judgement: Judgement) -> str:
    old, new = (estimates(run.metrics) for run in (judgement.before, judgement.after))
    rows = [
        [
            name,
            *(markdown.interval(*astuple(of[name])) for of in (old, new)),
            f"{moved.value:+.3f} [{moved.low:+.3f}, {moved.high:+.3f}]",
            judgement.words[name],
        ]
        for name, moved in judgement.moves.items()
    ]
    if not rows:
        return ""
    header = ["metric", "before [95 %]", "after [95 %]", "difference [95 %]", ""]
    legend = "Lower is better for the synthesizer: the data is harder to tell from real.\n"
    if judgement.trained_again:
        legend = f"{legend.rstrip()} {_luck(judgement.spread)}\n"
    return f"### Metrics\n\n{markdown.table(header, rows)}\n{legend}"


def _luck(spread: Spread | None) -> str:
    """What the difference of the AUCs allows for where the synthetic rows differ."""
    said = "The AUC's difference allows for the luck of training again, a standard deviation of"
    if spread is None:
        return (
            f"{said} {TRAINED_AGAIN:g} for each run. That is an assumption: it was measured on"
            " MOSTLY AI's generator, with the census and bank-marketing. To measure it here:"
            " `make sweep SEEDS=3`."
        )
    return (
        f"{said} {spread.deviation:.2g} for each run, as runs of these commits show that differ in"
        f" the seed alone ({spread.freedom} degrees of freedom)."
    )


def _params(params: Mapping[str, tuple[Any, Any]]) -> str:
    if not params:
        return "No parameter changed.\n"
    rows = [[f"`{key}`", *map(markdown.text, values)] for key, values in params.items()]
    return f"### Parameters\n\n{markdown.table(['parameter', 'before', 'after'], rows)}"


def _giveaways(before: Revision, after: Revision) -> str:
    """Give-aways that only one of the two has; they name no rare value."""
    old, new = (
        {line["name"]: _giveaway(line) for line in each.plot("giveaways")}
        for each in (before, after)
    )
    lines = [f"- new: {markdown.text(new[key])}" for key in new if key not in old]
    lines += [f"- gone: {markdown.text(old[key])}" for key in old if key not in new]
    if not lines:
        return ""
    if len(lines) > _SHOWN_GIVEAWAYS:
        more = len(lines) - _SHOWN_GIVEAWAYS
        lines[_SHOWN_GIVEAWAYS:] = [f"- and {more} more, in `plots/giveaways.csv`"]
    return "\n".join(["### Give-aways\n", *lines, ""])


def _giveaway(line: Mapping[str, str]) -> str:
    """A line of the give-aways as a sentence, which older commits have in place of its fields."""
    return sentences.giveaway(line) if "form" in line else line["sentence"]


def _rest(before: Revision, after: Revision) -> str:
    """The metrics without intervals that differ, folded away."""
    rows = []
    for file, values in after.metrics.items():
        if file in _TOLD:
            continue
        old = before.metrics.get(file, {})
        for name, value in values.items():
            judged = name.removesuffix("_ci_low").removesuffix("_ci_high")
            if value != old.get(name) and f"{judged}_ci_low" not in values:
                rows.append([f"{file}: {name}", *map(markdown.text, (old.get(name), value))])
    if not rows:
        return ""
    shown = markdown.table(["figure", "before", "after"], rows)
    summary = "<summary>Other figures that differ, without an interval to judge them by</summary>"
    return f"<details>{summary}\n\n{shown}\n</details>\n"


def main() -> None:
    """Print the review and write it with its charts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="the branch that the change is meant for")
    parser.add_argument("head", nargs="?", default="HEAD", help="what is reviewed")
    arguments = parser.parse_args()
    refuse_half_merged()
    after = revision(arguments.head)
    before = fork(arguments.base, after)
    if before.commit == after.commit:
        raise UserError(f"{arguments.head} has no commit that {arguments.base} lacks: no change")
    if "evaluate" not in after.metrics:
        raise UserError(
            f"{arguments.head} has no metrics/evaluate.json; run the pipeline: make repro"
        )
    if arguments.head == "HEAD" and git("status", "--porcelain", "--", "metrics", "params.yaml"):
        print("warning: changes that are not committed are not reviewed")
    shown = report(judge(before, after))
    with whole_file(FOLDER / "report.md") as temporary:
        temporary.write_text(shown, encoding="utf-8")
    draw(before, after, FOLDER)
    print(shown)


if __name__ == "__main__":
    run(main)
