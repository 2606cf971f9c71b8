"""Each repair on a fault that was planted, and what it must leave alone."""

import doctest
import re

import numpy as np
import pandas as pd
import pytest

import fake_or_real
from fake_or_real import UserError, repairing, repairs
from fake_or_real.data.tables import Table
from fake_or_real.features.relations import numbers_of
from fake_or_real.repairs.learned_rules import learn
from fake_or_real.repairs.rejection import acceptance, drawn_by_lot, without_single_values

ROWS = 600
KINDS = {
    "id": "identifier",
    "school": "categorical",
    "years": "integer",
    "low": "integer",
    "high": "integer",
    "price": "float",
    "total": "float",
    "gain": "integer",
    "weight": "integer",
}
RULES = ["school -> years", "low <= high", "price <= total", "total = 2 * price"]
CODES = {"primary": 4, "middle": 8, "high": 12, "college": 16}


def made(rows: int, seed: int) -> Table:
    """Rows that keep the rules of `RULES`."""
    rng = np.random.default_rng(seed)
    school = rng.choice(list(CODES), rows)
    low = rng.integers(0, 50, rows)
    price = rng.uniform(1, 900, rows).round(2)
    frame = pd.DataFrame(
        {
            "id": pd.array([f"k{i}" for i in range(rows)], dtype="str"),
            "school": pd.array(school, dtype="str"),
            "years": pd.array([CODES[name] for name in school], dtype="Int64"),
            "low": pd.array(low, dtype="Int64"),
            "high": pd.array(low + rng.integers(0, 50, rows), dtype="Int64"),
            "price": price,
            "total": (price * 2).round(2),
            "gain": pd.array(rng.choice([0, 0, 0, 5013, 7688, 15024], rows), dtype="Int64"),
            "weight": pd.array(rng.choice(10**6, rows, replace=False), dtype="Int64"),
        }
    )
    return Table(frame, KINDS)


@pytest.fixture
def seen():
    return made(ROWS, 1)


def mend(seen, drawn, size=ROWS, **chosen):
    return repairs.repair(seen, drawn, repairs.make(**chosen, min_count=5, seed=1), size, 1)


def test_with_nothing_switched_on_the_first_rows_pass_unchanged(seen):
    table, figures = mend(None, seen, 100)
    pd.testing.assert_frame_equal(table.frame, seen.frame.head(100))
    assert figures == {"drawn_rows": ROWS, "kept_rows": 100}


def test_rows_that_need_no_repair_stay_as_they_are(seen):
    drawn = made(ROWS, 2)
    table, figures = mend(seen, drawn, format=True, pools=True, rules="compute")
    pd.testing.assert_frame_equal(table.frame, drawn.frame)
    assert table.kinds == drawn.kinds
    assert figures["format_cells"] == figures["pools_cells"] == figures["rules_computed_cells"] == 0


def test_without_seen_rows_nothing_can_be_learned(seen):
    with pytest.raises(UserError, match=r"not known; name them \(generator.file.seen\)"):
        mend(None, seen, rules="compute")


def test_the_rules_are_those_that_were_planted(seen):
    assert [rule.says for rule in learn(seen)] == RULES


def test_columns_that_know_nothing_of_each_other_have_no_rule():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({name: rng.normal(size=400).round(1) for name in "abc"})
    frame["d"] = pd.array(rng.choice(["x", "y"], 400, p=[0.99, 0.01]), dtype="str")
    frame["e"] = pd.array(rng.choice(["u", "v"], 400), dtype="str")
    kinds = dict.fromkeys("abc", "float") | {"d": "categorical", "e": "categorical"}
    assert learn(Table(frame, kinds)) == []


def broken(seed: int = 2) -> Table:
    drawn = made(ROWS, seed)
    drawn.frame.loc[:59, "years"] = 5
    drawn.frame.loc[30:89, "total"] += 7
    drawn.frame.loc[90:99, "high"] = -1
    return drawn


def test_cells_that_follow_from_others_are_computed_and_the_other_rows_left_out(seen):
    table, figures = mend(seen, broken(), 500, rules="compute")
    expected = made(ROWS, 2).frame.drop(index=range(90, 100)).head(500)
    pd.testing.assert_frame_equal(table.frame, expected.reset_index(drop=True))
    assert figures["rules_learned"] == len(RULES)
    assert figures["rules_broken_rows"] == pytest.approx(100 / ROWS)
    assert figures["rules_computed_cells"] == 120
    assert figures["rules_acceptance"] == pytest.approx(590 / ROWS)


def test_redrawing_leaves_out_every_row_that_breaks_a_rule(seen):
    table, _ = mend(seen, broken(), 500, rules="redraw")
    expected = made(ROWS, 2).frame.iloc[100:]
    pd.testing.assert_frame_equal(table.frame, expected.reset_index(drop=True))


def test_too_few_rows_that_keep_a_rule_is_an_error_that_names_it(seen):
    drawn = broken()
    drawn.frame.loc[100:400, "years"] = 5
    message = "199 of 600 drawn rows keep the rules of the seen rows, and 500 are wanted; 40% keep"
    with pytest.raises(UserError, match=re.escape(f"{message} school -> years")):
        mend(seen, drawn.take(np.r_[0:600]), 500, rules="redraw")


