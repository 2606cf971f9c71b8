"""A synthetic table held against the real one: its columns found, its differences reported."""

from collections.abc import Iterable, Sequence
from numbers import Integral

import numpy as np
import pandas as pd
import pyarrow as pa

from fake_or_real.data import tables
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError

Differences = dict[str, str | int | float | bool]

# What a training would say of a table that was made elsewhere.
UNTRAINED: Differences = {"device": "cpu", "ended_by": "nothing to train", "reproducible": True}


def match(given: pa.Table, real: Table, name: str, *, parse: bool) -> tuple[Table, Differences]:
    """A foreign table's rows in the real table's columns but its own types, and what was mended.

    Columns may stand in another order, be spelled with other cases and punctuation, or be more
    than the real table's; values may be of other types and missing ones spelled otherwise. All
    this is mended and reported, since each gives a synthetic table away. Strings stay strings,
    even where they hold numbers, since a cast may lose how those are written.

    name: what error messages call the table. parse: whether its strings may hold other kinds.
    Raises `UserError` when it lacks a column.
    """
    sources = _sources(given.column_names, list(real.kinds), name)
    raw = pa.table({column: given[source] for column, source in sources.items()})
    renamed = [f"{source} -> {column}" for column, source in sources.items() if source != column]
    extra = [column for column in given.column_names if column not in sources.values()]
    table, respelled = _respell_missing(tables.typed(raw, {}, parse=False), real)
    kinds = tables.typed(pa.Table.from_pandas(table.frame), {}, parse=parse).kinds
    return table, {
        "columns_extra": ", ".join(extra),
        "columns_of_other_kind": ", ".join(n for n in kinds if kinds[n] != real.kinds[n]),
        "columns_renamed": ", ".join(renamed),
        "columns_reordered": [n for n in given.column_names if n not in extra]
        != list(sources.values()),
        "missing_respelled": respelled,
    }


def positions(learned: Table, real: Table, name: str) -> np.ndarray:
    """Where the rows of `learned` stand in `real`, sorted; of equal rows the first ones are taken.

    Raises `UserError`, which calls `learned` by `name`, for rows that the real table lacks.
    """
    both = tables.concat([real, learned]).frame
    ids = both.groupby(list(both.columns), dropna=False, sort=False).ngroup()
    is_learned = np.arange(len(both)) >= len(real)
    wanted = ids[is_learned].value_counts()
    there = ids[~is_learned].value_counts().reindex(wanted.index, fill_value=0)
    absent = int((wanted - there).clip(lower=0).sum())
    if absent:
        raise UserError(
            f"{absent} of the {len(learned)} rows of {name} are not in the real table, which must"
            " hold all rows that the synthesizer saw"
        )
    nth = ids[~is_learned].groupby(ids[~is_learned]).cumcount()
    return np.flatnonzero(nth < wanted.reindex(ids[~is_learned], fill_value=0).to_numpy())


def checked_positions(seen: Sequence[int], real: Table, name: str) -> np.ndarray:
    """Positions in the real table, sorted, each once.

    Raises `UserError`, which calls them by `name`, for rows that the real table does not have.
    """
    listed = isinstance(seen, Iterable)
    if not (listed and all(isinstance(row, Integral) and type(row) is not bool for row in seen)):
        raise UserError(f"{name} should be whole numbers, the positions of real rows, from 0 on")
    rows = np.unique(np.array([*seen], dtype=object))
    outside = rows[(rows < 0) | (rows >= len(real))]
    if len(outside):
        raise UserError(
            f"{name} names row {outside[-1]}, but the real table's rows are 0 to {len(real) - 1};"
            " count from 0"
        )
    return rows.astype(int)


def _sources(given: list[str], wanted: list[str], name: str) -> dict[str, str]:
    """For each wanted column the given one: the same name, or the only one spelled like it."""
    free = [column for column in given if column not in wanted]
    sources = {}
    for column in wanted:
        alike = [column] if column in given else [n for n in free if _bare(n) == _bare(column)]
        if len(alike) == 1:
            sources[column] = alike[0]
    if len(set(sources.values())) < len(wanted):
        missing = [column for column in wanted if column not in sources]
        raise UserError(f"{name} lacks columns {missing}: it has {given}, the real table {wanted}")
    return sources


def _bare(name: str) -> str:
    """A column's name without case and punctuation."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _respell_missing(table: Table, real: Table) -> tuple[Table, int]:
    """Words for missing values as missing, unless the real table has the very word; how many."""
    columns, count = {}, 0
    for name, column in table.frame.items():
        words = set(tables.MISSING) - set(real.frame[name].dropna().astype("str"))
        is_word = column.astype("str").str.strip().isin(words) & column.notna()
        columns[name] = column.mask(is_word)
        count += int(is_word.sum())
    return Table(pd.DataFrame(columns), table.kinds), count
