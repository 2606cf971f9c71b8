"""Single records with their reasons, for the edition of the report that git ignores."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fake_or_real.data.tables import Table
from fake_or_real.report import sentences

ENDS = {"most_fake": "Most FAKE", "most_real": "Most REAL"}
_CELLS = 60  # of a record; the telling ones come first


@dataclass(frozen=True)
class Cell:
    """One cell of a record, and the same column of the nearest real row.

    is_telling: whether it speaks for what the record seems to be.
    """

    column: str
    value: str
    nearest: str
    is_telling: bool


@dataclass(frozen=True)
class Record:
    """One row of the holdout with its reasons in words.

    end: a key of `ENDS`. more: how many cells are left out.
    """

    end: str
    label: str
    p_fake: float
    contributions: str
    giveaways: list[str]
    cells: list[Cell]
    more: int


def of_reasons(
    explained: pd.DataFrame, listed: pd.DataFrame, real: Table, synthetic: Table, most: int
) -> list[Record]:
    """The first so many records of each end.

    explained: as `fake_or_real.giveaways.reasons` makes it. listed: all give-aways.
    """
    shown = explained.groupby("end", sort=False).head(most)
    said = {line["rank"]: sentences.giveaway(line) for line in listed.to_dict("records")}
    return [_record(line, said, real, synthetic) for line in shown.itertuples()]


def _record(line: Any, said: Mapping[int, str], real: Table, synthetic: Table) -> Record:
    values = _words((synthetic if line.is_fake else real).take(np.array([line.row])))
    nearest = _words(real.take(np.array([line.nearest_row])))
    telling = set(json.loads(line.telling))
    cells = [Cell(name, values[name], nearest[name], name in telling) for name in values]
    # Telling ones first, each in the table's order.
    cells.sort(key=lambda cell: not cell.is_telling)
    return Record(
        line.end,
        "FAKE" if line.is_fake else "REAL",
        line.p_fake,
        sentences.contributions(line.contributions),
        [said[rank] for rank in json.loads(line.giveaways)],
        cells[:_CELLS],
        max(0, len(cells) - _CELLS),
    )


def _words(row: Table) -> dict[str, str]:
    frame = row.frame.astype("str").fillna("(missing)")
    return {name: str(frame[name].iloc[0]) for name in row.kinds}
