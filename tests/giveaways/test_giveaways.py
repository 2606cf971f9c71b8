import json

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data import tables
from fake_or_real.data.tables import Table
from fake_or_real.giveaways import giveaways
from fake_or_real.giveaways.partition import Partition
from fake_or_real.sources import fetch

KINDS = {
    "city": "categorical",
    "country": "categorical",
    "low": "integer",
    "high": "integer",
    "price": "float",
    "when": "datetime",
    "note": "text",
}
COUNTRIES = {"Berlin": "DE", "Ulm": "DE", "Paris": "FR", "Nice": "FR", "Rome": "IT"}


def draw(rows, rng):
    """Partition in which city determines country, low <= high, and note is missing for Rome."""
    city = rng.choice(list(COUNTRIES), rows)
    low = rng.integers(1, 100, rows)
    frame = pd.DataFrame(
        {
            "city": pd.array(city, dtype="str"),
            "country": pd.array([COUNTRIES[name] for name in city], dtype="str"),
            "low": pd.array(low, dtype="Int64"),
            "high": pd.array(low + rng.integers(0, 100, rows), dtype="Int64"),
            "price": rng.lognormal(size=rows).round(4),
            "when": pd.to_datetime("2020-01-01")
            + pd.to_timedelta(rng.integers(0, 5 * 10**7, rows), unit="s"),
            "note": pd.array(["a note of words"] * rows, dtype="str"),
        }
    )
    frame["when"] = frame["when"].astype("datetime64[us]")
    frame.loc[frame["city"] == "Rome", "note"] = None
    return frame


def found_in(change=None, *, rows=1000, hit=100, seed=0):
    """The give-aways of rows of which some were changed in place."""
    rng = np.random.default_rng(seed)
    real, fake = Table(draw(4 * rows, rng), KINDS), draw(rows, rng)
    if change:
        change(fake, np.arange(hit))
    stacked = Partition(
        real, Table(fake, KINDS), np.arange(2 * rows), np.arange(2 * rows, 4 * rows), 5
    )
    return giveaways.find(stacked, rng)


def put(column, value):
    def change(frame, rows):
        frame.loc[rows, column] = value

    return change


def apply(column, function):
    def change(frame, rows):
        frame.loc[rows, column] = function(frame.loc[rows, column])

    return change


def repeat_rows(frame, rows):
    frame.loc[rows] = frame.loc[rows + len(rows)].set_axis(rows)


@pytest.mark.parametrize(
    ("change", "kind", "form", "columns", "terms"),
    [
        (put("city", "_RARE_"), "value", "unknown", ("city",), ()),
        (put("high", 150), "value", "equals", ("high",), ("150",)),
        (apply("city", lambda c: c.str.upper()), "format", "respelt", ("city",), ()),
        (apply("country", lambda c: c + " "), "format", "respelt", ("country",), ()),
        (apply("low", lambda x: x - 150), "column", "below", ("low",), ()),
        (put("low", 500), "rule", "order", ("low", "high"), ()),
        (apply("price", lambda p: p.round(2)), "format", "decimals", ("price",), ("2",)),
        (apply("when", lambda d: d.dt.normalize()), "format", "midnight", ("when",), ()),
        (put("when", pd.NaT), "missingness", "missing", ("when",), ()),
        (put("note", None), "missingness", "missing", ("note",), ()),
        (put("note", "A NOTE OF WORDS"), "format", "upper_case", ("note",), ()),
        (repeat_rows, "duplicates", "repeated", (), ()),
    ],
)
def test_a_planted_defect_comes_first_as_the_question_that_asks_for_it(
    change, kind, form, columns, terms
):
    first = found_in(change)[0]
    question = first.question
    assert (question.kind, question.form, question.columns, question.terms) == (
        *(kind, form),
        *(columns, terms),
    )
    assert first.auc > 0.5
    assert first.p_value < 0.05


def test_an_invented_value_is_named():
    first = found_in(put("city", "_RARE_"))[0]
    assert first.question.example == ("_RARE_",)
    assert first.rate_fake == pytest.approx(0.1)


