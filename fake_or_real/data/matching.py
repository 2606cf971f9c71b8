"""A synthetic table held against the real one: its columns found, its differences reported."""

from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fake_or_real.data import kinds as column_kinds
from fake_or_real.data import tables
from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError

Differences = dict[str, str | int | float | bool]


class Described(Protocol):
    """What is known of a table without its rows: see `Table`."""

    @property
    def kinds(self) -> dict[str, Kind]:
        """The kinds of the columns."""
        ...

    @property
    def styles(self) -> dict[str, str]:
        """How columns are written."""
        ...


# What a training would say of a table that was made elsewhere.
UNTRAINED: Differences = {"device": "cpu", "ended_by": "nothing to train", "reproducible": True}


def match(given: pa.Table, real: Table, name: str) -> tuple[pa.Table, Differences]:
    """A foreign table's rows in the real table's columns, not yet in its kinds; what was mended.

    Columns may stand in another order, be spelled with other cases and punctuation, or be more
    than the real table's; missing values may be spelled otherwise. All this is mended and
    reported, since each gives a synthetic table away. Identifiers may be absent.

    name: what error messages call the table.
    Raises `UserError` when it lacks a column.
    """
    wanted = column_kinds.as_given(real.kinds, given.column_names)
    needed = [column for column, kind in wanted.items() if kind != "identifier"]
    sources = _sources(given.column_names, list(wanted), needed, name)
    renamed = [f"{source} -> {column}" for column, source in sources.items() if source != column]
    known = {*sources.values(), *real.ignored}
    extra = [column for column in given.column_names if column not in known]
    columns = {
        column: _respell_missing(given[source], real, column) for column, source in sources.items()
    }
    nulls = sum(given[source].null_count for source in sources.values())
    table = pa.table(columns)
    return table, {
        "columns_extra": ", ".join(extra),
        "columns_renamed": ", ".join(renamed),
        "columns_reordered": [n for n in given.column_names if n not in extra]
        != list(sources.values()),
        "missing_respelled": sum(column.null_count for column in table.columns) - nulls,
    }


def written_otherwise(synthetic: Described, real: Described) -> dict[str, str]:
    """Which columns are written in another style than the real table's throughout, and in which.

    Empty is the plain style. What the columns say is read all the same, so no discriminator sees
    it.
    """
    return {
        name: synthetic.styles.get(name, "")
        for name in real.kinds
        if name in synthetic.kinds and synthetic.styles.get(name, "") != real.styles.get(name, "")
    }


def misfits(synthetic: Described, real: Described, unfit: Mapping[str, int]) -> Differences:
    """What is reported of a synthetic table that was read in the real one's kinds.

    unfit: as `fake_or_real.data.tables.conform` gives it.
    """
    return {
        "columns_written_otherwise": ", ".join(written_otherwise(synthetic, real)),
        "values_not_cast": sum(unfit.values()),
    }


def positions(learned: Table, real: Table, name: str) -> np.ndarray:
    """Where the rows of `learned` stand in `real`, sorted; of equal rows the first ones are taken.

    Raises `UserError`, which calls `learned` by `name`, for rows that the real table lacks.
    """
    both = tables.concat(tables.aligned(real, learned)).frame
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


def _sources(given: list[str], wanted: list[str], needed: list[str], name: str) -> dict[str, str]:
    """For each wanted column the given one: the same name, or the only one spelled like it."""
    free = [column for column in given if column not in wanted]
    sources = {}
    for column in wanted:
        alike = [column] if column in given else [n for n in free if _bare(n) == _bare(column)]
        if len(alike) == 1:
            sources[column] = alike[0]
    missing = [column for column in needed if column not in sources]
    if missing or len(set(sources.values())) < len(sources):
        raise UserError(f"{name} lacks columns {missing}: it has {given}, the real table {wanted}")
    return sources


def _bare(name: str) -> str:
    """A column's name without case and punctuation."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _respell_missing(column: pa.ChunkedArray, real: Table, name: str) -> pa.ChunkedArray:
    """Words for missing values as missing, unless the real table has the very word."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    strings = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    if not any(check(column.type) for check in strings):
        return column
    known: set[str] = set()
    for own in (name, column_kinds.words_of(name)):
        if real.kinds.get(own) in column_kinds.STRINGS:
            known |= set(real.frame[own].dropna().unique())
    words = pa.array(sorted(set(tables.MISSING) - known), pa.string())
    is_word = pc.is_in(pc.utf8_trim_whitespace(column.cast(pa.string())), words)
    return pc.if_else(is_word, None, column)
