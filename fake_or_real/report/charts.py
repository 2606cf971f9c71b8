"""Charts, with the same two colours for REAL and FAKE everywhere.

Each is drawn small, so that its letters can be read on a phone as on a page, and is saved either
as PNG, with its title, or as SVG for the report, which says the title as a heading.
"""

import io
import re
import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from PIL import Image

from fake_or_real.data.outputs import whole_file
from fake_or_real.statistics.auc import Auc
from fake_or_real.statistics.monotone import monotone

# Okabe and Ito's blue and vermilion: told apart with every common colour blindness.
REAL_COLOUR, FAKE_COLOUR = "#0072B2", "#D55E00"
_BINS = 20
_COLOURS = 32  # of a PNG
_WIDTH, _HEIGHT = 4.4, 2.9  # inches
_STYLE = mpl.rc_context(
    {
        "axes.spines.right": False,
        "axes.spines.top": False,
        "figure.constrained_layout.use": True,
        "figure.titlesize": 9,
        "font.size": 9,
        "legend.frameon": False,
        "lines.linewidth": 1.6,
        "lines.markersize": 4,
        # Letters stay letters, which a browser draws in the page's own type.
        "svg.fonttype": "none",
        # Column names are no formulas, whatever dollar signs they have.
        "text.parse_math": False,
    }
)


@_STYLE
def score_histogram(p_fake: np.ndarray, is_fake: np.ndarray, title: str) -> Figure:
    """The tutorial's picture: a stacked histogram of P(FAKE) by true label.

    p_fake: (n,) in [0, 1]. is_fake: bool (n,).
    """
    figure, axes = _axes(title)
    axes.hist(
        [p_fake[~is_fake], p_fake[is_fake]],
        bins=_BINS,
        range=(0, 1),
        stacked=True,
        color=[REAL_COLOUR, FAKE_COLOUR],
        label=[f"REAL ({np.sum(~is_fake):,} rows)", f"FAKE ({np.sum(is_fake):,} rows)"],
        edgecolor="white",
        linewidth=0.5,
    )
    axes.set(xlabel="P(FAKE)", ylabel="holdout rows", xlim=(0, 1))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.legend()
    return figure


@_STYLE
def score_shares(histogram: pd.DataFrame) -> Figure:
    """The same at equal priors: which share of each label's rows has which P(FAKE).

    histogram: `p_fake` (the middle of each bin), `label` (REAL or FAKE) and `share` in [0, 1].
    """
    figure, axes = _axes()
    edges = np.linspace(0, 1, _BINS + 1)
    for label, colour in (("REAL", REAL_COLOUR), ("FAKE", FAKE_COLOUR)):
        share = histogram.loc[histogram["label"] == label, "share"]
        axes.stairs(share, edges, fill=True, color=colour, alpha=0.3)
        axes.stairs(share, edges, color=colour, linewidth=1.6, label=label)
    axes.set(xlabel="P(FAKE)", ylabel="share of test rows", xlim=(0, 1))
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.legend()
    return figure


@_STYLE
def yardstick(curve: pd.DataFrame, found: Auc, measured: Mapping[str, Any]) -> Figure:
    """AUC over the share of scrambled cells, a table's AUC across it, and where they meet.

    curve: `corruption`, `auc`, `low` and `high` in [0, 1]; without lines there is no yardstick.
    found: the synthetic table's AUC. measured: the content of `metrics/yardstick.json`.
    """
    figure, axes = _axes()
    axes.axhspan(found.low, found.high, color=FAKE_COLOUR, alpha=0.25, linewidth=0)
    axes.axhline(found.value, color=FAKE_COLOUR, label="the synthetic table")
    if len(curve):
        # The curve that the answer is read from.
        shares = np.linspace(0, 1, 201)
        drawn = monotone(curve["corruption"].to_numpy(float), curve["auc"].to_numpy(float))(shares)
        axes.plot(shares, drawn, color=REAL_COLOUR)
        axes.errorbar(
            curve["corruption"],
            curve["auc"],
            _errors(curve),
            color=REAL_COLOUR,
            marker="o",
            linestyle="none",
            capsize=3,
            label="real rows, cells replaced",
        )
    if measured.get("relation") == "within":
        share = measured["equivalent_corruption"]
        axes.plot([share, share], [0, found.value], color="grey", linewidth=1, linestyle="dashed")
        axes.annotate(
            f"{share:.0%}", (share, 0.46), (-3, 0), textcoords="offset points", ha="right"
        )
    axes.set(xlabel="share of cells replaced", ylabel="AUC", xlim=(-0.02, 1.02), ylim=(0.45, 1.02))
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.legend(loc="lower right")
    return figure


@_STYLE
def roc(curve: pd.DataFrame) -> Figure:
    """The ROC curve; `fpr` and `tpr` in [0, 1]."""
    figure, axes = _axes()
    axes.plot(curve["fpr"], curve["tpr"], color=FAKE_COLOUR, label="the discriminator")
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle="dotted", label="a coin")
    axes.set(xlabel="share of REAL rows called FAKE", ylabel="share of FAKE rows called FAKE")
    axes.legend(loc="lower right")
    return figure


