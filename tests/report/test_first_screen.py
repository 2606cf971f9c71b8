"""What a manager reads first, case by case."""

import pandas as pd

from fake_or_real.report.first_screen import Reason, answer, brief, headline, limits, reasons
from fake_or_real.report.limits import Limits

from .samples import plots
from .test_verdict import ALIKE, BELOW, CHANCE, COPIES, EQUAL, EVALUATE, evidence


def test_the_answer_is_in_cases_cells_and_copies():
    assert headline(evidence()) == "A machine can tell this synthetic data from real data"
    assert answer(evidence()) == [
        "Shown one real and one synthetic row, the test picks the synthetic one in 80 of 100 cases"
        " (surely in 79 to 81); guessing: 50.",
        "That is as easy as spotting real rows in which 9 % of the cells were replaced.",
        "No sign of copied rows.",
    ]


def test_where_nothing_is_found_it_says_no_more():
    alike = evidence(evaluate=ALIKE, yardstick=CHANCE)
    assert headline(alike) == "This test cannot tell the synthetic data from real data"
    said = answer(alike)
    assert said[0].endswith(
        "50 of 100 cases (surely in 48 to 52), which guessing may do as well (50)."
    )
    assert len(said) == 2
    below = evidence(evaluate=BELOW, yardstick=CHANCE)
    assert headline(below) == "The test is misled by these rows"
    assert answer(below)[0].endswith("44 of 100 cases, less often than guessing would (50).")


def test_equal_rows_are_said_first():
    said = answer(evidence(evaluate=ALIKE, yardstick=CHANCE, copies=COPIES | EQUAL))
    assert said[0].startswith("50 % of the synthetic rows are rows of the real table")
    assert said[1].startswith("A test of single rows cannot see that")


def test_only_always_is_a_hundred_cases():
    found = EVALUATE | {"auc": 0.998, "auc_ci_low": 0.997, "auc_ci_high": 1.0}
    assert (
        "in over 99 of 100 cases (surely in over 99 to 100)" in answer(evidence(evaluate=found))[0]
    )
    both = found | {"auc_ci_high": 0.999}
    assert "100 cases (surely in over 99);" in answer(evidence(evaluate=both))[0]


def test_limits_are_said_in_words():
    kept = Limits(max_auc=0.9, max_identical=0.1)
    assert limits(evidence(), kept) == (
        "Limits: passed.",
        "AUC at most 0.9; at most 10 % rows of the real table.",
    )
    broken = limits(evidence(), Limits(max_auc=0.7))
    assert broken == ("Limits: broken.", "The AUC is at least 0.79, above gate.max_auc 0.7.")
    assert limits(evidence(), None) == limits(evidence(), Limits()) == ("No limits were set.", "")
    unknown = limits(evidence(copies={}), Limits(max_auc=0.9, allow_memorized=False))
    assert unknown == (
        "Limits: passed.",
        "AUC at most 0.9. Not judged: at most 2 % copies; at most 10 % near copies.",
    )


def test_reasons_are_the_give_aways_that_were_taken_out_with_what_was_left():
    frames = plots(("a", "b", "c", "d"))
    peeled = pd.DataFrame({"rank": [0, 2, 3], "auc": [0.9, 0.7, 0.6]})
    found = reasons(frames["giveaways"], peeled)
    assert [(of.rank, of.before, of.without) for of in found] == [(2, 0.9, 0.7), (3, 0.7, 0.6)]
    assert "90 of 2,000" in found[0].said
    little = pd.DataFrame({"rank": [0, 2, 3, 1], "auc": [0.9, 0.9, 0.6, 0.596]})
    assert [of.rank for of in reasons(frames["giveaways"], little)] == [3]
    assert [of.rank for of in reasons(frames["giveaways"], little.head(2))] == [2]
    none = reasons(frames["giveaways"], peeled.head(1))
    assert [(of.rank, of.without) for of in none] == [(1, None), (2, None), (3, None)]
    assert reasons(frames["giveaways"].head(0), peeled.head(1)) == []


def test_columns_that_were_taken_out_with_the_first_are_counted():
    of_one = {"form": "equals", "columns": '["a"]', "terms": '["39"]'}
    listed = plots(("a", "b"))["giveaways"].head(1).assign(**of_one)
    peeled = pd.DataFrame({"rank": [0, 1], "auc": [0.9, 0.7]})
    for alike, named in (
        ("[]", "a"),
        ('["c"]', "a and 1 more column"),
        ('["c", "d"]', "a and 2 more columns"),
    ):
        (reason,) = reasons(listed.assign(alike=alike), peeled)
        assert reason.columns == named


def test_reasons_fit_in_a_line_where_there_is_no_room_for_their_sentences():
    peeled = [Reason(2, "said", "b", 0.9, 0.7), Reason(3, "said", "c with d", 0.7, 0.6)]
    assert brief(peeled) == (
        "Mainly because of b (0.70), then c with d (0.60): in brackets the AUC without them."
    )
    kept = [Reason(rank, "said", name, None, None) for rank, name in ((1, "a"), (2, ""), (3, "c"))]
    assert brief(kept) == "Mainly because of a, c."
    assert brief([]) == ""
