"""Which rows are REAL, which are FAKE, and which of them the discriminator may learn from.

A split is a table of its own, one line for each row that takes part, so that no column name of
the user's can clash with it and every row stays traceable:

    table    real | synthetic: where the row stands
    row      its position there
    part     train | holdout | reserve | counted | counted_reserve: reserve rows are unseen real
             rows in neither of the first two, which the yardstick damages; in those of the last two
             it is only counted how often values occur, besides train and reserve rows
    holdout  whether the row judges: true of the holdout part, and of the reserve rows that judge
             where the yardstick is measured
    seen     whether the generator learned from it (missing where that is not known)
    twins    a number, the same for rows that are equal but for identifiers, and not common
"""

from dataclasses import dataclass, replace

import numpy as np

from fake_or_real.data import tables
from fake_or_real.data.counted import NOTHING, Counted
from fake_or_real.data.stored import Rows
from fake_or_real.data.tables import Table

# The parts whose rows are REAL or FAKE, and learned from or judged.
_JUDGED = ("train", "holdout")


@dataclass(frozen=True)
class Members:
    """Which rows are in a part; their values are not read. is_fake, row and twins as of `Part`."""

    is_fake: np.ndarray
    row: np.ndarray
    twins: np.ndarray

    def take(self, places: np.ndarray) -> "Members":
        """Those at these places, in this order."""
        return Members(self.is_fake[places], self.row[places], self.twins[places])

    def read(self, real: Rows, synthetic: Rows) -> Table:
        """Their values, in this order."""
        is_fake = self.is_fake
        both = tables.concat([real.take(self.row[~is_fake]), synthetic.take(self.row[is_fake])])
        return both.take(np.argsort(np.argsort(is_fake, kind="stable")))


@dataclass(frozen=True)
class Part:
    """The rows of one part: their values, whether each is FAKE, and where each stands.

    is_fake: bool (n,). row: int (n,), the position in the real or the synthetic table. twins: int
    (n,), the same number for equal rows. counted: of the train part, further rows in which it is
    counted how often values occur.
    """

    table: Table
    is_fake: np.ndarray
    row: np.ndarray
    twins: np.ndarray
    counted: Counted = NOTHING

    def take(self, places: np.ndarray) -> "Part":
        """The rows at these places, in this order, and no rows that are only counted."""
        return Part(
            self.table.take(places), self.is_fake[places], self.row[places], self.twins[places]
        )

    def learning_from(self, most: int, rng: np.random.Generator) -> "Part":
        """At most so many rows of each label, in their order; the others are only counted."""
        drawn, others = [], list(self.counted.rows)
        for label in (False, True):
            places = rng.permutation(np.flatnonzero(self.is_fake == label))
            drawn.append(places[:most])
            if len(places) > most:
                others.append((self.table, places[most:], label))
        part = self.take(np.sort(np.concatenate(drawn)))
        return replace(part, counted=Counted(tuple(others), self.table.kinds))


def counts(assigned: Table) -> dict[str, int | str | None]:
    """How many rows of each kind each part has, and how the split was made.

    `eligible_real`, `eligible_fake`: of how many REAL and FAKE rows those in train and holdout were
    drawn. `counted_real`, `counted_fake`: rows besides those that train in which it is counted how
    often values occur. `real_seen`: how many REAL rows the generator saw, None where it is not
    known. `protocol`: the one that was followed.
    """
    frame = assigned.frame
    labels = {"real": "real", "synthetic": "fake"}
    found: dict[str, int | str | None] = {
        f"{part}_{label}": int(((frame["part"] == part) & (frame["table"] == table)).sum())
        for part in ("train", "holdout", "reserve", "counted")
        for table, label in labels.items()
        if (part, table) != ("reserve", "synthetic")
    }
    judged = frame["part"].isin(_JUDGED) & (frame["table"] == "real")
    seen = frame.loc[judged, "seen"]
    known = {"real_seen": None if seen.isna().all() else int(seen.sum())}
    return found | known | dict(assigned.about)


def members(name: str, assigned: Table) -> Members:
    """Which rows are in `train`, `holdout` or `counted`, in the split's order."""
    frame = assigned.frame[assigned.frame["part"] == name]
    return Members(
        (frame["table"] == "synthetic").to_numpy(dtype=bool),
        frame["row"].to_numpy(dtype=int),
        frame["twins"].to_numpy(dtype=int, na_value=-1),
    )


def part(name: str, assigned: Table, real: Rows, synthetic: Rows) -> Part:
    """The rows of `train` or `holdout`, in the split's order."""
    found = members(name, assigned)
    further = counted(assigned, real, synthetic) if name == "train" else NOTHING
    return Part(found.read(real, synthetic), found.is_fake, found.row, found.twins, further)


def counted(assigned: Table, real: Rows, synthetic: Rows) -> Counted:
    """The rows besides those that train in which it is counted how often values occur."""
    found = [
        (table, rows_of(name, "counted", assigned), is_fake)
        for name, table, is_fake in (("real", real, False), ("synthetic", synthetic, True))
    ]
    return Counted(tuple(of_table for of_table in found if len(of_table[1])))


def without_counted(assigned: Table) -> Table:
    """The split without the rows that are only counted."""
    return replace(
        assigned, frame=assigned.frame[assigned.frame["part"].isin([*_JUDGED, "reserve"])]
    )


@dataclass(frozen=True)
class Restricted:
    """A split and its tables without the rows that were left out as there were too many.

    real_rows, fake_rows: int, the position in the whole table of each row that is left.
    """

    assigned: Table
    real: Table
    synthetic: Table
    real_rows: np.ndarray
    fake_rows: np.ndarray


def restricted(assigned: Table, real: Rows, synthetic: Rows) -> Restricted:
    """The split and both tables without the rows that it left out as there were too many.

    Where none was left out the tables are whole, with the seen rows that do not take part.
    """
    frame, kept = assigned.frame.copy(), []
    for name, whole, rows in (
        ("real", real, "eligible_real"),
        ("synthetic", synthetic, "eligible_fake"),
    ):
        of_table = frame["table"] == name
        taken = np.arange(len(whole))
        if (of_table & frame["part"].isin(_JUDGED)).sum() < assigned.about[rows]:
            row = frame.loc[of_table, "row"].to_numpy(dtype=int)
            taken = np.sort(row)
            frame.loc[of_table, "row"] = np.searchsorted(taken, row)
        kept.append(taken)
    real_rows, fake_rows = kept
    return Restricted(
        replace(assigned, frame=frame),
        real.take(real_rows),
        synthetic.take(fake_rows),
        real_rows,
        fake_rows,
    )


def reserve_rows(assigned: Table) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the reserve's real rows: those to learn from, and those that judge."""
    frame = assigned.frame[assigned.frame["part"] == "reserve"]
    row, judges = frame["row"].to_numpy(dtype=int), frame["holdout"].to_numpy(dtype=bool)
    return row[~judges], row[judges]


def rows_of(table: str, name: str, assigned: Table) -> np.ndarray:
    """Positions in `real` or `synthetic` of the rows of one part, in the split's order."""
    frame = assigned.frame
    chosen = (frame["part"] == name) & (frame["table"] == table)
    rows: np.ndarray = frame.loc[chosen, "row"].to_numpy(dtype=int)
    return rows


def real_rows(name: str, assigned: Table) -> np.ndarray:
    """Positions of the real rows of `train`, `holdout` or `reserve`, in the split's order."""
    return rows_of("real", name, assigned)