def test_a_broken_rule_is_named_with_its_counts():
    def swap(frame, rows):
        frame.loc[rows, "country"] = frame["country"].map({"DE": "FR", "FR": "IT", "IT": "DE"})

    first = found_in(swap, hit=30)[0]
    assert (first.question.form, first.question.columns) == ("function", ("city", "country"))
    city, country = first.question.example
    assert city.startswith("city = ")
    assert country.startswith("country = ")
    (line,) = giveaways.to_frame([first]).to_dict("records")
    assert (line["fake"], line["fake_rows"], line["rate_real"]) == (30, 1000, 0)
    assert first.difference.value == pytest.approx(0.03)
    assert first.auc == pytest.approx(0.515)


def test_combinations_without_a_rule_are_found_and_name_only_what_is_common():
    rng = np.random.default_rng(0)

    def table(rows, broken):
        a = rng.integers(0, 4, rows)
        b = (a + rng.integers(0, 2, rows)) % 4
        b[:broken] = (a[:broken] + 2) % 4
        names = np.array(["north", "east", "south", "west"])
        frame = pd.DataFrame({"a": names[a], "b": names[b]}).astype("str")
        return Table(frame, {"a": "categorical", "b": "categorical"})

    # In each real table one row has a combination that is hardly ever there.
    real = tables.concat([table(1000, 1), table(1000, 1)])
    rows = Partition(real, table(500, 20), np.arange(1000), np.arange(1000, 2000), 5)
    (only,) = giveaways.find(rows, rng)
    assert only.question.kind == "pair"
    assert only.question.form == "hardly"
    assert only.question.example[0].startswith("a = ")
    assert only.rate_fake == pytest.approx(0.04)


def test_a_combination_that_few_real_rows_share_is_counted_but_not_named():
    """Whoever knows that a rare combination is in the real table learns something of a person."""

    def example(real_rows):
        table = _two_parts(2000, broken=0)
        table.frame.loc[: real_rows - 1, "a"] = "north"
        table.frame.loc[: real_rows - 1, "b"] = "south"
        fake = _two_parts(500, broken=60, seed=1)
        partition = Partition(table, fake, np.arange(1000), np.arange(1000, 2000), 5)
        found = giveaways.find(partition, _rng())
        return next(giveaway.question for giveaway in found if giveaway.question.kind == "pair")

    for real_rows, named in ((1, False), (4, False), (5, True)):
        question = example(real_rows)
        assert question.fake.sum() >= 60
        assert (question.example == ("a = north", "b = south")) is named
        assert bool(question.example) is named


def test_what_says_the_same_again_is_left_out():
    found = found_in(put("country", "XX"))
    assert [giveaway.question.columns for giveaway in found] == [("country",)]


