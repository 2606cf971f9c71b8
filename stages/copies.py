"""Look for copies of the rows that the generator saw, which no AUC can show.

in:  data/real.parquet, data/synthetic.parquet, data/seen.parquet
out: metrics/copies.json; nothing is in it where it is not known which rows the generator saw
"""

from pathlib import Path

from fake_or_real.data import seen_rows, tables
from fake_or_real.data.outputs import write_json
from fake_or_real.errors import run
from fake_or_real.evidence import copies
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    metrics = copies.of_seen(
        tables.read(Path("data/real.parquet")),
        tables.read(Path("data/synthetic.parquet")),
        seen_rows.read(Path("data/seen.parquet")),
        params.seed,
    )
    write_json(Path("metrics/copies.json"), metrics)
    print(f"memorized: {metrics.get('memorized', 'cannot be judged')}")


if __name__ == "__main__":
    run(main)
