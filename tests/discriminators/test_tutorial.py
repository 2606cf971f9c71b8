"""The tutorial's discriminator gives the tutorial's numbers."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

from fake_or_real import discriminators
from fake_or_real.data import files, foreign, tables
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError


def test_the_tutorials_numbers(shared: Path) -> None:
    real = files.read_table(shared / "data" / "census.csv.gz")
    raw = files.read_foreign(shared / "tutorial" / "synthetic.parquet")
    synthetic, _ = foreign.conform(raw.table, real.kinds)
    both = tables.concat([real, synthetic])
    is_fake = np.repeat([False, True], [len(real), len(synthetic)])
    train, holdout = train_test_split(np.arange(len(both)), test_size=0.2, random_state=1)

    tutorial = discriminators.make("tutorial", {}, seed=1)
    tutorial.fit(both.take(train), is_fake[train])
    p_fake = tutorial.predict_proba(both.take(holdout))[:, 1]

    assert tutorial.booster.best_iteration == 82
    assert tutorial.booster.best_score["valid_0"]["auc"] == pytest.approx(0.689124, abs=5e-7)
    assert roc_auc_score(is_fake[holdout], p_fake) == 0.6782225699179174
    assert np.mean((p_fake > 0.5) == is_fake[holdout]) == 0.9080694586312564


def test_looks_at_strings_and_numbers_only() -> None:
    is_fake = np.arange(400) % 2 == 0
    frame = pd.DataFrame({"leak": pd.array(is_fake, "boolean"), "number": np.arange(400.0) // 2})
    table = Table(frame, {"leak": "boolean", "number": "float"})
    tutorial = discriminators.make("tutorial", {}, seed=1).fit(table, is_fake)
    assert tutorial.feature_gain()["feature"].tolist() == ["number"]

    with pytest.raises(UserError, match="neither strings nor numbers"):
        discriminators.make("tutorial", {}, seed=1).fit(table.select(["leak"]), is_fake)
