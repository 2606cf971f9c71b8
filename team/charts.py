"""Pictures of several runs, each AUC with its 95 % interval."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fake_or_real.data.outputs import whole_file

# Okabe and Ito's colours: told apart with every common colour blindness.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# A parameter's values span decades when the largest is at least this many times the smallest.
_DECADES = 10


def against(runs: pd.DataFrame, parameter: str, path: Path) -> None:
    """Write AUC against a numeric parameter as PNG, a colour and a line of means per group.

    runs: `x` (finite numbers), `group` (its label, maybe empty), `value`, `low`, `high`.
    """
    figure, axes = _figure(4.5)
    logarithmic = bool(runs["x"].min() > 0 and runs["x"].max() >= _DECADES * runs["x"].min())
    groups = list(dict.fromkeys(runs["group"]))
    span = runs["x"].max() - runs["x"].min()
    for position, group in enumerate(groups):
        colour = COLOURS[position % len(COLOURS)]
        of_group = runs[runs["group"] == group].sort_values("x", kind="stable")
        # Runs that share a value, such as seeds, stand side by side.
        rank, shared = of_group.groupby("x").cumcount(), of_group.groupby("x")["x"].transform(len)
        shift = rank - (shared - 1) / 2 + position / len(groups)
        x = of_group["x"] * 1.04**shift if logarithmic else of_group["x"] + 0.01 * span * shift
        errors = _errors(of_group)
        axes.errorbar(
            x,
            of_group["value"],
            yerr=errors,
            fmt="o",
            markersize=4,
            color=colour,
            capsize=2,
            label=group,
        )
        axes.plot(of_group.groupby("x")["value"].mean(), color=colour, linewidth=1, alpha=0.6)
    axes.set(xlabel=parameter, ylabel="AUC", xscale="log" if logarithmic else "linear")
    if logarithmic:
        ticks = sorted(set(runs["x"]))
        axes.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
        axes.minorticks_off()
    axes.axhline(0.5, color="grey", linewidth=0.8, linestyle="dotted")
    if any(groups):
        axes.legend(frameon=False)
    _save(figure, path)


def dots(labels: Sequence[str], runs: pd.DataFrame, metric: str, path: Path) -> None:
    """Write a dot plot as PNG, a line per label, the first on top, and a colour per group.

    runs: `label`, `group` (its label, maybe empty), `value`, `low`, `high`. metric: what they are.
    """
    figure, axes = _figure(1.2 + 0.5 * len(labels))
    # Several with one label stand side by side.
    shared = runs.groupby("label")["label"].transform(len)
    shift = (runs.groupby("label").cumcount() - (shared - 1) / 2) * 0.5 / shared
    runs = runs.assign(
        y=runs["label"].map({label: row for row, label in enumerate(labels)}) + shift
    )
    for (group, of_group), colour in zip(runs.groupby("group", sort=False), COLOURS, strict=False):
        errors, y = _errors(of_group), of_group["y"]
        axes.errorbar(
            of_group["value"], y, xerr=errors, fmt="o", color=colour, capsize=3, label=group
        )
    axes.set_yticks(range(len(labels)), labels)
    axes.set(xlabel=metric, ylim=(len(labels) - 0.5, -0.5))
    if any(runs["group"]):
        figure.legend(loc="outside upper center", ncols=len(COLOURS), frameon=False)
    _save(figure, path)


def curves(of_runs: dict[str, pd.DataFrame], path: Path) -> None:
    """Write ROC curves over each other as PNG; each has `fpr` and `tpr` in [0, 1]."""
    figure, axes = _figure(4.5)
    for (label, curve), colour in zip(of_runs.items(), COLOURS, strict=False):
        axes.plot(curve["fpr"], curve["tpr"], color=colour, label=label)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle="dotted")
    axes.set(xlabel="share of REAL rows called FAKE", ylabel="share of FAKE rows called FAKE")
    axes.legend(frameon=False)
    _save(figure, path)


def _figure(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(8, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _errors(runs: pd.DataFrame) -> np.ndarray:
    """How far the interval reaches below and above, shape (2, n)."""
    return np.stack([runs["value"] - runs["low"], runs["high"] - runs["value"]])


def _save(figure: Figure, path: Path) -> None:
    # Without matplotlib's version in it, the same data gives the same file.
    with whole_file(path) as temporary:
        figure.savefig(temporary, dpi=120, metadata={"Software": None})
