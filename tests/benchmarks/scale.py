"""What the pipeline's stages, and `judge`, cost on tables of more and more rows.

    python -m tests.benchmarks.scale OUT [--rows 10000 100000 1000000 10000000] [--columns 15]
        [--only STAGE ...] [--limit 3600]

For each size it writes a real table of so many rows, and a synthetic one of as many that differs
slightly (`scale_tables.py`), into a folder named like OUT without its ending. Then it runs every
stage of the pipeline, and `judge` on the same two files, each in a process of its own.

Writes OUT, a CSV with a line for each size and stage, as soon as it is measured: whoever starts
again goes on where it stopped. Beside it, the same as Markdown (.md), with the machine. `cpu` are
the process's CPU seconds, `wall` seconds, `peak_gb` its most memory. What fails, or takes longer
than the limit (seconds), says so by its code, and the stages after it are not run.
"""

import argparse
import csv
import json
import os
import platform
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from fake_or_real.data import yaml_files
from fake_or_real.data.outputs import whole_file
from fake_or_real.errors import UserError, run
from tests.benchmarks import scale_tables

ROOT = Path(__file__).parents[2]
PREPARE = ("fetch", "train_generator", "probe", "repair")
CORE = ("split", "train_discriminator", "evaluate")
STAGES = (*PREPARE, *CORE, *("copies", "content", "explain", "jury", "yardstick", "verdict"))
ALL = (*STAGES, "report", "judge")
FIELDS = ["rows", "columns", "stage", "cpu", "wall", "peak_gb", "code"]
_SEED = 1


@dataclass(frozen=True)
class Cost:
    """What one process took: CPU seconds, seconds, GB at most; its exit code, 124 if stopped."""

    cpu: float
    wall: float
    peak_gb: float
    code: int


def run_child(command: list[str], folder: Path, limit: float) -> Cost:
    """Run a command in a folder, its output in `log.txt` there; stop it after `limit` seconds."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    start = time.monotonic()
    with (folder / "log.txt").open("a", encoding="utf-8") as log:
        child = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        stopped = threading.Timer(limit, child.send_signal, [signal.SIGKILL])
        stopped.start()
        _, status, used = os.wait4(child.pid, 0)
        stopped.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    unit = 1 if sys.platform == "darwin" else 1024
    code = 124 if child.returncode == -signal.SIGKILL and wall >= limit else child.returncode
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * unit / 1e9, code)


def prepare(folder: Path, rows: int, columns: int) -> None:
    """The two tables and the parameters, where they are not there yet."""
    for name in ("data", "metrics", "plots", "given"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in ("real", "synthetic"):
        path = folder / f"given/{name}.parquet"
        if not path.is_file():
            scale_tables.write(path, rows, columns, _SEED, is_fake=name == "synthetic")
    params = yaml_files.read(ROOT / "params.yaml")
    params["fetch"]["dataset"] = "given/real.parquet"
    params["fetch"]["max_megabytes"] = 100_000
    params["generator"]["name"] = "file"
    params["generator"]["file"]["path"] = "given/synthetic.parquet"
    params["probe"]["size"] = rows
    with whole_file(folder / "params.yaml") as temporary:
        temporary.write_text(json.dumps(params), encoding="utf-8")  # which is YAML as well


def command_of(stage: str) -> list[str]:
    """How a stage, or `judge`, is run."""
    if stage == "judge":
        tables = ["given/real.parquet", "given/synthetic.parquet"]
        return [sys.executable, "-m", "fake_or_real.cli", "judge", *tables, "--report", "page.html"]
    return [sys.executable, "-m", f"stages.{stage}"]


def measure(out: Path, rows: list[int], columns: int, stages: list[str], limit: float) -> None:
    """Add the lines that OUT lacks."""
    known = read(out)
    with out.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS)
        if file.tell() == 0:
            writer.writeheader()
        for size in rows:
            folder = out.with_suffix("") / f"{size}x{columns}"
            here = known[(known["rows"] == size) & (known["columns"] == columns)]
            codes = dict(zip(here["stage"], here["code"], strict=True))
            left = [stage for stage in stages if stage not in codes]
            if left:
                prepare(folder, size, columns)
            for stage in left:
                if stage != "judge" and any(
                    code for name, code in codes.items() if name != "judge"
                ):
                    continue
                cost = run_child(command_of(stage), folder, limit)
                codes[stage] = cost.code
                figures = {name: f"{value:.4g}" for name, value in vars(cost).items()}
                writer.writerow({"rows": size, "columns": columns, "stage": stage, **figures})
                file.flush()
                print(f"{size:,} x {columns} {stage}: {cost}", flush=True)


def read(out: Path) -> pd.DataFrame:
    """The lines that were measured before; of one stage the last."""
    known = pd.read_csv(out) if out.is_file() else pd.DataFrame(columns=FIELDS)
    if list(known) != FIELDS:
        raise UserError(f"{out} is not a table of this benchmark; name another file")
    return known.drop_duplicates(["rows", "columns", "stage"], keep="last")


def to_markdown(lines: pd.DataFrame) -> str:
    """A table of CPU seconds and memory, a line a stage and a pair of columns a size."""
    sizes = sorted(lines[["rows", "columns"]].drop_duplicates().itertuples(index=False, name=None))
    head = ["stage", *(f"{rows:,} x {columns}" for rows, columns in sizes)]
    parts = {name: (name,) for name in ALL} | {
        "split to evaluate": CORE,
        "all stages": (*STAGES, "report"),
    }
    table = [head, ["---"] * len(head)]
    for name, stages in parts.items():
        cells = [
            _cell(lines[(lines["rows"] == rows) & (lines["columns"] == columns)], stages)
            for rows, columns in sizes
        ]
        table.append([name, *cells])
    rows = "\n".join(f"| {' | '.join(row)} |" for row in table)
    return f"{machine()}. CPU seconds (seconds), most memory.\n\n{rows}\n"


def _cell(lines: pd.DataFrame, stages: tuple[str, ...]) -> str:
    chosen = lines[lines["stage"].isin(stages)]
    if len(chosen) < len(stages):
        return ""
    if chosen["code"].any():
        return f"failed ({int(chosen['code'].max())})"
    cpu, wall, peak = chosen["cpu"].sum(), chosen["wall"].sum(), chosen["peak_gb"].max()
    return f"{cpu:.0f} ({wall:.0f}), {peak:.1f} GB"


def machine() -> str:
    """The machine in a few words."""
    described = Path("/proc/cpuinfo")
    lines = described.read_text("utf-8").splitlines() if described.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    named = models[0] if models else platform.processor()
    return f"{os.cpu_count()} x {named}, {memory:.0f} GB, Python {platform.python_version()}"


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale")
    parser.add_argument("out", type=Path, help="the CSV to write, or to go on with")
    sizes = [10_000, 100_000, 1_000_000, 10_000_000]
    parser.add_argument("--rows", type=int, nargs="+", default=sizes, help="of each table")
    parser.add_argument("--columns", type=int, default=15, help="of each table (default: 15)")
    parser.add_argument("--only", nargs="+", choices=ALL, default=ALL, help="stages (default: all)")
    parser.add_argument("--limit", type=float, default=3600, help="seconds for one (default: 3600)")
    given = parser.parse_args()
    given.out = given.out.resolve()
    measure(given.out, given.rows, given.columns, list(given.only), given.limit)
    text = to_markdown(read(given.out))
    with whole_file(given.out.with_suffix(".md")) as temporary:
        temporary.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    run(main)
