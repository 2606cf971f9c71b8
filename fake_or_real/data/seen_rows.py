"""Which real rows the generator learned from, where that is known."""

from pathlib import Path

import numpy as np
import pandas as pd

from fake_or_real.data import tables
from fake_or_real.data.tables import Table


def write(rows: np.ndarray | None, path: Path) -> None:
    """Write the rows' positions in the real table; None: not known."""
    frame = pd.DataFrame({"row": pd.array([] if rows is None else rows, dtype="Int64")})
    tables.write(Table(frame, {"row": "integer"}, {"known": int(rows is not None)}), path)


def read(path: Path) -> np.ndarray | None:
    """What `write` wrote."""
    stored = tables.read(path)
    rows: np.ndarray = stored.frame["row"].to_numpy(dtype=int)
    return rows if stored.about["known"] else None
