"""Foreign tables, typed: in the kinds that their values have, or in those of another table."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pyarrow as pa

from fake_or_real.data import columns as columns_of
from fake_or_real.data import kinds as kinds_of
from fake_or_real.data.columns import Column
from fake_or_real.data.identifiers import identifiers
from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table
from fake_or_real.data.wishes import Wish
from fake_or_real.errors import UserError
from fake_or_real.progress import bar


def typed(
    raw: pa.Table,
    about: dict[str, str | int],
    *,
    parse: bool,
    wanted: Mapping[str, Wish] | None = None,
    decimal: str | None = None,
) -> Table:
    """A foreign table with the kinds inferred from its values; see `fake_or_real.data.kinds`.

    wanted: what columns are to be taken for instead.
    decimal: the mark before the decimals of its numbers, where that is known.

    Raises `UserError` for a column of a type that has no kind, or that is not what it is to be.
    """
    wanted = wanted or {}
    columns = {
        name: _wished(raw[name], name, wanted[name])
        if name in wanted
        else columns_of.infer(raw[name], name, parse=parse, decimal=decimal)
        for name in bar(raw.column_names, "reading columns")
        if name not in wanted or wanted[name].kind is not None
    }
    table = _assembled(columns)
    looked_at = {name: kind for name, kind in table.kinds.items() if name not in wanted}
    named = identifiers(table.frame, looked_at)
    # Keys are kept as written: their form is all that they say.
    columns |= {
        name: Column("identifier", columns_of.as_strings(raw[name]), why=why)
        for name, why in named.items()
    }
    ignored = [name for name, wish in wanted.items() if wish.kind is None]
    return replace(_assembled(columns) if named else table, about=about, ignored=ignored)


def _wished(column: pa.ChunkedArray, name: str, wish: Wish) -> Column:
    assert wish.kind is not None, f"{name} is left out"
    found = columns_of.impose(column, wish.kind, wish.format)
    if found.cells.null_count == len(found.cells) > column.null_count:
        form = f" in the format {wish.format!r}" if wish.format else ""
        raise UserError(
            f"no value of column {name!r} can be read as {wish.kind}{form}; state another, or none"
        )
    return replace(found, style=wish.format or found.style, why="as stated")


def conform(
    raw: pa.Table | pd.DataFrame, kinds: dict[str, Kind], styles: Mapping[str, str] | None = None
) -> tuple[Table, dict[str, int]]:
    """A foreign table in another's kinds, and in how many cells a column does not fit its kind.

    styles: how the other's columns are written, for what may be read in two ways.

    What does not fit is kept in a column of words. Identifiers may be absent.
    Raises `UserError` when the other columns are not the same set of names; their order is mended.
    """
    if isinstance(raw, pd.DataFrame):
        raw = pa.Table.from_pandas(raw, preserve_index=False)
    wanted = kinds_of.as_given(kinds, raw.column_names)
    optional = {name for name, kind in wanted.items() if kind in ("identifier", "word")}
    missing = [name for name in wanted if name not in raw.column_names and name not in optional]
    extra = [name for name in raw.column_names if name not in wanted]
    if missing or extra:
        raise UserError(
            f"the table's columns do not match the real ones: missing {missing}, unknown {extra};"
            f" rename or drop columns so that they are {[n for n in wanted if n not in optional]}"
        )
    columns = {
        name: columns_of.impose(raw[name], kind, (styles or {}).get(name, ""))
        for name, kind in bar(wanted.items(), "reading columns")
        if name in raw.column_names
    }
    unfit = {
        name: column.unread
        for name, column in columns.items()
        if column.unread and kinds_of.words_of(name) not in kinds
    }
    table = _assembled(columns)
    # A cell holds a value or a word. A synthesizer that learned them as two columns may draw both.
    for name in wanted:
        companion = kinds_of.words_of(name)
        if companion in columns:
            table.frame[name] = table.frame[name].mask(table.frame[companion].notna())
    return table, unfit


def _assembled(columns: Mapping[str, Column]) -> Table:
    """The columns as a table; those of positions become two, those with words have a companion."""
    parts: dict[str, Column] = {}
    for name, column in columns.items():
        parts |= columns_of.split(name, column)
    stored = pa.table(
        {
            name: column.cells.cast(kinds_of.ARROW_TYPES[column.kind], safe=False)
            for name, column in parts.items()
        }
    )
    return Table(
        kinds_of.to_pandas(stored),
        {name: column.kind for name, column in parts.items()},
        styles={name: column.style for name, column in columns.items() if column.style},
        why={name: column.why for name, column in columns.items() if column.why},
    )
