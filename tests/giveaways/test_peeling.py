import numpy as np
import pandas as pd
import pytest

from fake_or_real import discriminators
from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table
from fake_or_real.giveaways import peeling

COLUMNS = ["telling", "weak", "noise"]


def part(rows, seed):
    rng = np.random.default_rng(seed)
    is_fake = np.arange(rows) % 2 == 0
    frame = pd.DataFrame(rng.normal(size=(rows, 3)), columns=COLUMNS)
    frame["telling"] += 2 * is_fake
    frame["weak"] += 0.5 * is_fake
    numbers = np.arange(rows)
    return Part(Table(frame, dict.fromkeys(COLUMNS, "float")), is_fake, numbers, numbers)


def make():
    return discriminators.make("tutorial", {}, 0)


@pytest.fixture(scope="module")
def peeled():
    groups = [("telling",), (), ("telling", "weak"), ("weak",), ("noise",)]
    return peeling.peel(part(1000, 0), part(1000, 1), groups, make, most=9)


def test_each_step_takes_out_a_group_that_is_whole_and_one_column_stays(peeled):
    assert peeled["columns"].tolist() == ["", "telling", "weak"]
    assert peeled["removed"].tolist() == [0, 1, 2]
    assert peeled["rank"].tolist() == [0, 1, 4]


def test_the_auc_falls_to_a_half_as_what_tells_goes(peeled):
    whole, without, nothing = peeled["auc"]
    assert whole > 0.9
    assert 0.54 < without < 0.7
    assert nothing == pytest.approx(0.5, abs=0.05)
    assert ((peeled["low"] < peeled["auc"]) & (peeled["auc"] < peeled["high"])).all()


def test_auc_drops_are_large_for_what_tells_and_none_for_the_rest():
    train, holdout = part(1000, 0), part(1000, 1)
    model = make().fit(train.table, train.is_fake)
    before = holdout.table.frame.copy()
    groups = [("telling",), ("noise",), (), ("telling", "weak")]
    drops = peeling.auc_drops(model, holdout, groups, np.random.default_rng(0))
    assert drops[0] > 0.2
    assert abs(drops[1]) < 0.02
    assert drops[2] == 0
    assert drops[3] > drops[0]
    pd.testing.assert_frame_equal(holdout.table.frame, before)


def test_drops_are_the_same_for_a_model_that_looks_at_all_columns_anew():
    train, holdout = part(1000, 0), part(1000, 1)
    model = discriminators.make("lightgbm", {}, 0).fit(train.table, train.is_fake)

    class Forgetful:
        fit, predict_proba = model.fit, model.predict_proba

    drops, slowly = (
        peeling.auc_drops(
            each, holdout, [("weak",), ("telling", "noise")], np.random.default_rng(0)
        )
        for each in (model, Forgetful())
    )
    assert drops == slowly
    assert drops[1] > drops[0] > 0.01


def test_no_more_groups_are_taken_out_than_asked_for():
    groups = [("telling",), ("weak",)]
    assert len(peeling.peel(part(100, 0), part(100, 1), groups, make, most=1)) == 2


def test_the_curve_is_of_the_first_discriminator_that_comes_close():
    train, holdout = part(1000, 0), part(1000, 1)
    blind, own = (lambda: discriminators.make("logistic-regression", {}, 0)), make
    p_fake = own().fit(train.table, train.is_fake).predict_proba(holdout.table)[:, 1]
    few = train.learning_from(300, np.random.default_rng(0))
    rows, chosen, judged = peeling.same_test(holdout, p_fake, [(few, own), (train, blind)])
    assert rows is few
    assert chosen is own
    assert np.abs(judged - p_fake).max() > 0
    backwards = 1 - p_fake
    tests = [(few, own), (train, blind), (train, own)]
    rows, chosen, judged = peeling.same_test(holdout, backwards, tests)
    assert rows is train
    assert chosen is own
    assert judged is backwards


def test_what_the_first_fit_says_need_not_be_asked_again():
    train, holdout, groups = part(1000, 0), part(1000, 1), [("telling",)]
    p_fake = make().fit(train.table, train.is_fake).predict_proba(holdout.table)[:, 1]
    fitted = []

    def counting():
        fitted.append(1)
        return make()

    known = peeling.peel(train, holdout, groups, counting, most=1, p_fake=p_fake)
    pd.testing.assert_frame_equal(known, peeling.peel(train, holdout, groups, make, most=1))
    assert len(fitted) == 1


def test_what_buys_most_comes_first_and_a_pair_must_buy_twice_as_much():
    groups = [("a", "b"), ("a",), ("c",), ()]
    assert peeling.by_worth([0.10, 0.09, 0.0901, 0.0], groups) == [1, 2, 0, 3]


def test_what_was_not_measured_comes_last_in_its_order():
    nan = float("nan")
    assert peeling.by_worth([0.0, 0.2, nan, nan], [("a",), ("b",), ("c",), ()]) == [1, 0, 2, 3]