def test_questions_of_another_kind_cost_a_rule_nothing():
    def p_value(noise):
        rng = np.random.default_rng(0)
        a = rng.integers(0, 6, 5000)
        frame = pd.DataFrame({"a": a, "b": a // 2})
        for i in range(noise):
            frame[f"c{i}"] = rng.integers(0, 3, 5000)
        frame.loc[:9, "b"] = (frame["b"] + 1) % 3
        table = Table(frame.astype("str"), dict.fromkeys(frame, "categorical"))
        fake, reference, control = np.split(np.arange(5000), [1000, 3000])
        (rule,) = giveaways.find(Partition(table, table.take(fake), reference, control, 5), rng)
        assert rule.question.kind == "rule"
        return rule.p_value

    assert p_value(noise=12) == pytest.approx(p_value(noise=1))


def test_no_more_than_one_list_in_twenty_may_hold_a_false_give_away():
    """Weak give-aways whose corrected p-values lie on both sides of the level."""
    p_values = [
        giveaway.p_value
        for hit in range(8, 26)
        for giveaway in found_in(put("high", 150), rows=500, hit=hit, seed=hit)
    ]
    assert max(p_values) < 0.05


def test_two_defects_are_both_found():
    def both(frame, rows):
        frame.loc[rows, "city"] = "_RARE_"
        frame.loc[rows + 100, "low"] = -1

    columns = [giveaway.question.columns for giveaway in found_in(both)]
    assert ("city",) in columns
    assert ("low",) in columns


@pytest.mark.slow
def test_real_against_real_gives_nothing_away():
    table = fetch("stdlib")
    lists = []
    for seed in range(20):
        order = np.random.default_rng(seed).permutation(len(table))
        fake, control, reference = order[:500], order[500:1500], order[1500:4500]
        rows = Partition(table, table.take(fake), reference, control, 5)
        lists.append(giveaways.find(rows, np.random.default_rng(seed)))
    # 5 % of 20, and three standard errors.
    assert sum(bool(found) for found in lists) <= 4


def test_every_kind_of_column_and_no_give_away_make_an_empty_table(mixed, tmp_path):
    fake, control, reference = np.split(_rng().permutation(len(mixed)), [50, 100])
    found = giveaways.find(Partition(mixed, mixed.take(fake), reference, control, 5), _rng())
    assert found == []
    frame = giveaways.to_frame(found).assign(auc_drop=[])
    tables.write(Table(frame, giveaways.KINDS), tmp_path / "empty.parquet")
    assert len(tables.read(tmp_path / "empty.parquet")) == 0


def test_columns_without_values_or_with_infinities_are_no_trouble():
    frame = pd.DataFrame(
        {
            "none": pd.array([None] * 60, dtype="str"),
            "silent": pd.array([None] * 60, dtype="str"),
            "empty": np.full(60, np.nan),
            "infinite": np.tile([1.5, np.inf, -np.inf], 20),
        }
    )
    table = Table(
        frame,
        {"none": "categorical", "silent": "text", "empty": "float", "infinite": "float"},
    )
    rows = Partition(table, table, np.arange(30), np.arange(30, 60), 5)
    assert giveaways.find(rows, _rng()) == []


def test_the_same_seed_gives_the_same_list():
    first, second = (giveaways.to_frame(found_in(put("low", 500))) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def _two_parts(rows, *, broken, seed=0):
    """Rows without `north` beside `south`, but for the first so many."""
    rng = np.random.default_rng(seed)
    a = rng.choice(["north", "lake", "south"], rows)
    b = np.where(
        a == "north", rng.choice(["hill", "rock"], rows), rng.choice(["sea", "south"], rows)
    )
    a[:broken], b[:broken] = "north", "south"
    frame = pd.DataFrame({"a": a, "b": b}).astype("str")
    return Table(frame, {"a": "categorical", "b": "categorical"})


def _rng():
    return np.random.default_rng(0)


def _of_form(found, form):
    return [giveaway for giveaway in found if giveaway.question.form == form]


def test_columns_that_differ_alike_are_one_entry():
    rng = np.random.default_rng(0)

    def table(rows, shares):
        """Columns of which such shares are multiples of 1,000."""
        frame = pd.DataFrame({name: rng.integers(1000, 10**6, rows) for name in shares})
        for name, share in shares.items():
            chosen = rng.random(rows) < share
            frame.loc[chosen, name] = frame.loc[chosen, name] // 1000 * 1000
        return Table(frame.astype("Int64"), dict.fromkeys(frame, "integer"))

    real = table(4000, {"a": 0.3, "b": 0.3, "c": 0.3, "d": 0.3})
    fake = table(1000, {"a": 0.1, "b": 0.1, "c": 0.1, "d": 0.6})
    found = giveaways.find(Partition(real, fake, np.arange(2000), np.arange(2000, 4000), 5), rng)
    assert sorted(sorted(each.columns) for each in found) == [["a", "b", "c"], ["d"]]
    (line,) = giveaways.to_frame([each for each in found if each.alike]).to_dict("records")
    assert {*json.loads(line["columns"]), *json.loads(line["alike"])} == {"a", "b", "c"}


def test_a_shift_of_one_column_makes_no_combinations_of_it():
    """And a combination that its columns' own questions do not tell stays."""
    rng = np.random.default_rng(0)

    def table(rows, lows, broken):
        a, c = rng.integers(0, 5, rows), rng.integers(0, 5, rows)
        a[:lows] = rng.integers(0, 2, lows)
        b = (a + rng.integers(0, 2, rows)) % 5
        b[rows - broken :] = (a[rows - broken :] + 3) % 5
        frame = pd.DataFrame({"a": a, "b": b, "c": c}).astype("str")
        return Table(frame, dict.fromkeys(frame, "categorical"))

    def found(lows, broken):
        fake = table(1000, lows, broken)
        return giveaways.find(Partition(real, fake, np.arange(2000), np.arange(2000, 4000), 5), rng)

    real = table(4000, 0, 40)
    shifted = found(300, 10)
    assert {giveaway.question.columns for giveaway in shifted} <= {("a",), ("b",)}
    assert shifted
    assert ("a", "b") in {giveaway.question.columns for giveaway in found(300, 200)}
