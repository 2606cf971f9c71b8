"""The verdict's sentence and the gate, case by case."""

from dataclasses import replace

import pytest

from fake_or_real.evidence.verdict import verdict
from fake_or_real.report.limits import Limits, violations
from fake_or_real.report.verdict import equivalent, headline, sentence

FOUND = {"auc": 0.8, "auc_ci_low": 0.79, "auc_ci_high": 0.81, "detectable": True}
EVALUATE = FOUND | {"n_real": 8000, "n_fake": 1000}
ALIKE = EVALUATE | {"auc": 0.502, "auc_ci_low": 0.48, "auc_ci_high": 0.52, "detectable": False}
YARDSTICK = {
    "ceiling_auc": 0.9,
    "equivalent_corruption": 0.09,
    "equivalent_corruption_ci_high": 0.1,
    "equivalent_corruption_ci_low": 0.08,
    "null_auc": 0.501,
    "null_auc_ci_low": 0.49,
    "null_auc_ci_high": 0.52,
    "null_holds": True,
    "relation": "within",
}
COPIES = {
    "closer_to_seen": 0.51,
    "distance_rows": 5000,
    "closer_to_seen_ci_low": 0.49,
    "excess_identical": 0.001,
    "excess_identical_ci_low": -0.001,
    "excess_identical_to_real_ci_low": -0.001,
    "excess_repeats_ci_low": -0.001,
    "identical_to_real": 0.003,
    "identical_to_seen": 0.002,
    "identical_to_unseen": 0.001,
    "memorized": False,
    "near_copies_at_least": -0.01,
    "seen_rows": 100,
}
SPLIT = {
    "protocol": "unseen",
    "real_seen": 0,
    "train_real": 8000,
    "holdout_real": 2000,
    "eligible_real": 10_000,
    "train_fake": 4000,
    "holdout_fake": 1000,
    "eligible_fake": 5000,
    "counted_real": 0,
    "counted_fake": 0,
}
THESE = " This speaks of these 5,000 synthetic rows, not of all that the synthesizer might make."
LIMITS = Limits(
    max_auc=0.9,
    max_equivalent_corruption=0.2,
    max_identical=0.1,
    max_copies=0.02,
    max_near_copies=0.1,
    allow_memorized=False,
)


def evidence(**changes):
    found = {"evaluate": EVALUATE, "yardstick": YARDSTICK, "copies": COPIES, "split": SPLIT}
    others = {"generator": {"ended_by": "early stopping"}, "columns": {}, "content": {}}
    return found | others | changes


def said(**changes):
    return sentence(evidence(**changes))


def figures(**changes):
    return verdict(evidence(**changes))


def test_detectable():
    assert said() == (
        "Detectable: AUC 0.80 [0.79, 0.81]; as detectable as real data with 9 % of its"
        f" cells scrambled; no sign of copied rows.{THESE}"
    )
    assert figures() == {
        **FOUND,
        "equivalent_corruption": 0.09,
        "memorized": False,
    }


NONE = dict.fromkeys(key for key in YARDSTICK if key.startswith("equivalent"))
CHANCE, FLAT = (YARDSTICK | NONE | {"relation": relation} for relation in ("chance", "flat"))


def test_what_is_not_detectable_has_no_equivalent_and_breaks_no_limit_of_it():
    assert said(evaluate=ALIKE, yardstick=CHANCE) == (
        f"Not detectable: AUC 0.50 [0.48, 0.52]; no sign of copied rows.{THESE}"
    )
    found = evidence(evaluate=ALIKE, yardstick=CHANCE)
    assert verdict(found)["equivalent_corruption"] is None
    assert violations(found, replace(LIMITS, max_equivalent_corruption=0)) == []


@pytest.mark.parametrize("evaluate", [ALIKE, EVALUATE])
def test_a_flat_yardstick_scales_nothing(evaluate):
    assert said(evaluate=evaluate, yardstick=FLAT).split("; ")[1] == (
        "the yardstick can scale nothing, as real rows with every cell scrambled are not surely"
        " detectable either (AUC 0.90)"
    )
    found = evidence(evaluate=evaluate, yardstick=FLAT)
    assert violations(found, replace(LIMITS, max_equivalent_corruption=0)) == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({"n_real": 20}, "with only 20 REAL rows to judge by, an AUC below 0.69 is"),
        ({"n_fake": 100}, "with only 100 FAKE rows to judge by, an AUC below 0.59 is"),
        ({"n_real": 2}, "with only 2 REAL rows to judge by, any AUC is"),
    ],
)
def test_with_few_rows_it_says_what_is_easily_missed(rows, told):
    wide = ALIKE | {"auc_ci_high": 0.56} | rows
    few = said(evaluate=wide, yardstick=CHANCE)
    assert few.split("; ")[1] == f"{told} easily missed: more rows would tell more"
    for sure in (EVALUATE, ALIKE):
        assert "missed" not in said(evaluate=sure | rows, yardstick=CHANCE)


