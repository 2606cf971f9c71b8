"""Questions about pairs of columns: rules, orders and combinations."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import xlogy

from fake_or_real.features.relations import find_relations
from fake_or_real.giveaways.partition import Levels, Partition, count_cells
from fake_or_real.giveaways.questions import Question, answer
from fake_or_real.progress import bar

# A combination is hardly there when chance would make it this many times as often.
_HARDLY = 10
_FEW = 2
# What holds for so many rows is looked at in all of them; nearly all pairs fail here, quickly.
_GLANCE = 2000
_PARTNERS = 10  # other columns that each column is combined with
_SCREENED = 5000  # reference rows that tell which those are


def of_rules(partition: Partition) -> Iterator[Question]:
    """Rules of the reference rows: b follows from a; a <= b; numbers that hang together."""
    yield from _functions(partition)
    yield from _orders(partition)
    yield from _relations(partition)


def of_combinations(partition: Partition) -> Iterator[Question]:
    """Combinations that the reference hardly ever or seldom has, though it knows each part."""
    for first, second in bar(related(partition), "pairs"):
        columns = first.name, second.name
        counts = count_cells(first, second, partition.reference)
        chance = np.outer(first.count, second.count) / len(partition.reference)
        for form, times in (("hardly", _HARDLY), ("seldom", _FEW)):
            flag = (counts < chance / times)[first.level, second.level]
            example = _example(partition, flag, (first, second))
            yield answer(partition, "pair", form, columns, flag, example=example)


def related(partition: Partition) -> list[tuple[Levels, Levels]]:
    """Each column, unless it is text, with the ten others that it depends on most.

    All pairs of a wide table would take long and their number would cost certainty; and where
    columns know nothing of each other, there is no combination to get wrong. Only the reference
    is asked, so the choice favours no answer.
    """
    if not partition.related:
        partition.related.extend(_related(partition))
    return partition.related


def _related(partition: Partition) -> list[tuple[Levels, Levels]]:
    levels = [partition.coarse(name) for name, kind in partition.kinds.items() if kind != "text"]
    varied = [each for each in levels if np.count_nonzero(each.count) > 1]
    all_pairs = list(combinations(varied, 2))
    screened = partition.reference[:_SCREENED]
    excess = _dependences([each.level[screened] for each in varied])
    partners: Counter[str] = Counter()
    chosen = []
    for place in np.argsort(-excess, kind="stable"):
        names = [levels.name for levels in all_pairs[place]]
        if min(partners[name] for name in names) < _PARTNERS:
            partners.update(names)
            chosen.append(place)
    return [all_pairs[place] for place in sorted(chosen)]


def _dependences(levels: Sequence[np.ndarray]) -> np.ndarray:
    """How strongly each two columns depend, in the order of `combinations`.

    That is the likelihood ratio statistic of their table, less what chance gives it.
    levels: of each column those of the same rows, whole numbers from 0, shape (n,). Each column is
    held against all that follow at once.
    """
    coded = [np.unique(each, return_inverse=True, return_counts=True)[1:] for each in levels]
    upto = np.arange(max((len(each) for each in levels), default=0) + 1)
    terms = xlogy(upto, upto)  # of each number that may be counted
    alone = np.array([terms[counts].sum() for _, counts in coded])
    freedom = np.array([len(counts) - 1 for _, counts in coded])
    found = [np.empty(0)]
    for place in bar(range(len(coded) - 1), "screening pairs"):
        (codes, counts), rest = coded[place], slice(place + 1, None)
        starts = np.cumsum([0, *(len(own) for _, own in coded[rest])])
        others = np.stack([own for own, _ in coded[rest]]) + starts[:-1, None]
        cells = (codes * starts[-1] + others).ravel()
        number = np.bincount(cells, minlength=len(counts) * starts[-1])
        together = terms[number].reshape(len(counts), -1).sum(axis=0)
        total = np.add.reduceat(together, starts[:-1]) - alone[place] - alone[rest]
        statistic = 2 * (total + terms[-1])
        found.append(statistic - freedom[place] * freedom[rest])
    return np.concatenate(found)


def crosstab(partition: Partition, first: str, second: str) -> dict[str, pd.DataFrame]:
    """`real` (the control rows) and `fake`: rows by the levels of two columns.

    The two have the same lines and columns, so that they can be set side by side; long columns
    are binned.
    """
    levels = partition.coarse(first), partition.coarse(second)
    shown = [
        np.unique(np.append(partition.fake_of(c.level), partition.control_of(c.level)))
        for c in levels
    ]
    tables = {}
    for name, part in {"real": partition.control_of, "fake": partition.fake_of}.items():
        counts = pd.crosstab(*(part(c.level) for c in levels))
        counts = counts.reindex(index=shown[0], columns=shown[1], fill_value=0)
        counts.index = pd.Index([levels[0].label(level) for level in shown[0]], name=first)
        counts.columns = pd.Index([levels[1].label(level) for level in shown[1]])
        tables[name] = counts.reset_index()
    return tables


def _functions(partition: Partition) -> Iterator[Question]:
    """Columns that decide another's value in every reference row; and several others' at once.

    Rules of one column are pooled too, so that many are seen each of which few rows break.
    """
    # A column with hardly any value twice decides everything, and says nothing.
    levels = {
        name: partition.exact(name) for name, kind in partition.kinds.items() if kind != "text"
    }
    levels = {
        name: each
        for name, each in levels.items()
        if 1 < np.count_nonzero(each.count) <= len(partition.reference) / 10
    }
    functions: set[tuple[str, str]] = set()
    of_column: defaultdict[str, dict[str, np.ndarray]] = defaultdict(dict)
    for first, second in _seeming_functions(levels, partition.reference[:_GLANCE]):
        decides, decided = levels[first], levels[second]
        if (second, first) in functions:  # one to one, and said so already
            continue
        known, position = np.unique(decides.level[partition.reference], return_index=True)
        image = np.full(len(decides.count), -1)
        image[known] = decided.level[partition.reference][position]
        if (image[decides.level[partition.reference]] != decided.level[partition.reference]).any():
            continue
        functions.add((first, second))
        # A value that is new in itself breaks no rule: it is found as a value.
        known_both = (image[decides.level] >= 0) & (decided.count[decided.level] > 0)
        broken = known_both & (image[decides.level] != decided.level)
        example = _example(partition, broken, (decides, decided))
        yield answer(partition, "rule", "function", (first, second), broken, example=example)
        of_column[first][second] = broken
    for first, decided_by_it in of_column.items():
        if len(decided_by_it) > 1:
            broken = np.any(list(decided_by_it.values()), axis=0)
            yield answer(partition, "rule", "functions", (first, *decided_by_it), broken)


def _seeming_functions(levels: dict[str, Levels], glance: np.ndarray) -> Iterator[tuple[str, str]]:
    """Pairs of columns of which the first decides the second in these rows."""
    names = list(levels)
    each = np.array([levels[name].level[glance] for name in names], ndmin=2)
    for place, name in enumerate(names):
        order = np.argsort(each[place], kind="stable")
        same = np.flatnonzero(np.diff(each[place][order]) == 0)
        # Rows that are alike in the first column have the same value in one that it decides.
        differs = (each[:, order[same]] != each[:, order[same + 1]]).any(axis=1)
        for other in np.flatnonzero(~differs):
            if other != place:
                yield name, names[other]


def _orders(partition: Partition) -> Iterator[Question]:
    """Numbers or moments that are at most another column's in every reference row."""
    numbers: dict[str, tuple[bool, np.ndarray]] = {}
    for name, kind in partition.kinds.items():
        values = partition.numbers(name)
        if values is not None and kind != "text" and np.isfinite(values[partition.reference]).any():
            numbers[name] = (kind == "datetime", values)
    for first, second in _seeming_orders(numbers, partition.reference[:_GLANCE]):
        (is_moment, low), (is_other_moment, high) = numbers[first], numbers[second]
        if is_moment != is_other_moment:
            continue
        broken = low > high
        apart = np.nanmax(low[partition.reference]) <= np.nanmin(high[partition.reference])
        if apart or broken[partition.reference].any():
            continue
        yield answer(partition, "rule", "order", (first, second), broken)


