"""Copies are found, and nothing else is called a copy."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table, concat
from fake_or_real.errors import UserError
from fake_or_real.evidence import copies
from fake_or_real.evidence.copies import find_copies
from fake_or_real.evidence.distances import points_of
from fake_or_real.report.copies import copied


def people(rows, seed):
    """A mixed table in which few rows repeat, with missing values in every kind of column."""
    rng = np.random.default_rng(seed)
    age = rng.normal(40, 12, rows).round()
    frame = pd.DataFrame(
        {
            "age": pd.array(age, "Int64"),
            "income": np.exp(rng.normal(age / 20, 1)),
            "job": pd.Series(rng.choice(list("abcdefgh"), rows), dtype="str"),
            "member": pd.array(rng.random(rows) < 0.3, "boolean"),
            "since": pd.to_datetime(rng.integers(0, 2**40, rows), unit="ms").as_unit("us"),
        }
    )
    frame = frame.mask(pd.DataFrame(rng.random(frame.shape) < 0.1, columns=frame.columns))
    kinds = ("integer", "float", "categorical", "boolean", "datetime")
    return Table(frame, dict(zip(frame.columns, kinds, strict=True)))


def dice(rows, seed):
    """A table in which nearly every row has twins."""
    throws = np.random.default_rng(seed).integers(1, 7, (rows, 2))
    frame = pd.DataFrame(throws, columns=["first", "second"]).astype("Int64")
    return Table(frame, {"first": "integer", "second": "integer"})


def independent(table, seed):
    """Each column shuffled alone."""
    rng = np.random.default_rng(seed)
    columns = {name: table.frame[name].take(rng.permutation(len(table))) for name in table.kinds}
    frame = pd.DataFrame({name: column.array for name, column in columns.items()})
    return Table(frame, table.kinds)


def resampled(table, rows, seed):
    return table.take(np.random.default_rng(seed).integers(0, len(table), rows))


def find(synthetic, seen, unseen):
    return find_copies(
        concat([unseen, seen]),
        synthetic,
        len(unseen) + np.arange(len(seen)),
        np.random.default_rng(0),
    )


def holds(interval, value):
    return interval.low <= value <= interval.high


def test_copied_rows_are_memorized():
    seen = people(500, 1)
    found = find(resampled(seen, 400, 2), seen, people(800, 3))
    assert found.memorized
    assert found.identical_to_real == found.memory.identical_to_seen == 1
    assert found.memory.identical_to_unseen == found.real_repeats == 0
    assert found.excess_identical_to_real.value == pytest.approx(1)
    assert found.memory.excess_identical.value == pytest.approx(1)
    assert found.memory.near_copies.value == pytest.approx(1)
    assert found.memory.closer_to_seen.value == 1
    assert found.memory.membership_auc.low > 0.6  # about half of the seen rows were drawn
    assert (found.seen_rows, found.unseen_rows) == (500, 800)


def test_each_row_copied_once_gives_every_seen_row_away():
    seen = people(500, 1)
    assert find(seen, seen, people(800, 3)).memory.membership_auc.value == 1


@pytest.mark.parametrize("make", [people, dice])
@pytest.mark.parametrize("sizes", [(800, 800), (300, 1500), (1600, 400)])
def test_real_rows_and_independent_columns_are_not_memorized(make, sizes):
    seen, unseen = make(sizes[0], 1), make(sizes[1], 2)
    for synthetic in (make(800, 3), independent(seen, 4)):
        found = find(synthetic, seen, unseen)
        assert found.memorized is False
        assert holds(found.memory.excess_identical, 0)
        assert holds(found.memory.near_copies, 0)
        assert holds(found.memory.closer_to_seen, 0.5)


def test_natural_repeats_are_the_baseline_even_for_a_generator_that_copies():
    seen = dice(1000, 1)
    found = find(resampled(seen, 1000, 2), seen, dice(1000, 3))
    assert found.identical_to_real == found.real_repeats == 1
    assert holds(found.excess_identical_to_real, 0)
    assert found.memorized is False  # nobody can tell these copies from chance


@pytest.mark.parametrize(("seen_rows", "unseen_rows"), [(1600, 400), (400, 1600)])
def test_however_many_rows_were_seen_the_share_of_copies_comes_out(seen_rows, unseen_rows):
    seen, fresh = people(seen_rows, 1), people(400, 2)
    mixed = concat([seen.take(np.arange(40)), fresh.take(np.arange(360))])
    memory = find(mixed, seen, people(unseen_rows, 3)).memory
    assert memory.excess_identical.value == pytest.approx(0.1, abs=0.01)
    assert memory.excess_identical.low > 0.03


def test_near_copies_are_rows_with_one_other_cell():
    seen, fresh = people(1000, 1), people(1000, 2)
    frame = concat([seen.take(np.arange(200)), fresh.take(np.arange(800))]).frame
    for place, name in enumerate(frame):
        rows = np.arange(place, 200, 5)
        frame.loc[rows, name] = fresh.frame[name].iloc[800 + rows].array
    memory = find(Table(frame, seen.kinds), seen, people(1000, 3)).memory
    # Some cells changed into what they were, as jobs and members are few.
    assert memory.excess_identical.value == pytest.approx(0.05, abs=0.03)
    assert memory.near_copies.value == pytest.approx(0.2, abs=0.05)
    assert memory.near_copies.low > 0.1
    assert memory.membership_auc.low > 0.5


def test_noisy_copies_are_memorized_though_no_row_is_identical():
    seen = people(1000, 1)
    noise = np.random.default_rng(2)
    frame = seen.frame.assign(
        income=seen.frame["income"] * noise.normal(1, 0.01, 1000),
        age=seen.frame["age"] + noise.integers(-1, 2, 1000),
    ).dropna(subset=["income", "age"], ignore_index=True)
    found = find(Table(frame, seen.kinds), seen, people(1000, 3))
    assert found.memory.identical_to_seen == 0
    assert found.memory.closer_to_seen.low > 0.9
    assert found.memory.membership_auc.low > 0.8
    assert found.memorized


def test_a_new_key_hides_copies_until_it_is_left_out():
    def numbered(table, start):
        keys = pd.array(np.arange(start, start + len(table)), "Int64")
        return Table(table.frame.assign(key=keys), table.kinds | {"key": "integer"})

    seen, unseen = people(500, 1), people(500, 2)
    found = find(numbered(seen, 10_000), numbered(seen, 0), numbered(unseen, 500))
    assert found.memory.identical_to_seen == 0
    assert find(seen, seen, unseen).memory.identical_to_seen == 1


def test_many_copies_of_one_row_are_one_observation():
    """The one row that a collapsed generator repeats is a seen one by chance half the time."""
    seen = people(1000, 1)
    found = find(seen.take(np.zeros(500, dtype=int)), seen, people(1000, 2))
    assert found.memory.identical_to_seen == found.synthetic_repeats == 1
    assert found.memory.excess_identical.low < 0
    assert found.excess_repeats.value == 1
    assert found.memorized is False


def test_missing_values_equal_each_other_and_nothing_else():
    rows = people(50, 1)
    nothing = Table(rows.frame.mask(rows.frame.notna()), rows.kinds)
    memory = find(nothing, nothing, rows).memory
    assert (memory.identical_to_seen, memory.identical_to_unseen) == (1, 0)
    assert memory.closer_to_seen.value == 1


def test_distance_counts_every_column_the_same_whatever_its_spread():
    kinds = {"small": "float", "large": "float", "word": "categorical"}

    def rows(*values):
        return Table(pd.DataFrame(values, columns=list(kinds)).astype({"word": "str"}), kinds)

    background = [(i / 10, i * 1e6, "a") for i in range(20)]
    one_step_in_large = rows(*background, (0.6, 6e6, "b"))
    many_steps_in_small = rows(*background, (1.9, 5e6, "b"))
    found = find(rows((0.6, 5e6, "b")), one_step_in_large, many_steps_in_small)
    assert found.memory.closer_to_seen.value == 1


def test_where_the_seen_rows_are_not_known_copies_are_still_counted():
    real, fresh = people(1000, 1), people(500, 2)
    half = concat([real.take(np.arange(500)), fresh])
    found = find_copies(real, half, None, np.random.default_rng(0))
    assert (found.identical_to_real, found.memory, found.memorized) == (0.5, None, None)
    assert found.excess_identical_to_real.low > 0.4
    assert set(found.to_dict()) == {
        "identical_at_random",
        "identical_to_real",
        "real_repeats",
        "synthetic_repeats",
        *(
            f"excess_{name}{end}"
            for name in ("identical_to_real", "repeats")
            for end in ("", "_ci_low", "_ci_high")
        ),
    }


def test_where_all_rows_were_seen_or_none_it_says_what_it_can():
    real = people(300, 1)
    whole = find_copies(real, real, np.arange(300), np.random.default_rng(0))
    assert (whole.identical_to_real, whole.memory, whole.memorized) == (1, None, None)
    assert (whole.seen_rows, whole.unseen_rows) == (300, 0)
    none = find_copies(real, people(300, 2), np.array([], int), np.random.default_rng(0))
    assert (none.identical_to_real, none.memory, none.memorized) == (0, None, False)


def test_a_table_of_all_combinations_is_hit_also_at_random():
    grid = pd.MultiIndex.from_product([range(8), range(6), range(5)], names=["a", "b", "c"])
    kinds = dict.fromkeys(grid.names, "integer")
    table = Table(grid.to_frame(index=False).astype("Int64"), kinds)
    found = find_copies(table, resampled(table, 200, 1), None, np.random.default_rng(0))
    assert found.identical_to_real == found.identical_at_random == 1
    assert found.excess_identical_to_real.low > 0.8
    tied = people(500, 1)
    assert find_copies(tied, tied, None, np.random.default_rng(0)).identical_at_random < 0.05


def test_rows_that_repeat_in_both_tables_alike_are_no_news():
    rolls = dice(2000, 1)
    few, many = rolls.take(np.arange(20)), rolls.take(np.arange(20, 2000))
    for real, synthetic in ((few, many), (many, few)):
        found = find_copies(real, synthetic, None, np.random.default_rng(0))
        assert holds(found.excess_repeats, 0), "among as many rows"


def test_limits_decide_what_memorized_is():
    seen, fresh = people(2000, 1), people(2000, 2)
    mixed = concat([seen.take(np.arange(200)), fresh.take(np.arange(200, 2000))])
    real, rows = concat([seen, people(2000, 3)]), np.arange(2000)
    for limits, memorized in ((0.05, True), (0.2, False)):
        found = find_copies(
            real,
            mixed,
            rows,
            np.random.default_rng(0),
            max_copies=limits,
            max_near_copies=limits,
        )
        assert found.memorized is memorized


@pytest.mark.parametrize("make", [people, dice])
def test_intervals_hold_the_null_and_false_alarms_are_rare(make):
    runs, held, alarms = 100, np.zeros(6), 0
    for seed in range(runs):
        found = find(make(200, seed), make(150, 1000 + seed), make(300, 2000 + seed))
        memory = found.memory
        held += [
            holds(found.excess_identical_to_real, 0),
            holds(found.excess_repeats, 0),
            holds(memory.excess_identical, 0),
            holds(memory.near_copies, 0),
            holds(memory.closer_to_seen, 0.5),
            holds(memory.membership_auc, 0.5),
        ]
        alarms += found.memorized
    assert (held / runs >= 0.88).all()  # 95 %, less three standard errors
    assert alarms / runs <= 0.05


def test_the_same_generator_state_gives_the_same_answer():
    tables = people(300, 1), people(400, 2), people(500, 3)
    assert find(*tables) == find(*tables)


@pytest.mark.parametrize(
    ("wide", "enough", "held"),
    [(5, 10, [80, 80, 60]), (2, 10, [40, 40, 40]), (1, 30, [30, 30, 30])],
)
def test_of_many_columns_fewer_rows_are_held_against_each_other(monkeypatch, wide, enough, held):
    for name, value in (("_MOST", 100), ("_WIDE", wide), ("_ENOUGH", enough)):
        monkeypatch.setattr(copies, name, value)
    sizes = []

    def noted(tables):
        sizes.append([len(table) for table in tables])
        return points_of(tables)

    monkeypatch.setattr(copies, "points_of", noted)
    find(people(80, 0), people(80, 1), people(60, 2))
    assert sizes == [held]


def test_no_rows_is_a_user_error():
    rows, none = people(20, 1), people(0, 1)
    for real, synthetic in ((rows, none), (none, rows)):
        with pytest.raises(UserError, match="copies cannot be looked for"):
            find_copies(real, synthetic, None, np.random.default_rng(0))


def said(*tables):
    return copied(find(*tables).to_dict())


def test_sentence_says_what_is_surely_more_than_chance():
    seen, unseen = people(1000, 1), people(1000, 2)
    assert said(people(1000, 3), seen, unseen) == "no sign of copied rows"
    fresh = people(1000, 4)
    few = concat([seen.take(np.arange(20)), fresh.take(np.arange(980))])
    assert said(few, seen, unseen).startswith(
        "2 % of the synthetic rows equal a row that the synthesizer saw (by chance: 0"
    )
    frame = seen.frame.assign(income=seen.frame["income"] * 1.0001).dropna(ignore_index=True)
    assert "equal a row that the synthesizer saw in all columns but at most one" in said(
        Table(frame, seen.kinds), seen, unseen
    )
    twice = resampled(fresh, 1000, 5)
    assert said(twice, seen, unseen).endswith(
        "% of the synthetic rows repeat one another (of as many real rows: 0 %)"
    )


def test_sentence_where_the_seen_rows_are_not_known():
    real, rng = people(1000, 1), np.random.default_rng(0)

    def unknown(synthetic, seen=None):
        return copied(find_copies(real, synthetic, seen, rng).to_dict())

    assert unknown(real) == (
        "100 % of the synthetic rows are rows of the real table (real rows repeat one another in"
        " 0 %)"
    )
    assert "is not known" in unknown(people(500, 2))
    assert unknown(people(500, 2), np.arange(1000)).endswith("(the synthesizer saw all of these)")
    assert unknown(people(500, 2), np.array([], int)) == (
        "the synthesizer saw none of these real rows, so it copies none"
    )
