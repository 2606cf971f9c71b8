"""The cells of a table as levels: what give-aways are counted on, and what may be named of them.

Privacy: a value may be named where git sees it only if enough real rows share it.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from fake_or_real.data import tables
from fake_or_real.data.kinds import NUMBERS, Kind
from fake_or_real.data.tables import Table
from fake_or_real.features.relations import numbers_of
from fake_or_real.giveaways.naming import RareValues

_MOST_LEVELS = 40  # more levels than that are binned (numbers) or put together (strings)
# Twenty even steps, and finer ones where the tails are.
_QUANTILES = np.unique(
    [0.001, 0.005, 0.01, 0.02, *np.arange(0.05, 1, 0.05), 0.98, 0.99, 0.995, 0.999]
)
_NONE = np.array([], dtype=int)  # no rows
_MICROSECONDS = (86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000)  # day to second


@dataclass(frozen=True)
class Levels:
    """A column as levels.

    level: int (n,), the level of each row. values: the value or, if binned, the interval of each
    level but the last, which is that of missing values.
    count: how many reference rows have each level. nameable: bool, the levels that enough real
    rows share to name them.
    """

    name: str
    level: np.ndarray
    values: pd.Index
    is_binned: bool
    count: np.ndarray
    nameable: np.ndarray

    def label(self, level: int) -> str:
        """What a level is called."""
        if level == len(self.values):
            return "(missing)"
        value = self.values[level]
        return f"{value:.15g}" if isinstance(value, float) else str(value)

    def condition(self, level: int) -> str:
        """What holds for the rows of a level: `city = Ulm`, `3 < age <= 7`."""
        is_missing = level == len(self.values)
        label = self.label(level)
        return label if self.is_binned and not is_missing else f"{self.name} = {label}"


@dataclass(frozen=True)
class Partition:
    """Real and FAKE rows, and which of them play which part.

    real, fake: the two tables, of the same kinds.
    reference: positions of the real rows that say what real data is like.
    control: positions of other real rows, which FAKE ones are tested against.
    min_count: fewer real rows than that must not be made out by what is named.
    fake_reference: positions of the FAKE rows that say, beside the reference, what is worth asking;
        what they have chosen is tested on other FAKE rows.
    holdout_real, holdout_fake: positions of rows that choose nothing and test nothing; they say
        what the give-aways are worth. Like the control, no holdout row is in the reference.
    """

    real: Table
    fake: Table
    reference: np.ndarray
    control: np.ndarray
    min_count: int
    fake_reference: np.ndarray = field(default_factory=_NONE.copy)
    holdout_real: np.ndarray = field(default_factory=_NONE.copy)
    holdout_fake: np.ndarray = field(default_factory=_NONE.copy)

    def swapped(self) -> "Partition":
        """With parts exchanged: the rows that test choose, and those that choose test."""
        return replace(
            self,
            reference=self.control,
            control=self.reference,
            fake_reference=np.flatnonzero(self.tested_anew),
        )

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kinds of the columns."""
        return self.real.kinds

    @cached_property
    def rare_values(self) -> RareValues:
        """What nothing that is named may lead to."""
        return RareValues(self.real, self.min_count)

    @cached_property
    def both(self) -> Table:
        """All real rows, then all FAKE ones."""
        return tables.concat([self.real, self.fake])

    def column(self, name: str) -> pd.Series:
        """The values of all real rows, then of all FAKE ones."""
        return self.both.frame[name]

    def fake_of(self, values: np.ndarray) -> np.ndarray:
        """Those of the FAKE rows, from an array of all rows."""
        chosen: np.ndarray = values[len(self.real) :]
        return chosen

    @cached_property
    def tested(self) -> np.ndarray:
        """Which FAKE rows are counted: all but the holdout's; bool, shape (n_fake,)."""
        counted = np.ones(len(self.fake), bool)
        counted[self.holdout_fake] = False
        return counted

    @cached_property
    def tested_anew(self) -> np.ndarray:
        """Which of these have not said what is worth asking; bool, shape (n_fake,)."""
        counted = self.tested.copy()
        counted[self.fake_reference] = False
        return counted

    def control_of(self, values: np.ndarray) -> np.ndarray:
        """Those of the control rows, from an array of all rows."""
        chosen: np.ndarray = values[self.control]
        return chosen

    def numbers(self, name: str) -> np.ndarray | None:
        """A column as floats with NaN where it is missing; a text's length; else None.

        Datetimes are microseconds since 1970.
        """
        column, kind = self.column(name), self.kinds[name]
        if kind == "datetime":
            column = column.astype("int64").where(column.notna()).astype(float)
        elif kind == "text":
            column = column.str.len()
        elif kind not in NUMBERS:
            return None
        values: np.ndarray = column.to_numpy(float, na_value=np.nan)
        return values

    @cached_property
    def relating_numbers(self) -> dict[str, np.ndarray]:
        """The numbers and moments of all rows, as relations between columns take them."""
        return numbers_of(self.both)

    def exact(self, name: str) -> Levels:
        """Every value is a level of its own, in their order."""
        if name not in self._exact:
            level, values = pd.factorize(self.column(name), sort=True)
            self._exact[name] = self._levels(name, level, pd.Index(values))
        return self._exact[name]

    def coarse(self, name: str) -> Levels:
        """At most a few dozen levels: common values, and numbers binned at their quantiles."""
        if name not in self._coarse:
            self._coarse[name] = self._coarsened(name)
        return self._coarse[name]

    def _coarsened(self, name: str) -> Levels:
        exact = self.exact(name)
        if np.count_nonzero(exact.count) <= _MOST_LEVELS:
            return exact
        numbers = self.numbers(name)
        if numbers is not None:
            cuts = self.cuts(name)
            labels = intervals(self.label(name), cuts, self.kinds[name])
            level = np.where(np.isnan(numbers), -1, np.searchsorted(cuts, numbers))
            return self._levels(name, level, pd.Index(labels), is_binned=True)
        common = np.argsort(-exact.count[:-1], kind="stable")[: _MOST_LEVELS - 2]
        level = np.full(len(exact.count), len(common))
        level[common] = np.arange(len(common))
        # What the reference never has is no level of it: it is found as a value, not in pairs.
        level[exact.count == 0] = len(common) + 1
        level[-1] = -1
        labels = [*(exact.label(i) for i in common), "(other)", "(unknown)"]
        return self._levels(name, level[exact.level], pd.Index(labels))

    def cuts(self, name: str) -> np.ndarray:
        """Quantiles of a column's numbers, drawn to numbers that may be named, rising.

        No interval between them holds fewer than `min_count` reference rows.
        """
        numbers = self.numbers(name)
        assert numbers is not None, f"{name} has numbers"
        known = np.sort(numbers[self.reference])
        known = known[np.isfinite(known)]
        if len(known) == 0:
            return np.array([])
        values, counts = np.unique(numbers[: len(self.real)], return_counts=True)
        rare = values[counts < self.min_count]
        quantiles = np.unique(np.quantile(known, _QUANTILES, method="inverted_cdf"))
        step = _step(quantiles, self.kinds[name])
        rounded = np.round(np.round(quantiles / step) * step, 12)
        cuts = np.unique(np.where(np.isin(quantiles, rare), rounded, quantiles))
        kept: list[float] = []
        start = 0
        for cut, end in zip(cuts, np.searchsorted(known, cuts, side="right"), strict=True):
            enough = min(end - start, len(known) - end) >= self.min_count
            if enough and not np.isin(cut, rare):
                kept.append(float(cut))
                start = end
        return np.array(kept)

    def label(self, name: str) -> str:
        """What a number of this column is called."""
        return f"length({name})" if self.kinds[name] == "text" else name

    @cached_property
    def _exact(self) -> dict[str, Levels]:
        """What `exact` has found already."""
        return {}

    @cached_property
    def _coarse(self) -> dict[str, Levels]:
        """What `coarse` has found already."""
        return {}

    @cached_property
    def related(self) -> list[tuple[Levels, Levels]]:
        """What `pairs.related` has found, or nothing before."""
        return []

    def _levels(
        self, name: str, level: np.ndarray, values: pd.Index, *, is_binned: bool = False
    ) -> Levels:
        """Levels, of which -1 stands for a missing value."""
        level = np.where(level < 0, len(values), level)
        count, in_all = (
            np.bincount(level[rows], minlength=len(values) + 1)
            for rows in (self.reference, np.arange(len(self.real)))
        )
        return Levels(name, level, values, is_binned, count, in_all >= self.min_count)


