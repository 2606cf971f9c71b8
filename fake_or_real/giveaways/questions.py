"""Candidates for give-aways in single columns and in whole rows.

A candidate is a question that each row answers with yes or no, so that it can be counted in FAKE
rows and in unseen REAL ones. The questions are drawn from the reference rows, so no row that is
counted has chosen them, and one correction for their number covers them all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Literal

import numpy as np
import pandas as pd
from tqdm import tqdm

from fake_or_real.data.tables import Table
from fake_or_real.giveaways.cells import Codes, Rows, intervals, number_label

KindOfGiveaway = Literal["value", "column", "rule", "pair", "missingness", "format", "duplicates"]
_MOST_VALUES = 100  # values of a column, the most common, that are looked at one by one
_MULTIPLES = (5, 10, 50, 100, 500, 1000)
_WIDTHS = (1, 2, 4, 8)  # neighbouring intervals that are looked at together; more cost certainty
_NAMED = 3  # unknown values that a sentence names
_DECIMAL = re.compile(r"[+-]?\d*\.\d*")


@dataclass(frozen=True)
class Candidate:
    """A question with its answers: bool, of each FAKE and of each control row.

    says: what is so where the answer is yes.
    example: of FAKE rows where it is so, in words; empty where none may be named.
    weight: its part, relative to others of its kind, in the error that the kind may make.
    """

    kind: KindOfGiveaway
    columns: tuple[str, ...]
    says: str
    fake: np.ndarray
    control: np.ndarray
    example: str = ""
    weight: float = 1


def ask(  # noqa: PLR0913 - the parts of a candidate
    rows: Rows,
    kind: KindOfGiveaway,
    columns: tuple[str, ...],
    says: str,
    flag: np.ndarray,
    *,
    example: str = "",
) -> Candidate:
    """The candidate that a flag of all rows, real and then FAKE, is the answer to.

    Its weight is the variance of the answers in the reference: the more they vary, the more rows
    must be damaged before it shows, and the less certainty can be asked for. Where all are alike
    a few damaged rows are enough. (Laplace's rule keeps the weight above 0.)
    """
    rate = (np.count_nonzero(flag[rows.reference]) + 1) / (len(rows.reference) + 2)
    fake, control = rows.fake_of(flag), rows.control_of(flag)
    return Candidate(kind, columns, says, fake, control, example, rate * (1 - rate))


def of_columns(rows: Rows) -> Iterator[Candidate]:
    """All candidates of single columns."""
    for name, kind in tqdm(rows.kinds.items(), desc="columns", disable=None):
        codes = rows.exact(name)
        is_number = rows.numbers(name) is not None
        # Of candidates that flag the same rows the first is kept: the one that says most.
        if kind == "categorical":
            yield _respelt(rows, name, codes)
        if is_number:
            yield from _beyond(rows, name)
        if kind != "text":
            yield from _values(rows, name, codes)
        # Among few values another spelling is another value, and said to be one already.
        many = np.count_nonzero(codes.count) > _MOST_VALUES
        if kind == "text" or (kind == "categorical" and many):
            yield from _spelling(rows, name, codes)
        if is_number:
            yield from _intervals(rows, name)
        yield from _number_formats(rows, name)


def of_missing(rows: Rows) -> Iterator[Candidate]:
    """A missing value, and one that is missing while another column's is not."""
    missing = {name: rows.column(name).isna().to_numpy(bool) for name in rows.kinds}
    missing = {name: of for name, of in missing.items() if of.any()}
    for name, of in missing.items():
        yield ask(rows, "missingness", (name,), f"{name} is missing", of)
    for first, second in permutations(list(missing), 2):
        says = f"{first} is missing though {second} is not"
        flag = missing[first] & ~missing[second]
        yield ask(rows, "missingness", (first, second), says, flag)


def of_duplicates(rows: Rows, rng: np.random.Generator) -> Iterator[Candidate]:
    """Rows that occur more than once in as many FAKE as control rows.

    However often a row occurs, it counts once: its copies say nothing new.
    """
    size = min(len(rows.control), len(rows.fake))
    control = rows.real.take(rng.choice(rows.control, size, replace=False))
    fake = rows.fake.take(rng.choice(len(rows.fake), size, replace=False))
    says = "the row occurs once more in the same table"
    yield Candidate("duplicates", (), says, _repeated(fake), _repeated(control))


def _repeated(table: Table) -> np.ndarray:
    earlier = table.frame.groupby(list(table.kinds), dropna=False, sort=False).cumcount()
    result: np.ndarray = earlier.to_numpy() == 1
    return result


def _values(rows: Rows, name: str, codes: Codes) -> Iterator[Candidate]:
    """Values that the reference lacks, those it hardly has, and each common one."""
    known = codes.count > 0
    known[-1] = True  # a missing value is not a new one
    says = f"{name} has a value that the real data lacks"
    unknown = ~known[codes.of]
    yield ask(rows, "value", (name,), says, unknown, example=_unknown(rows, name, codes))
    rare = known & (codes.count < rows.min_count)
    rare[-1] = False
    says = f"{name} has a value that fewer than {rows.min_count} real rows have"
    yield ask(rows, "value", (name,), says, rare[codes.of])
    order = np.argsort(-codes.count[:-1], kind="stable")[:_MOST_VALUES]
    for level in order[codes.count[order] >= rows.min_count]:
        says = codes.condition(level)
        yield ask(rows, "value", (name,), says, codes.of == level)


def _unknown(rows: Rows, name: str, codes: Codes) -> str:
    """The most common strings that no real row has, if they can be no real one misspelt."""
    if rows.kinds[name] != "categorical":
        return ""
    real = {_plain(value) for value in rows.real.frame[name].dropna().unique()}
    count = np.bincount(rows.fake_of(codes.of), minlength=len(codes.count))
    levels = [
        codes.label(level)
        for level in np.argsort(-count[:-1], kind="stable")
        if count[level] >= rows.min_count and _plain(codes.label(level)) not in real
    ]
    return ", ".join(levels[:_NAMED])


def _respelt(rows: Rows, name: str, codes: Codes) -> Candidate:
    labels = pd.Series(codes.values, dtype="str").map(_plain)
    known = codes.count[:-1] > 0
    says = f"{name} has a real value in another case or with other blanks or zeros"
    return _level_candidate(rows, name, says, codes, labels.isin(labels[known]) & ~known)


def _spelling(rows: Rows, name: str, codes: Codes) -> Iterator[Candidate]:
    labels = pd.Series(codes.values, dtype="str")
    shape, lengths = labels.map(_shape), labels.str.len()
    known_shapes = shape[codes.count[:-1] > 0]
    of_length = np.bincount(lengths, weights=codes.count[:-1], minlength=1)
    usual = of_length.argmax()
    if of_length[usual] < rows.min_count:  # too few rows to have a usual spelling
        return
    for says, flag in {
        f"{name} begins or ends with a blank": labels != labels.str.strip(),
        f"{name} has only lower-case letters": labels.str.islower(),
        f"{name} has only upper-case letters": labels.str.isupper(),
        f"{name} begins with a zero before other digits": labels.str.match(r"0\d"),
        f"{name} ends with a zero after the point": labels.str.contains(r"\d\.\d*0$"),
        f"{name} has a value of a shape that the real data lacks": ~shape.isin(known_shapes),
        f"{name} is {usual} characters long": lengths == usual,
    }.items():
        yield _level_candidate(rows, name, says, codes, flag)


def _level_candidate(
    rows: Rows, name: str, says: str, codes: Codes, levels: pd.Series
) -> Candidate:
    of_level = np.append(levels.to_numpy(bool), False)
    return ask(rows, "format", (name,), says, of_level[codes.of])


def _plain(value: str) -> str:
    """A value without what case, blanks and padding with zeros make of it: `7.5` for ` 07.50`."""
    plain = " ".join(value.casefold().split()).lstrip("0")
    return plain.rstrip("0").removesuffix(".") if _DECIMAL.fullmatch(plain) else plain


def _shape(value: str) -> str:
    """Which sorts of characters follow one another: `Aa-9` for `Berlin-10115`."""
    sorts = [
        "9" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c for c in value
    ]
    return "".join(c for i, c in enumerate(sorts) if i == 0 or sorts[i - 1] != c)


def _beyond(rows: Rows, name: str) -> Iterator[Candidate]:
    numbers, label = rows.numbers(name), rows.label(name)
    assert numbers is not None
    known = numbers[rows.reference][~np.isnan(numbers[rows.reference])]
    if len(known) == 0:
        return
    for says, flag in {
        f"{label} is above every real one": numbers > known.max(),
        f"{label} is below every real one": numbers < known.min(),
    }.items():
        yield ask(rows, "column", (name,), says, flag)


def _intervals(rows: Rows, name: str) -> Iterator[Candidate]:
    """Runs of neighbouring intervals between the reference's quantiles."""
    numbers, cuts, kind = rows.numbers(name), rows.cuts(name), rows.kinds[name]
    assert numbers is not None
    known = ~np.isnan(numbers)
    label = rows.label(name)
    bins = np.searchsorted(cuts, numbers)
    last = len(cuts)
    for first, end in combinations(range(last + 2), 2):
        width, at_an_end = end - first, first == 0 or end == last + 1
        if width > last or not (at_an_end or width in _WIDTHS):
            continue
        if first == 0:
            says = f"{label} <= {number_label(cuts[end - 1], kind)}"
        elif end == last + 1:
            says = f"{label} > {number_label(cuts[first - 1], kind)}"
        else:
            says = intervals(label, cuts[[first - 1, end - 1]], kind)[1]
        flag = known & (first <= bins) & (bins < end)
        yield ask(rows, "column", (name,), says, flag)


def _number_formats(rows: Rows, name: str) -> Iterator[Candidate]:
    """Heaping on round numbers, the number of decimals, and the roundness of moments."""
    column, kind, numbers = rows.column(name), rows.kinds[name], rows.numbers(name)
    flags: dict[str, np.ndarray] = {}
    if kind in ("integer", "float"):
        assert numbers is not None
        numbers = np.where(np.isfinite(numbers), numbers, np.nan)
        for base in _MULTIPLES:
            flags[f"{name} is a multiple of {base}"] = (numbers % base == 0) & (numbers != 0)
    if kind == "float":
        assert numbers is not None
        for decimals in range(7):
            flags[f"{name} has at most {decimals} decimals"] = (
                np.round(numbers, decimals) == numbers
            )
    if kind == "datetime":
        moments = column.dt
        flags[f"{name} is at midnight"] = (column == moments.normalize()).to_numpy(bool)
        for unit in ("minute", "second", "microsecond"):
            flags[f"{name} has no {unit}s"] = (getattr(moments, unit) == 0).to_numpy(bool)
        for number, day in enumerate(_WEEKDAYS):
            flags[f"{name} is on a {day}"] = (moments.day_of_week == number).to_numpy(bool)
    for says, flag in flags.items():
        yield ask(rows, "format", (name,), says, flag)


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
