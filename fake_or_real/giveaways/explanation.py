"""All that is said of what gives FAKE rows away, found in one order of random draws."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data import splits
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.giveaways import giveaways, pairs, peeling, reasons, segments, side_by_side
from fake_or_real.giveaways.cells import Rows
from fake_or_real.giveaways.giveaways import Giveaway

_CROSSTABS = 3  # pairs whose every combination is counted
_SIDE_BY_SIDE = 8  # give-aways that are shown with their columns' values
_DROP_ROWS = 1000  # of each label; more change the drops little and take long


@dataclass(frozen=True)
class Explanation:
    """What gives FAKE rows away, what the synthesizer misses, and why single rows stand out.

    giveaways, segments, peeled, side_by_side: aggregates that may be shared.
    reasons, records: made of single rows, and by name what a person looks at.
    metrics: flat, for `metrics/giveaways.json`.
    """

    giveaways: pd.DataFrame
    segments: pd.DataFrame
    peeled: pd.DataFrame
    side_by_side: pd.DataFrame
    reasons: Table
    records: dict[str, pd.DataFrame]
    metrics: dict[str, Any]


def explain(  # noqa: PLR0913 - a split, its model, and what decides the list
    real: Table,
    synthetic: Table,
    assigned: Table,
    model: Discriminator,
    *,
    seed: int,
    min_count: int,
    peel: int,
) -> Explanation:
    """Explain a split whose train part `model` was fitted on.

    min_count: no aggregate names a value that fewer real rows share.
    peel: how many give-aways' columns are taken out, one after the other.
    """
    rng = np.random.default_rng(seed)
    train, holdout = (splits.part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    rows = reference_and_control(real, synthetic, assigned, min_count)
    found = giveaways.find(rows, rng)
    groups = [of.candidate.columns for of in found]
    listed = giveaways.to_frame(found)
    few = peeling.thin(holdout, _DROP_ROWS, rng)
    listed["auc_drop"] = peeling.auc_drops(model, few, groups, rng)
    compared = side_by_side.of_giveaways(rows, found, _SIDE_BY_SIDE)
    missing = segments.to_frame(segments.find_segments(rows))
    # On all rows, which the quickest strong discriminator can afford: with fewer, values that
    # occur too often or too seldom show less, and the curve starts far below the verdict.
    peeled = peeling.peel(
        train, holdout, groups, lambda: discriminators.make("lightgbm-fast", {}, seed), peel
    )
    explained = reasons.reasons(rows, holdout, model, found, rng)
    return Explanation(
        listed,
        missing,
        peeled,
        compared,
        explained,
        reasons.shown_records(explained, holdout, rng) | _crosstabs(rows, found),
        _metrics(found, missing, peeled),
    )


def reference_and_control(real: Table, synthetic: Table, assigned: Table, min_count: int) -> Rows:
    """One half of the REAL rows as the reference, all from the train part; the others as control.

    The certainty of a rate grows with the control; what real data has is plain in fewer rows.
    """
    parts = [splits.real_rows(name, assigned) for name in ("train", "reserve", "holdout")]
    rows = np.concatenate(parts)
    half = min(len(rows) // 2, len(parts[0]))
    return Rows(real, synthetic, rows[:half], rows[half:], min_count)


def _crosstabs(rows: Rows, found: list[Giveaway]) -> dict[str, pd.DataFrame]:
    names = [of.candidate.columns for of in found if of.candidate.kind in ("rule", "pair")]
    return {
        f"crosstab_{place}_{name}": counts
        for place, (first, second) in enumerate(names[:_CROSSTABS], start=1)
        for name, counts in pairs.crosstab(rows, first, second).items()
    }


def _metrics(found: list[Giveaway], missing: pd.DataFrame, peeled: pd.DataFrame) -> dict[str, Any]:
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
