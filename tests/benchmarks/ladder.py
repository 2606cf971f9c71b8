"""Every discriminator on collections of published synthetic tables, side by side.

    python -m tests.benchmarks.ladder FOLDER[:FOLDER...] OUT [--seeds 3] [--rows 5000]
        [--processes 1] [--only NAME ...] [--tables NAME ...]

The folders' layouts stand in `collections.py`. Of each comparison at most so many rows of either
table, and equally many, are drawn and split 80 : 20 as the pipeline splits them, equal rows on one
side; a discriminator sees the 80 % and nothing else.

Writes OUT, a CSV with a line for each table, discriminator and seed, as soon as it is measured:
whoever starts again goes on where it stopped. Then, beside it, what it says of them as Markdown
(.md) and as a picture (.png). `seconds` are the CPU's for fit and score, `peak_mb` is the memory of
the process that did nothing else. Fails where a published order is not kept (`orders.py`).
"""

import argparse
import csv
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import astuple, dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from fake_or_real import discriminators
from fake_or_real.data import files, foreign, splits, splitting, tables
from fake_or_real.data.outputs import whole_file
from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.scorer import Scorer
from fake_or_real.errors import UserError, run
from fake_or_real.statistics.auc import auc
from tests.benchmarks import orders, side_by_side, tuned
from tests.benchmarks.collections import Comparison, comparisons

HOLDOUT = 0.2
KEY = ["folder", "table", "discriminator", "seed", "rows"]
MEASURED = ["null", "auc", "ci_low", "ci_high", "p_value", "seconds", "peak_mb"]
PRELOADED = [
    "fake_or_real.data.foreign",
    "tests.benchmarks.side_by_side",
    "fake_or_real.discriminators.lightgbm",
    "fake_or_real.discriminators.scikit_learn",
]
Line = dict[str, str | int | float]


@dataclass(frozen=True)
class Cell:
    """One discriminator on one comparison's rows, drawn and split by a seed.

    rows: of either table at most; 0 for all.
    """

    comparison: Comparison
    discriminator: str
    seed: int
    rows: int

    @property
    def key(self) -> tuple[str, str, str, int, int]:
        """What `KEY` names."""
        return (
            self.comparison.folder,
            self.comparison.table,
            self.discriminator,
            self.seed,
            self.rows,
        )


def measure(cell: Cell) -> Line:
    """A line of OUT; to be run in a process of its own."""
    train, holdout = parts(cell.comparison, cell.rows, cell.seed)
    model = _make(cell.discriminator, cell.seed)
    start = time.process_time()
    model.fit(train.table, train.is_fake)
    p_fake = model.predict_proba(holdout.table)[:, 1]
    seconds = time.process_time() - start
    found = auc(holdout.is_fake, p_fake, holdout.twins)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    measured = (int(cell.comparison.null), *astuple(found), seconds, peak)
    return dict(zip([*KEY, *MEASURED], [*cell.key, *measured], strict=True))


def parts(comparison: Comparison, rows: int, seed: int) -> tuple[Part, Part]:
    """Train and holdout part of equally many rows of both tables, at most `rows` (0: all)."""
    real, fake, assigned = drawn(comparison, rows, seed)
    train, holdout = (splits.part(name, assigned, real, fake) for name in ("train", "holdout"))
    return train, holdout


def drawn(comparison: Comparison, rows: int, seed: int) -> tuple[Table, Table, Table]:
    """Equally many rows of both tables, and which of them are in which part."""
    real = files.read_table(comparison.real)
    fake, _ = foreign.conform(files.read_foreign(comparison.fake).table, real.kinds)
    size = min(len(real), len(fake), rows or len(real))
    rng = np.random.default_rng(seed)
    chosen = (table.take(rng.permutation(len(table))[:size]) for table in (real, fake))
    real, fake = tables.judged(*chosen)
    assigned = splitting.split(real, fake, None, protocol="all", holdout=HOLDOUT, seed=seed)
    return real, fake, assigned