def count_cells(first: Levels, second: Levels, positions: np.ndarray) -> np.ndarray:
    """How many of the rows at these positions have each pair of levels, shape (levels, levels)."""
    width = len(second.count)
    key = first.level[positions] * width + second.level[positions]
    return np.bincount(key, minlength=len(first.count) * width).reshape(-1, width)


def intervals(name: str, cuts: np.ndarray, kind: Kind) -> list[str]:
    """What the intervals between cuts are called, `len(cuts) + 1` of them."""
    ends = [number_label(cut, kind) for cut in cuts]
    if not ends:
        return [f"any {name}"]
    inner = [f"{low} < {name} <= {high}" for low, high in pairwise(ends)]
    return [f"{name} <= {ends[0]}", *inner, f"{name} > {ends[-1]}"]


def number_label(number: float, kind: Kind) -> str:
    """A number of this kind as a person would write it."""
    if kind == "datetime":
        return str(np.datetime64(int(number), "us")).replace("T", " ").removesuffix(".000000")
    if kind in ("time", "duration"):
        return _clock(number)
    return f"{number:.15g}"


def _clock(seconds: float) -> str:
    """A time of day or a length of time as `h:mm:ss`."""
    whole, fraction = divmod(abs(seconds), 1)
    minutes, second = divmod(int(whole), 60)
    decimals = f"{fraction:.6f}"[1:].rstrip("0").rstrip(".")
    return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}:{second:02}{decimals}"


def _step(quantiles: np.ndarray, kind: Kind) -> float:
    """A round number, at most a twentieth of the spread of these quantiles where it can be."""
    finest = np.ptp(quantiles[len(quantiles) // 10 : -(len(quantiles) // 10) or None]) / 20
    if kind == "datetime":
        return next((unit for unit in _MICROSECONDS if unit <= finest), _MICROSECONDS[-1])
    if kind in ("time", "duration"):
        return next((unit / 1e6 for unit in _MICROSECONDS if unit / 1e6 <= finest), 1)
    if kind in ("integer", "text"):
        finest = max(finest, 1)
    return float(10 ** np.floor(np.log10(finest))) if finest > 0 else 1.0
