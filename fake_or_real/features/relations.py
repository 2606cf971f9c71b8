"""How numeric columns hang together: `total = price * quantity`, `end - start = days`, `a = b`.

Relations are looked for in real rows, a few of which are enough to see that nearly all candidates
do not hold. One that holds by chance, or only since most values are zero, is none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from fake_or_real.data.kinds import NUMBERS, Kind
from fake_or_real.data.tables import Table
from fake_or_real.features.feature import Feature

Numbers = Mapping[str, np.ndarray]
# Rows for a first look at triples of columns, and for all that passed it and for pairs.
_GLANCE, _LOOK = 64, 2000
# A relation holds in at least this share of the rows in which it says something, by its form, and
# in this much more than if its columns knew nothing of each other.
_HOLDS = {"equal": 0.1, "times": 0.9, "plus": 0.9, "sum": 0.25, "product": 0.25, "difference": 0.5}
_BEYOND_CHANCE = 0.1
# In the first look at pairs of many columns: rows in which they are equal, at least; and the share
# in which their ratio, or difference, is not the usual one, at most.
_EQUAL, _UNLIKE = 2, 0.25
_FEWEST = 20  # rows in which it says something
_MOST_COLUMNS = 150  # of more, no triples are looked at, and of pairs those of the first look
_MOST = 30  # the surest are kept
# Lengths of time: of more candidates those that seem to hold in the first look, of far more none.
_MANY_LENGTHS, _MOST_LENGTHS = 2_000, 4_000_000
# A column that is given varies over so many tolerances, else much would be equal by chance.
_STEPS = 20
_SECONDS = {"days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}
_OF_TIME: tuple[Kind, ...] = ("datetime", "time", "duration")


@dataclass(frozen=True)
class Relation:
    """One column as a function of one or two others.

    form: `equal` (a), `times` (factor * a), `plus` (a + factor), `sum` (a + b), `product` (a * b),
        `difference` (a - b, in units of `factor`).
    columns: the one that is given, then the others.
    tolerance: how far it may be off for rounding; in the unit of the first column.
    share: of the rows in which it says something, those where it holds.
    """

    form: str
    columns: tuple[str, ...]
    factor: float
    tolerance: float
    share: float = 1

    def residual(self, numbers: Numbers) -> np.ndarray:
        """How far off each row is, float of shape (n,); NaN where a value is missing."""
        given, first, *second = (numbers[name] for name in self.columns)
        with np.errstate(all="ignore"):
            off = given - _value(self.form, self.factor, first, second[0] if second else first)
        return np.where(np.isfinite(off), off, np.nan)

    def holds(self, numbers: Numbers) -> np.ndarray:
        """Whether it holds in each row, bool of shape (n,); not where a value is missing."""
        return np.asarray(np.abs(self.residual(numbers)) <= self.tolerance)

    @property
    def features(self) -> list[Feature]:
        """How far off a row is, and whether it is off at all."""
        says = f"{self.columns[0]} = {self.formula}"
        names = f"{self.columns[0]} - ({self.formula})", f"whether {says}"
        return [Feature(name, tuple(dict.fromkeys(self.columns)), "relations") for name in names]

    def transform(self, numbers: Numbers) -> np.ndarray:
        """Its features of each row, shape (n, 2); NaN where a value is missing."""
        off = self.residual(numbers)
        holds = np.where(np.isnan(off), np.nan, np.abs(off) <= self.tolerance)
        return np.column_stack([off, holds])

    @property
    def formula(self) -> str:
        """Its right-hand side in words."""
        first, *second = self.columns[1:]
        factor = f"{self.factor:.6g}"
        match self.form:
            case "equal":
                return first
            case "times":
                return f"{factor} * {first}"
            case "plus":
                return f"{first} {'-' if self.factor < 0 else '+'} {abs(self.factor):.6g}"
            case "sum":
                return f"{first} + {second[0]}"
            case "product":
                return f"{first} * {second[0]}"
        unit = next(name for name, size in _SECONDS.items() if size == self.factor)
        return f"{first} - {second[0]} in {unit}"


def numbers_of(table: Table) -> dict[str, np.ndarray]:
    """Columns that can hang together, as floats with NaN where missing; moments as seconds."""
    found = {}
    for name, kind in table.kinds.items():
        column = table.frame[name]
        if kind == "datetime":
            moments = column.to_numpy("datetime64[us]")
            seconds = moments.astype("int64") / 1e6
            found[name] = np.where(np.isnat(moments), np.nan, seconds)
        elif kind in NUMBERS:
            found[name] = column.to_numpy(float, na_value=np.nan)
    return found


def find_relations(table: Table) -> list[Relation]:
    """The relations that hold in real rows, the surest first; none repeats an earlier one."""
    rows = np.linspace(0, len(table) - 1, min(_LOOK, len(table))).astype(int)
    numbers = numbers_of(table.take(np.unique(rows)))
    steps = {name: _step(column) for name, column in numbers.items()}
    numbers = {
        name: column for name, column in numbers.items() if np.isfinite(column).sum() >= _FEWEST
    }
    kinds = {name: table.kinds[name] for name in numbers}
    candidates = [*_pairs(numbers, kinds, steps), *_differences(numbers, kinds, steps)]
    if len(numbers) <= _MOST_COLUMNS:
        candidates += _triples(numbers, kinds, steps)
    sure = [found for found in candidates if found.share > 0]
    sure.sort(key=lambda relation: (-relation.share, len(relation.columns)))
    kept: list[Relation] = []
    said: set[frozenset[str]] = set()
    for relation in sure:
        # Of a + b = c, c - b = a and the rest only one is said; nor that a * b = b where a is 1.
        names = frozenset(relation.columns)
        if not any(other <= names or names <= other for other in said):
            said.add(names)
            kept.append(relation)
    return kept[:_MOST]


def _value(form: str, factor: float, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    made = a
    if form == "times":
        made = factor * a
    elif form == "plus":
        made = a + factor
    elif form == "sum":
        made = a + b
    elif form == "product":
        made = a * b
    elif form == "difference":
        made = (a - b) / factor
    return made


def _pairs(
    numbers: Numbers, kinds: Mapping[str, Kind], steps: Mapping[str, float]
) -> Iterator[Relation]:
    for given, first in _looked_at(numbers, steps):
        # Either way round is the same; the coarser one is given, so that it may be a rounding.
        if (kinds[given] in _OF_TIME) != (kinds[first] in _OF_TIME) or (
            (steps[given], given) < (steps[first], first)
        ):
            continue
        a, b = numbers[given], numbers[first]
        tolerance = _rounding(steps[given], steps[first])
        with np.errstate(all="ignore"):
            ratio = np.nanmedian(np.where(b != 0, a / b, np.nan)) if np.any(b != 0) else np.nan
            offset = np.nanmedian(a - b)
        yield _checked("equal", (given, first), 1.0, tolerance, numbers)
        if np.isfinite(ratio) and ratio not in (0, 1) and kinds[given] != "datetime":
            yield _checked(
                "times",
                (given, first),
                float(ratio),
                max(steps[given], abs(ratio) * steps[first]) * 0.501,
                numbers,
            )
        if offset != 0:
            yield _checked("plus", (given, first), float(offset), tolerance, numbers)


def _looked_at(numbers: Numbers, steps: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """All pairs of columns; of many columns those that seem to hang together in a few rows.

    These are equal in two rows or more, or their ratios or differences are nearly all the same.
    """
    if len(numbers) <= _MOST_COLUMNS:
        yield from permutations(numbers, 2)
        return
    names = list(numbers)
    some = np.linspace(0, len(numbers[names[0]]) - 1, _GLANCE).astype(int)
    matrix = np.stack([numbers[name][some] for name in names])
    step = np.array([steps[name] for name in names])
    for place, given in enumerate(names):
        with np.errstate(all="ignore"):
            off = matrix[place] - matrix
            ratio = np.where((matrix[place] != 0) & (matrix != 0), matrix[place] / matrix, np.nan)
            rounded = np.maximum(step[place], step)[:, None]
            apart = np.abs(off - np.nanmedian(off, axis=1, keepdims=True)) > 2 * rounded
            often = np.nanmedian(ratio, axis=1, keepdims=True)
            error = 2 * (rounded + np.abs(often) * rounded)
            uneven = np.abs(matrix[place] - often * matrix) > error
        known = np.isfinite(ratio)
        seems = ((np.abs(off) <= rounded) & known).sum(axis=1) >= _EQUAL
        for unlike in (apart, uneven):
            seems |= (unlike & known).sum(axis=1) <= _UNLIKE * np.maximum(known.sum(axis=1), 1)
        yield from ((given, names[other]) for other in np.flatnonzero(seems) if other != place)


def _differences(
    numbers: Numbers, kinds: Mapping[str, Kind], steps: Mapping[str, float]
) -> Iterator[Relation]:
    """Lengths of time between two moments, in any usual unit."""
    moments = [name for name in numbers if kinds[name] in ("datetime", "time")]
    lengths = [name for name in numbers if kinds[name] not in ("datetime", "time")]
    pairs = [pair for pair in permutations(moments, 2) if kinds[pair[0]] == kinds[pair[1]]]
    many = len(pairs) * len(lengths)
    if not many or many > _MOST_LENGTHS:
        return
    some = np.linspace(0, len(numbers[moments[0]]) - 1, _GLANCE).astype(int)
    glance = np.stack([numbers[name][some] for name in lengths])
    step = np.array([steps[name] for name in lengths])[:, None]
    units = np.array(list(_SECONDS.values()), float)
    for first, second in pairs:
        # Parts of a unit may be cut off or rounded.
        tolerance = np.maximum(step, max(steps[first], steps[second]) / units) * 1.001
        seems = np.ones(tolerance.shape, bool)
        if many > _MANY_LENGTHS:
            made = (numbers[first] - numbers[second])[some]
            seems = _seem_lengths(glance, made / units[:, None], tolerance)
        for place, unit in np.argwhere(seems):
            columns = (lengths[place], first, second)
            factor, off = float(units[unit]), float(tolerance[place, unit])
            yield _checked("difference", columns, factor, off, numbers)


def _seem_lengths(given: np.ndarray, made: np.ndarray, tolerance: np.ndarray) -> np.ndarray:
    """Which columns, (columns, rows), are lengths of time, (units, rows); bool (columns, units).

    They are in half as large a share of these few rows as they must be of all, or more.
    """
    off = np.abs(given[:, None] - made)
    known = np.isfinite(off).sum(axis=2)
    return np.asarray(
        (off <= tolerance[..., None]).sum(axis=2) >= np.maximum(_HOLDS["difference"] / 2 * known, 1)
    )


def _triples(
    numbers: Numbers, kinds: Mapping[str, Kind], steps: Mapping[str, float]
) -> Iterator[Relation]:
    names = [name for name in numbers if kinds[name] not in ("datetime", "time")]
    if len(names) < 3:
        return
    some = np.linspace(0, len(numbers[names[0]]) - 1, _GLANCE).astype(int)
    matrix = np.stack([numbers[name][some] for name in names])
    for form, operation in (("sum", np.add), ("product", np.multiply)):
        for place, first in enumerate(names):
            made = operation(matrix[place], matrix[place + 1 :])
            if not len(made):
                continue
            # Sums of what is written as coarsely are exact, and products are rounded.
            tolerances = np.array(
                [
                    [
                        steps[given] * 0.501
                        if form == "product"
                        else _rounding(steps[given], min(steps[first], steps[second]))
                        for second in names[place + 1 :]
                    ]
                    for given in names
                ]
            )
            with np.errstate(invalid="ignore"):
                off = np.abs(matrix[:, None] - made[None]) <= tolerances[..., None]
            said = _says_something(form, matrix[place], matrix[place + 1 :])
            often = (off & said[None]).sum(axis=2) >= np.maximum(_HOLDS[form] * said.sum(axis=1), 3)
            for given, second in zip(*np.nonzero(often), strict=True):
                columns = (names[given], first, names[place + 1 + second])
                if len(set(columns)) == 3:
                    yield _checked(form, columns, 1.0, float(tolerances[given, second]), numbers)


def _says_something(form: str, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Where a sum or product is more than one of its parts; NaN never is."""
    trivial = (0,) if form == "sum" else (0, 1)
    known = np.isfinite(a) & np.isfinite(b)
    return np.asarray(known & ~np.isin(a, trivial) & ~np.isin(b, trivial))


