"""Simulated pairs whose likelihood ratio is known, so that the best possible AUC is too.

    python -m tests.benchmarks.coverage [RUNS]

For each pair: how much of the best possible (AUC - 0.5) the discriminator reaches at 50,000 rows
(at least 98 %), and in how many of RUNS (100) at 2,000 rows the interval holds the fitted
discriminator's true AUC, measured on 100,000 fresh rows (92 % to 98 %).
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fake_or_real import discriminators
from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table
from fake_or_real.evidence.yardstick import two_sample_auc
from fake_or_real.statistics.auc import auc

ROWS, SMALL, FRESH = 50_000, 2_000, 100_000
HOLDOUT = 0.2


@dataclass(frozen=True)
class Pair:
    """Two distributions of rows.

    draw: REAL (False) or FAKE (True) rows, how many.
    log_ratio: log of how much likelier each row is as FAKE than as REAL, up to a constant. By
        Neyman and Pearson (1933) no score has a higher AUC.
    """

    name: str
    draw: Callable[[bool, int, np.random.Generator], Table]
    log_ratio: Callable[[pd.DataFrame], np.ndarray]


def _numbers(values: np.ndarray) -> Table:
    kinds: dict[str, Kind] = {f"x{column}": "float" for column in range(values.shape[1])}
    return Table(pd.DataFrame(values, columns=list(kinds)), kinds)


def _draw_shifted(fake: bool, rows: int, rng: np.random.Generator) -> Table:
    return _numbers(rng.normal(size=(rows, 3)) + 0.5 * fake)


def _draw_correlated(fake: bool, rows: int, rng: np.random.Generator) -> Table:
    """Normal margins in both; only FAKE ones are correlated."""
    values = rng.normal(size=(rows, 2))
    if fake:
        values[:, 1] = 0.6 * values[:, 0] + 0.8 * values[:, 1]
    return _numbers(values)


def _correlated_log_ratio(frame: pd.DataFrame) -> np.ndarray:
    first, second = frame["x0"].to_numpy(), frame["x1"].to_numpy()
    return (first**2 + second**2) / 2 - (first**2 - 1.2 * first * second + second**2) / 1.28


_WORDS = np.array([f"word{number:02}" for number in range(20)])
_REAL_WORDS = np.linspace(1, 5, 20) / np.linspace(1, 5, 20).sum()
_FAKE_WORDS = _REAL_WORDS[np.random.default_rng(0).permutation(20)]


def _draw_words(fake: bool, rows: int, rng: np.random.Generator) -> Table:
    chosen = rng.choice(20, rows, p=_FAKE_WORDS if fake else _REAL_WORDS)
    frame = pd.DataFrame({"word": _WORDS[chosen], "noise": rng.normal(size=rows)})
    return Table(frame.astype({"word": "str"}), {"word": "categorical", "noise": "float"})


def _words_log_ratio(frame: pd.DataFrame) -> np.ndarray:
    return np.log(_FAKE_WORDS / _REAL_WORDS)[np.searchsorted(_WORDS, frame["word"].to_numpy(str))]


PAIRS = [
    Pair("shifted", _draw_shifted, lambda frame: frame.sum(axis=1).to_numpy()),
    Pair("correlated", _draw_correlated, _correlated_log_ratio),
    Pair("words", _draw_words, _words_log_ratio),
]


def _draw_parts(pair: Pair, fake: bool, rows: int, rng: np.random.Generator) -> tuple[Table, Table]:
    """Train and holdout rows of one label, of which there are half of all rows."""
    table = pair.draw(fake, rows // 2, rng)
    cut = round(len(table) * (1 - HOLDOUT))
    return table.take(np.arange(cut)), table.take(np.arange(cut, len(table)))


def share_of_best(pair: Pair, rows: int, seed: int) -> float:
    """(AUC - 0.5) of the discriminator as a share of the best possible, on the same holdout."""
    rng = np.random.default_rng(seed)
    real, fake = (_draw_parts(pair, is_fake, rows, rng) for is_fake in (False, True))
    found = two_sample_auc(real, fake, discriminators.make("lightgbm", {}, seed))
    ratio = np.concatenate([pair.log_ratio(part.frame) for part in (real[1], fake[1])])
    best = auc(np.repeat([False, True], [len(real[1]), len(fake[1])]), ratio)
    return (found.value - 0.5) / (best.value - 0.5)


def covers(pair: Pair, rows: int, fresh: int, seed: int) -> bool:
    """Whether the interval holds the AUC of the same fitted discriminator on fresh rows."""
    rng = np.random.default_rng(seed)
    real, fake = (_draw_parts(pair, is_fake, rows, rng) for is_fake in (False, True))
    model = discriminators.make("lightgbm", {}, seed)
    found = two_sample_auc(real, fake, model)
    fresh_rows = [pair.draw(is_fake, fresh // 2, rng) for is_fake in (False, True)]
    scores = np.concatenate([model.predict_proba(table)[:, 1] for table in fresh_rows])
    true = auc(np.repeat([False, True], fresh // 2), scores).value
    return found.low <= true <= found.high


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for pair in PAIRS:
        share = np.mean([share_of_best(pair, ROWS, seed) for seed in range(5)])
        covered = np.mean([covers(pair, SMALL, FRESH, seed=run) for run in range(runs)])
        print(
            f"{pair.name:11} {share:6.1%} of the best AUC - 0.5 at {ROWS:,} rows (right: 98 %);"
            f" {covered:.0%} of {runs} intervals at {SMALL:,} rows hold the true AUC"
            " (right: 92 % to 98 %)",
            flush=True,
        )


if __name__ == "__main__":
    main()
