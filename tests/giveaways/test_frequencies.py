import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table
from fake_or_real.giveaways.frequencies import of_frequencies
from fake_or_real.giveaways.giveaways import find
from fake_or_real.giveaways.partition import Partition

ROWS = 2000
FAVOURED = np.random.default_rng(1).permutation(400)[:40]
KINDS = {"age": "integer", "weight": "integer", "gain": "integer"}


def table(rows, rng, *, repeating=0, favoured=0):
    """So many rows repeat another's age and weight; so many have one of 40 of 400 gains."""
    frame = pd.DataFrame(
        {
            "age": rng.integers(20, 90, rows),
            "weight": rng.integers(0, 3000, rows),
            "gain": rng.integers(0, 400, rows),
        }
    )
    of = rng.integers(0, rows, repeating)
    frame.loc[: repeating - 1, ["age", "weight"]] = frame.loc[of, ["age", "weight"]].to_numpy()
    frame.loc[rows - favoured :, "gain"] = rng.choice(FAVOURED, favoured)
    return Table(frame.iloc[rng.permutation(rows)].reset_index(drop=True).astype("Int64"), KINDS)


def partition(fake, rng):
    real = table(2 * ROWS, rng)
    halves = np.split(np.arange(2 * ROWS), 2)
    return Partition(real, fake, *halves, 5, np.arange(ROWS // 2))


def test_a_pair_that_is_shared_with_other_rows_is_asked_for_in_words():
    rng = np.random.default_rng(0)
    rows = partition(table(ROWS, rng, repeating=500), rng)
    found = find(rows, rng)
    assert set(found[0].question.columns) == {"age", "weight"}
    assert found[0].rate_fake > found[0].rate_real + 0.1
    (shared,) = [
        question
        for question in of_frequencies(rows, rng)
        if (question.form, question.terms) == ("shared", ("1", str(3 * ROWS - 1)))
        and set(question.columns) == {"age", "weight"}
    ]
    fakes, of, controls, others = shared.counts
    assert fakes / of > 0.15
    # By chance, among 6,000 rows of 70 ages and 3,000 weights.
    assert controls / others < 0.05


def test_many_values_that_are_too_frequent_are_pooled_into_one():
    rng = np.random.default_rng(0)
    found = find(partition(table(ROWS, rng, favoured=500), rng), rng)
    (first, *_) = [each for each in found if each.question.form == "often_more"]
    assert first.question.columns == ("gain",)
    assert 30 <= int(first.question.terms[1]) <= 90
    assert first.rate_fake > first.rate_real + 0.05


def test_no_row_that_chose_a_question_answers_it():
    rng = np.random.default_rng(0)
    rows = partition(table(ROWS, rng, repeating=500), rng)
    *asked, last = of_frequencies(rows, rng)
    assert asked
    for question in asked:
        assert not question.tested[rows.fake_reference].any()
        assert question.counts[1] == ROWS - len(rows.fake_reference)
    # The sum that the other half has learned.
    assert last.kind == asked[-1].kind == "signs"
    assert np.array_equal(np.flatnonzero(last.tested), rows.fake_reference)
    assert np.array_equal(last.control, (last.log_odds > 0)[rows.reference])


def flags(rows, share, rng):
    """Twenty columns, each of which is true in so many rows."""
    names = [f"c{place}" for place in range(20)]
    frame = pd.DataFrame(rng.random((rows, 20)) < share, columns=names).astype("boolean")
    return Table(frame, dict.fromkeys(names, "boolean"))


def test_signs_most_of_which_are_not_sure_alone_are_sure_together():
    rng = np.random.default_rng(0)
    real, fake = flags(2 * ROWS, 0.5, rng), flags(ROWS, 0.53, rng)
    halves = np.split(np.arange(2 * ROWS), 2)
    *single, signs = find(Partition(real, fake, *halves, 5, np.arange(ROWS // 2)), rng)
    assert len(single) <= 2
    assert (signs.question.form, signs.columns) == ("signs", ())
    assert signs.rate_fake > signs.rate_real + 0.05


def test_signs_that_add_nothing_to_what_is_listed_are_not_listed():
    rng = np.random.default_rng(0)
    real, fake = flags(2 * ROWS, 0.5, rng), flags(ROWS, 0.5, rng)
    fake.frame.loc[rng.random(ROWS) < 0.3, "c7"] = True
    halves = np.split(np.arange(2 * ROWS), 2)
    found = find(Partition(real, fake, *halves, 5, np.arange(ROWS // 2)), rng)
    assert [each.columns for each in found] == [("c7",)]


@pytest.mark.parametrize("learned", [0, 99])
def test_where_few_fake_rows_may_choose_nothing_is_learned(learned):
    rng = np.random.default_rng(0)
    rows = partition(table(ROWS, rng), rng)
    few = Partition(rows.real, rows.fake, rows.reference, rows.control, 5, np.arange(learned))
    assert not list(of_frequencies(few, rng))


@pytest.mark.slow
def test_of_real_rows_against_real_rows_nothing_is_learned_that_stands():
    lists = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        lists.append(find(partition(table(ROWS, rng), rng), rng))
    # 5 % of 30, and three standard errors.
    assert sum(bool(found) for found in lists) <= 5
