"""Divide rows into those that the discriminator learns from and those that judge.

Equal rows, whatever their table, all judge or are all learned from. Else a FAKE row that is a copy
of a REAL one, or two copies of one row, would be recognized without anything having been learned.
Which rows judge depends on the rows' values and not on which of them are REAL. So where REAL and
FAKE rows come from one population, nothing that is learned helps to tell the judging rows apart.

Of tables larger than the limit a split takes as many rows as the limit allows, drawn at random; of
wide tables fewer, since what follows costs as much as there are cells. So it costs the same however
large the tables are; `splits.counts` says of how many rows it speaks. To count how often values
occur is cheap, and tells more the more rows are counted: so that is done in further rows, of which
none equals one that judges.
"""

import math

import numpy as np
import pandas as pd

from fake_or_real.data.equal_rows import row_keys, twins
from fake_or_real.data.kinds import Kind
from fake_or_real.data.stored import Rows
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError

_KINDS: dict[str, Kind] = {
    "table": "categorical",
    "row": "integer",
    "part": "categorical",
    "holdout": "boolean",
    "seen": "boolean",
    "twins": "integer",
}
# The reserve may take at most this share of the unseen rows.
_RESERVE = 1 / 3
# Of more REAL, FAKE or reserve rows, so many of each are enough: see docs/scale.md.
MAX_ROWS = 100_000
# In so many of each it is counted how often values occur.
COUNT_ROWS = 1_000_000
# Of tables of more columns in proportion fewer rows take part, and are counted: of 1,000 columns
# 12 % and 2 %.
_WIDE, _WIDE_TO_COUNT = 120, 20
# With fewer rows an AUC would be too unsure, so none is left out for width.
_ENOUGH = 1_000
# With fewer rows of either kind in train or holdout, an AUC means nothing.
_FEWEST = 5


def split(  # noqa: PLR0913 - each is a parameter of the run
    real: Rows,
    synthetic: Rows,
    seen: np.ndarray | None,
    *,
    protocol: str,
    holdout: float,
    max_rows: int = MAX_ROWS,
    count_rows: int = COUNT_ROWS,
    seed: int,
    half: str = "both",
) -> Table:
    """Divide real and synthetic rows by a protocol; both tables have the same columns.

    seen: positions of the real rows that the generator learned from, None if not known.
    protocol: `unseen`: REAL is only rows that the generator never saw, less a reserve; where these
        are too few to be split, as if it were `all`.
        `all`: every real row. `tutorial`: every real row, with the tutorial's split, which is
        not stratified and takes no notice of equal rows.
    holdout: the share of REAL and FAKE rows that the discriminator never trains on.
    max_rows: of more REAL, FAKE or reserve rows, so many of each take part; of tables of more than
        120 columns max_rows * 120 / columns, so that as many cells do, but 1,000 or more.
    count_rows: in so many of each it is counted how often values occur, those that take part
        included; of tables of more than 20 columns in count_rows * 20 / columns.
    half: `both`, or one of two parts of the unseen rows that share none: `search`, by which
        settings are chosen, and `final`, by which the chosen ones are judged.

    Raises `UserError` when too few rows are left in a part, or unseen for a half.
    """
    is_seen = np.zeros(len(real), dtype=bool)
    is_seen[seen if seen is not None else []] = True
    rng = np.random.default_rng(seed)
    unseen = _half_of(np.flatnonzero(~is_seen), half, seed)
    sizes = len(real), len(synthetic)
    protocol, rows, reserve = _real_rows(protocol, unseen, sizes, holdout, rng)
    if half != "both" and protocol != "unseen":
        raise UserError(
            f"split.half {half} needs unseen rows for split.protocol unseen, and there are too few;"
            " set it to both"
        )
    chosen = {"REAL": rows, "FAKE": np.arange(len(synthetic)), "reserve": reserve}
    eligible = {"eligible_real": len(rows), "eligible_fake": len(synthetic)}
    columns = len(real.kinds)
    most = min(max_rows, max(_ENOUGH, _of_width(max_rows, columns, _WIDE)))
    taken = {name: _thinned(positions, most, rng) for name, positions in chosen.items()}
    reals, fakes = len(taken["REAL"]), len(taken["FAKE"])
    if min(reals, fakes) < 2:
        raise UserError(f"{reals} REAL and {fakes} FAKE rows cannot be split; add rows")
    keys = _keys(real, synthetic)
    tutorial = seed if protocol == "tutorial" else None
    placed = _placed(taken, keys, holdout, tutorial, rng)
    counted = _of_width(count_rows, columns, _WIDE_TO_COUNT)
    further = _further(chosen, taken, counted, keys, placed, rng)
    about: dict[str, str | int] = {"protocol": protocol, **eligible}
    return _table(placed, further, None if seen is None else is_seen, about)


