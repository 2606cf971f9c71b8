"""Say what gives FAKE rows away, and what buys how much.

in:  data/real.parquet, data/synthetic.parquet, data/seen.parquet, data/split.parquet,
     data/discriminator/
out: data/giveaways.parquet, plots/giveaways.csv, metrics/giveaways.json (ranked give-aways),
     plots/peeling.csv (the AUC without the columns that give most away),
     plots/columns.csv (what each column alone is worth), plots/pairs.csv (dependences between
     columns), data/bars.parquet (each column's values, in aggregates),
     plots/repairs.csv (what is known to mend each give-away, as YAML for params.yaml),
     plots/segments.csv (what the synthesizer fails to make),
     data/side_by_side.parquet (what the first give-aways look like, in aggregates),
     data/reasons.parquet (why single rows seem FAKE or REAL), data/records/ (a few of those rows
     and the crosstabs of the top pairs)

What git tracks names no value that fewer than `explain.min_count` real rows share; whatever is
made of single records goes to data/, which git ignores.
"""

from pathlib import Path

from fake_or_real import discriminators
from fake_or_real.data import seen_rows, tables
from fake_or_real.data.outputs import whole_folder, write_json
from fake_or_real.data.stored import Stored
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.errors import run
from fake_or_real.giveaways import columns, giveaways, side_by_side
from fake_or_real.giveaways.explanation import explain
from fake_or_real.repairs.proposals import propose
from stages.params import read_params

DATA, PLOTS = Path("data"), Path("plots")


def main() -> None:
    """The stage."""
    params = read_params()
    real, synthetic = (Stored(DATA / f"{name}.parquet") for name in ("real", "synthetic"))
    assigned = tables.read(DATA / "split.parquet")
    chosen = params.discriminator
    model: Discriminator = discriminators.load(DATA / "discriminator", chosen.trusted)
    explanation = explain(
        real,
        synthetic,
        assigned,
        model,
        lambda: discriminators.make(chosen.name, chosen.settings, params.seed, chosen.trusted),
        seed=params.seed,
        min_count=params.explain.min_count,
        peel=params.explain.peel,
        progress=True,
    )
    listed, compared = explanation.giveaways, explanation.side_by_side
    tables.write(Table(listed, giveaways.KINDS), DATA / "giveaways.parquet")
    tables.write(Table(compared, side_by_side.KINDS), DATA / "side_by_side.parquet")
    tables.write(Table(explanation.bars, columns.KINDS), DATA / "bars.parquet")
    tables.write(explanation.reasons, DATA / "reasons.parquet")
    tables.write_csv(listed, PLOTS / "giveaways.csv")
    for name in ("segments", "peeling", "columns", "pairs"):
        tables.write_csv(getattr(explanation, name), PLOTS / f"{name}.csv")
    rows = seen_rows.read(DATA / "seen.parquet")
    learned = real if rows is None else real.take(rows)
    repairs = propose(listed, learned, params.generator.name, params.explain.min_count)
    tables.write_csv(repairs, PLOTS / "repairs.csv")
    write_json(Path("metrics/giveaways.json"), explanation.metrics)
    with whole_folder(DATA / "records") as folder:
        for name, frame in explanation.records.items():
            tables.write_csv(frame, folder / f"{name}.csv")


if __name__ == "__main__":
    run(main)
