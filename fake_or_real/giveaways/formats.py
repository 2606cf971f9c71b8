"""Questions about how the values of single columns are written."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import NUMBERS
from fake_or_real.giveaways.partition import Levels, Partition
from fake_or_real.giveaways.questions import Question, answer

_MULTIPLES = (5, 10, 50, 100, 500, 1000)
_MOST_DECIMALS = 12
_DECIMAL = re.compile(r"[+-]?\d*\.\d*")


def respelt(partition: Partition, name: str, levels: Levels) -> Question:
    """Values of the reference in another spelling."""
    labels = pd.Series(levels.values, dtype="str").map(plain)
    known = levels.count[:-1] > 0
    matching = labels.isin(labels[known]) & ~known
    return answer(partition, "format", "respelt", (name,), rows_with(levels, matching))


def spelling(partition: Partition, name: str, levels: Levels) -> Iterator[Question]:
    """Blanks, case, zeros, lengths, and which sorts of characters follow one another."""
    labels = pd.Series(levels.values, dtype="str")
    shapes, lengths = labels.map(shape), labels.str.len()
    known_shapes = shapes[levels.count[:-1] > 0]
    of_length = np.bincount(lengths, weights=levels.count[:-1], minlength=1)
    usual = of_length.argmax()
    if of_length[usual] < partition.min_count:  # too few rows to have a usual spelling
        return
    for form, matching, terms in (
        ("blank_at_end", labels != labels.str.strip(), ()),
        ("lower_case", labels.str.islower(), ()),
        ("upper_case", labels.str.isupper(), ()),
        ("leading_zero", labels.str.match(r"0\d"), ()),
        ("trailing_zero", labels.str.contains(r"\d\.\d*0$"), ()),
        ("shape", ~shapes.isin(known_shapes), ()),
        ("length", lengths == usual, (str(usual),)),
    ):
        flag = rows_with(levels, matching)
        yield answer(partition, "format", form, (name,), flag, terms=terms)


def rows_with(levels: Levels, matching: pd.Series) -> np.ndarray:
    """The rows whose level matches, shape (n,); a missing value does not."""
    matching_levels = np.append(matching.to_numpy(bool), False)
    flag: np.ndarray = matching_levels[levels.level]
    return flag


def plain(value: str) -> str:
    """A value without what case, blanks and padding with zeros make of it: `7.5` for ` 07.50`."""
    bare = " ".join(value.casefold().split()).lstrip("0")
    return bare.rstrip("0").removesuffix(".") if _DECIMAL.fullmatch(bare) else bare


def shape(value: str) -> str:
    """Which sorts of characters follow one another: `Aa-9` for `Berlin-10115`."""
    sorts = [
        "9" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c for c in value
    ]
    return "".join(c for i, c in enumerate(sorts) if i == 0 or sorts[i - 1] != c)


def decimals(partition: Partition, name: str) -> Iterator[Question]:
    """With how many decimals numbers are written, up to as many as are there."""
    numbers = partition.numbers(name)
    if partition.kinds[name] == "integer" or partition.kinds[name] not in NUMBERS:
        return
    assert numbers is not None
    numbers = np.where(np.isfinite(numbers), numbers, np.nan)
    for most in range(_MOST_DECIMALS):
        whole = np.round(numbers, most) == numbers
        yield answer(partition, "format", "decimals", (name,), whole, terms=(str(most),))
        if (whole | np.isnan(numbers)).all():
            return


def number_formats(partition: Partition, name: str) -> Iterator[Question]:
    """Heaping on round numbers, the number of decimals, and the roundness of moments."""
    column, kind, numbers = partition.column(name), partition.kinds[name], partition.numbers(name)
    flags: dict[tuple[str, ...], np.ndarray] = {}  # by the form and its terms
    if kind in ("integer", "float"):
        assert numbers is not None
        numbers = np.where(np.isfinite(numbers), numbers, np.nan)
        for base in _MULTIPLES:
            flags["multiple", str(base)] = numbers % base == 0
    if kind == "datetime":
        moments = column.dt
        flags["midnight",] = (column == moments.normalize()).to_numpy(bool)
        for unit in ("minute", "second", "microsecond"):
            flags["whole", unit] = (getattr(moments, unit) == 0).to_numpy(bool)
        for day in range(7):  # 0 is Monday
            flags["weekday", str(day)] = (moments.day_of_week == day).to_numpy(bool)
    for (form, *terms), flag in flags.items():
        yield answer(partition, "format", form, (name,), flag, terms=tuple(terms))