BELOW = ALIKE | {"auc": 0.44, "auc_ci_low": 0.42, "auc_ci_high": 0.46}
# As where half of the synthetic rows are rows of the real table, in which no row repeats.
EQUAL = {
    "excess_identical_to_real_ci_low": 0.46,
    "excess_repeats_ci_low": -0.001,
    "identical_at_random": 0.01,
    "identical_to_real": 0.5,
    "real_repeats": 0.0,
}
FIRST = (
    "50 % of the synthetic rows are rows of the real table (real rows repeat one another in 0 %)"
)


def test_an_interval_below_a_half_is_never_without_a_word():
    below = said(evaluate=BELOW, yardstick=CHANCE)
    assert below.startswith(
        f"Below chance: AUC 0.44 [0.42, 0.46]; no sign of copied rows.{THESE} Warning:"
    )
    assert "Warning" not in said(evaluate=BELOW | {"auc_ci_high": 0.5})


@pytest.mark.parametrize(
    ("evaluate", "told", "title"),
    [
        (ALIKE, "a test of single rows cannot see that, and finds nothing else: AUC 0.50", ""),
        (BELOW, "a test of single rows cannot see that, and is misled: AUC 0.44", ""),
        (EVALUATE, "on top of that detectable: AUC 0.80", "; detectable"),
    ],
)
def test_equal_rows_are_said_first_and_what_the_test_sees_beside_them(evaluate, told, title):
    assert said(evaluate=evaluate, copies=EQUAL).startswith(f"{FIRST}; {told} [")
    shown = headline(evidence(evaluate=evaluate, copies=EQUAL))
    assert shown == f"Rows of the real table{title}"
    assert headline(evidence(evaluate=evaluate)) == said(evaluate=evaluate).split(":")[0]


def test_rows_that_repeat_one_another_are_said_first():
    repeats = {"excess_repeats_ci_low": 0.1, "excess_repeats": 0.18, "synthetic_repeats": 0.2}
    told = said(evaluate=ALIKE, copies=COPIES | repeats)
    assert told.startswith(
        "20 % of the synthetic rows repeat one another (of as many real rows: 2 %); a test"
    )
    shown = headline(evidence(copies=COPIES | repeats))
    assert shown == "Rows that repeat one another; detectable"


def test_what_equal_rows_do_to_the_tutorials_split_is_no_detection():
    told = said(copies=EQUAL, split=SPLIT | {"protocol": "tutorial"})
    assert told.startswith(
        f"{FIRST}; the tutorial's split has equal rows on both sides, so that they sway its AUC 0.8"
    )
    assert "detectable:" not in told


def test_where_values_combined_at_random_are_real_rows_too_it_says_so():
    grid = EQUAL | {"identical_at_random": 0.9}
    assert said(copies=grid).startswith(
        f"{FIRST}, as are 90 % of rows that combine the same values at random; on top"
    )


def test_what_the_synthesizer_saw_of_the_real_rows_is_said():
    counts = SPLIT | {
        "protocol": "all",
        "train_real": 1200,
        "holdout_real": 300,
        "eligible_real": 1500,
    }
    whole = said(split=counts | {"real_seen": 1500})
    assert "; every real row was seen, so REAL are rows that the synthesizer saw; as" in whole
    part = said(split=counts | {"real_seen": 1488})
    assert "; REAL are 1,500 rows, of which the synthesizer saw 1,488; as" in part
    for nothing in (0, None):
        assert said(split=counts | {"real_seen": nothing}) == said()


def test_where_the_clock_ended_the_training_it_says_so():
    told = said(generator={"ended_by": "max_training_time", "epochs": 7.0, "reproducible": False})
    assert f"{THESE} Warning: the clock ended the training after 7 epochs, so a faster or" in told
    assert "Warning" not in said(generator={"ended_by": "early stopping", "reproducible": False})


def test_what_could_not_be_judged_is_said_and_none():
    assert said(yardstick={}, copies={}) == (
        "Detectable: AUC 0.80 [0.79, 0.81]; there is no yardstick to hold it against;"
        f" copies cannot be judged.{THESE}"
    )
    found = evidence(yardstick={}, copies={})
    for name in ("equivalent_corruption", "memorized"):
        assert verdict(found)[name] is None
    assert violations(found, LIMITS) == []


def test_a_broken_null_is_a_warning():
    broken = YARDSTICK | {"null_auc": 0.56, "null_auc_ci_low": 0.54, "null_holds": False}
    assert "Warning: real against real rows gave AUC 0.56 [0.54, 0.52]" in said(yardstick=broken)


