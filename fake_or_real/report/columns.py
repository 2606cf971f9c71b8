"""What columns were taken for, in words."""

from collections.abc import Mapping
from typing import Any

from fake_or_real.report.sentences import percent

_MOST_COLUMNS = 60  # more are counted, not listed


def table(described: Mapping[str, Mapping[str, Any]]) -> str:
    """A line for each column, for a terminal: name, kind, missing, distinct, range, why.

    described: as `fake_or_real.data.description.describe` makes it.
    """
    heads = ("column", "kind", "missing", "distinct", "range", "")
    lines = [heads, *(_cells(name, column) for name, column in described.items())]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    shown = lines[: _MOST_COLUMNS + 1]
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in shown
    ]
    if len(lines) > len(shown):
        text.append(f"and {len(lines) - len(shown)} more columns")
    return "\n".join(text)


def span(column: Mapping[str, Any]) -> str:
    """From its lowest to its highest value that may be named; empty where there are none."""
    if column["low"] is None:
        return ""
    return " to ".join(_end(column[end]) for end in ("low", "high"))


def about(column: Mapping[str, Any]) -> str:
    """Why a column was taken for its kind, and how it is written, where that is not plain."""
    written = f"written as {column['style']}" if column["style"] else ""
    return "; ".join(part for part in (column["why"], written) if part)


def _cells(name: str, column: Mapping[str, Any]) -> tuple[str, ...]:
    missing = percent(column["missing"]) if column["missing"] else ""
    short = name if len(name) <= 30 else f"{name[:29]}…"
    return (short, column["kind"], missing, f"{column['distinct']:,}", span(column), about(column))


def _end(value: str | float) -> str:
    return value.removesuffix("T00:00:00") if isinstance(value, str) else f"{value:.6g}"
