"""Score the rows of any table with the trained discriminator.

`python -m fake_or_real.score FILE OUT` writes FILE's rows (CSV or Parquet) to OUT (CSV) with
P(FAKE) as the first column, in FILE's order. The columns must be those that the discriminator
knows.
"""

import argparse
from pathlib import Path

import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data import tables
from fake_or_real.data.paths import resolve
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.errors import run


def score(model: Discriminator, path: Path) -> pd.DataFrame:
    """The table's rows with `P(FAKE)` before its own columns.

    Raises `UserError` when the file is no sound table or lacks columns.
    """
    raw, _ = tables.read_foreign(path)
    table, _ = tables.conform(raw, model.kinds)
    p_fake = pd.DataFrame({"P(FAKE)": model.predict_proba(table)[:, 1]})
    return pd.concat([p_fake, table.frame], axis=1)


def main() -> None:
    """Read the command line, score, write."""
    parser = argparse.ArgumentParser(prog="python -m fake_or_real.score", description=__doc__)
    parser.add_argument("file", help="the rows to score: CSV or Parquet, gzipped or not")
    parser.add_argument("out", type=Path, help="where to write them with P(FAKE), as CSV")
    arguments = parser.parse_args()
    scored = score(discriminators.load(Path("data/discriminator")), resolve(arguments.file))
    tables.write_csv(scored, arguments.out)
    print(f"{arguments.out}: {len(scored):,} rows, mean P(FAKE) {scored['P(FAKE)'].mean():.3f}")


if __name__ == "__main__":
    run(main)
