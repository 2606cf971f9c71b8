"""What explains a verdict: give-aways, missing segments, and reasons for single rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data import splits, tables
from fake_or_real.data.counted import Counted
from fake_or_real.data.matching import written_otherwise
from fake_or_real.data.splits import Part
from fake_or_real.data.stored import Rows
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.scorer import Scorer
from fake_or_real.giveaways import (
    columns,
    dependences,
    explained,
    giveaways,
    pairs,
    peeling,
    reasons,
    segments,
    side_by_side,
    unseen,
)
from fake_or_real.giveaways.giveaways import Giveaway
from fake_or_real.giveaways.partition import Partition
from fake_or_real.progress import progress as bars
from fake_or_real.statistics.auc import auc

_CROSSTABS = 3  # pairs whose every combination is counted
_SIDE_BY_SIDE = 8  # give-aways that are shown with their columns' values
_BARS = 100  # columns whose values are shown, those that tell most
_DROP_ROWS = 1000  # of each label; more change the drops little and take long
_DROPS = 50_000  # give-aways times columns: each drop costs a prediction of all columns
# Peeling tries to do with so many rows, and cells, of each label to learn from.
_PEEL_ROWS, _PEEL_CELLS = 10_000, 4_000_000


@dataclass(frozen=True)
class Explanation:
    """What tells FAKE rows from REAL ones.

    giveaways: those that buy most when they are mended first. They and segments, peeling and
        side_by_side are as the modules of these names describe them.
    columns, bars: as `fake_or_real.giveaways.columns` makes them. pairs: as `dependences` does.
    reasons: of the rows at both ends of the scores; they are made of real values.
    records: by name, a few of those rows and the crosstabs of the first pairs; real values too.
    metrics: counts and AUCs by name.
    """

    giveaways: pd.DataFrame
    segments: pd.DataFrame
    peeling: pd.DataFrame
    side_by_side: pd.DataFrame
    columns: pd.DataFrame
    bars: pd.DataFrame
    pairs: pd.DataFrame
    reasons: Table
    records: dict[str, pd.DataFrame]
    metrics: dict[str, int | float]


def explain(  # noqa: PLR0913 - two tables, their parts, a model, and what decides the search
    real: Rows,
    synthetic: Rows,
    assigned: Table,
    model: Scorer,
    make: Callable[[], Scorer],
    *,
    seed: int,
    min_count: int,
    peel: int,
    progress: bool = False,
) -> Explanation:
    """Find what gives the synthetic rows away, in the rows that take part in the split.

    real, synthetic: with their identifiers, which no model sees and which may give rows away too.
    assigned: which row is in which part, as `fake_or_real.data.splitting.split` makes it.
    model: fitted on the train part. make: gives an unfitted one like it.
    min_count: a value that fewer real rows share is not named, except in reasons and records.
    peel: how many give-aways' columns are taken out, one after the other.
    progress: draw progress bars.
    """
    with bars(progress):
        kept = splits.restricted(splits.without_counted(assigned), real, synthetic)
    found = _explain(
        *(kept.real, kept.synthetic, kept.assigned, model, make),
        counted=splits.counted(assigned, real, synthetic),
        seed=seed,
        min_count=min_count,
        peel=peel,
        progress=progress,
    )
    return replace(found, reasons=_in_whole(found.reasons, kept))


def _explain(  # noqa: PLR0913 - as above
    real: Table,
    synthetic: Table,
    assigned: Table,
    model: Scorer,
    make: Callable[[], Scorer],
    *,
    counted: Counted,
    seed: int,
    min_count: int,
    peel: int,
    progress: bool,
) -> Explanation:
    rng = np.random.default_rng(seed)
    keys = reference_and_control(*_identifiers(real, synthetic), assigned, min_count)
    styles = written_otherwise(synthetic, real)
    real, synthetic = tables.judged(real, synthetic)
    train, holdout = (splits.part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    train = replace(train, counted=counted.in_kinds(train.table.kinds))
    partition = reference_and_control(real, synthetic, assigned, min_count)
    with bars(progress):
        others = chain(unseen.of_identifiers(keys, rng), unseen.of_styles(partition, styles))
        strongest = giveaways.find(partition, rng, others)
        groups = [giveaway.columns for giveaway in strongest]
        few = holdout.learning_from(_DROP_ROWS, rng)
        surest = groups[: _DROPS // len(partition.kinds)]
        drops = peeling.auc_drops(model, few, surest, rng)
        drops += [float("nan")] * (len(groups) - len(drops))
        order = peeling.by_worth(drops, groups)
        strongest = [strongest[place] for place in order]
        groups = [groups[place] for place in order]
        drops = [drops[place] for place in order]
        missing = segments.to_frame(segments.find_segments(partition))
        p_fake = model.predict_proba(holdout.table)[:, 1]
        verdict = auc(holdout.is_fake, p_fake, holdout.twins)
        peeled = _peeled(train, holdout, groups, p_fake, make, seed=seed, most=peel)
        alone = columns.alone(train, holdout, partition, seed)
        pairs_of_columns = dependences.of_pairs(partition, rng)
        worth = explained.explained(partition, strongest, holdout, verdict, rng)
        single = reasons.reasons(partition, holdout, model, strongest, rng, p_fake=p_fake)
    return Explanation(
        giveaways=giveaways.to_frame(strongest).assign(auc_drop=drops),
        segments=missing,
        peeling=peeled,
        side_by_side=side_by_side.of_giveaways(partition, strongest, _SIDE_BY_SIDE),
        columns=alone,
        bars=columns.bars(partition, _most_telling(alone, partition)),
        pairs=pairs_of_columns,
        reasons=single,
        records={
            **reasons.shown_records(single, holdout, rng),
            **_crosstabs(partition, strongest),
        },
        metrics=_metrics(strongest, missing, peeled) | _counts(alone, pairs_of_columns) | worth,
    )


def _in_whole(single: Table, kept: splits.Restricted) -> Table:
    """The reasons of single rows, with the rows' positions in the whole tables."""
    frame = single.frame
    is_fake = frame["is_fake"].to_numpy(dtype=bool)
    row = frame["row"].to_numpy(dtype=int, copy=True)
    row[is_fake] = kept.fake_rows[row[is_fake]]
    row[~is_fake] = kept.real_rows[row[~is_fake]]
    nearest = kept.real_rows[frame["nearest_row"].to_numpy(dtype=int)]
    return replace(single, frame=frame.assign(row=row, nearest_row=nearest))


