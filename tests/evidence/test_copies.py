"""Copies are found, and nothing else is called a copy."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table, concat
from fake_or_real.errors import UserError
from fake_or_real.evidence.copies import find_copies
from fake_or_real.report.verdict import copied


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
    return find_copies(synthetic, seen, unseen, np.random.default_rng(0))


def test_copied_rows_are_memorized():
    seen = people(500, 1)
    found = find(resampled(seen, 400, 2), seen, people(800, 3))
    assert found.identical_to_seen == 1
    assert found.identical_to_unseen == found.real_duplicates == 0
    assert found.closer_to_seen.value == 1
    assert found.memorized
    assert found.rows_compared == 500


@pytest.mark.parametrize("make", [people, dice])
def test_real_rows_and_independent_columns_are_not_memorized(make):
    seen, unseen = make(1000, 1), make(1000, 2)
    for synthetic in (make(1000, 3), independent(seen, 4)):
        found = find(synthetic, seen, unseen)
        assert not found.memorized
        assert found.excess_identical.low <= 0 <= found.excess_identical.high
        assert found.closer_to_seen.low <= 0.5 <= found.closer_to_seen.high


def test_natural_duplicates_are_the_baseline_even_for_a_generator_that_copies():
    seen = dice(1000, 1)
    found = find(resampled(seen, 1000, 2), seen, dice(1000, 3))
    assert found.identical_to_seen == 1
    assert found.identical_to_unseen == found.real_duplicates == 1
    assert not found.memorized  # nobody can tell these copies from chance


def test_noisy_copies_are_memorized_though_no_row_is_identical():
    seen = people(1000, 1)
    frame = seen.frame.copy()
    frame["income"] *= np.random.default_rng(2).normal(1, 0.01, 1000)
    frame = frame.dropna(subset="income", ignore_index=True)
    found = find(Table(frame, seen.kinds), seen, people(1000, 3))
    assert found.identical_to_seen == 0
    assert found.closer_to_seen.low > 0.9
    assert found.memorized


def test_one_copied_row_in_ten_is_memorized_and_one_in_a_thousand_is_not():
    seen, fresh = people(2000, 1), people(2000, 2)
    for copies, memorized in ((200, True), (2, False)):
        mixed = concat([seen.take(np.arange(copies)), fresh.take(np.arange(copies, 2000))])
        assert find(mixed, seen, people(2000, 3)).memorized == memorized


def test_many_copies_of_one_row_are_one_observation():
    """The one row that a collapsed generator repeats is a seen one by chance half the time."""
    seen = people(1000, 1)
    found = find(seen.take(np.zeros(500, dtype=int)), seen, people(1000, 2))
    assert found.identical_to_seen == 1
    assert found.excess_identical.low < 0
    assert not found.memorized


def test_missing_values_equal_each_other_and_nothing_else():
    rows = people(50, 1)
    nothing = Table(rows.frame.mask(rows.frame.notna()), rows.kinds)
    found = find(nothing, nothing, rows)
    assert (found.identical_to_seen, found.identical_to_unseen) == (1, 0)
    assert found.closer_to_seen.value == 1


def test_distance_counts_every_column_the_same_whatever_its_spread():
    kinds = {"small": "float", "large": "float", "word": "categorical"}

    def rows(*values):
        return Table(pd.DataFrame(values, columns=list(kinds)).astype({"word": "str"}), kinds)

    background = [(i / 10, i * 1e6, "a") for i in range(20)]
    one_step_in_large = rows(*background, (0.6, 6e6, "b"))
    many_steps_in_small = rows(*background, (1.9, 5e6, "b"))
    found = find(rows((0.6, 5e6, "b")), one_step_in_large, many_steps_in_small)
    assert found.closer_to_seen.value == 1


@pytest.mark.parametrize("make", [people, dice])
def test_intervals_hold_the_null_and_false_alarms_are_rare(make):
    held, alarms, runs = 0, 0, 100
    for seed in range(runs):
        found = find(make(200, seed), make(200, 1000 + seed), make(200, 2000 + seed))
        held += found.closer_to_seen.low <= 0.5 <= found.closer_to_seen.high
        alarms += found.memorized
    assert held / runs >= 0.9
    assert alarms / runs <= 0.05


def test_the_same_generator_state_gives_the_same_answer():
    tables = people(300, 1), people(400, 2), people(500, 3)
    assert find(*tables) == find(*tables)


@pytest.mark.parametrize("empty", range(3))
def test_no_rows_is_a_user_error(empty):
    tables = [people(20, seed) for seed in range(3)]
    tables[empty] = tables[empty].take(np.array([], dtype=int))
    with pytest.raises(UserError, match="copies cannot be judged"):
        find(*tables)


def test_dictionary_is_flat_and_complete():
    found = find(people(50, 1), people(50, 2), people(50, 3)).to_dict()
    assert all(isinstance(value, bool | int | float | str) for value in found.values())
    assert found["closer_to_seen_ci_low"] <= found["closer_to_seen"]
    assert found["memorized"] is False


def test_what_was_found_becomes_the_right_words():
    seen, unseen = people(1000, 1), people(1000, 2)
    assert copied(find(people(1000, 3), seen, unseen).to_dict()) == "no sign of copied rows"
    assert copied(find(resampled(seen, 500, 4), seen, unseen).to_dict()).startswith(
        "100 % of the synthetic rows equal one that the synthesizer saw (0 % equal an unseen one)"
    )
    frame = seen.frame.assign(income=seen.frame["income"] * 1.0001).dropna(ignore_index=True)
    assert copied(find(Table(frame, seen.kinds), seen, unseen).to_dict()) == (
        "100 % of the synthetic rows are closer to a row that the synthesizer saw than to any"
        " unseen one (50 % without copying)"
    )
