"""Real rows with a planted defect: is it found, and named among the first give-aways?

    python -m tests.benchmarks.planted [SEEDS]

Twenty kinds of defects over two data sets, each in 2 %, 5 % and 10 % of 5,000 unseen real rows,
over SEEDS (5): the planted columns are among the first three give-aways in at least 95 % of
cases, and the first in 80 %. Single columns count as named when a give-away names them, pairs
only when it names both. Of 100 lists for rows without a defect at least 95 % are empty.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fake_or_real.data.tables import Table
from fake_or_real.giveaways import giveaways
from fake_or_real.giveaways.partition import Partition
from fake_or_real.sources import fetch

ROWS = 5000
SHARES = (0.02, 0.05, 0.1)
NULLS = 50  # lists for each data set without a defect
Plant = Callable[[pd.DataFrame, np.ndarray, np.random.Generator], None]


@dataclass(frozen=True)
class Defect:
    """What `plant` does in place to some rows of a frame, and the columns that it shows in.

    among: the rows that it can befall, all of them by default.
    """

    name: str
    columns: tuple[str, ...]
    plant: Plant
    among: Callable[[pd.DataFrame], pd.Series] = lambda frame: pd.Series(True, frame.index)


def census() -> Table:
    """The census, with its `?` as what they mean: missing values."""
    table = fetch("census")
    return Table(table.frame.replace("?", None), table.kinds)


def bank() -> Table:
    """Bank marketing, with its day and month as a date, and when the call began and ended."""
    table = fetch("bank-marketing")
    frame = table.frame.copy()
    date = "2010-" + frame["month"].str.title() + "-" + frame["day"].astype("str")
    frame["called"] = pd.to_datetime(date, format="%Y-%b-%d").astype("datetime64[us]")
    length = pd.to_timedelta(frame["duration"].astype(int), unit="s")
    frame["ended"] = (frame["called"] + length).astype("datetime64[us]")
    frame["minutes"] = (frame["duration"] / 60).astype(float).round(2)
    frame = frame.drop(columns=["day", "month", "duration"])
    added = {"called": "datetime", "ended": "datetime", "minutes": "float"}
    return Table(frame, {name: (table.kinds | added)[name] for name in frame})


def _set(column: str, value: object) -> Plant:
    def plant(frame: pd.DataFrame, rows: np.ndarray, rng: np.random.Generator) -> None:
        frame.loc[rows, column] = value

    return plant


def _map(column: str, change: Callable[[pd.Series], pd.Series]) -> Plant:
    def plant(frame: pd.DataFrame, rows: np.ndarray, rng: np.random.Generator) -> None:
        frame.loc[rows, column] = change(frame.loc[rows, column])

    return plant


def _shuffle(column: str) -> Plant:
    """Each value is replaced by that of any row."""

    def plant(frame: pd.DataFrame, rows: np.ndarray, rng: np.random.Generator) -> None:
        known = frame[column].dropna().to_numpy()
        frame.loc[rows, column] = rng.choice(known, len(rows))

    return plant


def _duplicate(frame: pd.DataFrame, rows: np.ndarray, rng: np.random.Generator) -> None:
    source = np.arange(len(frame))
    source[rows] = rng.choice(np.setdiff1d(source, rows), len(rows))
    for name in frame:
        frame[name] = frame[name].array.take(source)


CENSUS = [
    Defect("shuffled pair", ("education", "education_num"), _shuffle("education_num")),
    Defect(
        "swapped subgroup",
        ("relationship", "sex"),
        _map("sex", lambda sex: sex.map({"Male": "Female", "Female": "Male"})),
        lambda frame: frame["relationship"].isin(["Husband", "Wife"]),
    ),
    Defect("new category", ("workclass",), _set("workclass", "_RARE_")),
    Defect("boosted category", ("native_country",), _set("native_country", "Honduras")),
    Defect("case change", ("occupation",), _map("occupation", lambda job: job.str.lower())),
    Defect("trailing blank", ("race",), _map("race", lambda race: race + " ")),
    Defect(
        "clipped extremes",
        ("hours_per_week",),
        _set("hours_per_week", 55),
        lambda frame: frame["hours_per_week"] > 55,
    ),
    Defect("wrong heaping", ("age",), _map("age", lambda age: age // 10 * 10)),
    Defect("rounded numbers", ("fnlwgt",), _map("fnlwgt", lambda weight: weight // 1000 * 1000)),
    Defect("extra nulls", ("marital_status",), _set("marital_status", None)),
    Defect(
        "lost nulls",
        ("occupation",),
        _shuffle("occupation"),
        lambda frame: frame["occupation"].isna(),
    ),
    Defect(
        "lost segment",
        ("capital_gain",),
        _set("capital_gain", 0),
        lambda frame: frame["capital_gain"] > 0,
    ),
]
BANK = [
    Defect("shifted dates", ("called",), _map("called", lambda date: date + pd.Timedelta(days=90))),
    Defect("noon", ("called",), _map("called", lambda date: date + pd.Timedelta(hours=-12))),
    Defect("broken order", ("called", "ended"), _map("ended", lambda t: t - pd.Timedelta(days=3))),
    Defect("rounded decimals", ("minutes",), _map("minutes", lambda minutes: minutes.round(1))),
    Defect("frequent value", ("balance",), _set("balance", 0)),
    Defect("out of range", ("age",), _map("age", lambda age: age + 80)),
    Defect("broken dependence", ("pdays", "poutcome"), _shuffle("poutcome")),
    Defect("duplicated rows", (), _duplicate),
]

# For a small version without a network.
STDLIB = [
    Defect("shuffled pair", ("area", "module"), _shuffle("area")),
    Defect("new category", ("kind",), _set("kind", "_RARE_")),
    Defect("case change", ("visibility",), _map("visibility", lambda word: word.str.upper())),
    Defect("broken order", ("args", "defaults"), _map("defaults", lambda count: count + 30)),
    Defect("lost nulls", ("docstring_words",), _set("docstring_words", 12)),
    Defect("rounded decimals", ("line_length",), _map("line_length", lambda x: x.round())),
    Defect("duplicated rows", (), _duplicate),
]


def rank(table: Table, defect: Defect, share: float, seed: int, rows: int = ROWS) -> float:
    """The rank of the first give-away that names a planted defect; infinite when none does."""
    rng = np.random.default_rng(seed)
    fake, control, reference = _parts(table, rows, rng)
    frame = table.take(fake).frame.copy()
    among = np.flatnonzero(defect.among(frame).fillna(value=False))
    count = min(round(share * rows), len(among))
    defect.plant(frame, np.sort(rng.choice(among, count, replace=False)), rng)
    damaged = Table(frame, table.kinds)
    found = giveaways.find(_partition(table, damaged, reference, control), rng)
    for place, giveaway in enumerate(found, start=1):
        columns = giveaway.question.columns
        is_repeat = giveaway.question.kind == "duplicates"
        if set(defect.columns) <= set(columns) and bool(defect.columns) != is_repeat:
            return place
    return np.inf


def is_empty(table: Table, seed: int, rows: int = ROWS) -> bool:
    """Whether real rows held against real rows give nothing away."""
    rng = np.random.default_rng(seed)
    fake, control, reference = _parts(table, rows, rng)
    return not giveaways.find(_partition(table, table.take(fake), reference, control), rng)


def _partition(table: Table, fake: Table, reference: np.ndarray, control: np.ndarray) -> Partition:
    """The parts that rows play in the pipeline; none is left for a holdout."""
    asking = np.random.default_rng(0).permutation(len(fake))[: len(fake) // 2]
    return Partition(table, fake, reference, control, min_count=5, fake_reference=asking)


def _parts(table: Table, rows: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Positions of the rows that play FAKE ones, and the halves of the others."""
    fake, others = np.split(rng.permutation(len(table)), [rows])
    return [fake, *np.array_split(others, 2)]


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ranks, empty = [], []
    for table, defects in ((census(), CENSUS), (bank(), BANK)):
        empty += [is_empty(table, seed) for seed in range(NULLS)]
        for defect in defects:
            found = [
                [rank(table, defect, share, seed) for seed in range(seeds)] for share in SHARES
            ]
            shown = "   ".join(" ".join(f"{place:.0f}" for place in places) for places in found)
            print(f"{defect.name:18} {shown}", flush=True)
            ranks.append(found)
    places = np.array(ranks)
    print(f"among the first three: {np.mean(places <= 3):.1%} (right: 95 %)")
    print(f"the first:             {np.mean(places == 1):.1%} (right: 80 %)")
    print(f"no defect, empty list: {np.mean(empty):.1%} (right: 95 %)")


if __name__ == "__main__":
    main()
