"""Which rows are REAL, which are FAKE, and which of them the discriminator may learn from.

A split is a table of its own, one line for each row that takes part, so that no column name of
the user's can clash with it and every row stays traceable:

    table  real | synthetic: where the row stands
    row    its position there
    part   train | holdout | reserve: reserve rows are unseen real rows in neither of the others;
           the yardstick damages them
    seen   whether the generator learned from it (missing where that is not known)
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from fake_or_real.data import tables
from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError

_KINDS: dict[str, Kind] = {
    "table": "categorical",
    "row": "integer",
    "part": "categorical",
    "seen": "boolean",
}
# The reserve may take at most this share of the unseen rows.
_RESERVE = 1 / 3
# With fewer rows of either kind in train or holdout, an AUC means nothing.
_FEWEST = 5


@dataclass(frozen=True)
class Part:
    """The rows of one part: their values, whether each is FAKE, and where each stands.

    is_fake: bool (n,). row: int (n,), the position in the real or the synthetic table.
    """

    table: Table
    is_fake: np.ndarray
    row: np.ndarray


def split(  # noqa: PLR0913 - each is a parameter of the run
    real: int,
    synthetic: int,
    seen: np.ndarray | None,
    *,
    protocol: str,
    holdout: float,
    seed: int,
) -> Table:
    """Divide `real` and `synthetic` rows (counts) by a protocol.

    seen: positions of the real rows that the generator learned from, None if not known.
    protocol: `unseen`: REAL is only rows that the generator never saw, less a reserve.
        `all`: every real row. `tutorial`: every real row, with the tutorial's split, which is
        not stratified.
    holdout: the share of REAL and FAKE rows that the discriminator never trains on.

    Raises `UserError` when too few rows are left in a part.
    """
    is_seen = np.zeros(real, dtype=bool)
    is_seen[seen if seen is not None else []] = True
    rows, reserve = np.arange(real), np.array([], dtype=int)
    if protocol == "unseen":
        rows, reserve = _keep_back(np.flatnonzero(~is_seen), synthetic, seed)
    frame = pd.DataFrame(
        {
            "table": ["real"] * len(rows) + ["synthetic"] * synthetic,
            "row": np.concatenate([rows, np.arange(synthetic)]),
        }
    )
    if frame["table"].value_counts().reindex(["real", "synthetic"], fill_value=0).min() < 2:
        raise UserError(f"{len(rows)} REAL and {synthetic} FAKE rows cannot be split; add rows")
    # The tutorial's own call, in its order of rows, so that its numbers come out again.
    train, test = train_test_split(
        frame,
        test_size=holdout,
        random_state=seed,
        stratify=None if protocol == "tutorial" else frame["table"],
    )
    kept = pd.DataFrame({"table": "real", "row": reserve})
    parts = {"train": train, "holdout": test, "reserve": kept}
    frame = pd.concat([part.assign(part=name) for name, part in parts.items()], ignore_index=True)
    known = is_seen[frame["row"].where(frame["table"] == "real", 0)]
    frame["seen"] = pd.array(known, dtype="boolean")
    frame.loc[(frame["table"] == "synthetic") | (seen is None), "seen"] = pd.NA
    frame = frame.astype({"row": "Int64", "table": "str", "part": "str"})[list(_KINDS)]
    _check(frame)
    return Table(frame, _KINDS)


def counts(assigned: Table) -> dict[str, int | None]:
    """How many rows of each kind each part has, and how many REAL ones the generator saw.

    The last is None where it is not known.
    """
    frame = assigned.frame
    labels = {"real": "real", "synthetic": "fake"}
    found: dict[str, int | None] = {
        f"{part}_{label}": int(((frame["part"] == part) & (frame["table"] == table)).sum())
        for part in ("train", "holdout", "reserve")
        for table, label in labels.items()
        if (part, table) != ("reserve", "synthetic")
    }
    seen = frame.loc[(frame["part"] != "reserve") & (frame["table"] == "real"), "seen"]
    return found | {"real_seen": None if seen.isna().all() else int(seen.sum())}


def part(name: str, assigned: Table, real: Table, synthetic: Table) -> Part:
    """The rows of `train` or `holdout`, in the split's order."""
    frame = assigned.frame[assigned.frame["part"] == name]
    is_fake = (frame["table"] == "synthetic").to_numpy(dtype=bool)
    row = frame["row"].to_numpy(dtype=int)
    both = tables.concat([real, synthetic])
    return Part(both.take(row + np.where(is_fake, len(real), 0)), is_fake, row)


def real_rows(name: str, assigned: Table) -> np.ndarray:
    """Positions of the real rows of `train`, `holdout` or `reserve`, in the split's order."""
    frame = assigned.frame
    chosen = (frame["part"] == name) & (frame["table"] == "real")
    rows: np.ndarray = frame.loc[chosen, "row"].to_numpy(dtype=int)
    return rows


def _keep_back(unseen: np.ndarray, synthetic: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Unseen rows for REAL, and a reserve of as many as there are synthetic ones, if it can be."""
    shuffled = np.random.default_rng(seed).permutation(unseen)
    reserve = np.sort(shuffled[: min(synthetic, int(len(unseen) * _RESERVE))])
    return np.setdiff1d(unseen, reserve), reserve


def _check(frame: pd.DataFrame) -> None:
    for name in ("train", "holdout"):
        of_part = frame.loc[frame["part"] == name, "table"]
        for table in ("real", "synthetic"):
            count = int((of_part == table).sum())
            if count < _FEWEST:
                raise UserError(
                    f"the {name} part has only {count} {table} rows, fewer than {_FEWEST};"
                    " raise probe.size, lower generator.sample_size or change split.holdout"
                )
