"""Train the synthesizer on rows of the real table that the pipeline draws.

in:  data/real.parquet
out: data/generator/ (the trained synthesizer), data/seen.parquet (the positions of the real rows
     that it learned from, if known), data/training.json (what was trained and what ended it)
"""

import os
from pathlib import Path

import numpy as np

from fake_or_real import synthesizers
from fake_or_real.data import seen_rows, tables
from fake_or_real.data.outputs import whole_folder, write_json
from fake_or_real.errors import run
from stages.params import check_files, read_params

# The generator never gets all rows: what it has not seen is the control.
_LEAST_UNSEEN = 0.2


def draw_rows(rows: int, sample_size: int, seed: int) -> np.ndarray:
    """Positions of the rows to learn from, sorted; at most four fifths of all."""
    most = rows - int(np.ceil(rows * _LEAST_UNSEEN))
    if sample_size > most:
        print(f"generator.sample_size is lowered from {sample_size} to {most} of {rows} rows,")
        print("so that at least a fifth of the real rows stays unseen.")
    chosen = np.random.default_rng(seed).choice(rows, min(sample_size, most), replace=False)
    return np.sort(chosen)


def main() -> None:
    """The stage."""
    params = read_params()
    check_files(params)
    real = tables.read(Path("data/real.parquet"))
    synthesizer = synthesizers.make(params.generator.name, params.generator.settings)
    if synthesizer.made_elsewhere:
        rows, learned = synthesizer.find_seen(real), real
    else:
        rows = draw_rows(len(real), params.generator.sample_size, params.seed)
        learned = tables.modelled(real).take(rows)
    report = synthesizer.fit(learned, params.seed)
    if report["ended_by"] == "max_training_time":
        print(f"warning: the clock ended the training after {report['epochs']:g} epochs, so that")
        print("         another machine gives another model; for a result that can be reproduced,")
        print("         set generator.mostlyai.max_training_time to null (no clock).")
    with whole_folder(Path("data/generator")) as folder:
        synthesizers.save(synthesizer, params.generator.name, folder)
    seen_rows.write(rows, Path("data/seen.parquet"))
    described = {
        "rows": None if rows is None else len(rows),
        "seed": params.seed,
        "synthesizer": params.generator.name,
        # Of those that report no number of their own; they take 1 where it is not set.
        "threads": int(os.environ.get("OMP_NUM_THREADS", "1")),
    }
    write_json(Path("data/training.json"), described | report)


if __name__ == "__main__":
    run(main)
