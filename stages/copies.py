"""Look for copies of the rows that the generator saw, which no AUC can show.

in:  data/real.parquet, data/synthetic.parquet, data/seen.parquet
out: metrics/copies.json; nothing is in it where it is not known which rows the generator saw
"""

from pathlib import Path

import numpy as np

from fake_or_real.data import seen_rows, tables
from fake_or_real.data.outputs import write_json
from fake_or_real.data.tables import Table
from fake_or_real.errors import run
from fake_or_real.evidence.copies import Copies, find_copies
from stages.params import read_params

NONE_SEEN = {
    "memorized": False,
    "sentence": "the generator saw none of these real rows, so it copies none",
}


def copies(real: Table, synthetic: Table, seen: np.ndarray, seed: int) -> Copies:
    """Hold the synthetic rows against the real rows that the generator saw and all others."""
    unseen = np.setdiff1d(np.arange(len(real)), seen)
    rng = np.random.default_rng(seed)
    return find_copies(synthetic, real.take(seen), real.take(unseen), rng)


def main() -> None:
    """The stage."""
    params = read_params()
    seen = seen_rows.read(Path("data/seen.parquet"))
    if seen is None:
        write_json(Path("metrics/copies.json"), {})
        print("copies cannot be judged: it is not known which rows the generator saw")
        return
    if len(seen) == 0:
        write_json(Path("metrics/copies.json"), NONE_SEEN)
        print(NONE_SEEN["sentence"])
        return
    found = copies(
        tables.read(Path("data/real.parquet")),
        tables.read(Path("data/synthetic.parquet")),
        seen,
        params.seed,
    )
    write_json(Path("metrics/copies.json"), found.to_dict())
    print(found.sentence)


if __name__ == "__main__":
    run(main)
