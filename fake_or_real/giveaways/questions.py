"""Questions about single columns and whole rows, each of which may be a give-away.

A question is one that each row answers with yes or no, so that it can be counted in FAKE
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

from fake_or_real.data.kinds import NUMBERS, OTHER_STYLE, words_of
from fake_or_real.data.tables import Table
from fake_or_real.giveaways.partition import Levels, Partition, intervals, number_label
from fake_or_real.progress import bar

KindOfGiveaway = Literal[
    "value", "column", "rule", "pair", "missingness", "format", "duplicates", "identifier"
]
_MOST_VALUES = 100  # values of a column, the most common, that are looked at one by one
_MULTIPLES = (5, 10, 50, 100, 500, 1000)
_WIDTHS = (1, 2, 4, 8)  # neighbouring intervals that are looked at together; more cost certainty
_TRIED = 10  # unknown values that are looked at for an example
_NAMED = 3  # unknown values that are given as an example
_MOST_DECIMALS = 12
_DECIMAL = re.compile(r"[+-]?\d*\.\d*")


@dataclass(frozen=True)
class Question:
    """A question with its answers: bool, of each FAKE and of each control row.

    form: which question of its kind; `fake_or_real.report.sentences` has the words of each.
    terms: the values, bounds and counts that it names, as written.
    example: values, or conditions, of FAKE rows where the answer is yes; empty where none may be
    named.
    weight: its part, relative to others of its kind, in the error that the kind may make.
    """

    kind: KindOfGiveaway
    form: str
    columns: tuple[str, ...]
    terms: tuple[str, ...]
    fake: np.ndarray
    control: np.ndarray
    example: tuple[str, ...] = ()
    weight: float = 1


def answer(  # noqa: PLR0913 - the parts of a question
    partition: Partition,
    kind: KindOfGiveaway,
    form: str,
    columns: tuple[str, ...],
    flag: np.ndarray,
    *,
    terms: tuple[str, ...] = (),
    example: tuple[str, ...] = (),
) -> Question:
    """The question that a flag of all rows, real and then FAKE, is the answer to.

    Its weight is the variance of the answers in the reference: the more they vary, the more rows
    must be damaged before it shows, and the less certainty can be asked for. Where all are alike
    a few damaged rows are enough. (Laplace's rule keeps the weight above 0.)
    """
    reference = partition.reference
    rate = (np.count_nonzero(flag[reference]) + 1) / (len(reference) + 2)
    fake, control = partition.fake_of(flag), partition.control_of(flag)
    return Question(kind, form, columns, terms, fake, control, example, rate * (1 - rate))


def of_columns(partition: Partition) -> Iterator[Question]:
    """All questions about single columns."""
    # Words first: where a value could not be read, no question about values says as much.
    kinds = sorted(partition.kinds.items(), key=lambda named: named[1] != "word")
    for name, kind in bar(kinds, "columns"):
        levels = partition.exact(name)
        if kind == "word":
            yield from _words(partition, name, levels)
            continue
        is_number = partition.numbers(name) is not None
        # Of questions that flag the same rows the first is kept: the one that says most.
        if kind == "categorical":
            yield _respelt(partition, name, levels)
        if is_number:
            yield from _beyond(partition, name)
            yield from _decimals(partition, name)
        if kind != "text":
            yield from _values(partition, name, levels)
        # Where the values are few, each is a question of its own, however it is spelt.
        many = np.count_nonzero(levels.count) > _MOST_VALUES
        if kind == "text" or (kind == "categorical" and many):
            yield from _spelling(partition, name, levels)
        if is_number:
            yield from _intervals(partition, name)
        yield from _number_formats(partition, name)


def of_missing(partition: Partition) -> Iterator[Question]:
    """A missing value, and one that is missing while another column's is not."""
    missing = {
        name: _is_missing(partition, name)
        for name, kind in partition.kinds.items()
        if kind != "word"
    }
    missing = {name: flag for name, flag in missing.items() if flag.any()}
    for name, flag in missing.items():
        yield answer(partition, "missingness", "missing", (name,), flag)
    for first, second in permutations(missing, 2):
        flag = missing[first] & ~missing[second]
        yield answer(partition, "missingness", "missing_beside", (first, second), flag)


def _is_missing(partition: Partition, name: str) -> np.ndarray:
    """Which rows have nothing in a column: neither a value nor a word."""
    cells = [partition.column(n) for n in (name, words_of(name)) if n in partition.kinds]
    return np.asarray(np.all([cell.isna().to_numpy(bool) for cell in cells], axis=0))


def of_duplicates(partition: Partition, rng: np.random.Generator) -> Iterator[Question]:
    """Rows that occur more than once in as many FAKE as control rows.

    However often a row occurs, it counts once: its copies say nothing new.
    """
    size = min(len(partition.control), len(partition.fake))
    control = partition.real.take(rng.choice(partition.control, size, replace=False))
    fake = partition.fake.take(rng.choice(len(partition.fake), size, replace=False))
    yield Question("duplicates", "repeated", (), (), repeated(fake), repeated(control))


def _words(partition: Partition, name: str, levels: Levels) -> Iterator[Question]:
    """What stands in cells that are not written as the column's values are."""
    words = pd.Series(levels.values, dtype="str")
    styled = words.str.startswith(OTHER_STYLE)
    for style in words[styled]:
        flag, terms = _rows_with(levels, words == style), (style.removeprefix(OTHER_STYLE)[:-1],)
        yield answer(partition, "format", "style", (name,), flag, terms=terms)
    new = _rows_with(levels, ~styled & (levels.count[:-1] == 0))
    base = partition.kinds[name.removesuffix(words_of(""))]
    example = _unknown(partition, name, levels)
    yield answer(partition, "format", "unfit", (name,), new, terms=(base,), example=example)
    for level in np.flatnonzero(levels.count[:-1] >= partition.min_count)[:_MOST_VALUES]:
        flag, terms = levels.level == level, (levels.label(level),)
        yield answer(partition, "value", "equals", (name,), flag, terms=terms)


def repeated(table: Table) -> np.ndarray:
    """Which rows are the second of their kind, bool (n,): each set of equal rows counts once."""
    earlier = table.frame.groupby(list(table.kinds), dropna=False, sort=False).cumcount()
    result: np.ndarray = earlier.to_numpy() == 1
    return result


def _values(partition: Partition, name: str, levels: Levels) -> Iterator[Question]:
    """Values that the reference lacks, those it hardly has, and each common one."""
    known = levels.count > 0
    known[-1] = True  # a missing value is not a new one
    unknown = ~known[levels.level]
    example = _unknown(partition, name, levels)
    yield answer(partition, "value", "unknown", (name,), unknown, example=example)
    rare = known & (levels.count < partition.min_count)
    rare[-1] = False
    terms = (str(partition.min_count),)
    yield answer(partition, "value", "rare", (name,), rare[levels.level], terms=terms)
    order = np.argsort(-levels.count[:-1], kind="stable")[:_MOST_VALUES]
    for level in order[levels.count[order] >= partition.min_count]:
        flag = levels.level == level
        terms = (levels.label(level),)
        yield answer(partition, "value", "equals", (name,), flag, terms=terms)


def _unknown(partition: Partition, name: str, levels: Levels) -> tuple[str, ...]:
    """The most common strings that no real row has, if they lead to none of few real rows."""
    if partition.kinds[name] not in ("categorical", "word"):
        return ()
    real = {_plain(value) for value in partition.real.frame[name].dropna().unique()}
    count = np.bincount(partition.fake_of(levels.level), minlength=len(levels.count))
    unknown = [
        levels.label(level)
        for level in np.argsort(-count[:-1], kind="stable")
        if count[level] >= partition.min_count and _plain(levels.label(level)) not in real
    ]
    rare = partition.rare_values
    named = [label for label in unknown[:_TRIED] if not rare.betrayed_by(name, label)]
    return tuple(named[:_NAMED])


def _respelt(partition: Partition, name: str, levels: Levels) -> Question:
    labels = pd.Series(levels.values, dtype="str").map(_plain)
    known = levels.count[:-1] > 0
    matching = labels.isin(labels[known]) & ~known
    return answer(partition, "format", "respelt", (name,), _rows_with(levels, matching))


def _spelling(partition: Partition, name: str, levels: Levels) -> Iterator[Question]:
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
        flag = _rows_with(levels, matching)
        yield answer(partition, "format", form, (name,), flag, terms=terms)


def _rows_with(levels: Levels, matching: pd.Series) -> np.ndarray:
    """The rows whose level matches, shape (n,); a missing value does not."""
    matching_levels = np.append(matching.to_numpy(bool), False)
    flag: np.ndarray = matching_levels[levels.level]
    return flag


def _plain(value: str) -> str:
    """A value without what case, blanks and padding with zeros make of it: `7.5` for ` 07.50`."""
    plain = " ".join(value.casefold().split()).lstrip("0")
    return plain.rstrip("0").removesuffix(".") if _DECIMAL.fullmatch(plain) else plain


def shape(value: str) -> str:
    """Which sorts of characters follow one another: `Aa-9` for `Berlin-10115`."""
    sorts = [
        "9" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c for c in value
    ]
    return "".join(c for i, c in enumerate(sorts) if i == 0 or sorts[i - 1] != c)


def _beyond(partition: Partition, name: str) -> Iterator[Question]:
    numbers = partition.numbers(name)
    assert numbers is not None
    known = numbers[partition.reference][~np.isnan(numbers[partition.reference])]
    if len(known) == 0:
        return
    above, below = ("longer", "shorter") if partition.kinds[name] == "text" else ("above", "below")
    yield answer(partition, "column", above, (name,), numbers > known.max())
    yield answer(partition, "column", below, (name,), numbers < known.min())


def _intervals(partition: Partition, name: str) -> Iterator[Question]:
    """Runs of neighbouring intervals between the reference's quantiles."""
    numbers, cuts, kind = partition.numbers(name), partition.cuts(name), partition.kinds[name]
    assert numbers is not None
    known = ~np.isnan(numbers)
    label = partition.label(name)
    bins = np.searchsorted(cuts, numbers)
    last = len(cuts)
    for first, end in combinations(range(last + 2), 2):
        width, at_an_end = end - first, first == 0 or end == last + 1
        if width > last or not (at_an_end or width in _WIDTHS):
            continue
        if first == 0:
            interval = f"{label} <= {number_label(cuts[end - 1], kind)}"
        elif end == last + 1:
            interval = f"{label} > {number_label(cuts[first - 1], kind)}"
        else:
            interval = intervals(label, cuts[[first - 1, end - 1]], kind)[1]
        flag = known & (first <= bins) & (bins < end)
        yield answer(partition, "column", "interval", (name,), flag, terms=(interval,))


def _decimals(partition: Partition, name: str) -> Iterator[Question]:
    """With how many decimals numbers are written, up to as many as are there."""
    numbers = partition.numbers(name)
    if partition.kinds[name] == "integer" or partition.kinds[name] not in NUMBERS:
        return
    assert numbers is not None
    numbers = np.where(np.isfinite(numbers), numbers, np.nan)
    for decimals in range(_MOST_DECIMALS):
        whole = np.round(numbers, decimals) == numbers
        yield answer(partition, "format", "decimals", (name,), whole, terms=(str(decimals),))
        if (whole | np.isnan(numbers)).all():
            return


def _number_formats(partition: Partition, name: str) -> Iterator[Question]:
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
