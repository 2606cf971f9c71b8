"""Peeling: how the AUC falls as the columns that give FAKE rows away are taken out."""

from collections.abc import Callable, Collection, Sequence

import numpy as np
import pandas as pd

from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.scorer import Scorer, Varying
from fake_or_real.progress import bar
from fake_or_real.statistics.auc import auc

_CLOSE = 0.02  # AUCs that differ by no more are of the same test


def same_test(
    holdout: Part, judged: np.ndarray, tests: Sequence[tuple[Part, Callable[[], Scorer]]]
) -> tuple[Part, Callable[[], Scorer], np.ndarray]:
    """The first of these tests that comes close to the AUC that was judged.

    A test is the rows that a discriminator learns from, and what gives an unfitted one. With it
    comes its P(FAKE) of the holdout rows, shape (n,), after a fit on all columns.

    judged: likewise of the last of `tests`; the others are quicker. A weaker one would speak of
    another test: what it does not see, it does not lose.
    """
    for train, make in tests[:-1]:
        model = make()
        model.fit(train.table, train.is_fake, train.counted)
        p_fake = model.predict_proba(holdout.table)[:, 1]
        apart = auc(holdout.is_fake, p_fake).value - auc(holdout.is_fake, judged).value
        if abs(apart) <= _CLOSE:
            return train, make, p_fake
    return *tests[-1], judged


def peel(  # noqa: PLR0913 - the rows, what is taken out, and by whom it is judged
    train: Part,
    holdout: Part,
    groups: Sequence[tuple[str, ...]],
    make: Callable[[], Scorer],
    *,
    most: int,
    p_fake: np.ndarray | None = None,
) -> pd.DataFrame:
    """Take out one group of columns after the other, and fit a new discriminator each time.

    groups: columns, the strongest give-away's first. One of which a column is out already gives
    nothing away any more and is passed over, and one column always stays. most: how many groups
    to take out. p_fake: what the first fit, on all columns, says of the holdout rows, if it is
    known already.

    One line for each fit: `removed` (how many groups), `rank` (the place of the last one that went
    among the groups, from 1; 0 at first), `columns` (its columns, empty at first), and `auc` with
    its 95 % interval `low` to `high`.
    """
    left = list(train.table.kinds)
    steps: list[tuple[int, str, list[str]]] = [(0, "", left)]
    for rank, group in enumerate(groups, start=1):
        whole = group and set(group) <= set(left)
        if len(steps) <= most and whole and len(group) < len(left):
            left = [name for name in left if name not in group]
            steps.append((rank, ", ".join(group), left))
    lines = []
    for removed, (rank, out_now, columns) in enumerate(bar(steps, "peeling")):
        if removed or p_fake is None:
            model = make()
            table = train.table.select(columns)
            model.fit(table, train.is_fake, train.counted.in_kinds(table.kinds))
            p_fake = model.predict_proba(holdout.table.select(columns))[:, 1]
        now = auc(holdout.is_fake, p_fake, holdout.twins)
        lines.append((removed, rank, out_now, now.value, now.low, now.high))
    return pd.DataFrame(lines, columns=["removed", "rank", "columns", "auc", "low", "high"])


def by_worth(drops: Sequence[float], groups: Sequence[tuple[str, ...]]) -> list[int]:
    """The places of groups of columns, first those of which mending a column buys most.

    drops: as `auc_drops` gives them, for these groups; those that were not measured (NaN) come
    last. To a hundredth, which is what they are measured to; where they are alike, in their order.
    """
    worth = [round(drop / max(1, len(group)), 2) for drop, group in zip(drops, groups, strict=True)]
    return sorted(range(len(worth)), key=lambda place: -np.nan_to_num(worth[place], nan=-np.inf))


def auc_drops(
    model: Scorer, holdout: Part, groups: Sequence[tuple[str, ...]], rng: np.random.Generator
) -> list[float]:
    """How much the AUC of a fitted discriminator drops without what each group of columns tells.

    The group's cells are shuffled together over the holdout, so that they tell nothing of the
    label; nothing is fitted anew. Source: Breiman (2001), "Random forests", Machine Learning 45
    (permutation importance).
    """
    table = holdout.table
    predicted = model.varied(table) if isinstance(model, Varying) else _anew(model)

    def reached(now: Table, group: tuple[str, ...]) -> float:
        return auc(holdout.is_fake, predicted(now, group)[:, 1]).value

    whole = reached(table, ())
    drops: dict[tuple[str, ...], float] = {(): 0.0}
    dropped = []
    for given in groups:
        group = tuple(name for name in given if name in table.kinds)
        if group not in drops:
            shuffled = table.select(group).take(rng.permutation(len(table))).frame
            frame = table.frame.assign(**{name: shuffled[name] for name in group})
            drops[group] = whole - reached(Table(frame, table.kinds), group)
        dropped.append(drops[group])
    return dropped


def _anew(model: Scorer) -> Callable[[Table, Collection[str]], np.ndarray]:
    return lambda table, _: model.predict_proba(table)
