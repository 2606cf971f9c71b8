import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table
from fake_or_real.giveaways import giveaways, side_by_side
from fake_or_real.giveaways.partition import Partition

KINDS = {"city": "categorical", "zone": "categorical", "age": "integer"}


def draw(rows, rng):
    """City decides zone."""
    city = rng.choice(["Berlin", "Paris", "Rome"], rows)
    zone = np.array(["B", "P", "R"])[np.unique(city, return_inverse=True)[1]]
    age = pd.array(rng.integers(20, 80, rows), dtype="Int64")
    frame = {"city": pd.array(city, dtype="str"), "zone": pd.array(zone, dtype="str"), "age": age}
    return pd.DataFrame(frame)


@pytest.fixture(scope="module")
def compared():
    rng = np.random.default_rng(0)
    real, fake = draw(2000, rng), draw(500, rng)
    real.loc[1500:1502, "city"], real.loc[1500:1502, "zone"] = "Zwickau", "Z"
    fake.loc[:40, "city"] = "_RARE_"
    fake.loc[100:140, ["city", "zone"]] = ["Berlin", "R"]
    fake.loc[200:300, "age"] = 20
    fake.loc[400:450, "age"] = 999
    rows = Partition(
        Table(real, KINDS), Table(fake, KINDS), np.arange(1200), np.arange(1200, 2000), 5
    )
    found = giveaways.find(rows, rng)
    return side_by_side.of_giveaways(rows, found, 8), found, rows


def test_a_column_has_the_share_of_each_value(compared):
    lines, found, rows = compared
    (rank,) = [i for i, of in enumerate(found, 1) if of.question.columns == ("city",)]
    city = lines[lines["rank"] == rank].set_index("first")
    assert (city["second"] == "").all()
    assert city.loc["Paris", "fake"] == (rows.fake.frame["city"] == "Paris").mean()
    control = rows.real.frame["city"].iloc[rows.control]
    assert city.loc["Paris", "real"] == (control == "Paris").mean()
    assert city["fake"].sum() == pytest.approx(1)


def test_a_pair_has_the_combinations_that_break_its_rule(compared):
    lines, found, _ = compared
    (rank,) = [i for i, of in enumerate(found, 1) if of.question.kind == "rule"]
    cells = lines[lines["rank"] == rank].set_index(["first", "second"])
    assert np.isnan(cells.loc[("Berlin", "R"), "real"]), "no real row has it"
    assert cells.loc[("Berlin", "R"), "fake"] == pytest.approx(41 / 500)


def test_rare_values_and_small_counts_of_real_rows_are_not_told(compared):
    lines, _, rows = compared
    assert "Zwickau" not in set(lines["first"]) | set(lines["second"])
    rare = lines[lines["first"] == side_by_side.RARE]
    assert rare["real"].isna().any(), "three real rows are there, but how many is not told"
    told = lines["real"].dropna() * len(rows.control)
    assert ((told == 0) | (told >= rows.min_count)).all()


def test_of_pairs_few_real_rows_look_like_none(compared):
    lines, _, rows = compared
    pairs = lines[lines["second"] != ""]
    counts = pairs["real"] * len(rows.control)
    assert counts.isna().any()
    assert (counts.dropna() >= rows.min_count).all()


def test_sums_betray_no_small_count():
    """Whoever knows the sums of lines and of all finds no hidden part of 1 to 4 rows."""
    rng = np.random.default_rng(0)
    for shape in [(6,), (4, 5), (1, 7), (2, 2)] * 50:
        counts = rng.choice([0, 1, 3, 5, 9, 40], shape)
        hidden = side_by_side.hidden(counts, 5)
        assert hidden[(counts > 0) & (counts < 5)].all()
        two = counts.ndim == 2
        for line, covered in [
            (counts.ravel(), hidden.ravel()),
            *(zip(counts, hidden, strict=True) if two else []),
            *(zip(counts.T, hidden.T, strict=True) if two else []),
        ]:
            left = line[covered].sum()
            assert left == 0 or left >= 5 or covered[line > 0].all()
    assert side_by_side.hidden(np.array([40, 3, 9, 0]), 5).tolist() == [False, True, True, False]
    assert not side_by_side.hidden(np.array([40, 7, 9, 0]), 5).any()


def test_long_columns_are_cut_to_what_tells_most():
    rng = np.random.default_rng(1)
    real = pd.DataFrame({"a": rng.integers(0, 30, 3000)}).astype({"a": "Int64"})
    fake = real.iloc[:800].reset_index(drop=True)
    fake.loc[:60, "a"] = 17
    table = Table(real.assign(b=1.0), {"a": "integer", "b": "float"})
    other = Table(fake.assign(b=1.0), table.kinds)
    rows = Partition(table, other, np.arange(1500), np.arange(1500, 3000), 5)
    found = giveaways.find(rows, rng)
    lines = side_by_side.of_giveaways(rows, found, 1)
    assert len(lines) == 12
    assert {"17", side_by_side.OTHER} < set(lines["first"])


def test_without_give_aways_there_is_an_empty_table(compared):
    _, _, rows = compared
    empty = side_by_side.of_giveaways(rows, [], 8)
    assert list(empty) == list(side_by_side.KINDS)
    assert len(empty) == 0


def test_numbers_that_the_real_data_lacks_are_not_shown():
    rng = np.random.default_rng(2)
    real = pd.DataFrame({"a": rng.integers(0, 300, 3000) * 7}).astype({"a": "Int64"})
    fake = real.iloc[:600] + 1
    kinds = {"a": "integer", "b": "float"}
    rows = Partition(
        Table(real.assign(b=1.0), kinds),
        Table(fake.assign(b=1.0), kinds),
        np.arange(1500),
        np.arange(1500, 3000),
        5,
    )
    found = giveaways.find(rows, rng)
    assert found[0].question.kind == "value"
    assert 1 not in set(side_by_side.of_giveaways(rows, found[:1], 8)["rank"])
