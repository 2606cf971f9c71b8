"""The yardstick: what AUC the same discriminator reaches on real rows damaged by a known amount."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.optimize import isotonic_regression
from scipy.special import expit

from fake_or_real.data import splits, tables
from fake_or_real.data.counted import NOTHING, Counted
from fake_or_real.data.equal_rows import row_ids, twins
from fake_or_real.data.kinds import Kind
from fake_or_real.data.stored import Rows
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.scorer import Scorer
from fake_or_real.progress import bar
from fake_or_real.statistics.auc import Z95, Auc, auc
from fake_or_real.statistics.change import change
from fake_or_real.statistics.monotone import logit, monotone

# How a table of its points is stored.
KINDS: dict[str, Kind] = {
    "corruption": "float",
    "auc": "float",
    "low": "float",
    "high": "float",
    "p_value": "float",
    "rows": "integer",
}
Parts = tuple[Table, Table]  # train rows and holdout rows
_GRID = np.linspace(0, 1, 2001)  # fractions at which the curve is evaluated to invert it
_DRAWS = 500  # of all AUCs, for the interval of their answer
_ANSWER = (
    "equivalent_corruption",
    "equivalent_corruption_ci_low",
    "equivalent_corruption_ci_high",
    "relation",
)
_TAIL = 0.025  # what a 95 % interval leaves out on each side


@dataclass(frozen=True)
class Equivalent:
    """How much damage to real rows is as detectable as a table.

    fraction: the share of scrambled cells, in [0, 1]. low, high: its 95 % interval, which holds the
        luck of the table's AUC and of each of the yardstick's.
    relation: `within` the yardstick; or `below` its null or `above` its ceiling, where it has
        no answer but its end.
    """

    fraction: float
    low: float
    high: float
    relation: Literal["below", "within", "above"]


@dataclass(frozen=True)
class Yardstick:
    """AUCs of a discriminator on real rows against other real rows that were damaged.

    fractions: the shares of scrambled cells, rising from 0 (the null) to 1 (the ceiling).
    aucs: the AUC at each of them.
    rows: how many real rows were damaged each time.
    """

    fractions: tuple[float, ...]
    aucs: tuple[Auc, ...]
    rows: int

    @property
    def null_holds(self) -> bool:
        """Whether 0.5 lies in the null's interval; if not, the test itself may be broken."""
        return self.aucs[0].low <= 0.5 <= self.aucs[0].high

    @property
    def is_flat(self) -> bool:
        """Whether every cell scrambled is not surely more detectable than none, so that it scales
        nothing: where columns hardly depend on one another, or there are few rows.
        """
        return change(self.aucs[0], self.aucs[-1]).low <= 0

    def equivalent(self, measured: Auc) -> Equivalent:
        """The fraction of scrambled cells at which the yardstick reaches a table's AUC.

        The curve through its points is `fake_or_real.statistics.monotone`.

        The interval is a parametric bootstrap's (Efron and Tibshirani 1993, "An Introduction to the
        Bootstrap", 6.5 and 13.3): the answers when each AUC is drawn anew as its own interval
        says, normal on the logit scale.
        """
        values = np.array([point.value for point in (*self.aucs, measured)])
        ends = logit([[point.low, point.high] for point in (*self.aucs, measured)])
        deviations = np.diff(ends).ravel() / (2 * Z95)
        noise = np.random.default_rng(0).normal(size=(_DRAWS, len(values)))
        drawn = expit(logit(values) + deviations * noise)
        fraction = float(self._inverse(values[None])[0])
        low, high = np.quantile(self._inverse(drawn), [_TAIL, 1 - _TAIL])
        low, high = min(float(low), fraction), max(float(high), fraction)
        reached = isotonic_regression(values[:-1]).x
        if measured.value < reached[0]:
            return Equivalent(fraction, low, high, "below")
        if measured.value > reached[-1]:
            return Equivalent(fraction, low, high, "above")
        return Equivalent(fraction, low, high, "within")

    def _inverse(self, values: np.ndarray) -> np.ndarray:
        """For each line of AUCs where a curve through all but the last reaches the last."""
        curves = logit(monotone(self.fractions, values[:, :-1].T)(_GRID))
        reached = zip(logit(values[:, -1]), curves.T, strict=True)
        return np.array([np.interp(auc, curve, _GRID) for auc, curve in reached])

    def to_frame(self) -> pd.DataFrame:
        """A line for each fraction: `corruption`, `auc`, `low`, `high`, `p_value`, `rows`."""
        points = [(point.value, point.low, point.high, point.p_value) for point in self.aucs]
        frame = pd.DataFrame(points, columns=["auc", "low", "high", "p_value"])
        return frame.assign(corruption=self.fractions, rows=self.rows)[list(KINDS)]

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> "Yardstick":
        """The yardstick that `to_frame` gave."""
        points = frame[["auc", "low", "high", "p_value"]].itertuples(index=False)
        aucs = tuple(Auc(*point) for point in points)
        return cls(tuple(frame["corruption"]), aucs, int(frame["rows"].iloc[0]))

    def to_dict(self, measured: Auc) -> dict[str, Any]:
        """Flat, for `metrics/yardstick.json`, with what a table's AUC is equivalent to.

        That is None, and `relation` is `flat` or `chance`, where the yardstick scales nothing, or
        the table is not detectable: by chance a curve that hardly rises would give any share.
        """
        answer: dict[str, Any] = dict.fromkeys(_ANSWER)
        if self.is_flat or not measured.detectable:
            answer["relation"] = "flat" if self.is_flat else "chance"
        else:
            found = self.equivalent(measured)
            values = (found.fraction, found.low, found.high, found.relation)
            answer = dict(zip(_ANSWER, values, strict=True))
        return answer | {
            "ceiling_auc": self.aucs[-1].value,
            "null_auc": self.aucs[0].value,
            "null_auc_ci_high": self.aucs[0].high,
            "null_auc_ci_low": self.aucs[0].low,
            "null_holds": self.null_holds,
            "rows": self.rows,
        }