def _checked(
    form: str, columns: tuple[str, ...], factor: float, tolerance: float, numbers: Numbers
) -> Relation:
    """The relation with its share, which is 0 where it holds too seldom or by chance."""
    relation = Relation(form, columns, factor, tolerance)
    given, first, *second = (numbers[name] for name in columns)
    if second:
        says = (
            _says_something(form, first, second[0])
            if form != "difference"
            else (np.isfinite(first) & np.isfinite(second[0]))
        )
    else:
        says = (given != 0) & (first != 0)
    says = says & np.isfinite(given)
    if says.sum() < _FEWEST or _spread(given) < _STEPS * max(tolerance, _step(given)):
        return Relation(form, columns, factor, tolerance, 0)
    share = float(relation.holds(numbers)[says].mean())
    # As often as this it would hold if the first column knew nothing of the others.
    rolled = {
        name: column[says] for name, column in zip(columns, (given, first, *second), strict=True)
    }
    rolled[columns[0]] = np.roll(rolled[columns[0]], says.sum() // 2)
    chance = float(relation.holds(rolled).mean())
    return Relation(
        form,
        columns,
        factor,
        tolerance,
        share if share >= max(_HOLDS[form], chance + _BEYOND_CHANCE) else 0,
    )


def _rounding(coarse: float, fine: float) -> float:
    """How far a number may be off that is written in steps, and was made of others in theirs."""
    return coarse * (0.501 if coarse > fine else 0.001)


def _step(column: np.ndarray) -> float:
    """The power of ten in which a column is written: 0.01 for prices."""
    known = column[np.isfinite(column)]
    for decimals in range(8):
        if np.all(np.abs(np.round(known, decimals) - known) <= 1e-9 * np.maximum(1, np.abs(known))):
            return float(10.0**-decimals)
    return 1e-8 * max(1.0, float(np.abs(known).max(initial=0)))


def _spread(column: np.ndarray) -> float:
    known = column[np.isfinite(column)]
    low, high = np.quantile(known, [0.05, 0.95]) if len(known) else (0.0, 0.0)
    return float(max(high - low, np.std(known) if len(known) else 0.0))
