"""Copies of real rows: what an AUC cannot see, since a generator that copies has an AUC of 0.5.

Against all real rows it is counted how many synthetic rows equal one, and how many real rows equal
another real row, which is what honest rows would show. Where it is known which rows the generator
saw, the unseen ones show what chance does; see `fake_or_real.evidence.surplus`.

Identifier columns are to be left out beforehand, see `fake_or_real.data.identifiers`: every
generator makes new keys, also for the rows that it copies.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fake_or_real.data.equal_rows import cell_keys, row_keys
from fake_or_real.data.stored import Rows
from fake_or_real.errors import UserError
from fake_or_real.evidence.distances import closest_to, points_of
from fake_or_real.evidence.membership import membership
from fake_or_real.evidence.surplus import pointed_at, surplus
from fake_or_real.statistics.auc import Z95
from fake_or_real.statistics.interval import Interval

# Distances of at most so many synthetic rows, to at most so many seen and as many unseen rows.
_NEAREST_ROWS, _MOST = 5000, 50_000
# Of more columns the latter are in proportion fewer, but no fewer than so many.
_WIDE, _ENOUGH = 120, 1000
# Copying is called memorization where surely more than these shares of the synthetic rows are
# copies, or near copies, of seen rows. A small leaning towards the seen rows is common, and says
# little of any one row.
MAX_COPIES, MAX_NEAR_COPIES = 0.02, 0.1


@dataclass(frozen=True)
class Memory:
    """How synthetic rows stand to real rows that the generator saw, and to unseen ones.

    identical_to_seen, identical_to_unseen: the share of synthetic rows equal to any such row.
    excess_identical: the share of synthetic rows that equal a seen row beyond chance.
    near_copies: likewise for rows that equal one in all columns, or in all but one.
    closer_to_seen: the share of synthetic rows whose closest real row would be a seen one if there
        were as many seen as unseen rows; ties count half, so 0.5 is right.
    membership_auc: see `fake_or_real.evidence.membership`; None where there are too few rows.
    near_copies_at_least: the share of synthetic rows that is surely too close to seen rows, by
        whichever shows more: `near_copies`, or how many are closer to one than chance explains.
    distance_rows: of so many synthetic rows, drawn at random, the closest real row was looked for.
    """

    identical_to_seen: float
    identical_to_unseen: float
    excess_identical: Interval
    near_copies: Interval
    closer_to_seen: Interval
    membership_auc: Interval | None
    near_copies_at_least: float
    distance_rows: int


@dataclass(frozen=True)
class Copies:
    """How many synthetic rows repeat rows, and what real rows do.

    identical_to_real: the share of synthetic rows equal to any real row.
    real_repeats: the share of real rows equal to another real row.
    excess_identical_to_real: the first minus the second.
    identical_at_random: the share of synthetic rows that would equal a real row if each column's
        values were shuffled: where it is large, the real table holds most combinations of its
        values, and equal rows are no sign of copying.
    synthetic_repeats: the share of synthetic rows equal to another synthetic row; where there are
        more of them than real rows, among as many as those.
    excess_repeats: the same minus that of real rows, among as many of them.
    seen_rows, unseen_rows: of the real rows; None where it is not known which were seen.
    memory: None where it is not known which rows were seen, or all were, or none.
    memorized: whether surely too many rows are copies or near copies of seen rows; None where
        nobody can tell, as it is not known which rows were seen, or all were.
    """

    identical_to_real: float
    real_repeats: float
    excess_identical_to_real: Interval
    identical_at_random: float
    synthetic_repeats: float
    excess_repeats: Interval
    seen_rows: int | None
    unseen_rows: int | None
    memory: Memory | None
    memorized: bool | None

    def to_dict(self) -> dict[str, float | int | bool]:
        """Flat, for `metrics/copies.json`; what could not be judged is left out."""
        found = vars(self) | (vars(self.memory) if self.memory else {})
        flat: dict[str, float | int | bool] = {}
        for name, value in sorted(found.items()):
            if isinstance(value, Interval):
                ends = {f"{name}_ci_low": value.low, f"{name}_ci_high": value.high}
                flat |= {name: value.value} | ends
            elif isinstance(value, float | int):
                flat[name] = value
        return flat


def find_copies(  # noqa: PLR0913 - the tables, what was seen of them, and the limits
    real: Rows,
    synthetic: Rows,
    seen: np.ndarray | None,
    rng: np.random.Generator,
    *,
    max_copies: float = MAX_COPIES,
    max_near_copies: float = MAX_NEAR_COPIES,
) -> Copies:
    """Hold synthetic rows against real ones; missing values equal each other.

    seen: positions of the real rows that the generator learned from, None if not known.
    max_copies, max_near_copies: the shares of synthetic rows above which it has memorized rows.

    Raises `UserError` when either table is empty.
    """
    if min(len(real), len(synthetic)) == 0:
        raise UserError(
            f"copies cannot be looked for in {len(synthetic)} synthetic and {len(real)} real rows;"
            " give both tables some rows"
        )
    ours, theirs = row_keys([synthetic, real])
    twins, real_twins = _twins(ours), _twins(theirs)
    in_real, fewer = _is_in(ours, theirs), min(len(ours), len(theirs))
    repeats, real_repeats = (_among(fewer, counts) for counts in (twins, real_twins))
    is_seen = np.zeros(len(real), dtype=bool)
    is_seen[[] if seen is None else seen] = True
    memory, memorized = None, None
    if seen is not None and len(seen) == 0:
        memorized = False
    elif seen is not None and not is_seen.all():
        memory = _memory((synthetic, real), (ours, theirs), is_seen, rng)
        memorized = (
            memory.excess_identical.low > max_copies
            or memory.near_copies_at_least > max_near_copies
        )
    return Copies(
        identical_to_real=float(in_real.mean()),
        real_repeats=float((real_twins > 0).mean()),
        excess_identical_to_real=_difference(in_real, ours, real_twins > 0, theirs),
        identical_at_random=float(_is_in(_shuffled(synthetic, real, rng), theirs).mean()),
        synthetic_repeats=float(repeats.mean()),
        excess_repeats=_difference(repeats, ours, real_repeats, theirs),
        seen_rows=None if seen is None else int(is_seen.sum()),
        unseen_rows=None if seen is None else int((~is_seen).sum()),
        memory=memory,
        memorized=memorized,
    )


def _memory(
    tables: tuple[Rows, Rows],
    keys: tuple[np.ndarray, np.ndarray],
    is_seen: np.ndarray,
    rng: np.random.Generator,
) -> Memory:
    """tables, keys: the synthetic rows and the real ones, and their keys."""
    ours, theirs = keys
    rows = len(ours)
    equal = pointed_at([keys], rows, len(theirs))
    others = ~_is_in(ours, theirs)
    # A row's key less a cell's is the key of the row without that cell.
    without = (((ours - cells[0])[others], theirs - cells[1]) for cells in cell_keys(tables))
    alike = pointed_at(without, int(others.sum()), len(theirs))
    exact, near = (surplus(found, is_seen, rows) for found in (equal, equal + alike))
    most = min(_MOST, max(_ENOUGH, _MOST * _WIDE // len(tables[0].kinds)))
    drawn = [
        rng.permutation(positions)[:most]
        for positions in (rows, np.flatnonzero(is_seen), np.flatnonzero(~is_seen))
    ]
    real = tables[1].take(np.concatenate(drawn[1:]))
    of_seen = np.arange(len(real)) < len(drawn[1])
    points, seen, unseen = points_of(
        [tables[0].take(drawn[0]), *(real.take(np.flatnonzero(of)) for of in (of_seen, ~of_seen))]
    )
    closest = closest_to(points[:, :_NEAREST_ROWS], np.concatenate([seen, unseen], axis=1))
    distance_rows = min(rows, _NEAREST_ROWS)
    closer = surplus(closest, np.arange(len(closest)) < seen.shape[1], distance_rows)
    return Memory(
        identical_to_seen=float(_is_in(ours, theirs[is_seen]).mean()),
        identical_to_unseen=float(_is_in(ours, theirs[~is_seen]).mean()),
        excess_identical=exact,
        near_copies=near,
        # If a share c is closer beyond chance, half of the others are closer by chance.
        closer_to_seen=Interval(*((1 + end) / 2 for end in vars(closer).values())),
        membership_auc=membership(points, seen, unseen, rng),
        near_copies_at_least=max(near.low, closer.low),
        distance_rows=distance_rows,
    )


def _shuffled(synthetic: Rows, real: Rows, rng: np.random.Generator) -> np.ndarray:
    """The keys of synthetic rows whose columns were shuffled alone."""
    keys = np.zeros(len(synthetic), np.uint64)
    for cells, _ in cell_keys([synthetic, real]):
        keys += rng.permuted(cells)
    return keys


def _is_in(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Which of our keys are among theirs; of many numpy's own takes twice as long."""
    return np.asarray(pd.Series(ours).isin(theirs))


def _twins(ids: np.ndarray) -> np.ndarray:
    """How many other rows equal each row."""
    _, place, counts = np.unique(ids, return_inverse=True, return_counts=True)
    return np.asarray(counts[place] - 1)


def _among(rows: int, twins: np.ndarray) -> np.ndarray:
    """The chance that a row has a twin among so many of the rows, itself included, drawn by lot."""
    kept = (rows - 1) / max(len(twins) - 1, 1)
    return np.asarray(1 - (1 - kept) ** twins)


def _difference(
    ours: np.ndarray, our_ids: np.ndarray, theirs: np.ndarray, their_ids: np.ndarray
) -> Interval:
    """The mean of the first minus the mean of the second.

    All rows with one id are a single observation, in both tables together. If both tables come
    from one population its expectation is 0, so its square is its variance.
    """
    parts = np.concatenate([ours / len(ours), theirs / -len(theirs)])
    ids, _ = pd.factorize(np.concatenate([our_ids, their_ids]))
    value, reach = parts.sum(), Z95 * np.sqrt(np.sum(np.bincount(ids, parts) ** 2))
    return Interval(*(float(np.clip(end, -1, 1)) for end in (value, value - reach, value + reach)))
