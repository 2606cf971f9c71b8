"""Missing segments: groups of real rows that the synthesizer fails to make."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd
from tqdm import tqdm

from fake_or_real.giveaways.cells import Codes, Rows, count_cells
from fake_or_real.giveaways.pairs import related
from fake_or_real.statistics.proportions import evidence, exact_p_value, holm

_LEVEL = 0.05  # the chance of any segment in the list that is not missing
_PROMISING = 10  # less evidence than this gets no exact test
_LEAST_SHARE = 0.002  # of the real rows; smaller segments are not looked at
_RARER = 2  # a segment is missing when it is at least this many times as rare in FAKE rows
_OVERLAP = 0.5  # a segment of which a larger share lies in those above it says nothing new


@dataclass(frozen=True)
class Segment:
    """Rows that meet one or two conditions, too few of which are FAKE.

    rule: the conditions in words. columns: those that they are on.
    rate_real, rate_fake: shares of the unseen REAL and of the FAKE rows, in [0, 1].
    fake: how many FAKE rows meet the conditions. fake_rows: of how many.
    evidence: the likelihood ratio statistic that they differ, by which segments are ranked.
    p_value: corrected for all segments that were looked at.
    """

    rule: str
    columns: tuple[str, ...]
    rate_real: float
    rate_fake: float
    fake: int
    fake_rows: int
    evidence: float
    p_value: float

    @property
    def sentence(self) -> str:
        """The rule and the two shares."""
        return (
            f"{self.rule}: {100 * self.rate_real:.2g} % of unseen REAL rows,"
            f" {self.fake:,} of {self.fake_rows:,} FAKE ones"
        )


_Parts = tuple[tuple[Codes, int], ...]  # columns and the level that each must have


def find_segments(rows: Rows) -> list[Segment]:
    """Segments that FAKE rows surely miss, the surest first."""
    fakes = np.arange(len(rows.real), len(rows.real) + len(rows.fake))
    promising: list[tuple[_Parts, int, int]] = []
    looked_at = 0
    for parts, reference in _cells(rows):
        large = reference >= max(rows.min_count, _LEAST_SHARE * len(rows.reference))
        large &= reduce(np.logical_and.outer, (codes.nameable for codes in parts))
        fake, control = (_count(parts, positions) for positions in (fakes, rows.control))
        looked_at += int(large.sum())
        rarer = fake / len(fakes) * _RARER < control / len(rows.control)
        sure = evidence(fake, len(fakes), control, len(rows.control)) > _PROMISING
        for levels in np.argwhere(large & rarer & sure):
            chosen = tuple((codes, int(level)) for codes, level in zip(parts, levels, strict=True))
            promising.append((chosen, int(fake[tuple(levels)]), int(control[tuple(levels)])))
    p_values = np.array(
        [exact_p_value(f, len(fakes), c, len(rows.control)) for _, f, c in promising]
    )
    found = [
        (parts, _segment(parts, fake, control, rows, float(p_value)))
        for (parts, fake, control), p_value in zip(
            promising, holm(p_values, np.ones(len(p_values)) / looked_at), strict=True
        )
        if p_value < _LEVEL
    ]
    return _distinct(rows, found)


def to_frame(found: list[Segment]) -> pd.DataFrame:
    """A line for each, in their order."""
    columns = ["rule", "rate_real", "rate_fake", "fake", "fake_rows", "p_value", "sentence"]
    return pd.DataFrame(
        [[getattr(segment, column) for column in columns] for segment in found], columns=columns
    )


def _cells(rows: Rows) -> Iterator[tuple[tuple[Codes, ...], np.ndarray]]:
    """Columns and pairs of related ones, with the number of reference rows in each cell."""
    coarse = [rows.coarse(name) for name, kind in rows.kinds.items() if kind != "text"]
    exact = [rows.exact(codes.name) for codes in coarse if codes.is_binned]
    for codes in (*exact, *coarse):
        yield (codes,), codes.count
    for first, second in tqdm(related(rows), desc="segments", disable=None):
        yield (first, second), count_cells(first, second, rows.reference)


def _count(parts: tuple[Codes, ...], positions: np.ndarray) -> np.ndarray:
    if len(parts) == 1:
        return np.bincount(parts[0].of[positions], minlength=len(parts[0].count))
    first, second = parts
    return count_cells(first, second, positions)


def _segment(parts: _Parts, fake: int, control: int, rows: Rows, p_value: float) -> Segment:
    return Segment(
        " and ".join(codes.condition(level) for codes, level in parts),
        tuple(codes.name for codes, _ in parts),
        control / len(rows.control),
        fake / len(rows.fake),
        fake,
        len(rows.fake),
        float(evidence(fake, len(rows.fake), control, len(rows.control))),
        p_value,
    )


def _distinct(rows: Rows, found: list[tuple[_Parts, Segment]]) -> list[Segment]:
    """Without those that lie mostly in surer ones; of equals the one with fewer conditions."""
    covered = np.zeros(len(rows.control), bool)
    kept = []
    for parts, segment in sorted(found, key=lambda pair: (-pair[1].evidence, len(pair[0]))):
        inside = np.all([rows.control_of(codes.of) == level for codes, level in parts], axis=0)
        if np.mean(covered[inside]) <= _OVERLAP:
            covered |= inside
            kept.append(segment)
    return kept
