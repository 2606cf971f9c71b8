"""Reasons per record: why a row seems FAKE or REAL.

They are made of real values, so they go to `data/`, which git ignores.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Protocol, runtime_checkable

import numpy as np
import pandas as pd
from scipy.special import logit

from fake_or_real.data.kinds import Kind
from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.scorer import Scorer
from fake_or_real.evidence.distances import nearest, points_of
from fake_or_real.features.feature import Feature
from fake_or_real.giveaways.giveaways import Giveaway
from fake_or_real.giveaways.partition import Partition
from fake_or_real.giveaways.questions import Question

Columns = tuple[str, ...]


@runtime_checkable
class Explaining(Protocol):
    """A model that knows what each of its features adds to a row's score."""

    @property
    def features(self) -> list[Feature]:
        """Its features, and the columns that each is made from."""

    def contributions(self, table: Table) -> pd.DataFrame:
        """What each feature adds to the log-odds of FAKE, shape (n, n_features)."""


# How a table of reasons is stored.
KINDS: dict[str, Kind] = {
    "end": "categorical",
    "is_fake": "boolean",
    "row": "integer",
    "p_fake": "float",
    "contributions": "text",
    "giveaways": "text",
    "telling": "text",
    "nearest_row": "integer",
    "differs_in": "text",
}
# The tutorial shows 5 rows, drawn from the 100 at each end of the scores.
SHOWN, DRAWN_FROM = 5, 100
_STRONGEST = 3  # contributions and give-aways that are named for a row
_DRAWS = 10  # real values that stand in for a cell
_TELLING = 3  # a give-away is a reason where it holds this many times as often in FAKE rows


def reasons(  # noqa: PLR0913 - rows, a model and what it says of them, and what is listed
    partition: Partition,
    holdout: Part,
    model: Scorer,
    listed: Sequence[Giveaway],
    rng: np.random.Generator,
    *,
    p_fake: np.ndarray,
) -> Table:
    """The 100 most FAKE and the 100 most REAL holdout rows with their reasons.

    p_fake: what the model says of the holdout rows, shape (n,).

    Columns: `end` (`most_fake` or `most_real`, the most extreme row first), `is_fake`, `row` (its
    position in the synthetic or the real table), `p_fake`, `contributions` (the strongest),
    `giveaways` (the ranks of the strongest that hold in it), `telling` (the columns that speak
    for this end), `nearest_row` (of the real reference rows) and `differs_in` (the columns in
    which it is not equal to that).

    Lists are JSON. A contribution is a pair: its conditions, such as `["city = Ulm"]`, and the
    factor by which they multiply the odds of FAKE.
    """
    order = np.argsort(-p_fake, kind="stable")
    ends = {"most_fake": order[:DRAWN_FROM], "most_real": order[::-1][:DRAWN_FROM]}
    chosen = np.concatenate(list(ends.values()))
    table, is_fake, row = holdout.table.take(chosen), holdout.is_fake[chosen], holdout.row[chosen]
    reference = partition.real.take(partition.reference)
    closest = _nearest_rows(table, reference)
    added = contributions(model, table, reference, rng)
    held = [
        _giveaways_of(partition, listed, fake, position)
        for fake, position in zip(is_fake, row, strict=True)
    ]
    sign = np.repeat([1, -1], [len(positions) for positions in ends.values()])
    frame = pd.DataFrame(
        {
            "end": np.repeat(list(ends), [len(positions) for positions in ends.values()]),
            "is_fake": is_fake,
            "row": row,
            "p_fake": p_fake[chosen],
            "contributions": _factors(table, added),
            "giveaways": [json.dumps(list(ranks)) for ranks in held],
            "telling": _telling(table, added, sign, held),
            "nearest_row": partition.reference[closest],
            "differs_in": _differences(table, reference.take(closest)),
        }
    )
    return Table(frame, KINDS)


