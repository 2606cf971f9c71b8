"""A table from outside, as it is."""

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from fake_or_real.errors import UserError


@dataclass(frozen=True)
class Raw:
    """A foreign table as it is.

    parse: whether its strings may hold numbers, booleans and dates. Those of a CSV, a spreadsheet
        and JSON may, and so may those of a pandas frame, which often comes from one; all others
        say what they mean.
    notes: what was unusual in reading it, a line each.
    decimal: the mark before the decimals of its numbers, where that is known.
    """

    table: pa.Table
    parse: bool
    notes: tuple[str, ...] = ()
    decimal: str | None = None


def checked(raw: pa.Table, name: str) -> pa.Table:
    """The same table. Raises `UserError` for one that says too little to be judged."""
    repeated = [column for column, count in Counter(raw.column_names).items() if count > 1]
    if repeated:
        raise UserError(f"{name} has several columns called {repeated}; give each its own name")
    if raw.num_columns < 2:
        raise UserError(
            f"{name} has {raw.num_columns} column; a table needs at least two"
            " (cells may be separated by comma, semicolon, tab or |; set another delimiter)"
        )
    if raw.num_rows == 0:
        raise UserError(f"{name} has a header but no rows; give it some")
    return raw
