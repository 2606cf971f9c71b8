"""What stands at the top of the page: the answer in words that need no statistics, and why."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fake_or_real.report import copies, sentences, verdict
from fake_or_real.report.limits import Limits, in_words, violations

_REASONS = 3
_TELLING = 0.01  # of AUC; less would not show in two digits
_CASES = 100


@dataclass(frozen=True)
class Reason:
    """Why rows are told apart: what a give-away says, and what is left without its columns.

    rank: of the give-away. before, without: the AUC with and without its columns, those of the
    reasons before it being out already; None where they were not taken out.
    """

    rank: int
    said: str
    columns: str
    before: float | None
    without: float | None


def headline(metrics: Mapping[str, Mapping[str, Any]]) -> str:
    """The answer; metrics as `verdict.sentence` takes them."""
    evaluate = metrics["evaluate"]
    if copies.equal_rows(metrics["copies"]):
        return verdict.headline(metrics)
    if evaluate["detectable"]:
        return "A machine can tell this synthetic data from real data"
    if evaluate["auc_ci_high"] < 0.5:
        return "The test is misled by these rows"
    return "This test cannot tell the synthetic data from real data"


def answer(metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The answer in short sentences, what matters most first.

    They say what `verdict.sentence` says with figures; what it says beside the test, the
    equivalent corruption and copies is in `remarks_on_test`, `remarks_on_columns` and `warnings`
    there.
    """
    figures, yardstick = metrics["copies"], metrics["yardstick"]
    equal_rows = copies.equal_rows(figures)
    parts = [*equal_rows, _test(metrics["evaluate"], bool(equal_rows))]
    if yardstick.get("relation") == "within":
        share = verdict.scrambled(yardstick)
        parts.append(f"that is as easy as spotting real rows in which {share} of the cells were"
                     " replaced")  # fmt: skip
    elif yardstick.get("relation") != "chance":
        parts.append(verdict.equivalent(yardstick))
    parts += copies.kinship(figures) if equal_rows else [copies.copied(figures)]
    return [f"{part[0].upper()}{part[1:]}." for part in parts]


def limits(metrics: Mapping[str, Mapping[str, Any]], given: Limits | None) -> tuple[str, str]:
    """Whether the limits hold, and what they are or what breaks them."""
    unset = "No limits were set."
    if given is None:
        return unset, ""
    broken = violations(metrics, given)
    if broken:
        return "Limits: broken.", _listed(broken)
    judged, unjudged = in_words(given, metrics)
    said = [_listed(judged)] if judged else []
    if unjudged:
        said.append(f"Not judged: {'; '.join(unjudged)}.")
    return "Limits: passed." if judged else unset, " ".join(said)


def _listed(parts: list[str]) -> str:
    said = f"{'; '.join(parts)}."
    return f"{said[0].upper()}{said[1:]}"


def reasons(listed: pd.DataFrame, peeled: pd.DataFrame) -> list[Reason]:
    """The give-aways that buy most when they are mended, each with the AUC without it.

    listed, peeled: as in `plots/giveaways.csv` and `plots/peeling.csv`. Those whose columns the
    test does well without are passed over, unless there are no others.
    """
    lines = {line["rank"]: line for line in listed.to_dict("records")}
    aucs = list(peeled["auc"])
    steps = list(zip(peeled["rank"][1:], aucs, aucs[1:], strict=False))
    telling = [step for step in steps if step[1] - step[2] >= _TELLING]
    chosen = telling or steps or [(rank, None, None) for rank in lines]
    return [
        Reason(rank, sentences.giveaway(lines[rank]), _names(lines[rank]), before, without)
        for rank, before, without in chosen[:_REASONS]
    ]


def brief(found: Sequence[Reason]) -> str:
    """The reasons in one line, for a screen that has no room for their sentences."""
    parts = [
        reason.columns if reason.without is None else f"{reason.columns} ({reason.without:.2f})"
        for reason in found
        if reason.columns
    ]
    if found and found[0].without is not None:
        return f"Mainly because of {', then '.join(parts)}: in brackets the AUC without them."
    return f"Mainly because of {', '.join(parts)}." if parts else ""


def _names(line: Mapping[str, Any]) -> str:
    """The columns of a give-away, those of which the same is so as their number."""
    names = " with ".join(json.loads(line["columns"]))
    more = len(json.loads(line.get("alike", "[]")))
    return f"{names} and {more} more column{'s' * (more > 1)}" if more else names


def _test(evaluate: Mapping[str, Any], has_equal_rows: bool) -> str:
    """In how many of 100 cases the test is right."""
    cases = _of_cases(evaluate["auc"])
    ends = (_of_cases(evaluate[f"auc_ci_{end}"]) for end in ("low", "high"))
    surely = " to ".join(dict.fromkeys(ends))
    shown = "shown one real and one synthetic row, the test"
    if has_equal_rows:
        shown = "a test of single rows cannot see that: shown one real and one synthetic row, it"
    told = f"{shown} picks the synthetic one in {cases} of {_CASES} cases"
    if evaluate["detectable"]:
        return f"{told} (surely in {surely}); guessing: 50"
    if evaluate["auc_ci_high"] < 0.5:
        return f"{told}, less often than guessing would (50)"
    return f"{told} (surely in {surely}), which guessing may do as well (50)"


def _of_cases(auc: float) -> str:
    """Only always is 100, and only never 0."""
    cases = round(_CASES * auc)
    if cases == _CASES and auc < 1:
        return f"over {_CASES - 1}"
    return f"{cases}" if cases or auc == 0 else "under 1"
