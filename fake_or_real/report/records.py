"""Single records with their reasons, for the edition of the report that git ignores."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fake_or_real.data.stored import Rows
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
    explained: pd.DataFrame, listed: pd.DataFrame, real: Rows, synthetic: Rows, most: int
) -> list[Record]:
    """The first so many records of each end.

    explained: as `fake_or_real.giveaways.reasons` makes it. listed: all give-aways.
    """
    shown = explained.groupby("end", sort=False).head(most)
    said = {line["rank"]: sentences.giveaway(line) for line in listed.to_dict("records")}
    is_fake = shown["is_fake"].to_numpy(dtype=bool)
    row, nearest = (shown[name].to_numpy(dtype=int) for name in ("row", "nearest_row"))
    fakes = iter(_words(synthetic, row[is_fake]))
    of_real = _words(real, np.concatenate([row[~is_fake], nearest]))
    reals, others = iter(of_real), of_real[(~is_fake).sum() :]
    return [
        _record(line, said, next(fakes if line.is_fake else reals), other)
        for line, other in zip(shown.itertuples(), others, strict=True)
    ]


def _record(
    line: Any, said: Mapping[int, str], values: dict[str, str], nearest: dict[str, str]
) -> Record:
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


def _words(table: Rows, rows: np.ndarray) -> list[dict[str, str]]:
    """The cells of these rows as words."""
    frame = table.take(rows).frame
    # Each by itself: how a moment is written depends on the others in its column.
    lines = [frame.iloc[[place]].astype("str").fillna("(missing)") for place in range(len(rows))]
    return [{name: str(line[name].iloc[0]) for name in table.kinds} for line in lines]
