"""Markdown: tables that show any text as it is, and charts of characters."""

from collections.abc import Mapping, Sequence
from typing import Any

from fake_or_real.statistics.interval import Interval

_WIDTH = 51  # characters of a scale: 50 steps

_ESCAPES = str.maketrans(
    {sign: f"\\{sign}" for sign in "\\`*|"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    # Hosts make mentions of people and issues of these, even behind a backslash.
    | {"@": "&#64;", "#": "&#35;"}
)


def text(value: Any) -> str:
    """A value on one line, in which nothing is markup: it may come from a data set.

    Floats have three significant digits; None is a dash.
    """
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}"
    # Without `](` brackets make no link, and intervals stay readable.
    return " ".join(str(value).split()).translate(_ESCAPES).replace("](", "]\\(")


def interval(value: float | None, low: float | None, high: float | None) -> str:
    """A figure with its interval."""
    if value is None or low is None or high is None:
        return text(value)
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"


def scale(
    lines: Mapping[str, Interval], low: float, high: float, marks: Mapping[str, float]
) -> str:
    """Intervals on one scale from `low` to `high`, drawn in characters, which any host shows.

    lines: by label; marks: single values, likewise.
    """

    def place(value: float) -> int:
        return round((min(max(value, low), high) - low) / (high - low) * (_WIDTH - 1))

    width = max(map(len, (*lines, *marks)))
    ticks = [low + (high - low) * part / 5 for part in range(6)]
    axis = "".join(f"{tick:<{_WIDTH // 5}.1f}" for tick in ticks)
    drawn = [f"{'':{width}} {axis.rstrip()}"]
    for label, each in lines.items():
        cells = ["·"] * _WIDTH
        ends = place(each.low), place(each.high)
        cells[ends[0] : ends[1] + 1] = "━" * (ends[1] - ends[0] + 1)
        cells[place(each.value)] = "●"
        drawn.append(f"{label:{width}} {''.join(cells)} {each.value:.3f}")
    for label, value in marks.items():
        cells = [" "] * _WIDTH
        cells[place(value)] = "▲"
        drawn.append(f"{label:{width}} {''.join(cells)} {value:.3f}")
    return "\n".join(["```text", *drawn, "```", ""])


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [header, ["-" * width for width in widths], *rows]
    padded = [
        [cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in padded) + "\n"
