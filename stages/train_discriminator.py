"""Train the discriminator on the train part.

in:  data/real.parquet, data/synthetic.parquet, data/split.parquet
out: data/discriminator/ (the model and its feature schema)
"""

from pathlib import Path

from fake_or_real import discriminators
from fake_or_real.data import splits, stored, tables
from fake_or_real.data.outputs import whole_folder
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
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
        if chosen.engine == "dask":
            _fit_on_a_cluster(model, assigned, chosen.dask.scheduler)
        else:
            train = splits.part("train", assigned, *stored.judged(Path("data")))
            model.fit(train.table, train.is_fake, train.counted)
    with whole_folder(Path("data/discriminator")) as folder:
        model.save(folder)
    best = model.feature_gain().iloc[0]
    rows = (assigned.frame["part"] == "train").sum()
    print(f"{chosen.name}: trained on {rows:,} rows;", end=" ")
    print(f"leans most on {best['feature']} ({best['gain']:.0%} of the gain)")


def _fit_on_a_cluster(model: Discriminator, assigned: Table, scheduler: str) -> None:
    from fake_or_real.discriminators.dask import cluster, fit  # noqa: PLC0415 - an extra

    with cluster.connected(scheduler, Path("data")) as dask:
        parts = (splits.members(name, assigned) for name in ("train", "counted"))
        fit.fit(dask, model, *parts)


if __name__ == "__main__":
    run(main)
