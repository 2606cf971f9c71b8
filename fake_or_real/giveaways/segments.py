"""Missing segments: groups of real rows that the synthesizer fails to make."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd

from fake_or_real.giveaways.pairs import related
from fake_or_real.giveaways.partition import Levels, Partition, count_cells
from fake_or_real.progress import bar
from fake_or_real.statistics.proportions import exact_p_values, g_statistic, holm

_LEVEL = 0.05  # the chance of any segment in the list that is not missing
_PROMISING = 10  # less evidence than this gets no exact test
_LEAST_SHARE = 0.002  # of the real rows; smaller segments are not looked at
_RARER = 2  # a segment is missing when it is at least this many times as rare in FAKE rows
_OVERLAP = 0.5  # a segment of which a larger share lies in those above it says nothing new


@dataclass(frozen=True)
class Segment:
    """Rows that meet one or two conditions, too few of which are FAKE.

    conditions: what the rows have, such as `city = Ulm`. columns: those that they are on.
    rate_real, rate_fake: shares of the unseen REAL and of the FAKE rows, in [0, 1].
    fake: how many FAKE rows meet the conditions. fake_rows: of how many.
    evidence: the likelihood ratio statistic that they differ, by which segments are ranked.
    p_value: corrected for all segments that were looked at.
    """

    conditions: tuple[str, ...]
    columns: tuple[str, ...]
    rate_real: float
    rate_fake: float
    fake: int
    fake_rows: int
    evidence: float
    p_value: float


_Parts = tuple[tuple[Levels, int], ...]  # columns and the level that each must have


def find_segments(partition: Partition) -> list[Segment]:
    """Segments that FAKE rows surely miss, the surest first."""
    fakes = np.arange(len(partition.real), len(partition.real) + len(partition.fake))
    promising: list[tuple[_Parts, int, int]] = []
    looked_at = 0
    for parts, reference in _cells(partition):
        large = reference >= max(partition.min_count, _LEAST_SHARE * len(partition.reference))
        large &= reduce(np.logical_and.outer, (levels.nameable for levels in parts))
        fake, control = (_count(parts, positions) for positions in (fakes, partition.control))
        looked_at += int(large.sum())
        rarer = fake / len(fakes) * _RARER < control / len(partition.control)
        sure = g_statistic(fake, len(fakes), control, len(partition.control)) > _PROMISING
        for levels in np.argwhere(large & rarer & sure):
            chosen = tuple(
                (levels, int(level)) for levels, level in zip(parts, levels, strict=True)
            )
            promising.append((chosen, int(fake[tuple(levels)]), int(control[tuple(levels)])))
    p_values = exact_p_values([(f, len(fakes), c, len(partition.control)) for _, f, c in promising])
    significant = [
        (parts, _segment(parts, fake, control, partition, float(p_value)))
        for (parts, fake, control), p_value in zip(
            promising, holm(p_values, np.ones(len(p_values)) / looked_at), strict=True
        )
        if p_value < _LEVEL
    ]
    return _distinct(partition, significant)


def to_frame(segments: list[Segment]) -> pd.DataFrame:
    """A line for each, in their order.

    `rule` is all conditions as one text, for plots; `columns` and `conditions` are JSON lists.
    """
    lines = [
        {
            "rule": " and ".join(segment.conditions),
            "columns": json.dumps(segment.columns, ensure_ascii=False),
            "conditions": json.dumps(segment.conditions, ensure_ascii=False),
            "rate_real": segment.rate_real,
            "rate_fake": segment.rate_fake,
            "fake": segment.fake,
            "fake_rows": segment.fake_rows,
            "p_value": segment.p_value,
        }
        for segment in segments
    ]
    names = ("rate_real", "rate_fake", "fake", "fake_rows", "p_value")
    return pd.DataFrame(lines, columns=["rule", "columns", "conditions", *names])


def _cells(partition: Partition) -> Iterator[tuple[tuple[Levels, ...], np.ndarray]]:
    """Columns and pairs of related ones, with the number of reference rows in each cell."""
    coarse = [partition.coarse(name) for name, kind in partition.kinds.items() if kind != "text"]
    exact = [partition.exact(levels.name) for levels in coarse if levels.is_binned]
    for levels in (*exact, *coarse):
        yield (levels,), levels.count
    for first, second in bar(related(partition), "segments"):
        yield (first, second), count_cells(first, second, partition.reference)


def _count(parts: tuple[Levels, ...], positions: np.ndarray) -> np.ndarray:
    if len(parts) == 1:
        return np.bincount(parts[0].level[positions], minlength=len(parts[0].count))
    first, second = parts
    return count_cells(first, second, positions)


def _segment(
    parts: _Parts, fake: int, control: int, partition: Partition, p_value: float
) -> Segment:
    return Segment(
        tuple(levels.condition(level) for levels, level in parts),
        tuple(levels.name for levels, _ in parts),
        control / len(partition.control),
        fake / len(partition.fake),
        fake,
        len(partition.fake),
        float(g_statistic(fake, len(partition.fake), control, len(partition.control))),
        p_value,
    )


def _distinct(partition: Partition, significant: list[tuple[_Parts, Segment]]) -> list[Segment]:
    """Without those that lie mostly in surer ones; of equals the one with fewer conditions."""
    covered = np.zeros(len(partition.control), bool)
    kept = []
    for parts, segment in sorted(significant, key=lambda pair: (-pair[1].evidence, len(pair[0]))):
        inside = np.all(
            [partition.control_of(levels.level) == level for levels, level in parts], axis=0
        )
        if np.mean(covered[inside]) <= _OVERLAP:
            covered |= inside
            kept.append(segment)
    return kept
