"""Measure what AUC the same discriminator reaches on real rows damaged by known amounts.

in:  data/real.parquet, data/split.parquet (its reserve is damaged)
out: data/yardstick.parquet, a line for each share of scrambled cells; none when the split has
     no reserve
"""

from pathlib import Path

import numpy as np

from fake_or_real import discriminators
from fake_or_real.data import splits, tables
from fake_or_real.data.tables import Table
from fake_or_real.errors import run
from fake_or_real.evidence.yardstick import KINDS, measure
from stages.params import Params, read_params


def yardstick(real: Table, assigned: Table, params: Params) -> Table:
    """The curve of AUC over the share of scrambled cells."""
    train, holdout, reserve = (
        real.take(splits.real_rows(part, assigned)) for part in ("train", "holdout", "reserve")
    )
    if len(reserve) == 0:
        print("no yardstick: split.protocol leaves no unseen real rows to damage")
        return Table.empty(KINDS)
    print(f"damages {len(reserve):,} unseen real rows")
    measured = measure(
        (train, holdout),
        reserve,
        params.yardstick.fractions,
        lambda: discriminators.make(
            params.discriminator.name, params.discriminator.settings, params.seed
        ),
        np.random.default_rng(params.seed),
    )
    return Table(measured.to_frame(), KINDS)


def main() -> None:
    """The stage."""
    params = read_params()
    curve = yardstick(
        tables.read(Path("data/real.parquet")),
        tables.read(Path("data/split.parquet")),
        params,
    )
    tables.write(curve, Path("data/yardstick.parquet"))


if __name__ == "__main__":
    run(main)
