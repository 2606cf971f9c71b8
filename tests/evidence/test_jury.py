from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table
from fake_or_real.evidence import jury
from fake_or_real.evidence.jury import ask_families, groups_alone, to_dict


def part(rng, rows=400):
    """FAKE rows have whole numbers in `number`, and are REAL ones otherwise."""
    is_fake = np.arange(rows) % 2 == 0
    number = rng.normal(size=rows).round(2)
    frame = pd.DataFrame(
        {
            "number": np.where(is_fake, number.round(), number),
            "flag": pd.array(rng.integers(0, 2, rows), dtype="boolean"),
        }
    )
    numbers = np.arange(rows)
    return Part(Table(frame, {"number": "float", "flag": "boolean"}), is_fake, numbers, numbers)


def test_each_family_and_each_group_has_its_auc():
    rng = np.random.default_rng(1)
    train, holdout = part(rng), part(rng)
    found = dict(ask_families(train, holdout, ["logistic-regression", "lightgbm-fast"], seed=1))
    assert list(found) == ["logistic-regression", "lightgbm-fast"]
    assert found["lightgbm-fast"].low > 0.9 > found["logistic-regression"].value
    alone = groups_alone(train, holdout, seed=1)
    assert alone["auc_format"] > 0.9


def test_the_jury_counts_equal_rows_once():
    rng = np.random.default_rng(1)
    train, holdout = part(rng), part(rng)
    rows = np.tile(np.arange(400), 3)
    thrice = Part(holdout.table.take(rows), holdout.is_fake[rows], rows, rows)
    (_, once), (_, again) = (
        next(ask_families(train, judging, ["logistic-regression"], seed=1))
        for judging in (holdout, thrice)
    )
    assert (again.low, again.high) == pytest.approx((once.low, once.high), abs=0.01)


def test_a_group_with_nothing_to_look_at_is_left_out():
    rng = np.random.default_rng(1)
    flags = part(rng)
    flags = replace(flags, table=flags.table.select(["flag"]))
    assert set(groups_alone(flags, flags, seed=1)) == {"auc_values", "auc_frequencies"}


def test_how_many_rows_were_learned_from_is_said_where_others_were_asked():
    rng = np.random.default_rng(1)
    train, holdout = part(rng), part(rng)
    point = jury.auc(holdout.is_fake, np.zeros(len(holdout.is_fake)))
    some = train.learning_from(50, rng)
    assert to_dict({"lightgbm": point, "tutorial": point}, {}, some)["rows"] == 100
    assert "rows" not in to_dict({"lightgbm": point}, {}, some)
    aucs = [
        dict(ask_families(of, holdout, ["tutorial"], seed=1))["tutorial"] for of in (some, train)
    ]
    assert aucs[0] != aucs[1]
