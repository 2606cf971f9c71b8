"""Questions about what no discriminator sees: identifiers, and the style of whole columns."""

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from fake_or_real.giveaways.formats import shape as shape_of
from fake_or_real.giveaways.partition import Partition
from fake_or_real.giveaways.questions import Question, answer
from fake_or_real.giveaways.rows import repeated

_DIGITS = re.compile(r"-?[0-9]{1,30}")
_EXACT = 2**53  # up to here a 64-bit float holds all whole numbers


def of_identifiers(keys: Partition, rng: np.random.Generator) -> Iterator[Question]:
    """What is wrong with columns that name rows: they repeat, leave the range, look otherwise."""
    if not keys.kinds:
        return
    counted = np.flatnonzero(keys.tested)
    size = min(len(keys.control), len(counted))
    some = [
        keys.real.take(rng.choice(keys.control, size, replace=False)),
        keys.fake.take(rng.choice(counted, size, replace=False)),
    ]
    for name in keys.kinds:
        control, fake = (repeated(table.select([name])) for table in some)
        yield Question("identifier", "key_repeated", (name,), (), fake, control)
        column = keys.column(name)
        shape = column.map(shape_of, na_action="ignore")
        known = shape.iloc[keys.reference].dropna().unique()
        odd = (column.notna() & ~shape.isin(known)).to_numpy(bool)
        yield answer(keys, "identifier", "key_shape", (name,), odd)
        taken = column.isin(column.iloc[keys.reference].dropna()).to_numpy(bool)
        yield answer(keys, "identifier", "key_taken", (name,), taken)
        numbers = pd.to_numeric(column.where(~odd), errors="coerce").to_numpy(float)
        known_numbers = numbers[keys.reference][np.isfinite(numbers[keys.reference])]
        if len(known_numbers):
            low, high = known_numbers.min(), known_numbers.max()
            yield answer(keys, "identifier", "key_below", (name,), numbers < low)
            yield answer(keys, "identifier", "key_above", (name,), numbers > high)
        if len(known_numbers) and np.abs(known_numbers).max() > _EXACT:
            yield answer(keys, "identifier", "key_rounded", (name,), _as_if_rounded(column))


def _as_if_rounded(column: pd.Series) -> np.ndarray:
    """Which whole numbers beyond 2^53 a 64-bit float holds exactly: few, unless it once did."""
    numbers = [int(key) if _DIGITS.fullmatch(key) else 0 for key in column.fillna("0")]
    return np.array([abs(number) > _EXACT and int(float(number)) == number for number in numbers])


def of_styles(partition: Partition, styles: Mapping[str, str]) -> Iterator[Question]:
    """Columns that all FAKE rows write in a style that no real row has."""
    is_fake = np.arange(len(partition.real) + len(partition.fake)) >= len(partition.real)
    for name, style in styles.items():
        yield answer(partition, "format", "style", (name,), is_fake, terms=(style,))
