"""Score the rows of any table with a discriminator that was trained before."""

import pandas as pd

from fake_or_real.data import files, foreign
from fake_or_real.data.files import Source
from fake_or_real.discriminators.base import Discriminator


def score(model: Discriminator, source: Source) -> pd.DataFrame:
    """The table's rows in their order, with `P(FAKE)` in [0, 1] before its own columns.

    source: a pandas frame, an Arrow table, or the path of a file or folder.
    Raises `UserError` when it is no sound table or its columns are not the discriminator's.
    """
    raw = files.read_raw(source, "table to score")
    table, _ = foreign.conform(raw.table, model.kinds)
    p_fake = pd.DataFrame({"P(FAKE)": model.predict_proba(table)[:, 1]})
    return pd.concat([p_fake, table.frame], axis=1)
