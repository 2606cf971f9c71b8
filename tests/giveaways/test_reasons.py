import json

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table, concat
from fake_or_real.features.feature import Feature
from fake_or_real.giveaways import giveaways, reasons
from fake_or_real.giveaways.partition import Partition

KINDS = {"city": "categorical", "age": "integer"}


class ByCity:
    """Knows that new cities are FAKE, and old people REAL."""

    def predict_proba(self, table):
        p_fake = np.where(table.frame["age"] > 60, 0.2, 0.5)
        p_fake = np.where(table.frame["city"] == "_RARE_", 0.99, p_fake)
        return np.column_stack([1 - p_fake, p_fake])


def draw(rows, rng):
    city = pd.array(rng.choice(["Berlin", "Paris"], rows), dtype="str")
    age = pd.array(rng.integers(20, 80, rows), dtype="Int64")
    return pd.DataFrame({"city": city, "age": age})


@pytest.fixture(scope="module")
def explained():
    rng = np.random.default_rng(0)
    real, fake = Table(draw(1500, rng), KINDS), draw(400, rng)
    fake.loc[:20, "city"] = "_RARE_"
    control = np.arange(1000, 1500)
    rows = Partition(real, Table(fake, KINDS), np.arange(1000), control, 5, holdout_real=control)
    found = giveaways.find(rows, rng)
    holdout = Part(
        concat([real.take(rows.control), rows.fake]),
        np.repeat([False, True], [500, 400]),
        np.concatenate([rows.control, np.arange(400)]),
        np.arange(900),
    )
    p_fake = ByCity().predict_proba(holdout.table)[:, 1]
    return reasons.reasons(rows, holdout, ByCity(), found, rng, p_fake=p_fake), holdout, rows


def test_the_hundred_at_each_end_are_explained_most_extreme_first(explained):
    frame = explained[0].frame
    assert frame["end"].value_counts().to_dict() == {"most_fake": 100, "most_real": 100}
    fake, real = (frame.loc[frame["end"] == end, "p_fake"] for end in ("most_fake", "most_real"))
    assert fake.is_monotonic_decreasing
    assert real.is_monotonic_increasing


def test_the_cell_that_decides_comes_first_in_words_with_its_factor(explained):
    first = explained[0].frame.iloc[0]
    assert first["is_fake"]
    # Its odds are 99 to 1 instead of even ones.
    (conditions, factor), *_ = json.loads(first["contributions"])
    assert conditions == ["city = _RARE_"]
    assert factor == pytest.approx(99)
    assert json.loads(first["giveaways"]) == [1]


def test_a_real_row_is_told_by_what_speaks_for_it(explained):
    frame = explained[0].frame
    old = frame[frame["end"] == "most_real"].iloc[0]
    (strongest, factor), (other, no_factor) = json.loads(old["contributions"])
    assert strongest[0].startswith("age = ")
    assert factor < 1
    assert other[0].startswith("city = ")
    assert no_factor == pytest.approx(1)
    assert json.loads(old["giveaways"]) == []
    assert json.loads(old["telling"]) == ["age"]


def test_only_cells_that_speak_for_the_end_of_a_row_are_marked(explained):
    """Old people speak for REAL, and new cities for FAKE: neither is marked at the other end."""
    table, _, _ = explained
    for line in table.frame.itertuples():
        factors = {
            tuple(c.split(" = ")[0] for c in names): x
            for names, x in json.loads(line.contributions)
        }
        towards = 1 if line.end == "most_fake" else -1
        named = {"city"} if towards > 0 and json.loads(line.giveaways) else set()
        for columns, factor in factors.items():
            if np.log(factor) * towards > 0:
                named.update(columns)
        assert set(json.loads(line.telling)) == named
        if line.end == "most_real":
            assert "city" not in named or factors["city",] < 1


def test_the_nearest_row_is_a_real_one_of_the_reference(explained):
    table, _, rows = explained
    frame = table.frame
    assert frame["nearest_row"].between(0, 999).all()
    rare = frame.iloc[0]
    assert rare["differs_in"] == "city"
    age = rows.fake.frame["age"].iloc[rare["row"]]
    assert rows.real.frame["age"].iloc[rare["nearest_row"]] == age


def test_a_few_are_shown_with_their_own_values_and_label(explained):
    table, holdout, _ = explained
    shown = reasons.shown_records(table, holdout, np.random.default_rng(1))
    assert list(shown) == ["most_fake", "most_real"]
    for frame in shown.values():
        assert list(frame.columns) == ["P(FAKE)", "label", "contributions", "giveaways", *KINDS]
        assert len(frame) == 5
    first = shown["most_fake"].iloc[0]
    conditions = [names[0] for names, _ in json.loads(first["contributions"])]
    assert sorted(conditions) == [f"age = {first['age']}", f"city = {first['city']}"]
    assert shown["most_fake"]["P(FAKE)"].is_monotonic_decreasing


def test_contributions_are_zero_for_what_a_model_ignores():
    rng = np.random.default_rng(0)
    table = Table(draw(50, rng), KINDS)
    added = reasons.contributions(ByCity(), table, table, rng)
    assert np.abs(added["city",]).max() < 1e-9
    assert np.abs(added["age",]).max() > 0.1


def test_a_model_that_knows_its_features_contributions_is_asked_for_them():
    class Knowing(ByCity):
        @property
        def features(self):
            return [
                Feature("city", ("city",), "values"),
                Feature("frequency of city", ("city",), "frequencies"),
                Feature("city with age", ("city", "age"), "pairs"),
            ]

        def contributions(self, table):
            return pd.DataFrame([[1.0, 0.5, -2.0]] * len(table))

    rng = np.random.default_rng(0)
    table = Table(draw(3, rng), KINDS)
    added = reasons.contributions(Knowing(), table, table, rng)
    assert added["city",].tolist() == [1.5] * 3
    assert added["city", "age"].tolist() == [-2.0] * 3
