"""How far rows are from one another, whatever the kinds of their columns."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import NUMBERS
from fake_or_real.data.tables import Table

_STEPS = 10_000  # distances are whole numbers, so that ties are exact; this is one full mismatch
_CHUNK = 64  # rows whose distances fit into the processor's cache


def points_of(tables: Sequence[Table]) -> list[np.ndarray]:
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
        if kind in (*NUMBERS, "datetime"):
            columns.append(_ranks(column, real=slice(starts[0], None)))
        else:
            columns.append(pd.factorize(column)[0] * _STEPS)
    return np.split(np.stack(columns).astype(np.int32), starts, axis=1)


def nearest(points: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of `points` the distance to the closest of `others`, and its position.

    Equal rows among `others` share the first one's position.
    """
    found = [(block.min(axis=1), block.argmin(axis=1)) for block in _blocks(points, others)]
    distances, positions = zip(*found, strict=True)
    return np.concatenate(distances), np.concatenate(positions)


def closest_to(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """To how many of `points` each of `others` is the closest, float of shape (others,).

    Those that are equally close to a point share it.
    """
    found = np.zeros(others.shape[1])
    for block in _blocks(points, others):
        rows, columns = np.nonzero(block == block.min(axis=1, keepdims=True))
        found += np.bincount(columns, 1 / np.bincount(rows)[rows], len(found))
    return found


def _blocks(points: np.ndarray, others: np.ndarray) -> Iterator[np.ndarray]:
    """The distances of some points after the other, each time shape (some, others)."""
    for start in range(0, points.shape[1], _CHUNK):
        total: np.ndarray = np.zeros((1, 1), np.int32)
        for ours, theirs in zip(points[:, start : start + _CHUNK], others, strict=True):
            apart = np.abs(ours[:, None] - theirs)
            total = total + np.minimum(apart, _STEPS, out=apart)
        yield total


def _ranks(column: pd.Series, real: slice) -> np.ndarray:
    if column.dtype.kind == "M":
        column = column.astype("int64").where(column.notna())
    values = column.to_numpy(float, na_value=np.nan)
    known = np.sort(values[real][~np.isnan(values[real])])
    below, up_to = (np.searchsorted(known, values, side) for side in ("left", "right"))
    ranks = np.round((below + up_to) / 2 / max(len(known), 1) * _STEPS)
    return np.where(np.isnan(values), -_STEPS, ranks)
