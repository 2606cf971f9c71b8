"""Look for copies of the rows that the generator saw, which no AUC can show.

in:  data/real.parquet, data/synthetic.parquet, data/seen.parquet
out: metrics/copies.json; how rows stand to those that the generator saw is in it where these are
     known
"""

from pathlib import Path

import numpy as np

from fake_or_real.data import seen_rows, stored
from fake_or_real.data.outputs import write_json
from fake_or_real.errors import run
from fake_or_real.evidence.copies import find_copies
from fake_or_real.progress import progress
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    with progress(True):
        found = find_copies(
            *stored.judged(Path("data")),
            seen_rows.read(Path("data/seen.parquet")),
            np.random.default_rng(params.seed),
            max_copies=params.gate.max_copies,
            max_near_copies=params.gate.max_near_copies,
        ).to_dict()
    write_json(Path("metrics/copies.json"), found)
    print(f"memorized: {found.get('memorized', 'cannot be judged')}")


if __name__ == "__main__":
    run(main)