@pytest.mark.parametrize(
    ("share", "shown"), [(0.004, "0.4 %"), (0.0094, "0.9 %"), (0.0096, "1 %"), (0.27, "27 %")]
)
def test_the_equivalent_names_the_share(share, shown):
    told = equivalent(YARDSTICK | {"equivalent_corruption": share})
    assert told == f"as detectable as real data with {shown} of its cells scrambled"


def test_an_interval_of_the_equivalent_is_said_where_it_is_wide():
    wide = YARDSTICK | {"equivalent_corruption_ci_low": 0.004, "equivalent_corruption_ci_high": 0.3}
    assert equivalent(wide) == (
        "as detectable as real data with 9 % (0.4 % to 30 %) of its cells scrambled"
    )


def test_the_yardsticks_ends_have_words_of_their_own():
    below = YARDSTICK | {"relation": "below"}
    assert equivalent(below) == "no more detectable than intact real data"
    above = YARDSTICK | {"relation": "above"}
    assert equivalent(above) == "as detectable as real data with every cell scrambled"
    beyond = above | {"equivalent_corruption_ci_low": 1}
    assert equivalent(beyond) == "more detectable than real data with every cell scrambled"


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({}, []),
        ({"max_auc": 0.79}, []),  # the interval's lower end, not the AUC
        ({"max_auc": 0.78}, ["gate.max_auc 0.78"]),
        ({"max_equivalent_corruption": 0.08}, []),  # likewise
        ({"max_equivalent_corruption": 0.07}, ["gate.max_equivalent_corruption 0.07"]),
        (
            {"max_auc": 0.6, "max_equivalent_corruption": 0},
            ["gate.max_auc 0.6", "gate.max_equivalent_corruption 0"],
        ),
    ],
)
def test_gate_names_each_limit_that_is_exceeded(change, names):
    found = violations(evidence(), replace(LIMITS, **change))
    assert len(found) == len(names)
    assert all(name in line and "\n" not in line for name, line in zip(names, found, strict=True))


@pytest.mark.parametrize(
    ("copies", "change", "names"),
    [
        ({"excess_identical_to_real_ci_low": 0.9}, {}, ["gate.max_identical 0.1"]),
        ({"excess_identical_to_real_ci_low": 0.9}, {"max_identical": 0.9}, []),
        ({"excess_identical_ci_low": 0.03}, {}, ["gate.max_copies 0.02"]),
        ({"excess_identical_ci_low": 0.03}, {"max_copies": 0.03}, []),
        ({"near_copies_at_least": 0.2}, {}, ["gate.max_near_copies 0.1"]),
        (
            {"near_copies_at_least": 0.2, "excess_identical_ci_low": 1},
            {"allow_memorized": True},
            [],
        ),
    ],
)
def test_gate_on_rows_that_are_real_ones(copies, change, names):
    found = violations(evidence(copies=COPIES | copies), replace(LIMITS, **change))
    assert len(found) == len(names)
    assert all(name in line for name, line in zip(names, found, strict=True))


CONTENT = {
    "auc_content": 0.55,
    "auc_content_ci_low": 0.53,
    "auc_content_ci_high": 0.57,
    "auc_writing_ci_low": 0.2,
    "columns_written_alike": "price, age",
}


def test_what_writing_alone_tells_is_said_apart():
    told = said(content=CONTENT)
    assert (
        "AUC 0.80 [0.79, 0.81]; mostly by how values of price and age are written: by content alone"
        " AUC 0.55 [0.53, 0.57]; as detectable"
    ) in told
    assert "partly by how values" in said(content=CONTENT | {"auc_content": 0.7})
    assert "written" not in said(content=CONTENT | {"auc_writing_ci_low": -0.01})


def test_columns_that_are_read_alike_or_left_out_are_said():
    written = {"ended_by": "early stopping", "columns_written_otherwise": "day, price"}
    told = said(generator=written)
    assert "; day and price are written otherwise than in the real table, and read alike." in told
    key = {"kind": "identifier", "why": "holds UUIDs"}
    assert "; id (holds UUIDs) is left out, as it only names rows." in said(columns={"id": key})
    many = said(columns={f"id{n}": key for n in range(5)} | {"age": {"kind": "integer"}})
    assert "; id0, id1, id2 and 2 more are left out, as they only name rows." in many


def test_rows_that_were_drawn_are_said_with_how_many_there_are():
    assert "drawn at random" not in said()
    fewer = SPLIT | {"eligible_real": 2_000_000}
    assert "; from 10,000 of 2,000,000 REAL rows, drawn at random" in said(split=fewer)
    both = fewer | {"eligible_fake": 90_000}
    told = said(split=both)
    assert "from 10,000 of 2,000,000 REAL rows and 5,000 of 90,000 FAKE rows" in told
    assert "these 90,000 synthetic rows" in told
    assert "counted" not in told
    more = said(split=both | {"counted_real": 1_000_000, "counted_fake": 80_000})
    assert "at random; how often values occur is counted in 1,008,000 REAL and 84,000 FAKE" in more
