"""What each repair does to the AUC, and to what must not rise: with one synthesizer, or for files.

    python -m tests.benchmarks.repairs census mostlyai --seeds 3
    python -m tests.benchmarks.repairs census sdv --settings '{"model": "CTGAN", "epochs": 20}'
    python -m tests.benchmarks.repairs --ladder ../shared/ladder --repairs none all

It trains on 5,000 rows, draws 30,000 (`--oversample`), repairs them to 5,000 and judges these, each
time with a discriminator that is fitted anew on unseen rows; for `mostlyai` on the census that is
done twice, as it is and with the settings that the census's give-aways propose. Of each published
table of a folder (`D_NAME.csv.gz`, learned from `D_trn.csv.gz`, judged by `D_hol.csv.gz`) a fifth
is kept. It writes a table in Markdown, a line as soon as it is measured:

    without          the AUC without fnlwgt, whose values hardly repeat
    less             how much of AUC - 0.5 is gone, against the first line of the same seed
    closer, member   `closer_to_seen` and `membership_auc`
    useful           the last column's score on unseen rows, learned from the repaired ones
    seconds          of the repair, of the CPU
"""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fake_or_real import discriminators, repairs, synthesizers
from fake_or_real.data import files, foreign, splits, splitting, tables
from fake_or_real.data.tables import Table
from fake_or_real.evidence import downstream
from fake_or_real.evidence.copies import find_copies
from fake_or_real.sources import fetch
from fake_or_real.statistics.auc import Auc, auc
from stages.train_generator import draw_rows
from tests.benchmarks.collections import comparisons

ROWS, OVERSAMPLE, LADDER_KEEPS, MIN_COUNT = 5000, 6, 5, 5
SINGLE_VALUES = "fnlwgt"
OWN = {
    "columns": {"capital_gain": "NUMERIC_DISCRETE", "capital_loss": "NUMERIC_DISCRETE"},
    "constraints": [{"type": "FixedCombinations", "columns": ["education", "education_num"]}],
    "rare_category_replacement_method": "SAMPLE",
}
CHOSEN: dict[str, dict[str, Any]] = {
    "none": {},
    "pools": {"pools": True},
    "rules": {"rules": "compute"},
    "rejection": {"rejection": True},
    "all": {"format": True, "pools": True, "rules": "compute", "rejection": True},
}
HEADER = "| rows | seed | repairs | AUC | without | less | closer | member | useful | seconds |"


@dataclass(frozen=True)
class Drawn:
    """Rows that a synthesizer drew, in the real table's kinds.

    seen: positions of the real rows that it learned from. size: how many drawn rows are kept.
    without: a column without which they are judged too.
    """

    name: str
    real: Table
    drawn: Table
    seen: np.ndarray
    size: int
    seed: int
    without: str = ""


