"""The report: everything that the pipeline found, on one page that needs no network.

One template makes two editions. The safe one holds aggregates only; the full one has records.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from fake_or_real.report import (
    charts,
    column_cards,
    columns,
    explained,
    findings,
    first_screen,
    learning,
    repairs,
    sentences,
    training,
    verdict,
)
from fake_or_real.report.limits import Limits
from fake_or_real.report.records import ENDS, Record
from fake_or_real.statistics.auc import Auc

_SUMMARIZED = 5  # give-aways in a notebook's summary
LISTED = 300  # give-aways, and missing groups, that are on the page, those that come first
_LONGEST = 300  # letters of a value or a sentence that are shown
# Characters that reverse the reading direction: a value that holds one would garble our sentence.
_TURNING = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\N{REPLACEMENT CHARACTER}"
)


@dataclass(frozen=True)
class Results:
    """What the stages found.

    about: of the real table: name, source, sha256, licence, rows.
    metrics, plots: by the names of their files in `metrics/` and `plots/`.
    side_by_side: as `fake_or_real.giveaways.side_by_side` makes it. bars: as `columns` there.
    params: by dotted key. versions: of packages. sha256: of the tables, by their paths.
    limits: that the verdict is held against; None: none.
    """

    about: Mapping[str, str | int]
    metrics: Mapping[str, Mapping[str, Any]]
    plots: Mapping[str, pd.DataFrame]
    side_by_side: pd.DataFrame
    bars: pd.DataFrame
    params: Mapping[str, Any]
    versions: Mapping[str, str]
    sha256: Mapping[str, str]
    limits: Limits | None


def render(results: Results, records: Sequence[Record] | None, full_edition: str) -> str:
    """The page as HTML.

    records: of the full edition; None makes the safe one, which says that `full_edition` (a path)
    has them.
    """
    environment = _environment()
    script = _asset(environment, "page.js")
    plots, metrics = results.plots, results.metrics
    listed = plots["giveaways"]
    reasons = first_screen.reasons(listed, plots["peeling"])
    cards = column_cards.of_columns(plots["columns"], results.bars, metrics["columns"], listed)
    return environment.get_template("page.html").render(
        results=results,
        metrics=metrics,
        made_by=_made_by(results),
        headline=first_screen.headline(metrics),
        answer=first_screen.answer(metrics),
        limits=first_screen.limits(metrics, results.limits),
        max_auc=results.limits.max_auc if results.limits else 1.0,
        reasons=reasons,
        brief=first_screen.brief(reasons),
        remarks=_remarks(metrics),
        titles=_titles(results) | {"columns": column_cards.title(cards)},
        drawn=_drawn(results),
        giveaways=_giveaways(listed.head(LISTED)),
        counted={"giveaways": len(listed), "segments": len(plots["segments"])},
        explained=explained.sentence(metrics),
        repairs=repairs.by_rank(plots["repairs"]),
        to_try=repairs.to_try(plots["repairs"], [reason.rank for reason in reasons]),
        cards=cards,
        first_cards=column_cards.SHOWN,
        matrix=column_cards.matrix(plots["pairs"]),
        pairs=column_cards.lines(plots["pairs"]),
        segments=plots["segments"].head(LISTED).to_dict("records"),
        details=_details(results.side_by_side),
        records=None if records is None else _by_end(records),
        full_edition=full_edition,
        # Both are our own files.
        style=Markup(_asset(environment, "style.css")),  # noqa: S704
        script=Markup(script),  # noqa: S704
        # The browser runs this script and no other, whatever a table may hold.
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def summary(results: Results) -> str:
    """The verdict and the first give-aways as a piece of HTML, for a notebook; aggregates only."""
    return (
        _environment()
        .get_template("summary.html")
        .render(
            sentence=verdict.sentence(results.metrics),
            giveaways=_giveaways(results.plots["giveaways"].head(_SUMMARIZED)),
            more=max(0, len(results.plots["giveaways"]) - _SUMMARIZED),
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("fake_or_real.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "about": columns.about,
        "percent": sentences.percent,
        "plain": plain,
        "short": short,
        "span": columns.span,
    }
    return environment


def charts_of(results: Results, scores: pd.DataFrame) -> dict[str, Figure]:
    """The charts that DVC shows and does not draw itself, by their files' names in `plots/`.

    scores: of the holdout rows, `is_fake` and `p_fake`.
    """
    evaluated = results.metrics["evaluate"]
    title = f"Accuracy: {evaluated['accuracy']:.1%}, AUC: {evaluated['auc']:.1%}"
    p_fake, is_fake = scores["p_fake"].to_numpy(float), scores["is_fake"].to_numpy(bool)
    return {"histogram": charts.score_histogram(p_fake, is_fake, title)}


def short(text: str) -> str:
    """A text of at most 300 letters, and how long it was if it was longer."""
    whole = text.translate(_TURNING).replace(" %", "\u00a0%")
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}… ({len(whole):,} letters)"


def plain(value: object) -> str:
    """A parameter as params.yaml has it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _asset(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def _titles(results: Results) -> dict[str, str]:
    """What each chart or table shows, by its name."""
    plots, metrics = results.plots, results.metrics
    return {
        "scores": findings.scores(metrics["evaluate"]),
        "yardstick": findings.yardstick(metrics["yardstick"]),
        "roc": findings.roc(plots["roc"]),
        "precision-recall": findings.precision_recall(plots["precision_recall"]),
        "calibration": findings.calibration(plots["calibration"]),
        "jury": findings.jury(plots["jury"]),
        "giveaways": findings.giveaways(plots["giveaways"]),
        "pairs": column_cards.pairs_title(plots["pairs"], len(plots["columns"])),
        "peeling": findings.peeling(plots["peeling"]),
        "segments": findings.segments(plots["segments"]),
        "copies": findings.copies(metrics["copies"]),
    }


def _made_by(results: Results) -> str:
    """Which synthesizer drew the rows, or which file holds them."""
    synthesizer = str(results.metrics["generator"]["synthesizer"])
    if synthesizer != "file":
        return synthesizer
    return str(results.params.get("generator.file.path", "the synthetic table"))


def _remarks(metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What must be known to take the answer rightly, in sentences."""
    said = [*verdict.remarks_on_test(metrics), *learning.remark(metrics)]
    said += verdict.remarks_on_columns(metrics)
    # That the clock ended the training is among the warnings already.
    caveat = training.caveat(metrics["generator"])
    said += [caveat] if caveat and not training.clock(metrics["generator"]) else []
    said = [*(f"{part}." for part in said), *verdict.warnings(metrics)]
    said.append(verdict.these_rows(metrics["split"]))
    return [f"{part[0].upper()}{part[1:]}" for part in said]


def _drawn(results: Results) -> dict[str, Markup]:
    """The charts by the same names."""
    plots, metrics, ours = results.plots, results.metrics, _auc(results)
    figures = {
        "scores": charts.score_shares(plots["histogram"]),
        "yardstick": charts.yardstick(plots["yardstick"], ours, metrics["yardstick"]),
        "roc": charts.roc(plots["roc"]),
        "precision-recall": charts.precision_recall(plots["precision_recall"]),
        "calibration": charts.calibration(plots["calibration"]),
        "jury": charts.jury(plots["jury"], results.params["discriminator.name"]),
        "peeling": charts.peeling(plots["peeling"]),
    }
    # matplotlib escapes what it is given, so its SVG is safe as it is.
    return {name: Markup(charts.as_svg(figure, name)) for name, figure in figures.items()}  # noqa: S704


def _auc(results: Results) -> Auc:
    evaluated = results.metrics["evaluate"]
    return Auc(*(evaluated[key] for key in ("auc", "auc_ci_low", "auc_ci_high", "p_value")))


def _giveaways(listed: pd.DataFrame) -> list[dict[str, Any]]:
    """The give-aways with their columns and their sentence as people read them."""
    return [
        {**line, "columns": sentences.columns(line), "sentence": sentences.giveaway(line)}
        for line in listed.to_dict("records")
    ]


def _details(side_by_side: pd.DataFrame) -> dict[int, dict[str, Any]]:
    """By the rank of a give-away, its table: `lines` by the first column's values, the second
    column's values as `columns` (none where there is one column), and the `largest` share.
    """
    found: dict[int, dict[str, Any]] = {}
    for rank, lines in side_by_side.groupby("rank"):
        of_columns = list(dict.fromkeys(lines["second"]))
        largest = float(lines[["real", "fake"]].max().max()) or 1.0
        found[int(rank)] = {
            "columns": of_columns if of_columns != [""] else [],
            "lines": [
                (first, cells.to_dict("records"))
                for first, cells in lines.groupby("first", sort=False)
            ],
            "largest": largest,
        }
    return found


def _by_end(records: Sequence[Record]) -> dict[str, list[Record]]:
    return {ENDS[end]: list(of_end) for end, of_end in groupby(records, lambda of: of.end)}
