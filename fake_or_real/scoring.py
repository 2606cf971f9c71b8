"""Score the rows of any table with a discriminator that was trained before."""

import numpy as np
import pandas as pd

from fake_or_real.data import files, foreign, matching, tables
from fake_or_real.data.files import Source
from fake_or_real.data.kinds import words_of
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator


def score(model: Discriminator, source: Source) -> pd.DataFrame:
    """The table's rows in their order and as they are, behind `P(FAKE)` and `misfits`.

    P(FAKE): in [0, 1]. misfits: the columns, separated by commas, whose cells in this row are not
    written as the discriminator's training rows were; they count as missing or as words.

    source: a pandas frame, an Arrow table, or the path of a file. Its columns may stand in another
    order, be spelled a little otherwise, or be more than the discriminator's.
    Raises `UserError` when it is no sound table or lacks a column.
    """
    raw = files.read_raw(source, "table to score")
    known = Table.empty(model.kinds)
    matched, _ = matching.match(raw.table, known, "the table to score")
    table, _ = foreign.conform(matched, model.kinds)
    rows = tables.aligned(known, table)[1].select(model.kinds)
    scores = {"P(FAKE)": model.predict_proba(rows)[:, 1], "misfits": _misfits(table, model)}
    return pd.concat([pd.DataFrame(scores), raw.table.to_pandas()], axis=1)


def _misfits(table: Table, model: Discriminator) -> np.ndarray:
    """For each row the names of columns with words that the training rows have none of."""
    said = np.full(len(table), "", dtype=object)
    for name in model.kinds:
        words = words_of(name)
        if words in table.kinds and words not in model.kinds:
            rows = table.frame[words].notna().to_numpy(bool)
            said[rows] = [f"{before}, {name}" if before else name for before in said[rows]]
    return said
