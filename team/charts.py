"""Pictures of several runs, each AUC with its 95 % interval, titled."""

import textwrap
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fake_or_real.data.outputs import whole_file

# Of Okabe and Ito's colours, told apart with every common colour blindness, those that do not
# mean REAL or FAKE on the page.
COLOURS = ("#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9", "#999999")
# A parameter's values span decades when the largest is at least this many times the smallest.
_DECADES = 10


def against(runs: pd.DataFrame, parameter: str, title: str, path: Path) -> None:
    """Write AUC against a numeric parameter as PNG, a colour and a line of means per group.

    runs: `x` (finite numbers), `panel` and `group` (labels, maybe empty), `value`, `low`, `high`.
    """
    panels = list(dict.fromkeys(runs["panel"]))
    figure = Figure(figsize=(max(8, 5 * len(panels)), 4.5), layout="constrained")
    figure.suptitle(title)
    axes = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    groups = list(dict.fromkeys(runs["group"]))
    for each, panel in zip(axes, panels, strict=True):
        _curves_of_means(each, runs[runs["panel"] == panel], groups)
        each.set(xlabel=parameter, title=panel)
        each.axhline(0.5, color="grey", linewidth=0.8, linestyle="dotted")
        each.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("AUC, 95 % interval")
    _legend(figure, groups)
    _save(figure, path)


def dots(runs: pd.DataFrame, title: str, metric: str, path: Path) -> None:
    """Write a dot plot as PNG, a line per label, the first on top, and a colour per group.

    runs: `label`, `panel` and `group` (labels, maybe empty), `value`, `low`, `high`. metric: what
    they are.
    """
    panels = dict(iter(runs.groupby("panel", sort=False)))
    heights = [shown["label"].nunique() for shown in panels.values()]
    figure = Figure(figsize=(8, 1.5 + 0.6 * len(panels) + 0.5 * sum(heights)), layout="constrained")
    figure.suptitle(title)
    axes = figure.subplots(len(panels), 1, sharex=True, squeeze=False, height_ratios=heights)
    groups = list(dict.fromkeys(runs["group"]))
    for each, (panel, shown) in zip(axes[:, 0], panels.items(), strict=True):
        labels = list(dict.fromkeys(shown["label"]))
        # Several with one label stand side by side.
        shared = shown.groupby("label")["label"].transform(len)
        shift = (shown.groupby("label").cumcount() - (shared - 1) / 2) * 0.5 / shared
        y = shown["label"].map(labels.index) + shift
        for group, colour in zip(groups, _colours(groups), strict=True):
            own = shown[shown["group"] == group]
            place = y[shown["group"] == group]
            each.errorbar(
                own["value"],
                place,
                xerr=_errors(own),
                fmt="o",
                color=colour,
                capsize=3,
                label=group,
            )
        each.set_yticks(range(len(labels)), labels)
        each.set(title=panel, ylim=(len(labels) - 0.5, -0.5))
        each.spines[["top", "right"]].set_visible(False)
    axes[-1, 0].set_xlabel(metric)
    _legend(figure, groups)
    _save(figure, path)


def steps(runs: pd.DataFrame, metrics: Mapping[str, str], title: str, path: Path) -> None:
    """Write a dot plot of several metrics as PNG, side by side, a line per step, the first on top.

    runs: `label`, `panel` and `group` of each step, and its metrics, each with `_ci_low` and
    `_ci_high` where it has an interval. metrics: how each is called, by its column.
    """
    panels = dict(iter(runs.groupby("panel", sort=False)))
    heights = [len(shown) for shown in panels.values()]
    size = (4 + 2.2 * len(metrics), 1.7 + 0.6 * len(panels) + 0.7 * sum(heights))
    figure = Figure(figsize=size, layout="constrained")
    figure.suptitle(title)
    axes = figure.subplots(
        len(panels), len(metrics), sharex="col", sharey="row", squeeze=False, height_ratios=heights
    )
    groups = list(dict.fromkeys(runs["group"]))
    for row, (panel, shown) in zip(axes, panels.items(), strict=True):
        for each, metric in zip(row, metrics, strict=True):
            _steps_of(each, shown, metric, groups)
        row[0].set_yticks(range(len(shown)), [textwrap.fill(label, 38) for label in shown["label"]])
        row[0].set(ylim=(len(shown) - 0.5, -0.5))
        row[0].set_title(panel, loc="left")
    for each, name in zip(axes[-1], metrics.values(), strict=True):
        each.set_xlabel(name)
    _legend(figure, groups)
    _save(figure, path)


