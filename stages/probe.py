"""Draw synthetic rows from the trained synthesizer, in a process of its own.

in:  data/generator/, data/real.parquet (only its column kinds)
out: data/synthetic.parquet, in the real table's column kinds, and in its origin how many values
     could not be cast to them: those are missing there
"""

from dataclasses import replace
from pathlib import Path

from fake_or_real import synthesizers
from fake_or_real.data import tables
from fake_or_real.errors import run
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    real = tables.read(Path("data/real.parquet"))
    raw = synthesizers.load(Path("data/generator")).sample(params.probe.size, params.seed)
    synthetic, unfit = tables.conform(raw, real.kinds)
    for name, count in unfit.items():
        print(f"{name}: {count} values are no {real.kinds[name]} and count as missing")
    about: dict[str, str | int] = {"values_not_cast": sum(unfit.values())}
    tables.write(replace(synthetic, about=about), Path("data/synthetic.parquet"))
    print(f"drew {len(synthetic)} synthetic rows")


if __name__ == "__main__":
    run(main)
