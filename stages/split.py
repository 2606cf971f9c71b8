"""Decide which rows are REAL, which are FAKE, and which the discriminator may learn from.

in:  data/real.parquet, data/synthetic.parquet, data/seen.parquet
out: data/split.parquet (see `fake_or_real.data.splits`), metrics/split.json (the counts)
"""

from pathlib import Path

from fake_or_real.data import seen_rows, splits, splitting, stored, tables
from fake_or_real.data.outputs import write_json
from fake_or_real.errors import run
from fake_or_real.progress import progress
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    with progress(True):
        assigned = splitting.split(
            *stored.judged(Path("data")),
            seen_rows.read(Path("data/seen.parquet")),
            protocol=params.split.protocol,
            holdout=params.split.holdout,
            max_rows=params.split.max_rows,
            count_rows=params.split.count_rows,
            seed=params.seed,
            half=params.split.half,
        )
    tables.write(assigned, Path("data/split.parquet"))
    counts = splits.counts(assigned)
    for name, count in counts.items():
        shown = f"{count:,}" if isinstance(count, int) else count or "unknown"
        print(f"{name:15} {shown:>8}")
    write_json(Path("metrics/split.json"), counts)


if __name__ == "__main__":
    run(main)
