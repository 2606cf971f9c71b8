"""Repairs of drawn rows, each learned from the seen rows alone, for rows of any synthesizer."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fake_or_real.data import tables
from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.repairs.base import Figures, Repair
from fake_or_real.repairs.format import Format
from fake_or_real.repairs.pools import Pools
from fake_or_real.repairs.rejection import Rejection
from fake_or_real.repairs.rules import Rules


def make(  # noqa: PLR0913 - one switch for each repair
    *,
    format: bool = False,  # noqa: A002 - as the parameter is called
    pools: bool = False,
    rules: str | None = None,
    rejection: bool = False,
    min_count: int,
    seed: int,
) -> list[Repair]:
    """The chosen repairs in the order in which they are applied; see `params.yaml`.

    Cells come first, then the rules that they must keep, and last the choice among whole rows.
    """
    chosen: list[Repair] = []
    if format:
        chosen.append(Format())
    if pools:
        chosen.append(Pools(min_count))
    if rules is not None:
        chosen.append(Rules(computes=rules == "compute"))
    if rejection:
        chosen.append(Rejection(min_count, seed))
    return chosen


def repair(
    seen: Table | None, drawn: Table, chosen: Sequence[Repair], size: int, seed: int
) -> tuple[Table, Figures]:
    """At most `size` of the drawn rows, repaired, and what was done.

    seen: rows that the synthesizer learned from; None: not known. Identifiers stay as they are.

    Raises `UserError` where a repair is chosen and no row is known to be seen, or too few can be
    kept.
    """
    size = min(size, len(drawn))
    if not chosen:
        return drawn.take(np.arange(size)), {"kept_rows": size, "drawn_rows": len(drawn)}
    if seen is None or len(seen) == 0:
        raise UserError(
            "repairs learn from the rows that the synthesizer saw, and these are not known; name"
            " them (generator.file.seen), or switch the repairs off: the rows that judge must teach"
            " nothing"
        )
    learned, given = tables.judged(seen, drawn)
    table, kept = given, np.arange(len(drawn))
    figures: Figures = {"drawn_rows": len(drawn)}
    for place, each in enumerate(chosen):
        rng = np.random.default_rng([seed, place])
        repaired = each.fit(learned).apply(table, size, rng)
        table, kept = repaired.table, kept[repaired.kept]
        figures |= repaired.figures
    first = np.arange(size)
    whole = _with_cells(drawn.take(kept[first]), given.take(kept[first]), table.take(first), seen)
    return whole, figures | {"kept_rows": size}


def _with_cells(rows: Table, before: Table, after: Table, seen: Table) -> Table:
    """The rows, of which the repairs knew some columns, with the columns that these changed."""
    frame, kinds = rows.frame.copy(), dict(rows.kinds)
    for name in after.kinds:
        if name in kinds and not after.frame[name].equals(before.frame[name]):
            frame[name], kinds[name] = _of_kind(after.frame[name], after.kinds[name], seen, name)
    return Table(frame, kinds, rows.about, rows.styles, rows.why, rows.ignored)


def _of_kind(column: pd.Series, kind: Kind, seen: Table, name: str) -> tuple[pd.Series, Kind]:
    """A column as whole numbers where the seen ones are and it can be."""
    known = column.dropna()
    if seen.kinds.get(name) == "integer" and kind == "float" and (known == known.round()).all():
        return column.astype("Int64"), "integer"
    return column, kind
