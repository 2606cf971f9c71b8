"""Charts, with the same two colours for REAL and FAKE everywhere."""

import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from stages.evidence.auc import Auc
from stages.outputs import whole_file

# Okabe and Ito's blue and vermilion: told apart with every common colour blindness.
REAL_COLOUR, FAKE_COLOUR = "#0072B2", "#D55E00"
_BINS = 20


def score_histogram(p_fake: np.ndarray, is_fake: np.ndarray, title: str, path: Path) -> None:
    """Write the tutorial's picture: a stacked histogram of P(FAKE) by true label, as PNG.

    p_fake: (n,) in [0, 1]. is_fake: bool (n,).
    """
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
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
    axes.set(title=title, xlabel="P(FAKE)", ylabel="holdout rows", xlim=(0, 1))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    _save(figure, path)


def yardstick(curve: pd.DataFrame, found: Auc, title: str, path: Path) -> None:
    """Write AUC over the share of scrambled cells, and a table's AUC across it, as PNG.

    curve: `corruption`, `auc`, `low` and `high` in [0, 1]; without lines there is no yardstick.
    found: the synthetic table's AUC.
    """
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.axhspan(found.low, found.high, color=FAKE_COLOUR, alpha=0.25, linewidth=0)
    axes.axhline(found.value, color=FAKE_COLOUR, label="the synthetic table, 95 % interval")
    if len(curve):
        errors = [curve["auc"] - curve["low"], curve["high"] - curve["auc"]]
        axes.errorbar(
            curve["corruption"],
            curve["auc"],
            errors,
            color=REAL_COLOUR,
            marker="o",
            capsize=3,
            label="real rows with scrambled cells",
        )
    axes.set(xlabel="share of scrambled cells", ylabel="AUC", xlim=(-0.02, 1.02), ylim=(0.45, 1.02))
    axes.set_title("\n".join(textwrap.wrap(title, 95)), fontsize=9)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower right")
    _save(figure, path)


def peeling(curve: pd.DataFrame, path: Path) -> None:
    """Write how the AUC falls as columns are taken out, as PNG.

    curve: `columns` (taken out last), `auc`, `low` and `high` in [0, 1]; the first line has all.
    """
    figure = Figure(figsize=(8, 1.2 + 0.45 * len(curve)), layout="constrained")
    axes = figure.subplots()
    errors = [curve["auc"] - curve["low"], curve["high"] - curve["auc"]]
    places = np.arange(len(curve))
    axes.errorbar(curve["auc"], places, xerr=errors, color=FAKE_COLOUR, marker="o", capsize=3)
    axes.axvline(0.5, color="grey", linewidth=0.8)
    taken = ["all columns", *(f"then without {names}" for names in curve["columns"][1:])]
    axes.set_yticks(places, ["\n".join(textwrap.wrap(name, 45)) for name in taken])
    axes.invert_yaxis()
    axes.set(xlabel="AUC of a discriminator fitted anew, on fewer rows; 95 % interval")
    axes.set_title("What taking out the strongest give-aways buys")
    axes.spines[["top", "right"]].set_visible(False)
    _save(figure, path)


def jury(found: pd.DataFrame, ours: str, path: Path) -> None:
    """Write each discriminator's AUC with its interval, ours in the colour of FAKE, as PNG.

    found: `discriminator`, `auc`, `low` and `high` in [0, 1], the highest first.
    """
    figure = Figure(figsize=(8, 1.2 + 0.4 * len(found)), layout="constrained")
    axes = figure.subplots()
    colours = [FAKE_COLOUR if name == ours else REAL_COLOUR for name in found["discriminator"]]
    errors = [found["auc"] - found["low"], found["high"] - found["auc"]]
    bars = axes.barh(found["discriminator"], found["auc"], xerr=errors, color=colours, capsize=3)
    labels = [f"{value:.2f}" for value in found["auc"]]
    axes.bar_label(bars, labels, label_type="center", color="white")
    axes.axvline(0.5, color="grey", linewidth=0.8)
    axes.invert_yaxis()
    axes.set(xlabel="AUC on the same rows, 95 % interval; 0.5 is a coin", xlim=(0, 1))
    axes.set_title("What other discriminators would have told you")
    axes.spines[["top", "right"]].set_visible(False)
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    # Without matplotlib's version in it, the same data gives the same file.
    with whole_file(path) as temporary:
        figure.savefig(temporary, dpi=120, metadata={"Software": None})
