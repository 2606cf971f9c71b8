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
from fake_or_real.statistics.change import TRAINED_AGAIN, Spread
from team import charts, markdown, pairing
from team.commands import git
from team.judgement import Judgement, estimates, judge
from team.results import check_working_tree
from team.revisions import Revision, fork, revision

FOLDER = Path("review")
# By this line a comment is found again, to be updated in place.
MARKER = "<!-- fake-or-real review -->"
_WORDS = {
    "auc": "AUC",
    "auc_content": "AUC where both tables are written alike",
    "auc_seen_unseen": "AUC of seen against unseen real rows",
    "auc_writing": "AUC lost where both tables are written alike",
    "closer_to_seen": "synthetic rows closer to a seen row than to an unseen one",
    "equivalent_corruption": "equivalent corruption, a share of cells",
    "excess_identical": "copies of seen rows, beyond chance",
    "excess_identical_to_real": "rows of the real table, beyond what these repeat",
    "excess_repeats": "rows that repeat one another, beyond what real ones do",
    "membership_auc": "AUC of membership",
    "near_copies": "near copies, beyond chance",
    "null_auc": "AUC of real against real rows",
}
# A give-away's own AUC is half of 1 plus the difference of its rates, and is taken to vary with
# training again as the whole AUC does.
_LUCK = 2 * TRAINED_AGAIN
_SHOWN_GIVEAWAYS = 10
_TOLD = ("giveaways", "verdict")  # files that have sections of their own


def report(judgement: Judgement) -> str:
    """The review in Markdown."""
    before, after = judgement.before, judgement.after
    parts = [
        f"{MARKER}\n## Fake or real: {judgement.headline}\n",
        _in_words(judgement),
        _verdicts(before, after),
        *(f"> **Note:** {note}\n" for note in judgement.notes),
        _chart(judgement),
        _metrics(judgement),
        _params(judgement.params),
        _giveaways(judgement),
        _rest(before, after),
    ]
    return "\n".join(part for part in parts if part)


def draw(before: Revision, after: Revision, folder: Path) -> None:
    """Draw both runs' metrics with their intervals, and their ROC curves."""
    runs = {"before": before, "after": after}
    found = {label: estimates(each.metrics) for label, each in runs.items()}
    names = list(dict.fromkeys([*found["after"], *found["before"]]))
    lines = [
        {"label": in_words(name), "group": label, **asdict(of[name])}
        for name in names
        for label, of in found.items()
        if name in of
    ]
    charts.dots(
        pd.DataFrame(lines).assign(panel=""),
        "What the runs found, before and after",
        "figure with its 95 % interval",
        folder / "metrics.png",
    )
    curves = {label: pd.DataFrame(each.plot("roc"), dtype=float) for label, each in runs.items()}
    charts.curves(
        {label: curve for label, curve in curves.items() if len(curve)},
        "ROC curves before and after",
        folder / "roc.png",
    )


def in_words(name: str) -> str:
    """A figure's name for people."""
    return _WORDS.get(name, name.replace("_", " "))


def _in_words(judgement: Judgement) -> str:
    """The AUCs for people who do not know the word."""
    if judgement.is_first or judgement.other_data:
        return ""
    aucs = [estimates(run.metrics)["auc"].value for run in (judgement.before, judgement.after)]
    old, new = ("over 99" if 0.995 <= auc < 1 else f"{100 * auc:.0f}" for auc in aucs)
    return (
        "Shown one real and one synthetic row, the test picks the synthetic one in"
        f" {old} of 100 cases before and in {new} of 100 after; guessing: 50.\n"
    )


def _verdicts(before: Revision, after: Revision) -> str:
    lines = [
        f"- {label} (`{each.commit[:8]}`): {markdown.text(each.sentence)} {_gate(each)}\n"
        for label, each in (("before", before), ("after", after))
        if each.sentence
    ]
    return "".join(lines)


def _gate(run: Revision) -> str:
    """Whether a commit's verdict keeps that commit's limits."""
    if run.broken is None:
        return "Its gate: not known."
    if run.broken:
        return f"**Its gate fails: {markdown.text('; '.join(run.broken))}.**"
    return "Its gate passes."