def _seeming_orders(
    numbers: dict[str, tuple[bool, np.ndarray]], glance: np.ndarray
) -> Iterator[tuple[str, str]]:
    """Pairs of columns of which the first is never above the second in these rows."""
    names = list(numbers)
    each = np.array([numbers[name][1][glance] for name in names], ndmin=2)
    for place, name in enumerate(names):
        above = (each[place] > each).any(axis=1)
        for other in np.flatnonzero(~above):
            if other != place:
                yield name, names[other]


def _relations(partition: Partition) -> Iterator[Question]:
    """Sums, products and the like that the reference shows; each row keeps one or does not."""
    numbers = partition.relating_numbers
    for relation in find_relations(partition.real.take(partition.reference)):
        holds = relation.holds(numbers)
        yield answer(
            partition, "rule", "relation", relation.columns, holds, terms=(relation.formula,)
        )


def _example(
    partition: Partition, flag: np.ndarray, levels: tuple[Levels, Levels]
) -> tuple[str, ...]:
    """The most common flagged combination, if it may be named."""
    flagged = partition.fake_of(flag)
    if not flagged.any():
        return ()
    first, second = levels
    width = len(second.count)
    key = (partition.fake_of(first.level) * width + partition.fake_of(second.level))[flagged]
    keys, counts = np.unique(key, return_counts=True)
    a, b = divmod(int(keys[np.argmax(counts)]), width)
    real = np.count_nonzero(
        (first.level == a)[: len(partition.real)] & (second.level == b)[: len(partition.real)]
    )
    if not (first.nameable[a] and second.nameable[b]) or 0 < real < partition.min_count:
        return ()
    return first.condition(a), second.condition(b)
