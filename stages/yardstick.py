"""Measure what AUC the same discriminator reaches on real rows damaged by known amounts.

in:  data/real.parquet, data/split.parquet (its reserve is damaged)
out: data/yardstick.parquet, a line for each share of scrambled cells; none when the split has
     no reserve
"""

from pathlib import Path

from fake_or_real import discriminators
from fake_or_real.data import stored, tables
from fake_or_real.errors import run
from fake_or_real.evidence.yardstick import of_split
from fake_or_real.progress import progress
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    chosen = params.discriminator
    with progress(True):
        curve = of_split(
            stored.judged_alone(Path("data/real.parquet")),
            tables.read(Path("data/split.parquet")),
            params.yardstick.fractions,
            lambda: discriminators.make(chosen.name, chosen.settings, params.seed, chosen.trusted),
            params.seed,
        )
    tables.write(curve, Path("data/yardstick.parquet"))
    if len(curve) == 0:
        print("no yardstick: split.protocol leaves no unseen real rows to damage")


if __name__ == "__main__":
    run(main)
