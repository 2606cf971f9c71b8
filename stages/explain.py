"""Say what gives FAKE rows away, and what buys how much.

in:  data/real.parquet, data/synthetic.parquet, data/split.parquet, data/discriminator/
out: data/giveaways.parquet, plots/giveaways.csv, metrics/giveaways.json (ranked give-aways),
     plots/peeling.csv (the AUC without the columns that give most away),
     plots/segments.csv (what the synthesizer fails to make),
     data/side_by_side.parquet (what the first give-aways look like, in aggregates),
     data/reasons.parquet (why single rows seem FAKE or REAL), data/records/ (a few of those rows
     and the crosstabs of the top pairs)

What git tracks names no value that fewer than `explain.min_count` real rows share; whatever is
made of single records goes to data/, which git ignores.
"""

from pathlib import Path

from fake_or_real import discriminators
from fake_or_real.data import tables
from fake_or_real.data.outputs import whole_folder, write_json
from fake_or_real.data.tables import Table
from fake_or_real.errors import run
from fake_or_real.giveaways import giveaways, side_by_side
from fake_or_real.giveaways.explanation import explain
from stages.params import read_params

DATA, PLOTS = Path("data"), Path("plots")


def main() -> None:
    """The stage."""
    params = read_params()
    explanation = explain(
        tables.read(DATA / "real.parquet"),
        tables.read(DATA / "synthetic.parquet"),
        tables.read(DATA / "split.parquet"),
        discriminators.load(DATA / "discriminator"),
        seed=params.seed,
        min_count=params.explain.min_count,
        peel=params.explain.peel,
    )
    tables.write(Table(explanation.giveaways, giveaways.KINDS), DATA / "giveaways.parquet")
    tables.write(Table(explanation.side_by_side, side_by_side.KINDS), DATA / "side_by_side.parquet")
    tables.write(explanation.reasons, DATA / "reasons.parquet")
    with whole_folder(DATA / "records") as folder:
        for name, frame in explanation.records.items():
            tables.write_csv(frame, folder / f"{name}.csv")
    tables.write_csv(explanation.giveaways, PLOTS / "giveaways.csv")
    tables.write_csv(explanation.segments, PLOTS / "segments.csv")
    tables.write_csv(explanation.peeled, PLOTS / "peeling.csv")
    write_json(Path("metrics/giveaways.json"), explanation.metrics)
    for sentence in explanation.giveaways["sentence"].head(5):
        print(sentence)


if __name__ == "__main__":
    run(main)
