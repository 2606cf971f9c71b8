"""Candidates for give-aways in pairs of columns: rules, orders and combinations."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np
import pandas as pd
from scipy.special import xlogy
from tqdm import tqdm

from fake_or_real.giveaways.cells import Codes, Rows, count_cells
from fake_or_real.giveaways.questions import Candidate, ask

# A combination is hardly there when chance would make it this many times as often.
_HARDLY = 10
_FEW = 2
# What holds for so many rows is looked at in all of them; nearly all pairs fail here, quickly.
_GLANCE = 2000
_PARTNERS = 10  # other columns that each column is combined with
_SCREENED = 5000  # reference rows that tell which those are


def of_rules(rows: Rows) -> Iterator[Candidate]:
    """Rules that hold in every reference row: b follows from a; a <= b."""
    yield from _functions(rows)
    yield from _orders(rows)


def of_combinations(rows: Rows) -> Iterator[Candidate]:
    """Combinations that the reference hardly ever or seldom has, though it knows each part."""
    for first, second in tqdm(related(rows), desc="pairs", disable=None):
        columns = first.name, second.name
        counts = count_cells(first, second, rows.reference)
        chance = np.outer(first.count, second.count) / len(rows.reference)
        for times, often in ((_HARDLY, "hardly ever"), (_FEW, "seldom")):
            flag = (counts < chance / times)[first.of, second.of]
            says = f"{columns[0]} and {columns[1]} are combined as real data {often} has them"
            example = _example(rows, flag, (first, second))
            yield ask(rows, "pair", columns, says, flag, example=example)


def related(rows: Rows) -> list[tuple[Codes, Codes]]:
    """Each column, unless it is text, with the ten others that it depends on most.

    All pairs of a wide table would take long and their number would cost certainty; and where
    columns know nothing of each other, there is no combination to get wrong. Only the reference
    is asked, so the choice favours no answer.
    """
    codes = [rows.coarse(name) for name, kind in rows.kinds.items() if kind != "text"]
    all_pairs = list(combinations([of for of in codes if np.count_nonzero(of.count) > 1], 2))
    screened = rows.reference[:_SCREENED]
    excess = [
        _dependence(count_cells(first, second, screened))
        for first, second in tqdm(all_pairs, desc="screening pairs", disable=None)
    ]
    partners: Counter[str] = Counter()
    chosen = []
    for place in np.argsort(-np.array(excess), kind="stable"):
        names = [of.name for of in all_pairs[place]]
        if min(partners[name] for name in names) < _PARTNERS:
            partners.update(names)
            chosen.append(place)
    return [all_pairs[place] for place in sorted(chosen)]


def _dependence(counts: np.ndarray) -> float:
    """The likelihood ratio statistic that rows and columns depend, less what chance gives it."""
    margins = counts.sum(axis=0), counts.sum(axis=1)
    freedom = np.prod([np.count_nonzero(margin) - 1 for margin in margins])
    outer = sum(xlogy(margin, margin).sum() for margin in margins)
    total = xlogy(counts, counts).sum() - outer + xlogy(counts.sum(), counts.sum())
    return float(2 * total - freedom)


def crosstab(rows: Rows, first: str, second: str) -> dict[str, pd.DataFrame]:
    """`real` (the control rows) and `fake`: rows by the levels of two columns.

    The two have the same lines and columns, so that they can be set side by side; long columns
    are binned.
    """
    codes = rows.coarse(first), rows.coarse(second)
    shown = [np.unique(np.append(rows.fake_of(c.of), rows.control_of(c.of))) for c in codes]
    found = {}
    for name, part in {"real": rows.control_of, "fake": rows.fake_of}.items():
        counts = pd.crosstab(*(part(c.of) for c in codes))
        counts = counts.reindex(index=shown[0], columns=shown[1], fill_value=0)
        counts.index = pd.Index([codes[0].label(level) for level in shown[0]], name=first)
        counts.columns = pd.Index([codes[1].label(level) for level in shown[1]])
        found[name] = counts.reset_index()
    return found


def _functions(rows: Rows) -> Iterator[Candidate]:
    """Columns that decide another's value in every reference row."""
    # A column with hardly any value twice decides everything, and says nothing.
    codes = {name: rows.exact(name) for name, kind in rows.kinds.items() if kind != "text"}
    codes = {
        name: of
        for name, of in codes.items()
        if 1 < np.count_nonzero(of.count) <= len(rows.reference) / 10
    }
    found: set[tuple[str, str]] = set()
    for first, second in permutations(codes, 2):
        decides, decided = codes[first], codes[second]
        glance = rows.reference[:_GLANCE]
        one_to_one = (second, first) in found  # and said so already
        if one_to_one or not _is_function(decides.of[glance], decided.of[glance]):
            continue
        known, position = np.unique(decides.of[rows.reference], return_index=True)
        image = np.full(len(decides.count), -1)
        image[known] = decided.of[rows.reference][position]
        if (image[decides.of[rows.reference]] != decided.of[rows.reference]).any():
            continue
        found.add((first, second))
        # A value that is new in itself breaks no rule: it is found as a value.
        known_both = (image[decides.of] >= 0) & (decided.count[decided.of] > 0)
        broken = known_both & (image[decides.of] != decided.of)
        says = f"{first} determines {second} {_always(rows, broken)}, but not here"
        example = _example(rows, broken, (decides, decided))
        yield ask(rows, "rule", (first, second), says, broken, example=example)


def _is_function(first: np.ndarray, second: np.ndarray) -> bool:
    pairs = pd.unique(first * (int(second.max()) + 1) + second)
    return len(pairs) == len(pd.unique(first))


def _orders(rows: Rows) -> Iterator[Candidate]:
    """Numbers or moments that are at most another column's in every reference row."""
    numbers: dict[str, tuple[bool, np.ndarray]] = {}
    for name, kind in rows.kinds.items():
        values = rows.numbers(name)
        if values is not None and kind != "text" and np.isfinite(values[rows.reference]).any():
            numbers[name] = (kind == "datetime", values)
    for first, second in permutations(numbers, 2):
        (is_moment, low), (is_other_moment, high) = numbers[first], numbers[second]
        glance = rows.reference[:_GLANCE]
        if is_moment != is_other_moment or (low[glance] > high[glance]).any():
            continue
        broken = low > high
        apart = np.nanmax(low[rows.reference]) <= np.nanmin(high[rows.reference])
        if apart or broken[rows.reference].any():
            continue
        says = f"{first} <= {second} {_always(rows, broken)}, but not here"
        yield ask(rows, "rule", (first, second), says, broken)


def _always(rows: Rows, broken: np.ndarray) -> str:
    return "almost always" if broken[: len(rows.real)].any() else "in every real row"


def _example(rows: Rows, flag: np.ndarray, codes: tuple[Codes, Codes]) -> str:
    """The most common flagged combination, if it may be named."""
    flagged = rows.fake_of(flag)
    if not flagged.any():
        return ""
    first, second = codes
    width = len(second.count)
    key = (rows.fake_of(first.of) * width + rows.fake_of(second.of))[flagged]
    found, counts = np.unique(key, return_counts=True)
    a, b = divmod(int(found[np.argmax(counts)]), width)
    real = np.count_nonzero((first.of == a)[: len(rows.real)] & (second.of == b)[: len(rows.real)])
    if not (first.nameable[a] and second.nameable[b]) or 0 < real < rows.min_count:
        return ""
    return f"{first.condition(a)} with {second.condition(b)}"
