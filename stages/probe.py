"""Draw synthetic rows from the trained synthesizer, in a process of its own.

in:  data/generator/, data/training.json, data/real.parquet (only its column kinds)
out: data/drawn.parquet, in the real table's column kinds, metrics/generator.json (what was
     trained and drawn, which columns are written otherwise than the real ones, and how many other
     cells do not fit their column's kind)
"""

from pathlib import Path

from fake_or_real import synthesizers
from fake_or_real.data import foreign, matching, tables
from fake_or_real.data.outputs import read_json, write_json
from fake_or_real.data.stored import Stored
from fake_or_real.errors import run
from fake_or_real.progress import progress
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    real = Stored(Path("data/real.parquet"))
    synthesizer = synthesizers.load(Path("data/generator"))
    synthesizer.set_sampling(params.probe.sampling_temperature, params.probe.sampling_top_p)
    rows = params.probe.size * params.repair.oversample
    with progress(True):
        raw = synthesizer.sample(rows, params.seed)
        drawn, unfit = foreign.conform(raw, real.kinds, real.styles)
    for name, count in unfit.items():
        print(f"{name}: {count} cells are not written as {real.kinds[name]}s are in the real table")
    tables.write(drawn, Path("data/drawn.parquet"))
    described = read_json(Path("data/training.json"))
    described |= matching.misfits(drawn, real, unfit)
    write_json(Path("metrics/generator.json"), described)
    print(f"drew {len(drawn)} synthetic rows")


if __name__ == "__main__":
    run(main)