@_STYLE
def precision_recall(curve: pd.DataFrame) -> Figure:
    """Precision over recall at equal priors; both in [0, 1]."""
    figure, axes = _axes()
    axes.plot(curve["recall"], curve["precision"], color=FAKE_COLOUR, label="the discriminator")
    axes.axhline(0.5, color="grey", linewidth=0.8, linestyle="dotted", label="a coin")
    axes.set(
        xlabel="share of FAKE rows found",
        ylabel="share of alarms\nthat are right (precision)",
        ylim=(0.45, 1.02),
    )
    axes.legend(loc="lower left")
    return figure


@_STYLE
def calibration(curve: pd.DataFrame) -> Figure:
    """The reliability curve at equal priors; `predicted` and `observed` in [0, 1]."""
    figure, axes = _axes()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle="dotted", label="perfect")
    axes.plot(curve["predicted"], curve["observed"], color=FAKE_COLOUR, marker="o", label="found")
    axes.set(xlabel="mean P(FAKE) of rows scored alike", ylabel="share of FAKE among them")
    axes.legend(loc="upper left")
    return figure


@_STYLE
def peeling(curve: pd.DataFrame) -> Figure:
    """How the AUC falls as columns are taken out.

    curve: `columns` (taken out last), `auc`, `low` and `high` in [0, 1]; the first line has all.
    """
    taken = ["all columns", *(f"then without {names}" for names in curve["columns"][1:])]
    figure, axes = _lines(taken)
    places = np.arange(len(curve))
    axes.errorbar(
        curve["auc"], places, xerr=_errors(curve), color=FAKE_COLOUR, marker="o", capsize=3
    )
    axes.axvline(0.5, color="grey", linewidth=0.8, linestyle="dotted")
    axes.set(xlabel="AUC when fitted anew, 95 % interval")
    return figure


@_STYLE
def jury(found: pd.DataFrame, ours: str) -> Figure:
    """Each discriminator's AUC with its interval, ours in the colour of FAKE.

    found: `discriminator`, `auc`, `low` and `high` in [0, 1], the highest first.
    """
    figure, axes = _lines(list(found["discriminator"]))
    for place, (is_ours, line) in enumerate(
        zip(found["discriminator"] == ours, found.itertuples(), strict=True)
    ):
        colour = FAKE_COLOUR if is_ours else "grey"
        axes.plot([line.low, line.high], [place, place], color=colour, linewidth=4, alpha=0.4)
        axes.plot(line.auc, place, color=colour, marker="o", markersize=7)
        axes.annotate(
            f"{line.auc:.2f}", (line.auc, place), (0, 7), textcoords="offset points", ha="center"
        )
    axes.axvline(0.5, color="grey", linewidth=0.8, linestyle="dotted")
    axes.set(xlabel="AUC on the same rows, 95 % interval", xlim=(0.45, 1.02))
    return figure


@_STYLE
def save_png(figure: Figure, path: Path) -> None:
    """Write a chart with its title as PNG; the same data gives the same file.

    In few colours: it is kept in git anew with each run.
    """
    full = io.BytesIO()
    with _unknown_letters():
        figure.savefig(full, dpi=150)
    with whole_file(path) as temporary:
        few = Image.open(full).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(temporary, format="PNG", optimize=True)


@_STYLE
def as_svg(figure: Figure, name: str) -> str:
    """A chart as an `<svg>` element for a page, without its title.

    name: the id of the heading that says its title; it sets the ids in it apart, too. Black
    becomes the page's own colour of letters, and nothing is drawn behind, so that it suits a
    light page and a dark one.
    """
    figure.suptitle("")
    text = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": name}), _unknown_letters():
        figure.savefig(text, format="svg", transparent=True, metadata={"Date": None})
    svg = text.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r' (width|height)="[\d.]+pt"', "", svg, count=2)
    # Only within tags: a column may be called anything.
    svg = re.sub(r"<[^>]+>", lambda tag: _apart(tag[0], name), svg)
    return svg.replace("<svg", f'<svg role="img" aria-labelledby="{name}"', 1)


def _apart(tag: str, name: str) -> str:
    """A tag whose ids and references are this chart's own, and whose black is the page's."""
    tag = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", tag)
    return tag.replace("#000000", "currentColor")


@contextmanager
def _unknown_letters() -> Iterator[None]:
    """Letters that matplotlib's own type lacks are left to the reader's."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        yield


def _axes(title: str = "", height: float = _HEIGHT) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(_WIDTH, height))
    axes = figure.subplots()
    # From the figure's edge: some axes begin far to the right of it, after long labels.
    figure.suptitle("\n".join(textwrap.wrap(title, 62)), x=0.01, horizontalalignment="left")
    return figure, axes


def _lines(labels: Sequence[str]) -> tuple[Figure, Axes]:
    """Axes with a line for each label, the first on top."""
    figure, axes = _axes(height=0.9 + 0.36 * len(labels))
    shown = [textwrap.shorten(label, 60, placeholder=" ...") or label[:60] for label in labels]
    axes.set_yticks(np.arange(len(labels)), ["\n".join(textwrap.wrap(of, 30)) for of in shown])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    return figure, axes


def _errors(curve: pd.DataFrame) -> np.ndarray:
    """How far the interval reaches below and above, shape (2, n)."""
    return np.stack([curve["auc"] - curve["low"], curve["high"] - curve["auc"]])
