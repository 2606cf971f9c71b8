"""Rows that repeat are no further evidence that a synthesizer remembers."""

import numpy as np

from fake_or_real.evidence.membership import membership


def test_seen_rows_that_repeat_one_another_do_not_make_chance_certain():
    """Nothing was copied. Each seen row stands there eight times, so there are 50 and not 400."""
    claims, runs = 0, 100
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        synthetic, seen, unseen = (rng.integers(10_000, size=(3, rows)) for rows in (200, 50, 800))
        claims += membership(synthetic, np.repeat(seen, 8, axis=1), unseen, rng).excludes(0.5)
    assert claims / runs <= 0.1  # 5 %, and two standard errors more
