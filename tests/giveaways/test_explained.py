"""What the give-aways are worth alone, on a table in which it is known."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.splits import part
from fake_or_real.data.splitting import split
from fake_or_real.data.tables import Table
from fake_or_real.giveaways import giveaways
from fake_or_real.giveaways.explained import explained
from fake_or_real.giveaways.explanation import reference_and_control
from fake_or_real.statistics.auc import Auc

KINDS = {"city": "categorical", "age": "integer", "size": "integer"}
VERDICT = Auc(0.6, 0.58, 0.62, 0.0)


def table(rows, rng):
    frame = pd.DataFrame(
        {
            "city": rng.choice(["Ulm", "Rome", "Nice"], rows),
            "age": rng.integers(0, 8, rows),
            "size": rng.integers(0, 8, rows),
        }
    )
    return Table(frame.astype({"city": "str", "age": "Int64", "size": "Int64"}), KINDS)


def found(change, verdict=VERDICT):
    """What is listed for 2,000 rows that were changed in place, and what that explains."""
    rng = np.random.default_rng(0)
    real, fake = table(6000, rng), table(2000, rng)
    change(fake.frame)
    assigned = split(real, fake, None, protocol="all", holdout=0.25, seed=1)
    partition = reference_and_control(real, fake, assigned, 5)
    listed = giveaways.find(partition, rng)
    holdout = part("holdout", assigned, real, fake)
    return listed, explained(partition, listed, holdout, verdict, rng)


def invent(frame):
    frame.loc[: len(frame) // 5 - 1, "city"] = "_RARE_"


def test_one_give_away_explains_what_it_alone_is_worth():
    """A fifth of the FAKE rows are surely FAKE, so the best AUC is 0.5 + 0.2 / 2."""
    listed, figures = found(invent)
    assert listed[0].question.columns == ("city",)
    assert figures["explained_auc"] == pytest.approx(0.6, abs=0.02)
    assert figures["explained_auc_ci_low"] < figures["explained_auc"]
    assert figures["explained_auc_ci_high"] > figures["explained_auc"]
    assert figures["explained_share"] == pytest.approx((figures["explained_auc"] - 0.5) / 0.1)
    assert not any(name.startswith("unnamed") for name in figures)


def test_what_no_give_away_says_is_named_by_the_features_that_carry_it():
    """Half of the rows have age = size, which two columns' own values do not show."""
    rng = np.random.default_rng(0)
    real, fake = table(6000, rng), table(2000, rng)
    invent(fake.frame)
    fake.frame.loc[1000:, "age"] = fake.frame.loc[1000:, "size"]
    assigned = split(real, fake, None, protocol="all", holdout=0.25, seed=1)
    partition = reference_and_control(real, fake, assigned, 5)
    only = [each for each in giveaways.find(partition, rng) if each.columns == ("city",)]
    holdout = part("holdout", assigned, real, fake)
    figures = explained(partition, only, holdout, Auc(0.75, 0.7, 0.8, 0.0), rng)
    assert figures["explained_share"] < 0.6
    unnamed = {name: gain for name, gain in figures.items() if name.startswith("unnamed")}
    best = max(unnamed, key=lambda name: unnamed[name])
    assert "age" in best
    assert "size" in best


def test_nothing_listed_is_worth_a_coin_and_undetectable_rows_have_no_share():
    listed, figures = found(lambda frame: None, Auc(0.51, 0.48, 0.54, 0.3))
    assert listed == []
    assert figures["explained_auc"] == 0.5
    assert "explained_share" not in figures
