"""Rules that every seen row keeps: one column decides another, is never above it, or a formula.

A rule that would hardly be broken if its columns knew nothing of each other is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Protocol

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import NUMBERS
from fake_or_real.data.tables import Table
from fake_or_real.features.relations import Relation, find_relations, numbers_of

# So many seen rows would break it if one of its columns were shuffled.
_WOULD_BREAK = 20
# Of a column that hardly repeats nothing is decided; what it decides is by chance.
_MOST_VALUES = 0.1
_GLANCE = 1000  # rows in which nearly all pairs of columns fail, quickly
_MOST_DECIMALS = 8


class Rule(Protocol):
    """What holds in every seen row."""

    @property
    def says(self) -> str:
        """The rule in a few signs; it names columns only."""

    def keeps(self, table: Table) -> np.ndarray:
        """Which rows keep it, bool (n,); so do those of which it says nothing."""

    def compute(self, table: Table) -> pd.Series | None:
        """The column that depends, called by its name, as the rule has it; None if it cannot."""


@dataclass(frozen=True)
class Function:
    """A value of `decides` has one of `decided`; image: the second by the first."""

    decides: str
    decided: str
    image: pd.Series

    @property
    def says(self) -> str:
        """The rule in a few signs."""
        return f"{self.decides} -> {self.decided}"

    def keeps(self, table: Table) -> np.ndarray:
        """Which rows keep it; of values that no seen row has it says nothing."""
        wanted, there = table.frame[self.decides].map(self.image), table.frame[self.decided]
        broken = wanted.ne(there) & wanted.notna() & there.notna()
        return np.asarray(~broken.fillna(value=False).to_numpy(bool))

    def compute(self, table: Table) -> pd.Series:
        """The decided column, where the deciding value is known."""
        there = table.frame[self.decided]
        wanted = table.frame[self.decides].map(self.image).astype(there.dtype)
        return there.where(wanted.isna() | there.isna(), wanted)


@dataclass(frozen=True)
class Order:
    """`low` is never above `high`."""

    low: str
    high: str

    @property
    def says(self) -> str:
        """The rule in a few signs."""
        return f"{self.low} <= {self.high}"

    def keeps(self, table: Table) -> np.ndarray:
        """Which rows keep it; where a value is missing it says nothing."""
        numbers = numbers_of(table.select([self.low, self.high]))
        return np.asarray(~(numbers[self.low] > numbers[self.high]))

    def compute(self, table: Table) -> None:
        """Neither of the two follows from the other."""


@dataclass(frozen=True)
class Formula:
    """A number follows from one or two others; decimals: of the column that is given."""

    relation: Relation
    decimals: int

    @property
    def says(self) -> str:
        """The rule in a few signs."""
        return f"{self.relation.columns[0]} = {self.relation.formula}"

    def keeps(self, table: Table) -> np.ndarray:
        """Which rows keep it; where a value is missing it says nothing."""
        numbers = numbers_of(table.select(dict.fromkeys(self.relation.columns)))
        return np.asarray(self.relation.holds(numbers) | np.isnan(self.relation.residual(numbers)))

    def compute(self, table: Table) -> pd.Series | None:
        """The given column from the others; None for moments."""
        name = self.relation.columns[0]
        if table.kinds[name] not in NUMBERS:
            return None
        numbers = numbers_of(table.select(dict.fromkeys(self.relation.columns)))
        there, off = table.frame[name], self.relation.residual(numbers)
        wanted = pd.Series(np.round(numbers[name] - off, self.decimals))
        return there.where(wanted.isna(), wanted.astype(there.dtype))


def learn(seen: Table) -> list[Rule]:
    """All rules of the seen rows, in a fixed order."""
    rng = np.random.default_rng(0)  # only shuffles, to see what chance would break
    return [*_functions(seen, rng), *_orders(seen, rng), *_formulas(seen)]


def _functions(seen: Table, rng: np.random.Generator) -> Iterator[Function]:
    columns = {
        name: seen.frame[name]
        for name, kind in seen.kinds.items()
        if kind != "text" and 1 < seen.frame[name].nunique() <= _MOST_VALUES * len(seen)
    }
    found: set[tuple[str, str]] = set()
    for decides, decided in permutations(columns, 2):
        if (decided, decides) in found:  # one to one, and said so already
            continue
        both = pd.DataFrame({"a": columns[decides], "b": columns[decided]}).dropna()
        if not (_is_function(both.head(_GLANCE)) and _is_function(both)):
            continue
        shuffled = both.assign(b=rng.permutation(both["b"].to_numpy()))
        usual = shuffled.groupby("a")["b"].transform(lambda values: values.mode().iloc[0])
        if (usual != shuffled["b"]).sum() >= _WOULD_BREAK:
            found.add((decides, decided))
            image = both.drop_duplicates("a").set_index("a")["b"]
            yield Function(decides, decided, image)


def _is_function(both: pd.DataFrame) -> bool:
    return bool(len(both.drop_duplicates()) == both["a"].nunique())


def _orders(seen: Table, rng: np.random.Generator) -> Iterator[Order]:
    numbers = numbers_of(seen)
    for low, high in permutations(numbers, 2):
        if (seen.kinds[low] == "datetime") != (seen.kinds[high] == "datetime"):
            continue
        a, b = numbers[low], numbers[high]
        if (a > b).any():
            continue
        known = np.isfinite(a) & np.isfinite(b)
        if (a[known] > rng.permutation(b[known])).sum() >= _WOULD_BREAK:
            yield Order(low, high)


def _formulas(seen: Table) -> Iterator[Formula]:
    numbers = numbers_of(seen)
    for relation in find_relations(seen):
        off = np.isfinite(relation.residual(numbers))
        if relation.holds(numbers)[off].all():
            yield Formula(relation, _decimals(numbers[relation.columns[0]]))


def _decimals(numbers: np.ndarray) -> int:
    known = numbers[np.isfinite(numbers)]
    fits = (d for d in range(_MOST_DECIMALS) if np.allclose(np.round(known, d), known, atol=1e-9))
    return next(fits, _MOST_DECIMALS)
