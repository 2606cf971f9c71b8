"""Simulated scores whose AUC is known: how often the intervals of an AUC, and of the difference
of two on the same rows, hold it.

    python -m tests.benchmarks.coverage_auc [RUNS]

A line for each kind of scores and a column for each pair of class sizes: of RUNS (300) at each of
six AUCs from 0.5 to 0.99, the lowest and the highest share of intervals that hold the true value,
in percent (right: 92 to 98; with few rows or few different scores there are few possible results,
so that more is unavoidable). For single AUCs, in brackets: how often chance is called detectable
(right: at most 5).
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from fake_or_real.statistics.auc import auc, compare

AUCS = [0.5, 0.6, 0.75, 0.9, 0.97, 0.99]
SIZES = [
    (5, 5),
    (5, 200),
    (200, 5),
    (5, 5000),
    (13, 1001),
    (20, 20),
    (50, 50),
    (100, 1000),
    (200, 200),
    (1000, 1000),
    (5000, 5000),
]


@dataclass(frozen=True)
class Scores:
    """A kind of scores.

    draw: gives, for a wished AUC, scores of positives and negatives, how many of each.
    true_auc: the AUC that scores drawn for a wished AUC have.
    """

    name: str
    draw: Callable[[float, int, int, np.random.Generator], tuple[np.ndarray, np.ndarray]]
    true_auc: Callable[[float], float] = lambda wished: wished


def _normal(
    wished: float, positives: int, negatives: int, rng: np.random.Generator, spread: float = 1
) -> tuple[np.ndarray, np.ndarray]:
    shift = np.hypot(1, spread) * norm.ppf(wished)
    return shift + spread * rng.normal(size=positives), rng.normal(size=negatives)


def _some(
    wished: float, positives: int, negatives: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """A share of the positives is above all negatives, the others are like them."""
    surely = rng.random(positives) < 2 * wished - 1
    return rng.random(positives) + surely, rng.random(negatives)


_EDGES = np.array([-0.5, 0.5, 1.5])


def _coarse(
    wished: float, positives: int, negatives: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Normal scores, of which only the leaf is known, one of four."""
    return tuple(
        np.searchsorted(_EDGES, scores) for scores in _normal(wished, positives, negatives, rng)
    )


def _coarse_auc(wished: float) -> float:
    shifts = np.sqrt(2) * norm.ppf(wished), 0
    edges = np.concatenate([[-np.inf], _EDGES, [np.inf]])
    positive, negative = (np.diff(norm.cdf(edges - shift)) for shift in shifts)
    return float(positive @ (np.cumsum(negative) - negative / 2))


def _leaf(share: float) -> Scores:
    """Two scores; at an AUC of 0.5 this share of both classes has the higher one."""

    def draw(
        wished: float, positives: int, negatives: int, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        high = min(share + 2 * wished - 1, 1)
        low = high - (2 * wished - 1)
        return rng.random(positives) < high, rng.random(negatives) < low

    return Scores(f"a leaf of {share:.0%}", draw)


KINDS = [
    Scores("distinct", _normal),
    Scores("distinct, uneven", lambda *drawn: _normal(*drawn, spread=2)),
    Scores("some surely FAKE", _some),
    Scores("four leaves", _coarse, _coarse_auc),
    _leaf(0.2),
    _leaf(0.05),
    _leaf(0.01),
]


def _labels(positives: int, negatives: int) -> np.ndarray:
    return np.arange(positives + negatives) < positives


def coverage(
    scores: Scores, wished: float, sizes: tuple[int, int], runs: int, seed: int = 0
) -> tuple[float, float]:
    """The share of runs whose interval holds the true AUC, and of those called detectable."""
    rng = np.random.default_rng(seed)
    found = [
        auc(_labels(*sizes), np.concatenate(scores.draw(wished, *sizes, rng))) for _ in range(runs)
    ]
    true = scores.true_auc(wished)
    held = np.mean([not result.excludes(true) for result in found])
    return float(held), float(np.mean([result.detectable for result in found]))


def _agreeing(kinship: float, leaves: bool) -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """Two normal scores of the same AUC, correlated within each class."""

    def draw(
        wished: float, positives: int, negatives: int, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        first, own = rng.normal(size=(2, positives + negatives))
        both = np.stack([first, kinship * first + np.sqrt(1 - kinship**2) * own])
        both[:, :positives] += np.sqrt(2) * norm.ppf(wished)
        return tuple(np.searchsorted(_EDGES, both) if leaves else both)

    return draw


# By name: two scores of the same rows whose AUCs are equal.
PAIRED = {
    "unrelated": _agreeing(0, leaves=False),
    "related": _agreeing(0.9, leaves=False),
    "nearly the same": _agreeing(0.99, leaves=False),
    "related, four leaves": _agreeing(0.9, leaves=True),
}


def paired_coverage(
    draw: Callable[..., tuple[np.ndarray, np.ndarray]],
    wished: float,
    sizes: tuple[int, int],
    runs: int,
    seed: int = 0,
) -> float:
    """The share of runs in which the interval of the difference holds 0."""
    rng = np.random.default_rng(seed)
    found = [compare(_labels(*sizes), *draw(wished, *sizes, rng)) for _ in range(runs)]
    return float(np.mean([not difference.excludes(0) for difference in found]))


def _span(shares: Sequence[float]) -> str:
    return f"{100 * min(shares):.0f}-{100 * max(shares):.0f}"


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    print(f"{'':22}" + "".join(f"{f'{m}/{n}':>15}" for m, n in SIZES))
    for scores in KINDS:
        print(f"{scores.name:22}", end="", flush=True)
        for sizes in SIZES:
            held, detectable = zip(
                *(coverage(scores, wished, sizes, runs) for wished in AUCS), strict=True
            )
            print(f"{f'{_span(held)} ({100 * detectable[0]:.1f})':>15}", end="", flush=True)
        print()
    for name, draw in PAIRED.items():
        print(f"{name:22}", end="", flush=True)
        for sizes in SIZES:
            held = [paired_coverage(draw, wished, sizes, runs) for wished in AUCS]
            print(f"{_span(held):>15}", end="", flush=True)
        print()


if __name__ == "__main__":
    main()
