"""Questions about the values of single columns."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import OTHER_STYLE, words_of
from fake_or_real.giveaways.formats import (
    decimals,
    number_formats,
    plain,
    respelt,
    rows_with,
    spelling,
)
from fake_or_real.giveaways.partition import Levels, Partition, intervals, number_label
from fake_or_real.giveaways.questions import Question, answer
from fake_or_real.progress import bar

_MOST_VALUES = 100  # values of a column, the most common, that are looked at one by one
_WIDTHS = (1, 2, 4, 8)  # neighbouring intervals that are looked at together; more cost certainty
_TRIED = 10  # unknown values that are looked at for an example
_NAMED = 3  # unknown values that are given as an example


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
            yield respelt(partition, name, levels)
        if is_number:
            yield from _beyond(partition, name)
            yield from decimals(partition, name)
        if kind != "text":
            yield from _values(partition, name, levels)
        # Where the values are few, each is a question of its own, however it is spelt.
        many = np.count_nonzero(levels.count) > _MOST_VALUES
        if kind == "text" or (kind == "categorical" and many):
            yield from spelling(partition, name, levels)
        if is_number:
            yield from _intervals(partition, name)
        yield from number_formats(partition, name)


def _words(partition: Partition, name: str, levels: Levels) -> Iterator[Question]:
    """What stands in cells that are not written as the column's values are."""
    words = pd.Series(levels.values, dtype="str")
    styled = words.str.startswith(OTHER_STYLE)
    for style in words[styled]:
        flag, terms = rows_with(levels, words == style), (style.removeprefix(OTHER_STYLE)[:-1],)
        yield answer(partition, "format", "style", (name,), flag, terms=terms)
    new = rows_with(levels, ~styled & (levels.count[:-1] == 0))
    base = partition.kinds[name.removesuffix(words_of(""))]
    example = _unknown(partition, name, levels)
    yield answer(partition, "format", "unfit", (name,), new, terms=(base,), example=example)
    for level in np.flatnonzero(levels.count[:-1] >= partition.min_count)[:_MOST_VALUES]:
        flag, terms = levels.level == level, (levels.label(level),)
        yield answer(partition, "value", "equals", (name,), flag, terms=terms)


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
    real = {plain(value) for value in partition.real.frame[name].dropna().unique()}
    count = np.bincount(partition.fake_of(levels.level), minlength=len(levels.count))
    unknown = [
        levels.label(level)
        for level in np.argsort(-count[:-1], kind="stable")
        if count[level] >= partition.min_count and plain(levels.label(level)) not in real
    ]
    rare = partition.rare_values
    named = [label for label in unknown[:_TRIED] if not rare.betrayed_by(name, label)]
    return tuple(named[:_NAMED])


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
