"""Which give-aways changed between two runs by more than chance."""

from team.pairing import changes

from .test_review import giveaway


def test_the_same_question_is_one_give_away_whatever_its_rates():
    old, new = giveaway("c", "x", 500), giveaway("c", "x", 510)
    assert changes([old], [new]) == ([], 0)
    assert changes([old], [new | {"form": "unknown"}]) == ([], 0), "of the same columns"
    weak = giveaway("e", "y", 40)
    (came, gone), _ = changes([old, weak], [new | {"kind": "pair"}, weak])
    assert (came[:5], gone[:5]) == ("new: ", "gone:")


def test_a_rate_that_changed_beyond_noise_is_told_with_what_it_was():
    (told,), rest = changes([giveaway("c", "x", 500)], [giveaway("c", "x", 650)])
    assert told.startswith("stronger: 13 % of FAKE rows (650 of 5,000) have c = x;")
    assert told.endswith("(before: 10 % of FAKE rows, 0 % of REAL rows)")
    assert rest == 0
    (told,), _ = changes([giveaway("c", "x", 650)], [giveaway("c", "y", 500)])
    assert told.startswith("weaker: ")
    assert "(before: 13 % of FAKE rows (650 of 5,000) have c = x;" in told
    luck = 0.02
    assert changes([giveaway("c", "x", 500)], [giveaway("c", "x", 650)], luck) == ([], 0)
    (told,), _ = changes([giveaway("c", "x", 500)], [giveaway("c", "x", 900)], luck)
    assert told.startswith("stronger: ")


def test_what_real_rows_have_more_often_gets_stronger_too():
    def seldom(difference):
        ends = {"difference_low": difference - 0.01, "difference_high": difference + 0.01}
        return giveaway("c", "x", 500) | {"difference": difference} | ends

    (told,), _ = changes([seldom(-0.1)], [seldom(-0.2)])
    assert told.startswith("stronger: ")


def test_only_what_was_surely_weaker_before_is_new():
    """Beside a weakest listed one of 40 rows, 45 rows are no news and 150 are."""
    listed = [giveaway("c", "x", 500), giveaway("e", "y", 40)]
    assert changes(listed, [*listed, giveaway("d", "z", 45)]) == ([], 1)
    (told,), rest = changes(listed, [*listed, giveaway("d", "z", 150)])
    assert told.startswith("new: ")
    assert rest == 0
    (told,), _ = changes([*listed, giveaway("d", "z", 150)], listed)
    assert told.startswith("gone: ")


def test_where_nothing_was_found_before_only_strong_ones_are_new():
    assert changes([], [giveaway("c", "x", 20)]) == ([], 1)
    (told,), _ = changes([], [giveaway("c", "x", 500)])
    assert told.startswith("new: ")
    assert changes([], []) == ([], 0)


def test_what_more_rows_alone_would_show_is_not_new():
    """Ten times the rows have ten times the evidence."""
    few = giveaway("c", "x", 50) | {"fake_rows": 500, "evidence": 40.0}
    assert changes([few], [few, giveaway("d", "y", 150)])[0] == []
