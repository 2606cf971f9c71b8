"""What reading a CSV costs beside what Arrow's own reader takes for the same columns of strings.

python -m tests.benchmarks.reading [ROWS]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from fake_or_real.data.files import read_foreign

COLUMNS = 15


def write(path: Path, rows: int, seed: int = 0) -> None:
    """A table of words, numbers and dates: five columns of each."""
    rng = np.random.default_rng(seed)
    words = np.array(["Graz", "Linz", "Innsbruck", "Sankt Pölten", "Wien"])
    days = np.datetime64("2020-01-01") + rng.integers(0, 999, (5, rows)).astype("timedelta64[D]")
    columns = {f"word {i}": words[rng.integers(0, 5, rows)] for i in range(5)}
    columns |= {f"number {i}": rng.normal(100, 30, rows).round(2) for i in range(5)}
    columns |= {f"day {i}": days[i].astype(str) for i in range(5)}
    pd.DataFrame(columns).to_csv(path, index=False)


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """CPU seconds of the fastest run."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def costs(path: Path) -> tuple[float, float]:
    """CPU seconds of Arrow alone and of ours, for columns of strings."""
    names = path.open(encoding="utf-8").readline().strip().split(",")
    strings = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    alone = seconds(lambda: pyarrow.csv.read_csv(path, convert_options=strings))
    return alone, seconds(lambda: read_foreign(path))


def main() -> None:
    """Print both, and how many times the second takes what the first does."""
    rows = int(sys.argv[1]) if sys.argv[1:] else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write(path, rows)
        alone, ours = costs(path)
        megabytes = path.stat().st_size / 1e6
    print(f"{rows:,} x {COLUMNS} ({megabytes:.0f} MB): Arrow {alone:.2f} s, ours {ours:.2f} s,")
    print(f"{ours / alone:.2f} times as long")


if __name__ == "__main__":
    main()
