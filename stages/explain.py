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

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data import splits, tables
from fake_or_real.data.outputs import whole_folder, write_json
from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.errors import run
from fake_or_real.giveaways import giveaways, pairs, peeling, reasons, segments, side_by_side
from fake_or_real.giveaways.cells import Rows
from fake_or_real.giveaways.giveaways import Giveaway
from stages.params import Params, read_params

DATA, PLOTS = Path("data"), Path("plots")
_CROSSTABS = 3  # pairs whose every combination is counted
_SIDE_BY_SIDE = 8  # give-aways that are shown with their columns' values
_DROP_ROWS = 1000  # of each label; more change the drops little and take long


def stand_out(real: Table, synthetic: Table, assigned: Table, min_count: int) -> Rows:
    """One half of the REAL rows as the reference, all from the train part; the others as control.

    The certainty of a rate grows with the control; what real data has is plain in fewer rows.
    """
    parts = [splits.real_rows(name, assigned) for name in ("train", "reserve", "holdout")]
    rows = np.concatenate(parts)
    half = min(len(rows) // 2, len(parts[0]))
    return Rows(real, synthetic, rows[:half], rows[half:], min_count)


def peel(train: Part, holdout: Part, found: list[Giveaway], params: Params) -> pd.DataFrame:
    """The peeling curve over the strongest give-aways, whatever discriminator was chosen.

    On all rows, which the quickest strong one can afford: with fewer, values that occur too often
    or too seldom show less, and the curve starts far below the verdict.
    """
    return peeling.peel(
        train,
        holdout,
        [of.candidate.columns for of in found],
        lambda: discriminators.make("lightgbm-fast", {}, params.seed),
        params.explain.peel,
    )


def describe(
    found: list[Giveaway], missing: pd.DataFrame, peeled: pd.DataFrame
) -> dict[str, object]:
    """What `metrics/giveaways.json` holds."""
    kinds = pd.Series([of.candidate.kind for of in found], dtype="str").value_counts()
    first = {f"first_{place}": of.sentence for place, of in enumerate(found[:3], start=1)}
    return {
        "giveaways": len(found),
        **{f"giveaways_{kind}": int(count) for kind, count in kinds.items()},
        **first,
        "missing_segments": len(missing),
        "refitted_auc": float(peeled["auc"].iloc[0]),
        "refitted_auc_peeled": float(peeled["auc"].iloc[-1]),
    }


def write_records(rows: Rows, found: list[Giveaway], shown: dict[str, pd.DataFrame]) -> None:
    """Write the records and crosstabs that a person looks at."""
    names = [of.candidate.columns for of in found if of.candidate.kind in ("rule", "pair")]
    for place, (first, second) in enumerate(names[:_CROSSTABS], start=1):
        for name, counts in pairs.crosstab(rows, first, second).items():
            shown[f"crosstab_{place}_{name}"] = counts
    with whole_folder(DATA / "records") as folder:
        for name, frame in shown.items():
            tables.write_csv(frame, folder / f"{name}.csv")


def main() -> None:
    """The stage."""
    params = read_params()
    rng = np.random.default_rng(params.seed)
    real = tables.read(DATA / "real.parquet")
    synthetic = tables.read(DATA / "synthetic.parquet")
    assigned = tables.read(DATA / "split.parquet")
    train, holdout = (splits.part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    model: Discriminator = discriminators.load(DATA / "discriminator")
    rows = stand_out(real, synthetic, assigned, params.explain.min_count)

    found = giveaways.find(rows, rng)
    groups = [of.candidate.columns for of in found]
    listed = giveaways.to_frame(found)
    few = peeling.thin(holdout, _DROP_ROWS, rng)
    listed["auc_drop"] = peeling.auc_drops(model, few, groups, rng)
    tables.write(Table(listed, giveaways.KINDS), DATA / "giveaways.parquet")
    tables.write_csv(listed, PLOTS / "giveaways.csv")

    compared = side_by_side.of_giveaways(rows, found, _SIDE_BY_SIDE)
    tables.write(Table(compared, side_by_side.KINDS), DATA / "side_by_side.parquet")

    missing = segments.to_frame(segments.find_segments(rows))
    tables.write_csv(missing, PLOTS / "segments.csv")
    peeled = peel(train, holdout, found, params)
    tables.write_csv(peeled, PLOTS / "peeling.csv")
    write_json(Path("metrics/giveaways.json"), describe(found, missing, peeled))

    explained = reasons.reasons(rows, holdout, model, found, rng)
    tables.write(explained, DATA / "reasons.parquet")
    write_records(rows, found, reasons.shown_records(explained, holdout, rng))
    for of in found[:5]:
        print(of.sentence)


if __name__ == "__main__":
    run(main)