def measure_all(cells: list[Cell], out: Path, processes: int) -> pd.DataFrame:
    """The lines of the cells; those that OUT holds already are not measured again."""
    known = pd.read_csv(out) if out.is_file() else pd.DataFrame(columns=[*KEY, *MEASURED])
    if list(known) != [*KEY, *MEASURED]:
        raise UserError(f"{out} is not a table of this benchmark; name another file")
    done = set(known[KEY].itertuples(index=False, name=None))
    left = [cell for cell in cells if cell.key not in done]
    # One process for each cell: the most memory that it ever had is that of the cell. Each comes
    # from one that has imported what takes seconds to import.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    with (
        ProcessPoolExecutor(processes, mp_context=context, max_tasks_per_child=1) as pool,
        out.open("a", newline="", encoding="utf-8") as file,
        tqdm(total=len(left), desc="cells", disable=None) as progress,
    ):
        writer = csv.DictWriter(file, [*KEY, *MEASURED])
        if file.tell() == 0:
            writer.writeheader()
        try:
            for future in as_completed([pool.submit(measure, cell) for cell in left]):
                writer.writerow(_short(future.result()))
                file.flush()
                progress.update()
        finally:
            pool.shutdown(cancel_futures=True)
    lines = pd.read_csv(out)
    place = {cell.key: number for number, cell in enumerate(cells)}
    lines["place"] = [place.get(key, -1) for key in lines[KEY].itertuples(index=False, name=None)]
    wanted: pd.DataFrame = lines[lines["place"] >= 0].sort_values("place", ignore_index=True)
    return wanted.drop(columns="place")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ladder")
    parser.add_argument("folders", help=f"folders of tables, with {os.pathsep!r} between them")
    parser.add_argument("out", type=Path, help="the CSV to write, or to go on with")
    parser.add_argument("--seeds", type=int, default=3, help="how many (default: 3)")
    parser.add_argument("--rows", type=int, default=0, help="of a table at most (default: all)")
    parser.add_argument("--processes", type=int, default=1, help="cells at a time (default: 1)")
    parser.add_argument("--only", nargs="+", help="discriminators (default: all installed)")
    parser.add_argument("--tables", nargs="+", help="names of tables (default: all)")
    arguments = parser.parse_args()
    names = arguments.only or list(_installed())
    pairs = comparisons([Path(folder) for folder in arguments.folders.split(os.pathsep) if folder])
    cells = [
        Cell(pair, name, seed, arguments.rows)
        for pair in pairs
        if not arguments.tables or pair.table in arguments.tables
        for seed in range(1, arguments.seeds + 1)
        for name in names
    ]
    lines = measure_all(cells, arguments.out, arguments.processes)
    found = orders.check(lines)
    text = "\n\n".join([*side_by_side.to_markdown(lines), *orders.to_markdown(found)])
    with whole_file(arguments.out.with_suffix(".md")) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")
    side_by_side.draw(lines, arguments.out.with_suffix(".png"))
    print(text)
    broken = [order.name for order in found if not order.kept]
    if broken:
        raise UserError(f"{lines['discriminator'][0]} breaks the order of {', '.join(broken)}")


def _make(name: str, seed: int) -> Scorer:
    if name == tuned.NAME:
        return tuned.TunedXGBoost(seed, threads=1)
    return discriminators.make(name, {"threads": 1}, seed)


def _short(line: Line) -> Line:
    return {
        name: f"{value:.6g}" if isinstance(value, float) else value for name, value in line.items()
    }


def _installed() -> Iterator[str]:
    for name in discriminators.NAMES:
        try:
            discriminators.make(name, {}, seed=0)
        except UserError as error:
            print(f"left out: {error}", file=sys.stderr)
        else:
            yield name
    if find_spec("xgboost") is not None:
        yield tuned.NAME


if __name__ == "__main__":
    run(main)
