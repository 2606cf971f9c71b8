"""Each column of the table, and each pair of columns, as the page shows them."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

SHOWN = 12  # cards that are not folded
_PAIRS = 200  # pairs that are listed: those that changed, and then the most different
_LONGEST_LABEL = 14  # letters of a column's name beside the matrix


def of_columns(
    alone: pd.DataFrame,
    bars: pd.DataFrame,
    described: Mapping[str, Mapping[str, Any]],
    listed: pd.DataFrame,
) -> list[dict[str, Any]]:
    """A card for each column in the table's order, then those that take no part.

    alone, bars: as `fake_or_real.giveaways.columns` makes them. described: the content of
    `metrics/columns.json`. listed: the give-aways.
    """
    # As JSON writes a single column's name in the list of a give-away's columns.
    first = {line["columns"]: line["rank"] for line in listed[::-1].to_dict("records")}
    values = {name: of.to_dict("records") for name, of in bars.groupby("column", sort=False)}
    largest = bars.groupby("column", sort=False)[["real", "fake"]].max().max(axis=1)
    own = {name: first.get(json.dumps([name], ensure_ascii=False)) for name in alone["column"]}
    cards = [
        {
            **{name: value for name, value in line.items() if name not in ("low", "high")},
            **_about(described, line["column"]),
            "role": "judged",
            "giveaway": own[line["column"]],
            "tells": line["tells"] or own[line["column"]] is not None,
            "bars": values.get(line["column"], []),
            "largest": float(largest.get(line["column"], 1.0)) or 1.0,
        }
        for line in alone.to_dict("records")
    ]
    judged = {card["column"] for card in cards}
    left_out = [
        {"column": name, **_about(described, name), "role": "left out"}
        for name in described
        if name not in judged
    ]
    return cards + left_out


def title(cards: list[dict[str, Any]]) -> str:
    """How many columns tell nothing by themselves."""
    judged = [card for card in cards if card["role"] == "judged"]
    fine = sum(not card["tells"] for card in judged)
    if fine == len(judged):
        return "Every column is fine by itself" if fine > 1 else "The only column is fine"
    how = "is fine by itself" if fine == 1 else "are fine by themselves"
    return f"{fine or 'None'} of {len(judged)} columns {how}"


def matrix(pairs: pd.DataFrame) -> dict[str, Any]:
    """Pairs as a square: `names`, and `cells` with `x`, `y`, `v`, `label` and `change`.

    REAL rows' strength stands above the diagonal, FAKE rows' below it.
    """
    names = list(dict.fromkeys([*pairs["first"], *pairs["second"]]))
    place = {name: i for i, name in enumerate(names)}
    cells = []
    for line in pairs.to_dict("records"):
        first, second = place[line["first"]], place[line["second"]]
        for label, x, y in (("real", second, first), ("fake", first, second)):
            if line[label] >= 0.005 or line["change"] != "none":
                cells.append({"x": x, "y": y, "v": line[label], "label": label} | _changed(line))
    short = [n if len(n) <= _LONGEST_LABEL else f"{n[: _LONGEST_LABEL - 1]}…" for n in names]
    return {"names": short, "cells": cells}


def lines(pairs: pd.DataFrame) -> list[dict[str, Any]]:
    """The pairs that are listed, those first that changed and those that differ most."""
    difference = (pairs["fake"] - pairs["real"]).abs()
    order = pairs.assign(by=difference, same=pairs["change"] == "none")
    order = order.sort_values(["same", "by"], ascending=[True, False], kind="stable")
    listed: list[dict[str, Any]] = order.head(_PAIRS).to_dict("records")
    return listed


def pairs_title(pairs: pd.DataFrame, columns: int) -> str:
    """How many dependences are lost, and how many invented; columns: of the table."""
    counts = pairs["change"].value_counts()
    lost, invented = int(counts.get("lost", 0)), int(counts.get("invented", 0))
    if pairs.empty:
        return "Pairs of columns were not compared"
    compared = len({*pairs["first"], *pairs["second"]})
    first = f"the first {compared} " if compared < columns else ""
    if not lost + invented:
        depend = f"{first}columns depend on one another as in real rows"
        return f"{depend[0].upper()}{depend[1:]}"
    return (
        f"Of {len(pairs)} pairs of {first}columns {lost} depend less on one another than in real"
        f" rows, {invented} more"
    )


def _changed(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"change": line["change"], "first": line["first"], "second": line["second"]}


def _about(described: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, Any]:
    """What is known of a real column; columns of words have no line of their own."""
    if name not in described:
        return {"kind": "word", "why": "", "style": "", "low": None, "high": None}
    known = described[name]
    about = {key: known[key] for key in ("kind", "why", "style", "low", "high")}
    return about | {"missing_real": known["missing"], "distinct_real": known["distinct"]}
