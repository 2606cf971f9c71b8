"""Drawn rows repaired in three lines: what the stage `repair` does, for tables at hand."""

from dataclasses import dataclass

import pandas as pd

from fake_or_real import repairs
from fake_or_real.choices import check_repair
from fake_or_real.data import files, foreign, matching
from fake_or_real.data.files import Source


@dataclass(frozen=True)
class Mended:
    """Repaired rows.

    rows: in the seen table's columns. metrics: what each repair did; docs/repairs.md has the words.
    """

    rows: pd.DataFrame
    metrics: dict[str, int | float]


def repair(  # noqa: PLR0913 - each is a choice that somebody has to make
    seen: Source,
    synthetic: Source,
    size: int | None = None,
    *,
    format: bool = False,  # noqa: A002 - as the parameter of the pipeline is called
    pools: bool = False,
    rules: str | None = None,
    rejection: bool = False,
    min_count: int = 5,
    seed: int = 1,
) -> Mended:
    """Make synthetic rows more like the real rows that their synthesizer learned from.

    Judge the result on other real rows: `judge(real, mended.rows, seen)`.

    Parameters
    ----------
    seen
        The real rows that the synthesizer learned from, and no others: a pandas frame, an Arrow
        table, or the path of a file or folder.
    synthetic
        Rows that it drew, in the same columns; more than `size` where rows are to be left out.
    size
        How many rows to keep, 1 or more; None: all.
    format
        Whether numbers, moments and strings are written as nearly all seen rows write them.
    pools
        Whether numbers are moved to those that `min_count` seen rows share, as often as seen rows
        have one.
    rules
        What every seen row keeps (functions, orders, formulas): `compute` the cell that depends,
        `redraw` leaves out rows that break one, None leaves all as it is.
    rejection
        Whether rows are kept as a discriminator takes them for seen ones; `size` times 6 rows are
        a good number to choose from.
    min_count
        No repair uses a value that fewer seen rows share.
    seed
        Of every random draw, 0 or more.

    Raises
    ------
    UserError
        In one line: a table that cannot be read, columns that do not match, a rule that too few
        rows keep, too few rows to choose from.

    Examples
    --------
    >>> import pandas as pd
    >>> from fake_or_real import repair
    >>> seen = pd.DataFrame({"country": ["fr", "de"] * 60, "code": [33, 49] * 60})
    >>> drawn = pd.DataFrame({"country": ["fr", "de"] * 10, "code": [33, 33] * 10})
    >>> mended = repair(seen, drawn, rules="compute")
    >>> mended.rows["code"].head(2).tolist(), mended.metrics["rules_broken_rows"]
    ([33, 49], 0.5)
    """
    check_repair(size=size, rules=rules, min_count=min_count, seed=seed)
    real = files.read_table(seen, "table of seen rows")
    matched, _ = matching.match(
        files.read_raw(synthetic, "synthetic table").table, real, "the synthetic table"
    )
    drawn, _ = foreign.conform(matched, real.kinds, real.styles)
    chosen = repairs.make(
        format=format,
        pools=pools,
        rules=rules,
        rejection=rejection,
        min_count=min_count,
        seed=seed,
    )
    table, figures = repairs.repair(real, drawn, chosen, size or len(drawn), seed)
    return Mended(table.frame, figures)
