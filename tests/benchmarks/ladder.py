"""Every discriminator on published synthetic tables of many grades, side by side.

    python -m tests.benchmarks.ladder LADDER OUT [--seeds 3] [--only NAME ...] [--tables D_NAME ...]

LADDER is a folder with tables D_hol (real rows that no synthesizer saw), D_trn (those that it
saw, the null) and D_NAME (a synthesizer's rows) as .csv.gz. For each, equally many rows of D_hol
and of the table are split 80 : 20, stratified; a discriminator sees the 80 % and nothing else.
Writes OUT, a CSV with one line for each table, discriminator and seed, and a picture beside it
(.png); prints a table of mean AUCs, the nulls first. `seconds` are those of fit and score,
`peak_mb` is the memory of the process that did nothing else.
"""

import argparse
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from sklearn.model_selection import train_test_split
from tqdm import tqdm

from fake_or_real import discriminators
from fake_or_real.data import files, foreign, tables
from fake_or_real.data.outputs import whole_file
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError, run
from fake_or_real.statistics.auc import auc

ENDING, REAL, NULL = ".csv.gz", "_hol", "_trn"
HOLDOUT = 0.2


@dataclass(frozen=True)
class Cell:
    """One discriminator on one table's rows, drawn and split by a seed."""

    real: Path
    fake: Path
    discriminator: str
    seed: int
    threads: int

    @property
    def table(self) -> str:
        return self.fake.name.removesuffix(ENDING)


def comparisons(ladder: Path) -> list[tuple[Path, Path]]:
    """The real table and the other of each comparison, the nulls first."""
    reals = {
        path.name.removesuffix(REAL + ENDING): path for path in ladder.glob(f"*{REAL}{ENDING}")
    }
    if not reals:
        raise UserError(f"{ladder} holds no table D{REAL}{ENDING}; see --help")
    found = []
    for path in sorted(ladder.glob(f"*{ENDING}")):
        names = [name for name in reals if path.name.startswith(f"{name}_")]
        if names and path not in reals.values():
            found.append((reals[max(names, key=len)], path))
    return sorted(found, key=lambda pair: not pair[1].name.endswith(NULL + ENDING))


def measure(cell: Cell) -> dict[str, str | int | float]:
    """A line of OUT; to be run in a process of its own."""
    table, is_fake = _labelled(cell)
    train, holdout = train_test_split(
        np.arange(len(table)), test_size=HOLDOUT, stratify=is_fake, random_state=cell.seed
    )
    model = discriminators.make(cell.discriminator, {"threads": cell.threads}, cell.seed)
    start = time.perf_counter()
    model.fit(table.take(train), is_fake[train])
    p_fake = model.predict_proba(table.take(holdout))[:, 1]
    seconds = time.perf_counter() - start
    found = auc(is_fake[holdout], p_fake)
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "table": cell.table,
        "discriminator": cell.discriminator,
        "seed": cell.seed,
        "auc": found.value,
        "ci_low": found.low,
        "ci_high": found.high,
        "p_value": found.p_value,
        "seconds": seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6,
    }


def to_markdown(lines: pd.DataFrame) -> str:
    """Mean AUCs by table and discriminator, the highest of each table in bold; and the costs."""
    order = {"table": lines["table"].unique(), "discriminator": lines["discriminator"].unique()}
    means = lines.groupby(["table", "discriminator"])["auc"].mean().unstack()
    means = means.loc[order["table"], order["discriminator"]]
    costs = lines.groupby("discriminator")[["seconds", "peak_mb"]]
    rows = [["table", *means.columns], ["---"] * (1 + means.shape[1])]
    for table, line in means.iterrows():
        null = " (null)" if str(table).endswith(NULL) else ""
        best = line.max() if not null else np.inf
        cells = [f"**{value:.4f}**" if value == best else f"{value:.4f}" for value in line]
        rows.append([f"{table}{null}", *cells])
    rows.append(["mean seconds", *(f"{costs.mean()['seconds'][name]:.1f}" for name in means)])
    rows.append(["most MB", *(f"{costs.max()['peak_mb'][name]:.0f}" for name in means)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def draw(lines: pd.DataFrame, path: Path) -> None:
    """AUC against seconds, a panel for each table, means over the seeds."""
    names = lines["table"].unique()
    wide = min(len(names), 4)
    high = -(-len(names) // wide)
    figure = Figure(figsize=(4 * wide, 3 * high + 0.6), layout="constrained")
    panels = figure.subplots(high, wide, squeeze=False, sharex=True).ravel()
    for panel, name in zip(panels, names, strict=False):
        means = lines[lines["table"] == name].groupby("discriminator", sort=False)
        for place, (discriminator, cells) in enumerate(means):
            point = cells[["seconds", "auc"]].mean()
            look = {"c": f"C{place % 10}", "marker": "os^vDP*X<>"[place % 10], "s": 60}
            panel.scatter(point["seconds"], point["auc"], label=discriminator, **look)
        panel.set(title=name, xscale="log")
        panel.grid(alpha=0.3)
    for panel in panels[len(names) :]:
        panel.set_axis_off()
    figure.supxlabel("seconds to fit and score")
    figure.supylabel("AUC")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=5, frameon=False)
    with whole_file(path) as temporary:
        figure.savefig(temporary, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ladder")
    parser.add_argument("ladder", type=Path, help="the folder of tables")
    parser.add_argument("out", type=Path, help="the CSV to write")
    parser.add_argument("--seeds", type=int, default=3, help="how many (default: 3)")
    parser.add_argument("--only", nargs="+", help="discriminators (default: all installed)")
    parser.add_argument("--tables", nargs="+", help="tables, as D_NAME (default: all)")
    arguments = parser.parse_args()
    names = arguments.only or list(_installed())
    cells = [
        Cell(real, fake, name, seed, os.cpu_count() or 1)
        for real, fake in comparisons(arguments.ladder)
        for name in names
        for seed in range(1, arguments.seeds + 1)
    ]
    if arguments.tables:
        cells = [cell for cell in cells if cell.table in arguments.tables]
    # One process for each cell: the most memory that it ever had is that of the cell.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as processes:
        measured = tqdm(processes.map(measure, cells), total=len(cells), desc="cells", disable=None)
        lines = pd.DataFrame(measured)
    with whole_file(arguments.out) as temporary:
        lines.to_csv(temporary, index=False, float_format="%.6g")
    draw(lines, arguments.out.with_suffix(".png"))
    print(to_markdown(lines))


def _labelled(cell: Cell) -> tuple[Table, np.ndarray]:
    """Equally many rows of both tables, and which are FAKE."""
    real = files.read_table(cell.real)
    fake, _ = foreign.conform(files.read_foreign(cell.fake).table, real.kinds)
    rows = min(len(real), len(fake))
    rng = np.random.default_rng(cell.seed)
    drawn = [table.take(rng.permutation(len(table))[:rows]) for table in (real, fake)]
    return tables.concat(drawn), np.repeat([False, True], rows)


def _installed() -> Iterator[str]:
    for name in discriminators.NAMES:
        try:
            discriminators.make(name, {}, seed=0)
        except UserError as error:
            print(f"left out: {error}", file=sys.stderr)
        else:
            yield name


if __name__ == "__main__":
    run(main)