def of_split(
    real: Rows,
    assigned: Table,
    fractions: Sequence[float],
    make: Callable[[], Scorer],
    seed: int,
) -> Table:
    """The curve on the real rows of a split: a line for each fraction, as `Yardstick.to_frame`.

    Its reserve is damaged. No lines where it has none, since no unseen real rows were to spare.
    """
    rows = [splits.real_rows(part, assigned) for part in ("train", "holdout")]
    rows += [*splits.reserve_rows(assigned), splits.real_rows("counted_reserve", assigned)]
    taken = real.take(np.concatenate(rows))  # at once: each time all may be read
    places = np.split(np.arange(len(taken)), np.cumsum([len(part) for part in rows])[:-1])
    train, holdout, *spare, spare_counted = (taken.take(place) for place in places)
    if len(spare[0]) == 0:
        return Table.empty(KINDS)
    counted = Counted(((real, splits.real_rows("counted", assigned), False),))
    rng = np.random.default_rng(seed)
    parts = (train, holdout), (spare[0], spare[1])
    found = measure(*parts, fractions, make, rng, counted=counted, spare_counted=spare_counted)
    return Table(found.to_frame(), KINDS)


def metrics(curve: pd.DataFrame, evaluated: Mapping[str, Any]) -> dict[str, Any]:
    """Flat, for `metrics/yardstick.json`; empty where the curve has no lines.

    curve: as `of_split` gives it. evaluated: the content of `metrics/evaluate.json`.
    """
    return Yardstick.from_frame(curve).to_dict(_auc_of(evaluated)) if len(curve) else {}


def drawn(curve: pd.DataFrame, evaluated: Mapping[str, Any]) -> pd.DataFrame:
    """What `plots/yardstick.csv` holds: the curve, and the table's own AUC beside it."""
    return curve.drop(columns=["p_value", "rows"]).assign(result=_auc_of(evaluated).value)


def measure(  # noqa: PLR0913 - the rows of both sides, and how each point is made
    real: Parts,
    spare: Parts,
    fractions: Sequence[float],
    make: Callable[[], Scorer],
    rng: np.random.Generator,
    *,
    counted: Counted = NOTHING,
    spare_counted: Table | None = None,
) -> Yardstick:
    """Fit a new classifier for each fraction, on damaged spare rows against REAL ones.

    spare: other real rows. A spare row that equals a real one belongs to the same part, else the
        model would know it by the wrong label.
    fractions: rising from 0 to 1. make: gives an unfitted classifier.
    counted, spare_counted: further real rows, and spare ones, in which it is counted how often
        values occur; the latter are damaged as well.

    Raises `UserError` when there are too few rows to learn from or to judge by.
    """
    assert list(fractions) == sorted(fractions), "fractions rise"
    assert (fractions[0], fractions[-1]) == (0, 1), "fractions go from the null to the ceiling"
    whole = tables.concat([*spare, *([] if spare_counted is None else [spare_counted])])
    ends = np.cumsum([len(part) for part in spare])
    train, holdout, further = np.split(np.arange(len(whole)), ends)
    aucs = []
    for fraction in bar(fractions, "yardstick fits"):
        damaged = corrupt(whole, fraction, rng)
        fake = damaged.take(train), damaged.take(holdout)
        both = Counted((*counted.rows, (damaged, further, True)))
        aucs.append(two_sample_auc(real, fake, make(), both))
    return Yardstick(tuple(fractions), tuple(aucs), int(ends[-1]))


def corrupt(table: Table, fraction: float, rng: np.random.Generator) -> Table:
    """Replace each cell with probability `fraction` by a draw from its own column.

    The chosen cells of a column are shuffled among themselves, so each column keeps exactly its
    values and only what ties the columns together is damaged. At 1 the columns are independent.
    """
    columns = {name: _shuffle(table.frame[name], fraction, rng) for name in table.kinds}
    return Table(pd.DataFrame(columns), table.kinds, table.about)


def _shuffle(column: pd.Series, fraction: float, rng: np.random.Generator) -> pd.Series:
    chosen = np.flatnonzero(rng.random(len(column)) < fraction)
    rows = np.arange(len(column))
    rows[chosen] = rng.permutation(chosen)
    return column.take(rows).reset_index(drop=True)


def two_sample_auc(real: Parts, fake: Parts, classifier: Scorer, counted: Counted = NOTHING) -> Auc:
    """The AUC, on the holdout rows, of a classifier fitted on the train rows.

    counted: further rows in which it counts how often values occur.
    """
    (rows, is_fake), (unseen_rows, unseen_is_fake) = map(_labelled, real, fake)
    classifier.fit(rows, is_fake, counted)
    (ids,) = row_ids([unseen_rows])
    return auc(unseen_is_fake, classifier.predict_proba(unseen_rows)[:, 1], twins(ids))


def _labelled(real: Table, fake: Table) -> tuple[Table, np.ndarray]:
    return tables.concat([real, fake]), np.repeat([False, True], [len(real), len(fake)])


def _auc_of(evaluated: Mapping[str, Any]) -> Auc:
    return Auc(*(evaluated[key] for key in ("auc", "auc_ci_low", "auc_ci_high", "p_value")))
