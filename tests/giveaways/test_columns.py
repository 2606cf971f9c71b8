"""Columns one by one and two by two: what is shown of them, and when they are said to differ."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table
from fake_or_real.giveaways import columns, dependences
from fake_or_real.giveaways.partition import Partition

KINDS = {"town": "categorical", "size": "float", "alike": "integer"}


def table(rows, seed, *, is_fake=False):
    """FAKE rows have larger sizes, and towns that size says nothing of."""
    rng = np.random.default_rng(seed)
    town = rng.choice(["Bonn", "Jena", "Ulm"], rows)
    size = rng.normal(0, 1, rows) + 2 * (town == "Ulm")
    if is_fake:
        town, size = rng.permutation(town), size + 1
    return Table(
        pd.DataFrame(
            {"town": pd.array(town, "str"), "size": size, "alike": rng.integers(0, 9, rows)}
        ),
        KINDS,
    )


def partition(fake, rows=1200):
    return Partition(table(rows, 1), fake, np.arange(rows // 2), np.arange(rows // 2, rows), 5)


def part(seed):
    real, fake = table(600, seed), table(600, seed + 1, is_fake=True)
    numbers = np.arange(1200)
    frame = pd.concat([real.frame, fake.frame], ignore_index=True)
    return Part(Table(frame, KINDS), numbers >= 600, numbers, numbers)


def test_only_a_column_that_differs_tells_alone():
    divided = partition(table(600, 3, is_fake=True))
    found = columns.alone(part(10), part(20), divided, 0).set_index("column")
    assert list(found.index) == list(KINDS)
    assert found["tells"].tolist() == [0, 1, 0]
    assert found.loc["size", "low"] > 0.6
    assert found.loc["town", ["distinct_real", "distinct_fake"]].tolist() == [3, 3]


def test_bars_add_up_and_name_no_rare_value():
    fake = table(600, 3, is_fake=True)
    divided = partition(fake)
    divided.real.frame.loc[700, "town"] = "Zquix"
    fake.frame.loc[:50, "town"] = "Zquix"
    shown = columns.bars(divided, list(KINDS))
    assert shown.groupby("column")["fake"].sum().tolist() == pytest.approx([1, 1, 1])
    assert "Zquix" not in set(shown["value"])
    towns = shown[shown["column"] == "town"].set_index("value")
    assert len(towns) == 3, "the rarest town is among the others, so that these are enough"
    assert towns.loc[columns.OTHERS, "real"] > 0.2
    assert towns["real"].sum() == pytest.approx(1)
    assert (shown.groupby("column").size() <= columns.BARS + 2).all()


def test_a_lost_dependence_is_found_and_an_invented_one():
    lost = dependences.of_pairs(partition(table(600, 3, is_fake=True)), np.random.default_rng(0))
    assert lost["change"].tolist() == ["lost", "none", "none"]
    assert lost.loc[0, "real"] > 0.4 > 0.2 > lost.loc[0, "fake"]
    fake = table(600, 3)
    fake.frame["alike"] = fake.frame["town"].map({"Bonn": 1, "Jena": 4, "Ulm": 7})
    found = dependences.of_pairs(partition(fake), np.random.default_rng(0))
    assert found["change"].tolist() == ["none", "invented", "invented"]


def test_real_rows_against_real_rows_seldom_differ():
    changed = [
        (dependences.of_pairs(partition(table(600, seed)), rng)["change"] != "none").any()
        for seed, rng in zip(range(10, 50), map(np.random.default_rng, range(40)), strict=True)
    ]
    assert sum(changed) <= 6  # of 40; 2 are expected, more than 6 once in 150


def test_few_rows_say_nothing_of_pairs():
    assert dependences.of_pairs(partition(table(49, 3)), np.random.default_rng(0)).empty


def test_v_is_one_where_a_column_says_the_other_and_none_where_nothing_varies():
    first = np.eye(3)[np.arange(300) % 3]
    constant = np.ones((300, 1))
    found = dependences.cramers_v([first, first[:, ::-1], constant])
    assert found[0, 1] == pytest.approx(1)
    assert found[0, 2] == 0
