"""Copies of the rows that a generator saw: what an AUC cannot see.

A generator that copies its training rows has an AUC of 0.5. But real rows that it saw and real
rows that it never saw come from one population, so synthetic rows that owe nothing to particular
rows are as often equal to, and as often close to, the one as the other.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.statistics.auc import Z95
from fake_or_real.statistics.interval import Interval

# Copying is called memorization when surely more than these shares of the synthetic rows equal a
# seen row, or are near copies of one. A small leaning towards the seen rows is common, and says
# little of any one row.
_TOLERATED_EQUAL, _TOLERATED_NEAR = 0.02, 0.1
_NEAREST_ROWS = 5000  # at most so many of each table are compared by distance
_STEPS = 10_000  # distances are whole numbers, so that ties are exact; this is one full mismatch
_CHUNK = 64  # rows whose distances fit into the processor's cache


@dataclass(frozen=True)
class Copies:
    """How synthetic rows stand to real rows that the generator saw, and to as many unseen ones.

    identical_to_seen, identical_to_unseen: the share of synthetic rows equal to such a row, and
        excess_identical: the first minus the second.
    real_duplicates: the share of the unseen rows equal to a seen row: what nature repeats.
    closer_to_seen: the share of synthetic rows whose closest real row is a seen one; ties count
        half, so 0.5 is right.
    rows_compared: how many seen, and how many unseen, rows the synthetic ones were held against.
    """

    identical_to_seen: float
    identical_to_unseen: float
    excess_identical: Interval
    real_duplicates: float
    closer_to_seen: Interval
    rows_compared: int

    @property
    def memorized(self) -> bool:
        """Whether surely more than 2 % of the synthetic rows are copies, or 10 % near copies.

        If a share c of the rows are near copies and the others owe nothing to any seen row, then
        c + (1 - c) / 2 of them are closer to a seen row.
        """
        near_copies = 2 * self.closer_to_seen.low - 1
        return self.excess_identical.low > _TOLERATED_EQUAL or near_copies > _TOLERATED_NEAR

    def to_dict(self) -> dict[str, float | bool]:
        """Flat, for `metrics/copies.json`."""
        return {
            "closer_to_seen": self.closer_to_seen.value,
            "closer_to_seen_ci_high": self.closer_to_seen.high,
            "closer_to_seen_ci_low": self.closer_to_seen.low,
            "excess_identical": self.excess_identical.value,
            "excess_identical_ci_high": self.excess_identical.high,
            "excess_identical_ci_low": self.excess_identical.low,
            "identical_to_seen": self.identical_to_seen,
            "identical_to_unseen": self.identical_to_unseen,
            "memorized": self.memorized,
            "real_duplicates": self.real_duplicates,
            "rows_compared": self.rows_compared,
        }


def of_seen(
    real: Table, synthetic: Table, seen: np.ndarray | None, seed: int
) -> dict[str, float | bool]:
    """Flat, for `metrics/copies.json`; empty where it is not known which rows were seen.

    Where none of the real rows was seen, none can be copied: then `memorized` stands alone.

    seen: positions of the real rows that the generator saw.
    """
    if seen is None:
        return {}
    if len(seen) == 0:
        return {"memorized": False}
    unseen = np.setdiff1d(np.arange(len(real)), seen)
    rng = np.random.default_rng(seed)
    return find_copies(synthetic, real.take(seen), real.take(unseen), rng).to_dict()


def find_copies(synthetic: Table, seen: Table, unseen: Table, rng: np.random.Generator) -> Copies:
    """Hold synthetic rows against real rows that the generator saw and against unseen ones.

    The larger of `seen` and `unseen` is thinned to the size of the smaller, so that neither has
    a better chance of holding a match. Missing values equal each other.

    Raises `UserError` when any of the three is empty.
    """
    rows = min(len(seen), len(unseen))
    if min(rows, len(synthetic)) == 0:
        raise UserError(
            f"copies cannot be judged from {len(synthetic)} synthetic, {len(seen)} seen and"
            f" {len(unseen)} unseen rows; each must have some: lower generator.sample_size or"
            " raise probe.size"
        )
    seen, unseen = _sample(seen, rows, rng), _sample(unseen, rows, rng)
    ids = _row_ids([synthetic, seen, unseen])
    in_seen, in_unseen = np.isin(ids[0], ids[1]), np.isin(ids[0], ids[2])
    return Copies(
        identical_to_seen=float(in_seen.mean()),
        identical_to_unseen=float(in_unseen.mean()),
        excess_identical=_share(in_seen.astype(float) - in_unseen, ids[0], null=0),
        real_duplicates=float(np.isin(ids[2], ids[1]).mean()),
        closer_to_seen=_closer_to_seen(
            *(_sample(table, _NEAREST_ROWS, rng) for table in (synthetic, seen, unseen))
        ),
        rows_compared=rows,
    )


def _sample(table: Table, rows: int, rng: np.random.Generator) -> Table:
    if len(table) <= rows:
        return table
    return table.take(rng.choice(len(table), rows, replace=False))


def _row_ids(tables: list[Table]) -> list[np.ndarray]:
    """For each table one number a row, the same for equal rows."""
    frame = pd.concat([table.frame for table in tables], ignore_index=True)
    ids = frame.groupby(list(frame.columns), dropna=False, sort=False).ngroup().to_numpy()
    return np.split(ids, np.cumsum([len(table) for table in tables])[:-1])


def _share(values: np.ndarray, owners: np.ndarray, null: float) -> Interval:
    """The mean of values, shape (n,); all of one owner, shape (n,), are a single observation.

    An owner is the real row that decides them all. If the generator copied nothing, swapping the
    roles of seen and unseen would change nothing: each owner's deviation from the null value has
    its sign by a fair coin. The interval uses the mean's variance under such swaps, so it is
    right at the null and too wide, never too narrow, away from it.
    """
    deviations = pd.Series(values - null).groupby(owners).sum().to_numpy()
    mean, reach = values.mean(), Z95 * np.sqrt(np.sum(deviations**2)) / len(values)
    lowest = 2 * null - 1
    return Interval(float(mean), float(max(mean - reach, lowest)), float(min(mean + reach, 1)))


def _closer_to_seen(synthetic: Table, seen: Table, unseen: Table) -> Interval:
    rows = min(len(seen), len(unseen))
    points = points_of([synthetic, seen, unseen])
    to_seen, nearest_seen = nearest(points[0], points[1])
    to_unseen, nearest_unseen = nearest(points[0], points[2])
    closer = np.where(to_seen == to_unseen, 0.5, to_seen < to_unseen)
    owners = np.where(to_seen < to_unseen, nearest_seen, rows + nearest_unseen)
    return _share(closer, owners, null=0.5)


def points_of(tables: list[Table]) -> list[np.ndarray]:
    """The rows as points with whole coordinates, shape (columns, rows) for each table.

    The first table is held against the others, which are real.

    Numbers and datetimes become their rank among the real rows, from 0 to `_STEPS`: a skewed
    column then counts as much as an even one. Each string and each missing value stands at least
    `_STEPS` from all else. With differences cut off at `_STEPS` this is Gower's distance (1971,
    "A general coefficient of similarity and some of its properties", Biometrics 27), on ranks.
    """
    starts = np.cumsum([len(table) for table in tables])[:-1]
    columns = []
    for name, kind in tables[0].kinds.items():
        column = pd.concat([table.frame[name] for table in tables], ignore_index=True)
        if kind in ("integer", "float", "datetime"):
            columns.append(_ranks(column, real=slice(starts[0], None)))
        else:
            columns.append(pd.factorize(column)[0] * _STEPS)
    return np.split(np.stack(columns).astype(np.int32), starts, axis=1)


def _ranks(column: pd.Series, real: slice) -> np.ndarray:
    if column.dtype.kind == "M":
        column = column.astype("int64").where(column.notna())
    values = column.to_numpy(float, na_value=np.nan)
    known = np.sort(values[real][~np.isnan(values[real])])
    below, up_to = (np.searchsorted(known, values, side) for side in ("left", "right"))
    ranks = np.round((below + up_to) / 2 / max(len(known), 1) * _STEPS)
    return np.where(np.isnan(values), -_STEPS, ranks)


def nearest(points: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of `points` the distance to the closest of `others`, and its position.

    Equal rows among `others` share the first one's position.
    """
    distances, positions = [], []
    for start in range(0, points.shape[1], _CHUNK):
        total: np.ndarray = np.zeros((1, 1), np.int32)
        for ours, theirs in zip(points[:, start : start + _CHUNK], others, strict=True):
            apart = np.abs(ours[:, None] - theirs)
            total = total + np.minimum(apart, _STEPS, out=apart)
        positions.append(total.argmin(axis=1))
        distances.append(total.min(axis=1))
    return np.concatenate(distances), np.concatenate(positions)
