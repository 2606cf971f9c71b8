"""What is explained of many give-aways."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real import judge, judgement
from fake_or_real.giveaways import explanation, peeling


def test_of_many_give_aways_only_the_surest_are_measured(monkeypatch, tmp_path):
    monkeypatch.setattr(explanation, "_DROPS", 11)  # two times four columns, and no third
    rng = np.random.default_rng(0)
    shifts = {"a": 1.0, "b": 2.5, "c": 0.7, "d": 1.5}
    real = pd.DataFrame({name: rng.normal(size=800) for name in shifts})
    fake = pd.DataFrame({name: rng.normal(by, size=800) for name, by in shifts.items()})
    found = judge(real, fake, discriminator="lightgbm-fast", yardstick=[], jury=[])
    listed = found.giveaways
    assert len(listed) > 2
    # The surest are measured, and stand first; the others follow, the surest first.
    assert listed["auc_drop"].notna().tolist() == [True] * 2 + [False] * (len(listed) - 2)
    assert listed["evidence"][:2].min() > listed["evidence"][2:].max()
    assert listed["evidence"][2:].is_monotonic_decreasing
    assert '"auc_drop": null' in found.to_json()
    assert found.report(tmp_path / "page.html").stat().st_size > 0


@pytest.mark.parametrize(
    ("rows", "cells", "fewer"), [(9999, 9999, False), (150, 9999, True), (9999, 600, True)]
)
def test_peeling_does_with_fewer_rows_to_learn_from(monkeypatch, rows, cells, fewer):
    monkeypatch.setattr(explanation, "_PEEL_ROWS", rows)
    monkeypatch.setattr(explanation, "_PEEL_CELLS", cells)
    learned_from = []
    peel = peeling.peel

    def noted(train, *given, **more):
        learned_from.append(len(train.is_fake))
        assert more["most"] == judgement.PEEL
        return peel(train, *given, **more)

    monkeypatch.setattr(peeling, "peel", noted)
    rng = np.random.default_rng(0)
    real, fake = (
        pd.DataFrame(rng.normal(by, size=(800, 4)), columns=list("abcd"))
        for by in (0, [3, 0, 0, 0])
    )
    found = judge(real, fake, discriminator="lightgbm-fast", yardstick=[], jury=[])
    rows = found.metrics["split"]["train_real"] + found.metrics["split"]["train_fake"]
    assert learned_from == [300 if fewer else rows]
    assert rows > 300
