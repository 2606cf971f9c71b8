"""What is explained of many give-aways."""

import numpy as np
import pandas as pd

from fake_or_real import judge
from fake_or_real.giveaways import explanation


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