def _chart(judgement: Judgement) -> str:
    """The AUCs beside the gate's limit, in characters."""
    runs = {"before": judgement.before, "after": judgement.after}
    aucs = {label: estimates(run.metrics).get("auc") for label, run in runs.items()}
    drawn = {label: found for label, found in aucs.items() if found}
    limit = judgement.after.params.get("gate.max_auc")
    marks = {"limit": limit} if isinstance(limit, float) and 0.5 <= limit < 1 else {}
    low = 0.0 if any(each.low < 0.5 for each in drawn.values()) else 0.5
    title = "AUC with its 95 % interval: 0.5 is guessing, 1 is always right"
    if marks:
        title += "; ▲ is gate.max_auc, which the interval's lower end must not be above"
    return f"**{title}**\n\n{markdown.scale(drawn, low, 1, marks)}"


def _metrics(judgement: Judgement) -> str:
    old, new = (estimates(run.metrics) for run in (judgement.before, judgement.after))
    rows = [
        [
            in_words(name),
            *(markdown.interval(*astuple(of[name])) for of in (old, new)),
            f"{moved.value:+.3f} [{moved.low:+.3f}, {moved.high:+.3f}]",
            judgement.words[name],
        ]
        for name, moved in judgement.moves.items()
    ]
    if not rows:
        return ""
    header = ["figure", "before [95 %]", "after [95 %]", "difference [95 %]", ""]
    legend = "Lower is better for the synthesizer: the data is harder to tell from real.\n"
    if judgement.trained_again:
        legend = f"{legend.rstrip()} {_luck(judgement.spread)}\n"
    return f"### Figures\n\n{markdown.table(header, rows)}\n{legend}"


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


def _giveaways(judgement: Judgement) -> str:
    """Give-aways that changed by more than chance; they name no rare value."""
    if judgement.is_first or judgement.other_data:
        return ""
    before, after = (run.plot("giveaways") for run in (judgement.before, judgement.after))
    if any("form" not in line for line in (*before, *after)):
        return "The give-aways of an older version are not compared.\n"
    luck = _LUCK if judgement.trained_again else 0.0
    told, rest = pairing.changes(before, after, luck)
    if not told and not rest:
        return ""
    lines = [f"- {markdown.text(each)}" for each in told[:_SHOWN_GIVEAWAYS]]
    if len(told) > _SHOWN_GIVEAWAYS:
        lines.append(f"- and {len(told) - _SHOWN_GIVEAWAYS} more, in `plots/giveaways.csv`")
    if rest:
        lines.append(
            f"- {rest} {'are' if rest > 1 else 'is'} listed on one side only, within noise"
        )
    if luck:
        lines += ["", f"The difference of rates is taken to vary by {luck:g} over trainings."]
    return "\n".join(["### Give-aways\n", *lines, ""])


def _rest(before: Revision, after: Revision) -> str:
    """The metrics without intervals that differ, folded away."""
    rows = []
    for file, values in after.metrics.items():
        if file in _TOLD:
            continue
        old = before.metrics.get(file, {})
        for name, value in values.items():
            judged = name.removesuffix("_ci_low").removesuffix("_ci_high")
            if name != "sentence" and value != old.get(name) and f"{judged}_ci_low" not in values:
                rows.append([in_words(name), *map(markdown.text, (old.get(name), value))])
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
    after = revision(arguments.head)
    before = fork(arguments.base, after)
    if before == after:
        raise UserError(
            f"{arguments.head} has nothing that {arguments.base} lacks, so there is nothing to"
            " review; switch to the branch, or in the middle of a rebase end it first"
        )
    if after.flaw:
        raise UserError(f"of {arguments.head}: {after.flaw}; make them anew: make repro")
    if "evaluate" not in after.metrics:
        raise UserError(
            f"{arguments.head} has no metrics/evaluate.json; run the pipeline: make repro"
        )
    if arguments.head == "HEAD":
        check_working_tree()
    if arguments.head == "HEAD" and git("status", "--porcelain", "--", "metrics", "params.yaml"):
        print("warning: changes that are not committed are not reviewed")
    shown = report(judge(before, after))
    with whole_file(FOLDER / "report.md") as temporary:
        temporary.write_text(shown, encoding="utf-8")
    draw(before, after, FOLDER)
    print(shown)


if __name__ == "__main__":
    run(main)
