"""Of more rows than are wanted, those that a discriminator cannot tell from seen ones.

A drawn row is kept with a probability in proportion to the odds of REAL that a discriminator gives
it: discriminator rejection sampling (Azadi et al. 2019, arXiv 1810.06758), with the budgeted
acceptance min(1, c odds) of Verine et al. (2023, arXiv 2311.00460), where c follows from how many
rows are wanted.
"""

from typing import ClassVar, Self

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from fake_or_real import discriminators
from fake_or_real.data import tables
from fake_or_real.data.kinds import NUMBERS, STRINGS, Kind
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.repairs.base import Repair, Repaired

_FOLDS = 2  # of the drawn rows
_BINS = 64  # of numbers that hardly any seen rows share
_RARE = "(rare)"


class Rejection(Repair):
    """Keeps rows by lot, those that look real rather than others.

    min_count: a value that fewer seen rows share is not known to the discriminator as such, so
        that rows are not favoured for having a value of one seen row.
    seed: of the discriminator.
    """

    name: ClassVar[str] = "rejection"

    def __init__(self, min_count: int, seed: int) -> None:
        self.min_count = min_count
        self.seed = seed

    def fit(self, seen: Table) -> Self:
        self._seen = seen
        return self

    def apply(self, drawn: Table, size: int, rng: np.random.Generator) -> Repaired:
        if len(drawn) <= size:
            raise UserError(
                f"repair.rejection needs more drawn rows than the {size} that are wanted, and there"
                f" are {len(drawn)}; raise repair.oversample, for example to 6, or for a file lower"
                " probe.size"
            )
        both = tables.concat([self._seen, drawn])
        view = without_single_values(both, len(self._seen), self.min_count)
        rows = np.arange(len(view))
        p_fake = self._cross_fitted(
            *(view.take(part) for part in np.split(rows, [len(self._seen)]))
        )
        odds = (1 - p_fake) / np.maximum(p_fake, 1e-9)
        chance = acceptance(odds, size)
        kept = drawn_by_lot(chance, size, rng)
        figures = {
            "rejection_kept": size / len(drawn),
            "rejection_sure": float((chance[kept] > 1 - 1e-9).mean()),
        }
        return Repaired(drawn.take(kept), kept, figures)

    def _cross_fitted(self, seen: Table, drawn: Table) -> np.ndarray:
        """P(FAKE) of each drawn row, by a discriminator that knew neither it nor its fold."""
        from sklearn.model_selection import KFold  # noqa: PLC0415 - slow, and the page needs none

        p_fake = np.empty(len(drawn))
        splitter = KFold(_FOLDS, shuffle=True, random_state=self.seed)
        for others, fold in splitter.split(p_fake):
            is_fake = np.arange(len(seen) + len(others)) >= len(seen)
            model = discriminators.make("lightgbm", {}, self.seed)
            model.fit(tables.concat([seen, drawn.take(others)]), is_fake)
            p_fake[fold] = model.predict_proba(drawn.take(fold))[:, 1]
        return p_fake


def without_single_values(table: Table, seen: int, min_count: int) -> Table:
    """The rows with no value that at least one but fewer than `min_count` of the seen rows have.

    seen: how many rows, the first ones, are seen. Other numbers become the middle of their bin
    between quantiles of the seen ones; other strings are all alike.
    """
    frame = table.frame.copy()
    for name, kind in table.kinds.items():
        column = frame[name]
        counts = column.iloc[:seen].value_counts()
        other = column.notna() & ~column.isin(counts.index[counts >= min_count])
        if other.any():
            frame[name] = _coarse(column, kind, seen, other)
    kinds = {name: _kind_of(frame[name], kind) for name, kind in table.kinds.items()}
    return Table(frame, kinds)


def _coarse(column: pd.Series, kind: Kind, seen: int, other: pd.Series) -> pd.Series:
    if kind in STRINGS:
        return column.mask(other, _RARE)
    if kind not in (*NUMBERS, "datetime"):
        return column
    numbers = column.astype("int64") if kind == "datetime" else column
    numbers = numbers.to_numpy(float, na_value=np.nan)
    unusual = numbers[:seen][other.to_numpy()[:seen] & np.isfinite(numbers[:seen])]
    if len(unusual) == 0:
        unusual = numbers[:seen][np.isfinite(numbers[:seen])]
    edges = np.unique(np.quantile(unusual, np.linspace(0, 1, _BINS + 1)))
    beyond = max(float(np.ptp(edges)), 1) / _BINS  # neither end is a value of a seen row
    ends = [edges[0] - beyond], [edges[-1] + beyond]
    middles = np.concatenate([ends[0], (edges[:-1] + edges[1:]) / 2, ends[1]])
    binned = middles[_bins(numbers, edges)]
    coarse = pd.Series(np.where(other, binned, numbers))
    if kind == "datetime":
        return coarse.where(column.notna()).astype("Int64").astype("datetime64[us]")
    return coarse


def _bins(numbers: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The bin of each number; the lowest edge is in the first that lies between two edges."""
    return np.asarray(np.searchsorted(edges, numbers) + (numbers == edges[0]) * (len(edges) > 1))


def _kind_of(column: pd.Series, kind: Kind) -> Kind:
    return "float" if kind == "integer" and column.dtype == "float64" else kind


def acceptance(odds: np.ndarray, size: int) -> np.ndarray:
    """The probability of each row to be kept, min(1, c odds), which sum to `size`; shape (n,)."""
    odds = np.maximum(odds, 1e-12)

    def surplus(log_c: float) -> float:
        return float(np.minimum(1, np.exp(log_c) * odds).sum() - size)

    # The first end is the answer itself where no row is sure; rounding must not put it beyond.
    ends = np.log(size / odds.sum()) - 1e-6, -np.log(odds.min())
    return np.asarray(np.minimum(1, np.exp(brentq(surplus, *ends)) * odds))


def drawn_by_lot(chance: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Positions of exactly `size` rows, each with its chance, rising: systematic sampling."""
    order = rng.permutation(len(chance))
    reached = np.cumsum(chance[order])
    marks = rng.random() + np.arange(size)
    chosen = np.searchsorted(reached, marks * reached[-1] / size)
    return np.sort(order[np.minimum(chosen, len(order) - 1)])