def shown_records(
    explained: Table, holdout: Part, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """`most_fake` and `most_real`: a few rows of each end, the most extreme first.

    Each frame has `P(FAKE)`, `label`, `contributions`, `giveaways` and the table's columns.
    """
    place = {key: i for i, key in enumerate(zip(holdout.is_fake, holdout.row, strict=True))}
    shown = {}
    for end, frame in explained.frame.groupby("end", sort=False):
        drawn = np.sort(rng.choice(len(frame), min(SHOWN, len(frame)), replace=False))
        lines = frame.iloc[drawn].reset_index(drop=True)
        about = pd.DataFrame(
            {
                "P(FAKE)": lines["p_fake"].round(4),
                "label": np.where(lines["is_fake"], "FAKE", "REAL"),
                "contributions": lines["contributions"],
                "giveaways": lines["giveaways"],
            }
        )
        keys = zip(lines["is_fake"], lines["row"], strict=True)
        values = holdout.table.take(np.array([place[key] for key in keys])).frame
        shown[str(end)] = pd.concat([about, values], axis=1)
    return shown


def contributions(
    model: Scorer, table: Table, reference: Table, rng: np.random.Generator
) -> dict[Columns, np.ndarray]:
    """What columns, or pairs of them, add to the log-odds of FAKE of each row, shape (n,).

    A model that knows its features' contributions is asked for them. For any other, a cell's is
    how far the log-odds fall, on average, when a value of a random real row stands in its place.
    """
    if isinstance(model, Explaining):
        added = model.contributions(table).to_numpy()
        total: dict[Columns, np.ndarray] = {}
        for feature, column in zip(model.features, added.T, strict=True):
            total[feature.columns] = total.get(feature.columns, 0) + column
        return total
    odds = _log_odds(model, table)
    repeated = table.take(np.repeat(np.arange(len(table)), _DRAWS))
    total = {}
    for name in table.kinds:
        frame = repeated.frame.copy()
        drawn = reference.take(rng.integers(0, len(reference), len(frame)))
        frame[name] = drawn.frame[name]
        without = _log_odds(model, Table(frame, table.kinds))
        total[(name,)] = odds - without.reshape(-1, _DRAWS).mean(axis=1)
    return total


def _log_odds(model: Scorer, table: Table) -> np.ndarray:
    return np.asarray(logit(np.clip(model.predict_proba(table)[:, 1], 1e-6, 1 - 1e-6)))


def _factors(table: Table, added: dict[Columns, np.ndarray]) -> list[str]:
    """The strongest contributions of each row, as JSON pairs of conditions and a factor."""
    values = table.frame.astype("str").fillna("(missing)")
    lines = []
    for row in range(len(table)):
        pairs = [
            (
                [f"{name} = {values[name].iloc[row]}" for name in columns],
                float(np.exp(added[columns][row])),
            )
            for columns in _strongest(added, row)
        ]
        lines.append(json.dumps(pairs, ensure_ascii=False))
    return lines


def _strongest(added: dict[Columns, np.ndarray], row: int) -> list[Columns]:
    return sorted(added, key=lambda columns: -abs(added[columns][row]))[:_STRONGEST]


def _telling(
    table: Table,
    added: dict[Columns, np.ndarray],
    sign: np.ndarray,
    held: Sequence[Mapping[int, Question]],
) -> list[str]:
    """The columns that speak for what a row seems to be, as JSON; sign: 1 for FAKE, -1 for REAL."""
    lines = []
    for row in range(len(table)):
        questions = held[row].values() if sign[row] > 0 else ()
        named = {name for question in questions for name in question.columns}
        for columns in _strongest(added, row):
            if added[columns][row] * sign[row] > 0:
                named.update(columns)
        lines.append(json.dumps([name for name in table.kinds if name in named]))
    return lines


def _giveaways_of(
    partition: Partition, listed: Sequence[Giveaway], is_fake: bool, row: int
) -> dict[int, Question]:
    """The strongest give-aways that hold in a row and speak for FAKE, by their ranks."""
    telling = {
        rank: giveaway.question
        for rank, giveaway in enumerate(listed, start=1)
        # Of identifiers no model knows, so they are no reason for a score.
        if giveaway.question.kind != "identifier"
        and giveaway.question.columns
        and giveaway.rate_fake >= _TELLING * giveaway.rate_real
    }
    position = row if is_fake else int(np.flatnonzero(partition.holdout_real == row)[0])
    held = {}
    for rank, question in telling.items():
        answers = question.fake if is_fake else question.holdout
        if answers is not None and answers[position]:
            held[rank] = question
    return dict(islice(held.items(), _STRONGEST))


def _nearest_rows(table: Table, reference: Table) -> np.ndarray:
    """The position in the reference of the row that is closest to each row, shape (n,)."""
    return nearest(*points_of([table, reference]))[1]


def _differences(table: Table, others: Table) -> list[str]:
    """The columns in which rows and others are not equal; missing values equal each other."""
    differ = {
        name: ~(table.frame[name].eq(others.frame[name]).fillna(value=False)).to_numpy(bool)
        & ~(table.frame[name].isna() & others.frame[name].isna()).to_numpy(bool)
        for name in table.kinds
    }
    return [
        ", ".join(name for name in table.kinds if differ[name][row]) for row in range(len(table))
    ]
