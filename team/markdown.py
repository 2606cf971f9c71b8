"""Markdown tables that show any text as it is."""

from collections.abc import Sequence
from typing import Any

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


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [header, ["-" * width for width in widths], *rows]
    padded = [
        [cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in padded) + "\n"