def _peeled(  # noqa: PLR0913 - as `explain`
    train: Part,
    holdout: Part,
    groups: Sequence[tuple[str, ...]],
    judged: np.ndarray,
    make: Callable[[], Scorer],
    *,
    seed: int,
    most: int,
) -> pd.DataFrame:
    """The peeling curve, of the quickest test that comes close to the judged AUC.

    Of many rows a part is tried first: often it is enough to learn from some and to count in all.
    """
    fast = partial(discriminators.make, "lightgbm-fast", {}, seed)
    one = partial(discriminators.make, "lightgbm", {"models": 1}, seed)
    tests: list[tuple[Part, Callable[[], Scorer]]] = [(train, fast), (train, one), (train, make)]
    enough = min(_PEEL_ROWS, _PEEL_CELLS // len(train.table.kinds))
    few = train.learning_from(enough, np.random.default_rng(seed))
    if len(few.is_fake) < len(train.is_fake):
        tests = [(few, fast), (few, one), *tests]
    rows, chosen, p_fake = peeling.same_test(holdout, judged, tests)
    return peeling.peel(rows, holdout, groups, chosen, most=most, p_fake=p_fake)


def _most_telling(alone: pd.DataFrame, partition: Partition) -> list[str]:
    """The columns whose values are shown, in the table's order."""
    chosen = set(alone.nlargest(_BARS, "auc")["column"])
    return [name for name in partition.kinds if name in chosen]


def _identifiers(real: Table, synthetic: Table) -> tuple[Table, Table]:
    """The identifiers that both tables have, as tables of their own."""
    names = [n for n, kind in real.kinds.items() if kind == "identifier" and n in synthetic.kinds]
    return real.select(names), synthetic.select(names)


def reference_and_control(
    real: Table, synthetic: Table, assigned: Table, min_count: int
) -> Partition:
    """One half of the REAL rows as the reference, all from the train part; the others as control.

    The certainty of a rate grows with the control; what real data has is plain in fewer rows. Of
    the FAKE rows that train, half help to say what is worth asking. The holdout's rows have
    no say in anything, so that they can tell what the give-aways are worth.
    """
    parts = [splits.real_rows(name, assigned) for name in ("train", "reserve")]
    rows = np.concatenate(parts)
    half = min(len(rows) // 2, len(parts[0]))
    fakes = splits.rows_of("synthetic", "train", assigned)
    return Partition(
        real,
        synthetic,
        rows[:half],
        rows[half:],
        min_count,
        fakes[: len(fakes) // 2],
        splits.real_rows("holdout", assigned),
        splits.rows_of("synthetic", "holdout", assigned),
    )


def _crosstabs(partition: Partition, listed: Sequence[Giveaway]) -> dict[str, pd.DataFrame]:
    """How the columns of the first rules and pairs combine, in REAL and in FAKE rows."""
    chosen = [
        giveaway.question.columns
        for giveaway in listed
        if giveaway.question.kind in ("rule", "pair") and len(giveaway.question.columns) == 2
    ]
    return {
        f"crosstab_{place}_{name}": counts
        for place, (first, second) in enumerate(chosen[:_CROSSTABS], start=1)
        for name, counts in pairs.crosstab(partition, first, second).items()
    }


def _metrics(
    listed: Sequence[Giveaway], missing: pd.DataFrame, peeled: pd.DataFrame
) -> dict[str, int | float]:
    kinds = pd.Series([giveaway.question.kind for giveaway in listed], dtype="str").value_counts()
    return {
        "giveaways": len(listed),
        **{f"giveaways_{kind}": int(count) for kind, count in kinds.items()},
        "missing_segments": len(missing),
        "refitted_auc": float(peeled["auc"].iloc[0]),
        "refitted_auc_peeled": float(peeled["auc"].iloc[-1]),
    }


def _counts(alone: pd.DataFrame, pairs_of_columns: pd.DataFrame) -> dict[str, int]:
    """How many columns tell by themselves, and how many dependences are not as in REAL rows."""
    changes = pairs_of_columns["change"]
    return {
        "columns": len(alone),
        "columns_telling": int(alone["tells"].sum()),
        "pairs_invented": int((changes == "invented").sum()),
        "pairs_lost": int((changes == "lost").sum()),
    }