def judged(real: Table, synthetic: Table, seen: np.ndarray, seed: int) -> Auc:
    """The AUC of the default discriminator on unseen rows."""
    assigned = splitting.split(real, synthetic, seen, protocol="unseen", holdout=0.2, seed=seed)
    train, holdout = (splits.part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    model = discriminators.make("lightgbm", {}, seed).fit(train.table, train.is_fake)
    p_fake = model.predict_proba(holdout.table)[:, 1]
    return auc(holdout.is_fake, p_fake, holdout.twins)


def measure(rows: Drawn, chosen: str, first: float | None) -> tuple[str, float]:
    """A line of the table, and its AUC; first: the AUC against which `less` is said."""
    started = time.process_time()
    made = repairs.make(**CHOSEN[chosen], min_count=MIN_COUNT, seed=rows.seed)
    synthetic, _ = repairs.repair(rows.real.take(rows.seen), rows.drawn, made, rows.size, rows.seed)
    seconds = time.process_time() - started
    real, synthetic = tables.judged(rows.real, synthetic)
    found = find_copies(real, synthetic, rows.seen, np.random.default_rng(rows.seed)).to_dict()
    whole = judged(real, synthetic, rows.seen, rows.seed)
    less = 0.0 if first is None else 1 - (whole.value - 0.5) / (first - 0.5)
    names, others = [name for name in real.kinds if name != rows.without], "-"
    if len(names) < len(real.kinds):
        fewer = judged(real.select(names), synthetic.select(names), rows.seen, rows.seed)
        others = f"{fewer.value:.3f}"
    unseen = real.take(np.setdiff1d(np.arange(len(real)), rows.seen))
    useful = downstream.score(synthetic, unseen, list(real.kinds)[-1], rows.seed)
    cells = [
        rows.name,
        str(rows.seed),
        chosen,
        f"{whole.value:.3f} [{whole.low:.3f}, {whole.high:.3f}]",
        others,
        f"{less:.0%}",
        *(_interval(found, name) for name in ("closer_to_seen", "membership_auc")),
        f"{useful:.3f}",
        f"{seconds:.0f}",
    ]
    return f"| {' | '.join(cells)} |", whole.value


def trained(
    dataset: str, name: str, settings: dict[str, Any], seeds: int, oversample: int = OVERSAMPLE
) -> Iterator[Drawn]:
    """Rows of a synthesizer that is trained here, with each seed from 1 on."""
    real = fetch(dataset)
    own = {"own": OWN} if (dataset, name) == ("census", "mostlyai") else {}
    ways = {"as it is": settings} | own
    for seed in range(1, seeds + 1):
        seen = draw_rows(len(real), ROWS, seed)
        for way, chosen in ways.items():
            synthesizer = synthesizers.make(name, chosen)
            synthesizer.fit(tables.modelled(real).take(seen), seed)
            raw = synthesizer.sample(ROWS * oversample, seed)
            drawn, _ = foreign.conform(raw, real.kinds, real.styles)
            yield Drawn(way, real, drawn, seen, min(ROWS, len(seen)), seed, SINGLE_VALUES)


def published(folder: Path) -> Iterator[Drawn]:
    """The published tables of a folder, as the synthesizer `file` would take them."""
    for pair in comparisons([folder]):
        if not pair.null:
            seen = files.read_table(pair.fake.with_name(f"{pair.table.split('_')[0]}_trn.csv.gz"))
            unseen, _ = foreign.conform(files.read_foreign(pair.real).table, seen.kinds)
            drawn, _ = foreign.conform(files.read_foreign(pair.fake).table, seen.kinds)
            real, rows = tables.concat([seen, unseen]), np.arange(len(seen))
            yield Drawn(pair.table, real, drawn, rows, len(drawn) // LADDER_KEEPS, 1)


def main() -> None:
    """Train, draw, repair, judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.repairs")
    parser.add_argument("dataset", nargs="?", default="census")
    parser.add_argument("synthesizer", nargs="?", default="mostlyai")
    parser.add_argument("--settings", type=json.loads, default={}, help="of the synthesizer, JSON")
    parser.add_argument("--seeds", type=int, default=1, help="how many, from 1 on")
    parser.add_argument("--oversample", type=int, default=OVERSAMPLE, help="drawn for each kept")
    parser.add_argument("--repairs", nargs="+", choices=CHOSEN, default=list(CHOSEN))
    parser.add_argument("--ladder", type=Path, help="a folder of published tables, instead")
    asked = parser.parse_args()
    made = trained(asked.dataset, asked.synthesizer, asked.settings, asked.seeds, asked.oversample)
    print(HEADER, "|---" * HEADER.count(" | ") + "|---|", sep="\n", flush=True)
    firsts: dict[object, float] = {}
    for rows in published(asked.ladder) if asked.ladder else made:
        start = rows.name if asked.ladder else rows.seed
        for chosen in asked.repairs:
            line, value = measure(rows, chosen, firsts.get(start))
            firsts.setdefault(start, value)
            print(line, flush=True)


def _interval(found: dict[str, Any], name: str) -> str:
    value, low, high = (found[f"{name}{end}"] for end in ("", "_ci_low", "_ci_high"))
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"


if __name__ == "__main__":
    main()
