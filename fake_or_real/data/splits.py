"""Which rows are REAL, which are FAKE, and which of them the discriminator may learn from.

A split is a table of its own, one line for each row that takes part, so that no column name of
the user's can clash with it and every row stays traceable:

    table    real | synthetic: where the row stands
    row      its position there
    part     train | holdout | reserve: reserve rows are unseen real rows in neither of the others;
             the yardstick damages them
    holdout  whether the row judges: true of the holdout part, and of the reserve rows that judge
             where the yardstick is measured
    seen     whether the generator learned from it (missing where that is not known)

Equal rows, whatever their table, all judge or are all learned from. Else a FAKE row that is a copy
of a REAL one, or two copies of one row, would be recognized without anything having been learned.
Which rows judge depends on the rows' values and not on which of them are REAL. So where REAL and
FAKE rows come from one population, nothing that is learned helps to tell the judging rows apart.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from fake_or_real.data import tables
from fake_or_real.data.equal_rows import row_ids
from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError

_KINDS: dict[str, Kind] = {
    "table": "categorical",
    "row": "integer",
    "part": "categorical",
    "holdout": "boolean",
    "seen": "boolean",
}
# The reserve may take at most this share of the unseen rows.
_RESERVE = 1 / 3
# With fewer rows of either kind in train or holdout, an AUC means nothing.
_FEWEST = 5
# A value that more rows share, and more than this part of all rows, is no copy but common. Kept
# together, its rows would leave the others few of the places on their side.
_COMMON_ROWS, _COMMON_SHARE = 20, 0.01


@dataclass(frozen=True)
class Part:
    """The rows of one part: their values, whether each is FAKE, and where each stands.

    is_fake: bool (n,). row: int (n,), the position in the real or the synthetic table.
    """

    table: Table
    is_fake: np.ndarray
    row: np.ndarray


def split(  # noqa: PLR0913 - each is a parameter of the run
    real: Table,
    synthetic: Table,
    seen: np.ndarray | None,
    *,
    protocol: str,
    holdout: float,
    seed: int,
) -> Table:
    """Divide real and synthetic rows by a protocol; both tables have the same columns.

    seen: positions of the real rows that the generator learned from, None if not known.
    protocol: `unseen`: REAL is only rows that the generator never saw, less a reserve.
        `all`: every real row. `tutorial`: every real row, with the tutorial's split, which is
        not stratified and takes no notice of equal rows.
    holdout: the share of REAL and FAKE rows that the discriminator never trains on.

    Raises `UserError` when too few rows are left in a part.
    """
    is_seen = np.zeros(len(real), dtype=bool)
    is_seen[seen if seen is not None else []] = True
    rows, reserve = np.arange(len(real)), np.array([], dtype=int)
    rng = np.random.default_rng(seed)
    if protocol == "unseen":
        rows, reserve = _keep_back(np.flatnonzero(~is_seen), len(synthetic), rng)
    if len(rows) < 2 <= len(real):
        raise UserError(
            f"{is_seen.sum()} of all {len(real)} real rows are said to be seen by the synthesizer,"
            " which leaves none to test against; give a real table with more rows, or set"
            " split.protocol to all"
        )
    if min(len(rows), len(synthetic)) < 2:
        raise UserError(
            f"{len(rows)} REAL and {len(synthetic)} FAKE rows cannot be split; add rows"
        )
    sizes = [len(rows), len(synthetic), len(reserve)]
    label = np.repeat(["REAL", "FAKE", "reserve"], sizes)
    row = np.concatenate([rows, np.arange(len(synthetic)), reserve])
    if protocol == "tutorial":
        # The tutorial's own call, in its order of rows, so that its numbers come out again.
        if len(row) - math.ceil(holdout * len(row)) < 1:
            raise UserError(
                f"split.holdout {holdout:g} leaves none of {len(row)} rows to train on; lower it"
            )
        train, judging = train_test_split(np.arange(len(row)), test_size=holdout, random_state=seed)
        order = np.concatenate([train, judging])
        judges = np.repeat([False, True], [len(train), len(judging)])
    else:
        ids = np.concatenate(row_ids([real.take(rows), synthetic, real.take(reserve)]))
        # Some tables are in order of time; whoever takes the first rows shall not take the oldest.
        order = rng.permutation(len(row))
        judges = _judges(ids, label, holdout, rng)[order]
    return _table(label[order], row[order], judges, None if seen is None else is_seen)


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


def reserve_rows(assigned: Table) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the reserve's real rows: those to learn from, and those that judge."""
    frame = assigned.frame[assigned.frame["part"] == "reserve"]
    row, judges = frame["row"].to_numpy(dtype=int), frame["holdout"].to_numpy(dtype=bool)
    return row[~judges], row[judges]


def real_rows(name: str, assigned: Table) -> np.ndarray:
    """Positions of the real rows of `train`, `holdout` or `reserve`, in the split's order."""
    frame = assigned.frame
    chosen = (frame["part"] == name) & (frame["table"] == "real")
    rows: np.ndarray = frame.loc[chosen, "row"].to_numpy(dtype=int)
    return rows


def _keep_back(
    unseen: np.ndarray, synthetic: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Unseen rows for REAL, and a reserve of as many as there are synthetic ones, if it can be."""
    shuffled = rng.permutation(unseen)
    reserve = np.sort(shuffled[: min(synthetic, int(len(unseen) * _RESERVE))])
    return np.setdiff1d(unseen, reserve), reserve


def _judges(
    ids: np.ndarray, label: np.ndarray, holdout: float, rng: np.random.Generator
) -> np.ndarray:
    """Which rows judge, boolean of shape (n,); equal rows have equal ids, both of shape (n,).

    Of the rows that have twins the share `holdout` judges, whatever their labels. Rows without a
    twin then make up what each label lacks of that share.
    """
    count = np.bincount(ids)[ids]
    common = count > max(_COMMON_ROWS, _COMMON_SHARE * len(ids))
    has_twin = (count > 1) & ~common
    place = rng.permutation(ids.max() + 1)[ids]  # twins share a place in a random order
    order = np.argsort(place[has_twin], kind="stable")
    judging = place[has_twin][order][: round(holdout * has_twin.sum())]
    judges: np.ndarray = has_twin & (place <= judging.max(initial=-1))
    for name in np.unique(label):
        single = np.flatnonzero((label == name) & ~has_twin)
        wanted = round(holdout * (label == name).sum()) - judges[label == name].sum()
        judges[rng.permutation(single)[: max(wanted, 0)]] = True
    return judges


def _table(
    label: np.ndarray, row: np.ndarray, judges: np.ndarray, is_seen: np.ndarray | None
) -> Table:
    """The split as a table, checked; `is_seen` is of the real table's rows."""
    in_real, in_reserve = label != "FAKE", label == "reserve"
    seen = np.zeros(len(row), dtype=bool)
    if is_seen is not None:
        seen[in_real] = is_seen[row[in_real]]
    frame = pd.DataFrame(
        {
            "table": np.where(in_real, "real", "synthetic"),
            "row": row,
            "part": np.where(in_reserve, "reserve", np.where(judges, "holdout", "train")),
            "holdout": judges,
            "seen": pd.arrays.BooleanArray(seen, mask=~in_real | (is_seen is None)),
        }
    )
    _check(frame)
    return Table(
        frame.astype({"table": "str", "row": "Int64", "part": "str", "holdout": "boolean"}), _KINDS
    )


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