def _of_width(rows: int, columns: int, usual: int) -> int:
    """As many rows of so many columns as have the cells of these rows of the usual number."""
    return rows * usual // max(columns, usual)


def _keys(real: Rows, synthetic: Rows) -> dict[str, np.ndarray]:
    """The keys of the rows from which those of each label are taken, the same for equal rows."""
    of_real, of_synthetic = row_keys([real, synthetic])
    return {"REAL": of_real, "FAKE": of_synthetic, "reserve": of_real}


def _placed(
    taken: dict[str, np.ndarray],
    keys: dict[str, np.ndarray],
    holdout: float,
    tutorial: int | None,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """`label`, `row`, `holdout` and `twins` of the rows that take part, in the split's order.

    taken: their positions by label. tutorial: the seed of the tutorial's split, if it is followed.
    """
    label = np.repeat(list(taken), [len(positions) for positions in taken.values()])
    row = np.concatenate(list(taken.values()))
    of_rows = np.concatenate([keys[name][positions] for name, positions in taken.items()])
    of_twins = twins(pd.factorize(of_rows)[0])
    if tutorial is not None:
        order, judges = _tutorial(len(row), holdout, tutorial)
    else:
        # Some tables are in order of time; whoever takes the first rows shall not take the oldest.
        order = rng.permutation(len(row))
        judges = _judges(of_twins, label, holdout, rng)[order]
    return pd.DataFrame(
        {"label": label[order], "row": row[order], "holdout": judges, "twins": of_twins[order]}
    )


def _further(  # noqa: PLR0913, PLR0917 - by label, what there is, and what may not be taken
    chosen: dict[str, np.ndarray],
    taken: dict[str, np.ndarray],
    count_rows: int,
    keys: dict[str, np.ndarray],
    placed: pd.DataFrame,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """By label the positions of further rows in which it is counted how often values occur.

    None equals a row that judges: by its counts alone its label would be known.
    """
    judges = placed[placed["holdout"]]
    judging = np.concatenate(
        [keys[label][judges.loc[judges["label"] == label, "row"]] for label in taken]
    )
    further = {}
    for label, positions in chosen.items():
        left = np.setdiff1d(positions, taken[label], assume_unique=True)
        drawn = _thinned(left, max(0, count_rows - len(taken[label])), rng)
        further[label] = drawn[~np.isin(keys[label][drawn], judging)]
    return further


def _real_rows(
    protocol: str,
    unseen: np.ndarray,
    sizes: tuple[int, int],
    holdout: float,
    rng: np.random.Generator,
) -> tuple[str, np.ndarray, np.ndarray]:
    """The protocol that can be followed, and the positions of REAL rows and of the reserve.

    unseen: positions of the real rows that may be REAL. sizes: rows of the real and the synthetic
    table.
    """
    if protocol == "unseen":
        rows, reserve = _keep_back(unseen, sizes[1], rng)
        if min(round(holdout * len(rows)), round((1 - holdout) * len(rows))) >= _FEWEST:
            return protocol, rows, reserve
        protocol = "all"
    return protocol, np.arange(sizes[0]), np.array([], dtype=int)


def _thinned(rows: np.ndarray, most: int, rng: np.random.Generator) -> np.ndarray:
    """At most so many of the rows, drawn at random, in their order."""
    if len(rows) <= most:
        return rows
    return np.sort(rng.choice(rows, most, replace=False, shuffle=False))


def _tutorial(rows: int, holdout: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The order of the rows and which of them judge.

    By the tutorial's own call, so that its numbers come out again.
    """
    if rows - math.ceil(holdout * rows) < 1:
        raise UserError(
            f"split.holdout {holdout:g} leaves none of {rows} rows to train on; lower it"
        )
    from sklearn.model_selection import train_test_split  # noqa: PLC0415 - slow, and needed here only

    train, judging = train_test_split(np.arange(rows), test_size=holdout, random_state=seed)
    return np.concatenate([train, judging]), np.repeat([False, True], [len(train), len(judging)])


def _half_of(unseen: np.ndarray, half: str, seed: int) -> np.ndarray:
    """All of the unseen rows, or those of one half; which they are depends on the seed alone."""
    if half == "both":
        return unseen
    shuffled = np.random.default_rng([seed, len(unseen)]).permutation(unseen)
    middle = len(unseen) // 2
    return np.sort(shuffled[:middle] if half == "search" else shuffled[middle:])


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
    """Which rows judge, boolean of shape (n,); twins have equal ids, see `equal_rows.twins`.

    Of the rows that have twins the share `holdout` judges, whatever their labels. Rows without a
    twin then make up what each label lacks of that share.
    """
    has_twin = np.bincount(ids)[ids] > 1
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
    placed: pd.DataFrame,
    further: dict[str, np.ndarray],
    is_seen: np.ndarray | None,
    about: dict[str, str | int],
) -> Table:
    """The split as a table, checked.

    placed: `label`, `row`, `holdout` and `twins` of each row. further: by label, the positions of
    rows that are only counted. is_seen: of the real table's rows. about: the protocol, and of how
    many rows the split was drawn.
    """
    parts = {"REAL": "counted", "FAKE": "counted", "reserve": "counted_reserve"}
    judges = placed["holdout"].to_numpy()
    of_label = np.where(judges, "holdout", "train")
    part = np.where(placed["label"] == "reserve", "reserve", of_label)
    sizes = [len(positions) for positions in further.values()]
    row = np.concatenate([placed["row"], *further.values()]).astype(int)
    label = np.append(placed["label"], np.repeat(list(further), sizes))
    in_real = label != "FAKE"
    seen = np.zeros(len(row), dtype=bool)
    if is_seen is not None:
        seen[in_real] = is_seen[row[in_real]]
    frame = pd.DataFrame(
        {
            "table": np.where(in_real, "real", "synthetic"),
            "row": row,
            "part": np.append(part, np.repeat([parts[name] for name in further], sizes)),
            "holdout": np.append(judges, np.zeros(sum(sizes), bool)),
            "seen": pd.arrays.BooleanArray(seen, mask=~in_real | (is_seen is None)),
            "twins": placed["twins"].reindex(np.arange(len(row))),
        }
    )
    _check(frame)
    kinds = {"table": "str", "row": "Int64", "part": "str", "holdout": "boolean", "twins": "Int64"}
    return Table(frame.astype(kinds), _KINDS, about)


def _check(frame: pd.DataFrame) -> None:
    for name in ("train", "holdout"):
        of_part = frame.loc[frame["part"] == name, "table"]
        for table in ("real", "synthetic"):
            count = int((of_part == table).sum())
            if count < _FEWEST:
                raise UserError(
                    f"the {name} part has only {count} {table} rows, fewer than {_FEWEST};"
                    " give more rows or change the share of the holdout (in the pipeline:"
                    " probe.size, generator.sample_size, split.holdout)"
                )
