"""What a give-away looks like: its columns' values in real and in FAKE rows, side by side.

These are aggregates that may be shared: no value is named that fewer than `min_count` real rows
share, and no count of real rows below that is told.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import Kind
from fake_or_real.giveaways.giveaways import Giveaway
from fake_or_real.giveaways.partition import Partition
from fake_or_real.giveaways.questions import Question

# How a table of them is stored.
KINDS: dict[str, Kind] = {
    "rank": "integer",
    "first": "categorical",
    "second": "categorical",
    "real": "float",
    "fake": "float",
}
OTHER, RARE = "(other)", "(rare or unknown)"
_MOST = {1: 12, 2: 7}  # values of each column, when there are one and two of them


def of_giveaways(partition: Partition, listed: Sequence[Giveaway], most: int) -> pd.DataFrame:
    """The values of the columns of the first so many give-aways, each set of columns once.

    Left out are numbers of which most may not be named, as the real data lacks them.

    A line for each value, or pair of values: `rank` of the give-away, `first` and `second` (the
    values, or intervals; empty where there is one column), and how large a share of the control
    rows (`real`) and of the FAKE rows (`fake`) has them. `real` is missing where it would be
    made of fewer than `min_count` rows, or would betray such a one beside it by what is left of
    their sum; of one column's values, but not of pairs, none are told.
    """
    parts: dict[tuple[str, ...], pd.DataFrame] = {}
    for rank, giveaway in enumerate(listed, start=1):
        columns = giveaway.question.columns
        is_seen = set(columns) <= partition.kinds.keys()  # identifiers are not
        if len(columns) not in _MOST or columns in parts or len(parts) == most or not is_seen:
            continue
        if not _is_unknown_number(partition, giveaway.question):
            parts[columns] = _shares(partition, giveaway.question).assign(rank=rank)
    empty = pd.DataFrame({name: [] for name in KINDS})
    return pd.concat([empty, *parts.values()], ignore_index=True)[list(KINDS)]


def _is_unknown_number(partition: Partition, question: Question) -> bool:
    if question.kind != "value" or partition.numbers(question.columns[0]) is None:
        return False
    levels = partition.exact(question.columns[0])
    nameable = levels.nameable[partition.fake_of(levels.level)[question.fake]]
    return bool(np.count_nonzero(nameable) < len(nameable) / 2)


def _shares(partition: Partition, question: Question) -> pd.DataFrame:
    """The shares of one column's values, or of two columns' pairs of values."""
    labels = {place: _labels(partition, name) for place, name in enumerate(question.columns)}
    for place, values in labels.items():
        real, fake = values.iloc[partition.control], values.iloc[len(partition.real) :]
        if len(labels) == 1:
            telling = abs(real.value_counts(normalize=True) - fake.value_counts(normalize=True))
        else:
            telling = fake[question.fake].value_counts()
        labels[place] = _only(values, telling, _MOST[len(labels)])
    cells = pd.DataFrame(labels)
    shown = pd.MultiIndex.from_product([values.cat.categories for values in labels.values()])
    counts = pd.DataFrame(
        {
            "real": cells.iloc[partition.control].value_counts().reindex(shown, fill_value=0),
            "fake": cells.iloc[len(partition.real) :].value_counts().reindex(shown, fill_value=0),
        }
    )
    grid = counts["real"].to_numpy().reshape([len(of.cat.categories) for of in labels.values()])
    told = counts["real"].where(~hidden(grid, partition.min_count).ravel())
    values = shown.to_frame(index=False).reindex(columns=[0, 1], fill_value="").astype("str")
    return pd.DataFrame(
        {
            "first": values[0],
            "second": values[1],
            "real": (told / len(partition.control)).to_numpy(),
            "fake": (counts["fake"] / len(partition.fake)).to_numpy(),
        }
    )


def hidden(counts: np.ndarray, least: int) -> np.ndarray:
    """Which counts are not told, bool of the same shape, (values,) or (values, values).

    Sums of lines and of all may be known from elsewhere. So where those that are hidden in one add
    up to fewer than `least`, the smallest beside them is hidden, too.
    """
    # A value may be named in any case. Of pairs, which may not all be, a 0 beside a blank would
    # tell which ones a few real rows have.
    found = (counts < least) & ((counts > 0) | (counts.ndim == 2))
    places = np.arange(counts.size).reshape(counts.shape)
    lines = [places.ravel(), *([*places, *places.T] if counts.ndim == 2 else [])]
    flat, is_hidden = counts.ravel(), found.ravel()
    changed = True
    while changed:
        changed = False
        for line in lines:
            told = line[~is_hidden[line] & (flat[line] > 0)]
            if 0 < flat[line][is_hidden[line]].sum() < least and len(told):
                is_hidden[told[np.argmin(flat[told])]] = changed = True
    return is_hidden.reshape(counts.shape)


def _labels(partition: Partition, name: str) -> pd.Series:
    """The value of each row, real rows first, as a categorical in the values' order."""
    levels = partition.coarse(name)
    names = [
        levels.label(level) if nameable else RARE for level, nameable in enumerate(levels.nameable)
    ]
    labels = [*dict.fromkeys(label for label in names if label != RARE), RARE]
    position = np.array([labels.index(label) for label in names])
    return pd.Series(pd.Categorical.from_codes(position[levels.level], labels))


def _only(labels: pd.Series, telling: pd.Series, most: int) -> pd.Series:
    """The labels that tell most, in their order, and `OTHER` for the rest of them."""
    differing = telling[telling > 0]
    kept = set(differing.nlargest(most if len(differing) <= most else most - 1).index) - {OTHER}
    names = [*(label for label in labels.cat.categories if label in kept), OTHER]
    short = labels.astype("str").where(labels.isin(kept), OTHER)
    return pd.Series(pd.Categorical(short, names)).cat.remove_unused_categories()
