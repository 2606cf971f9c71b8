"""Train the discriminator on the train part.

in:  data/real.parquet, data/synthetic.parquet, data/split.parquet
out: data/discriminator/ (the model and its feature schema)
"""

from pathlib import Path

from fake_or_real import discriminators
from fake_or_real.data import splits, stored, tables
from fake_or_real.data.outputs import whole_folder
from fake_or_real.errors import run
from fake_or_real.progress import progress
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    assigned = tables.read(Path("data/split.parquet"))
    chosen = params.discriminator
    model = discriminators.make(chosen.name, chosen.settings, params.seed, chosen.trusted)
    with progress(True):
        train = splits.part("train", assigned, *stored.judged(Path("data")))
        model.fit(train.table, train.is_fake, train.counted)
    with whole_folder(Path("data/discriminator")) as folder:
        model.save(folder)
    best = model.feature_gain().iloc[0]
    print(f"{chosen.name}: trained on {len(train.table):,} rows;", end=" ")
    print(f"leans most on {best['feature']} ({best['gain']:.0%} of the gain)")


if __name__ == "__main__":
    run(main)