def test_missing_and_unknown_values_break_no_rule(seen):
    drawn = made(ROWS, 2)
    drawn.frame.loc[0, "school"], drawn.frame.loc[1, "years"] = None, pd.NA
    drawn.frame.loc[2, "school"], drawn.frame.loc[3, "total"] = "academy", np.nan
    table, figures = mend(seen, drawn, rules="compute")
    assert figures["rules_acceptance"] == 1
    pd.testing.assert_frame_equal(table.frame, drawn.frame)


def test_numbers_are_written_as_the_seen_ones_are(seen):
    drawn = made(ROWS, 2)
    frame = drawn.frame.assign(
        price=drawn.frame["price"] + 0.001234,
        weight=drawn.frame["weight"].astype(float) + 0.25,
        school=drawn.frame["school"].str.upper(),
    )
    table, figures = mend(seen, Table(frame, KINDS | {"weight": "float"}), format=True)
    assert (table.frame["price"].round(2) == table.frame["price"]).all()
    assert set(table.frame["school"]) == set(CODES)
    assert table.kinds["weight"] == "integer"
    pd.testing.assert_series_equal(table.frame["weight"], drawn.frame["weight"])
    assert figures["format_cells"] == 3 * ROWS


def test_numbers_go_to_values_that_many_seen_rows_share_as_often_as_theirs(seen):
    drawn = made(ROWS, 2)
    seen.frame.loc[:59, "gain"] = np.arange(20_000, 20_060)  # a tenth is alone with its value
    drawn.frame["gain"] += pd.Series(np.arange(ROWS) % 7).astype("Int64")
    table, _ = mend(seen, drawn, pools=True)
    shared = table.frame["gain"].isin([0, 5013, 7688, 15024])
    assert shared.mean() == pytest.approx(0.9)
    moved = table.frame["gain"] != drawn.frame["gain"]
    assert ((table.frame["gain"] - drawn.frame["gain"]).abs()[moved] < 7).all()
    pd.testing.assert_series_equal(table.frame["weight"], drawn.frame["weight"])
    assert not table.frame["gain"].isin(seen.frame["gain"].head(60)).any()


def test_rejection_leaves_out_what_seen_rows_never_are(seen):
    names = ["id", "low", "gain"]
    drawn = made(1500, 2).select(names)
    drawn.frame.loc[:749, "low"] += 45
    table, figures = mend(seen.select(names), drawn, 250, rejection=True)
    assert len(table) == 250
    wrong = table.frame["id"].isin(drawn.frame["id"].head(750)).mean()
    assert wrong < 0.2
    assert figures["rejection_kept"] == pytest.approx(1 / 6)
    again, _ = mend(seen.select(names), drawn, 250, rejection=True)
    pd.testing.assert_frame_equal(table.frame, again.frame)


def test_rejection_needs_rows_to_choose_from(seen):
    with pytest.raises(UserError, match=r"raise repair\.oversample, for example to 6"):
        mend(seen, seen, rejection=True)


def test_the_discriminator_knows_no_value_of_few_seen_rows(seen):
    drawn = made(ROWS, 2)
    both = Table(pd.concat([seen.frame, drawn.frame], ignore_index=True), KINDS)
    view = without_single_values(both, ROWS, 5).frame
    assert set(view["id"]) == {"(rare)"}
    assert view["weight"].nunique() <= 66
    assert not np.isin(view["weight"], seen.frame["weight"]).any()
    pd.testing.assert_series_equal(view["gain"], both.frame["gain"])


def test_the_chances_sum_to_the_budget_and_the_lot_keeps_them():
    odds = np.array([0.1, 0.5, 1.0, 4.0, 50.0] * 20)
    chance = acceptance(odds, 30)
    assert chance.sum() == pytest.approx(30)
    assert chance[4] == 1
    assert chance[1] / chance[0] == pytest.approx(5)
    kept = [drawn_by_lot(chance, 30, np.random.default_rng(i)) for i in range(200)]
    assert {len(set(rows)) for rows in kept} == {30}
    counts = np.bincount(np.concatenate(kept), minlength=100).reshape(20, 5).mean(axis=0) / 200
    assert counts == pytest.approx(chance[:5], abs=0.02)


@pytest.mark.parametrize("odds", [np.ones(100), np.random.default_rng(0).uniform(0.9, 1.1, 1000)])
def test_rows_that_are_hardly_told_apart_all_have_their_chance(odds):
    """Rounding once put the answer outside the range in which it was looked for."""
    for size in range(20, 90):
        assert acceptance(odds, size).sum() == pytest.approx(size)


def test_two_tables_are_repaired_as_frames(seen, tmp_path):
    drawn = broken().frame
    mended = fake_or_real.repair(seen.frame, drawn, 500, rules="compute")
    assert len(mended.rows) == 500
    assert (mended.rows["school"].map(CODES) == mended.rows["years"]).all()
    numbers = numbers_of(Table(mended.rows, KINDS))
    assert (numbers["low"] <= numbers["high"]).all()
    with pytest.raises(UserError, match="rules was 'drop'; it should be compute, redraw or None"):
        fake_or_real.repair(seen.frame, drawn, rules="drop")
    with pytest.raises(UserError, match="size was 0"):
        fake_or_real.repair(seen.frame, drawn, 0)


def test_the_examples_are_what_they_print():
    failures, tried = doctest.testmod(repairing)
    assert (failures, tried > 0) == (0, True)
