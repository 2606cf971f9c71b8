"""The records that a person looks at: the most FAKE, the most REAL, and a crosstab.

All of it is made of real rows, so it goes to `data/`, which git ignores.
"""

import numpy as np
import pandas as pd

from stages.splits import Part
from stages.tables import Table

# The tutorial shows 5 rows, drawn from the 100 at each end of the scores.
SHOWN, DRAWN_FROM = 5, 100


def extremes(
    holdout: Part, p_fake: np.ndarray, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """`most_fake` and `most_real`: holdout rows that seem so, whatever they are.

    p_fake: P(FAKE) of the holdout, shape (n,). Each frame has `P(FAKE)`, `label` and the
    table's columns, the most extreme row first.
    """
    order = np.argsort(-p_fake, kind="stable")
    return {
        "most_fake": _draw(holdout, p_fake, order[:DRAWN_FROM], rng),
        "most_real": _draw(holdout, p_fake, order[::-1][:DRAWN_FROM], rng),
    }


def crosstabs(real: Table, synthetic: Table, first: str, second: str) -> dict[str, pd.DataFrame]:
    """`crosstab_real` and `crosstab_synthetic`: rows by the values of two columns.

    The two have the same lines and columns, so that they can be set side by side; missing values
    are a value of their own.
    """
    both = {"crosstab_real": real, "crosstab_synthetic": synthetic}
    pairs = {
        name: table.frame[[first, second]].astype("str").fillna("(missing)")
        for name, table in both.items()
    }
    counts = pd.concat(pairs).groupby([first, second]).size().index
    lines, columns = (list(counts.unique(level)) for level in (0, 1))
    return {
        name: pd.crosstab(values[first], values[second])
        .reindex(index=lines, columns=sorted(columns, key=_numbers_first), fill_value=0)
        .reset_index()
        for name, values in pairs.items()
    }


def _numbers_first(value: str) -> tuple[bool, float, str]:
    number = value.lstrip("-").replace(".", "", 1).isdigit()
    return (not number, float(value) if number else 0, value)


def _draw(
    holdout: Part, p_fake: np.ndarray, rows: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    chosen = np.sort(rng.choice(len(rows), min(SHOWN, len(rows)), replace=False))
    rows = rows[chosen]
    frame = holdout.table.take(rows).frame
    label = np.where(holdout.is_fake[rows], "FAKE", "REAL")
    shown = pd.DataFrame({"P(FAKE)": p_fake[rows].round(4), "label": label})
    return pd.concat([shown, frame], axis=1)
