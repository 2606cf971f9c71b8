"""What each repair does to the AUC: on one data set, with one synthesizer.

    python -m tests.benchmarks.repairs census mostlyai --seed 1
    python -m tests.benchmarks.repairs census independent --seed 1

It trains on 5,000 rows, draws 30,000, repairs them to 5,000 and judges these, each time with a
discriminator that is fitted anew on unseen rows; it writes lines of a Markdown table. For
`mostlyai` that is done twice, as it is and with the settings that the census's give-aways propose.
"""

import argparse
import time
from typing import Any

import numpy as np

from fake_or_real import discriminators, repairs, synthesizers
from fake_or_real.data import foreign, splits, tables
from fake_or_real.data.tables import Table
from fake_or_real.evidence.copies import find_copies
from fake_or_real.sources import fetch
from fake_or_real.statistics.auc import Auc, auc
from stages.train_generator import draw_rows

ROWS, OVERSAMPLE, MIN_COUNT = 5000, 6, 5
OWN = {
    "columns": {"capital_gain": "NUMERIC_DISCRETE", "capital_loss": "NUMERIC_DISCRETE"},
    "constraints": [{"type": "FixedCombinations", "columns": ["education", "education_num"]}],
    "rare_category_replacement_method": "SAMPLE",
}
SETTINGS: dict[str, list[dict[str, Any]]] = {"mostlyai": [{}, OWN]}
CHOSEN: list[dict[str, Any]] = [
    {},
    {"pools": True},
    {"rules": "compute"},
    {"rejection": True},
    {"format": True, "pools": True, "rules": "compute", "rejection": True},
]


def judged(real: Table, synthetic: Table, seen: np.ndarray, seed: int) -> Auc:
    """The AUC of the default discriminator on unseen rows."""
    assigned = splits.split(real, synthetic, seen, protocol="unseen", holdout=0.2, seed=seed)
    train, holdout = (splits.part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    model = discriminators.make("lightgbm", {}, seed).fit(train.table, train.is_fake)
    p_fake = model.predict_proba(holdout.table)[:, 1]
    return auc(holdout.is_fake, p_fake, holdout.twins)


def line(real: Table, drawn: Table, seen: np.ndarray, chosen: dict[str, Any], seed: int) -> str:
    """What one choice of repairs does."""
    started = time.process_time()
    made = repairs.make(**chosen, min_count=MIN_COUNT, seed=seed)
    synthetic, _ = repairs.repair(real.take(seen), drawn, made, ROWS, seed)
    seconds = time.process_time() - started
    real, synthetic = tables.judged(real, synthetic)
    found = find_copies(real, synthetic, seen, np.random.default_rng(seed)).to_dict()
    names = [name for name in real.kinds if name != "fnlwgt"]
    aucs = [judged(real, synthetic, seen, seed)]
    if len(names) < len(real.kinds):
        aucs.append(judged(real.select(names), synthetic.select(names), seen, seed))
    shown = [f"{each.value:.3f} [{each.low:.3f}, {each.high:.3f}]" for each in aucs]
    closer = [found[f"closer_to_seen{end}"] for end in ("", "_ci_low", "_ci_high")]
    cells = [", ".join(chosen) or "none", *shown, "{:.3f} [{:.3f}, {:.3f}]".format(*closer)]
    return f"| {' | '.join([*cells, f'{seconds:.0f}'])} |"


def main() -> None:
    """Train, draw, repair, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset")
    parser.add_argument("synthesizer")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    seed = arguments.seed
    real = fetch(arguments.dataset)
    seen = draw_rows(len(real), ROWS, seed)
    for settings in SETTINGS.get(arguments.synthesizer, [{}]):
        synthesizer = synthesizers.make(arguments.synthesizer, settings)
        synthesizer.fit(tables.modelled(real).take(seen), seed)
        raw = synthesizer.sample(ROWS * OVERSAMPLE, seed)
        drawn, _ = foreign.conform(raw, real.kinds, real.styles)
        print(settings or "as it is")
        for chosen in CHOSEN:
            print(line(real, drawn, seen, chosen, seed), flush=True)


if __name__ == "__main__":
    main()