def _steps_of(axes: Axes, runs: pd.DataFrame, metric: str, groups: list[str]) -> None:
    """One metric of one panel of `steps`."""
    ends = [runs.get(f"{metric}_ci_{end}", runs[metric]) for end in ("low", "high")]
    given = runs.assign(value=runs[metric], low=ends[0], high=ends[1], y=np.arange(len(runs)))
    for group, colour in zip(groups, _colours(groups), strict=True):
        own = given[given["group"] == group].dropna(subset="value").astype({"value": float})
        reach = _errors(own.astype({"low": float, "high": float}))
        axes.errorbar(
            own["value"], own["y"], xerr=reach, fmt="o", color=colour, capsize=3, label=group
        )
    axes.locator_params(axis="x", nbins=3)
    axes.spines[["top", "right"]].set_visible(False)


def curves(of_runs: dict[str, pd.DataFrame], title: str, path: Path) -> None:
    """Write ROC curves over each other as PNG; each has `fpr` and `tpr` in [0, 1]."""
    figure = Figure(figsize=(6, 5), layout="constrained")
    axes = figure.subplots()
    for (label, curve), colour in zip(of_runs.items(), COLOURS, strict=False):
        axes.plot(curve["fpr"], curve["tpr"], color=colour, label=label)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle="dotted")
    axes.set(
        title=title,
        xlabel="share of REAL rows called FAKE",
        ylabel="share of FAKE rows called FAKE",
    )
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    _save(figure, path)


def _curves_of_means(axes: Axes, runs: pd.DataFrame, groups: list[str]) -> None:
    """One panel of `against`."""
    logarithmic = bool(runs["x"].min() > 0 and runs["x"].max() >= _DECADES * runs["x"].min())
    span = runs["x"].max() - runs["x"].min()
    for position, (group, colour) in enumerate(zip(groups, _colours(groups), strict=True)):
        own = runs[runs["group"] == group].sort_values("x", kind="stable")
        # Runs that share a value, such as seeds, stand side by side.
        rank, shared = own.groupby("x").cumcount(), own.groupby("x")["x"].transform(len)
        shift = rank - (shared - 1) / 2 + position / len(groups)
        x = own["x"] * 1.04**shift if logarithmic else own["x"] + 0.01 * span * shift
        axes.errorbar(
            x, own["value"], yerr=_errors(own), fmt="o", markersize=4, color=colour, capsize=2
        )
        means = own.groupby("x")["value"].mean()
        axes.plot(means, color=colour, linewidth=1, alpha=0.6, label=group)
    if logarithmic:
        ticks = sorted(set(runs["x"]))
        axes.set_xscale("log")
        axes.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
        axes.minorticks_off()


def _colours(groups: list[str]) -> list[str]:
    """A colour for each; after the last one they begin again."""
    return [COLOURS[place % len(COLOURS)] for place in range(len(groups))]


def _legend(figure: Figure, groups: list[str]) -> None:
    if any(groups):
        handles, labels = figure.axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)


def _errors(runs: pd.DataFrame) -> np.ndarray:
    """How far the interval reaches below and above, shape (2, n)."""
    return np.stack([runs["value"] - runs["low"], runs["high"] - runs["value"]])


def _save(figure: Figure, path: Path) -> None:
    # Without matplotlib's version in it, the same data gives the same file.
    with whole_file(path) as temporary:
        figure.savefig(temporary, dpi=120, metadata={"Software": None})
