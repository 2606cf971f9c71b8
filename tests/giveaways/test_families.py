"""What is explained with a fitted discriminator, of whatever family."""

import json

import numpy as np
import pytest

from fake_or_real import discriminators
from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table, concat
from fake_or_real.giveaways import giveaways, peeling, reasons
from fake_or_real.giveaways.partition import Partition
from fake_or_real.sources import fetch

# Their settings, small ones.
FAMILIES = {
    "lightgbm-fast": {},
    "tutorial": {},
    "random-forest": {"arguments": {"n_estimators": 50}},
    "logistic-regression": {},
    "hist-gradient-boosting": {"arguments": {"max_iter": 30}},
}


@pytest.fixture(scope="module")
def rows():
    """Functions of the standard library: every kind of column, some values missing."""
    real = fetch("stdlib")
    fake, reference, control = np.split(np.random.default_rng(0).permutation(3000), [600, 1800])
    frame = real.take(fake).frame.copy()
    frame.loc[:149, "area"] = "_RARE_"
    return Partition(real, Table(frame, real.kinds), reference, control, 5, holdout_real=control)


def part(rows, real, fake):
    """Partition at these positions, REAL ones first."""
    is_fake = np.repeat([False, True], [len(real), len(fake)])
    table = concat([rows.real.take(real), rows.fake.take(fake)])
    return Part(table, is_fake, np.append(real, fake), np.arange(len(is_fake)))


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_says_what_gives_a_row_away_and_what_each_column_buys(rows, name):
    def make():
        return discriminators.make(name, FAMILIES[name], seed=1)

    odd, even = np.arange(1, 600, 2), np.arange(0, 600, 2)
    train, holdout = part(rows, rows.reference, odd), part(rows, rows.control, even)
    model = make().fit(train.table, train.is_fake)
    rng = np.random.default_rng(0)
    found = giveaways.find(rows, rng)
    groups = [of.question.columns for of in found]
    assert groups[0] == ("area",)

    first, *_ = peeling.auc_drops(model, holdout, groups, rng)
    assert first > 0.05
    curve = peeling.peel(train, holdout, groups, make, most=1)
    assert curve["auc"].iloc[0] > curve["auc"].iloc[1] + 0.05

    p_fake = model.predict_proba(holdout.table)[:, 1]
    told = reasons.reasons(rows, holdout, model, found, rng, p_fake=p_fake)
    most_fake = told.frame.iloc[0]
    assert most_fake["is_fake"]
    conditions = [names for names, _ in json.loads(most_fake["contributions"])]
    assert any("area = _RARE_" in names for names in conditions)
    assert 1 in json.loads(most_fake["giveaways"])
