"""Real rows against real rows where rows repeat, have a key or are in order of time.

    python -m tests.benchmarks.null_kinds [RUNS] [DISCRIMINATOR] [MAX_ROWS]

RUNS (300) on each kind of table, a third on each data set, split as the pipeline splits them and
judged by DISCRIMINATOR (lightgbm-fast): 2 % to 8 % have p < 0.05, and 92 % to 98 % of the 95 %
intervals hold 0.5. With fewer MAX_ROWS than 1500 the others of each label are only counted.
"""

import sys
from collections.abc import Callable

import numpy as np

from fake_or_real import discriminators
from fake_or_real.data import splits, splitting, tables
from fake_or_real.data.tables import Table
from fake_or_real.sources import fetch
from fake_or_real.statistics.auc import Auc, auc

ROWS = 1500  # of each label
DATASETS = ("stdlib", "census", "bank-marketing")
Halves = tuple[Table, Table]
Make = Callable[[Table, np.random.Generator], Halves]


def _halves(table: Table, rng: np.random.Generator) -> Halves:
    first, second = np.array_split(rng.permutation(len(table)), 2)
    return table.take(first), table.take(second)


def _with_repeats(table: Table, rng: np.random.Generator) -> Table:
    """As many rows, of which 30 % repeat one of the others."""
    once = round(0.7 * len(table))
    return table.take(np.append(np.arange(once), rng.choice(once, len(table) - once)))


def repeats(table: Table, rng: np.random.Generator) -> Halves:
    """Both tables come from one in which 30 % of the rows repeat."""
    return _halves(_with_repeats(table, rng), rng)


def repeats_within(table: Table, rng: np.random.Generator) -> Halves:
    """In each of the two tables 30 % of the rows repeat; hardly any row is in both."""
    first, second = _halves(table, rng)
    return _with_repeats(first, rng), _with_repeats(second, rng)


def key(table: Table, rng: np.random.Generator) -> Halves:
    """The real rows are numbered; the others are numbered anew."""
    first, second = (
        Table(
            half.frame.assign(id=(np.arange(len(half)) + start).astype(str)),
            half.kinds | {"id": "identifier"},
        )
        for half, start in zip(_halves(table, rng), (10_000, 0), strict=True)
    )
    return first, second


def time(table: Table, rng: np.random.Generator) -> Halves:
    """Rows in order of time, along which every number drifts."""
    frame = table.frame.copy()
    drift = np.linspace(1, 3, len(frame))
    for name in (name for name, kind in table.kinds.items() if kind in ("integer", "float")):
        frame[name] = (frame[name] * drift).round().astype(frame[name].dtype)
    chosen = rng.permutation(np.arange(len(frame)) % 2 == 0)
    drifting = Table(frame, table.kinds)
    return drifting.take(np.flatnonzero(chosen)), drifting.take(np.flatnonzero(~chosen))


KINDS: dict[str, Make] = {make.__name__: make for make in (repeats, repeats_within, key, time)}


def null_auc(make: Make, table: Table, discriminator: str, seed: int, max_rows: int = ROWS) -> Auc:
    """One run on rows drawn without replacement, of which so many of each label take part."""
    rng = np.random.default_rng(seed)
    drawn = table.take(np.sort(rng.choice(len(table), 2 * ROWS, replace=False)))
    real, fake = tables.judged(*make(drawn, rng))
    how = {"protocol": "all", "holdout": 0.2, "seed": seed, "max_rows": max_rows}
    assigned = splitting.split(real, fake, None, **how)
    train, holdout = (splits.part(name, assigned, real, fake) for name in ("train", "holdout"))
    model = discriminators.make(discriminator, {}, seed)
    model.fit(train.table, train.is_fake, train.counted)
    return auc(holdout.is_fake, model.predict_proba(holdout.table)[:, 1], holdout.twins)


def shares(aucs: list[Auc]) -> tuple[float, float]:
    """The share with p < 0.05, and the share whose interval holds 0.5."""
    rejected = np.mean([found.p_value < 0.05 for found in aucs])
    return float(rejected), float(np.mean([found.low <= 0.5 <= found.high for found in aucs]))


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    discriminator = sys.argv[2] if len(sys.argv) > 2 else "lightgbm-fast"
    max_rows = int(sys.argv[3]) if len(sys.argv) > 3 else ROWS
    data = {name: fetch(name) for name in DATASETS}
    print(f"{runs} runs of {ROWS} rows of each label, {max_rows} take part, {discriminator}")
    print("right: p < 0.05 in 2 % to 8 %, the interval holds 0.5 in 92 % to 98 %")
    for make in KINDS.values():
        found: list[Auc] = []
        for name, table in data.items():
            of_each = range(runs // len(data))
            aucs = [null_auc(make, table, discriminator, run, max_rows) for run in of_each]
            _say(make.__name__, name, aucs)
            found += aucs
        _say(make.__name__, "all", found)


def _say(kind: str, data: str, aucs: list[Auc]) -> None:
    rejected, held = shares(aucs)
    print(f"{kind:15} {data:15} p < 0.05: {rejected:5.1%}   holds 0.5: {held:5.1%}", flush=True)


if __name__ == "__main__":
    main()
