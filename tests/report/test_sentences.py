import inspect
import json
import re
from itertools import chain

import numpy as np
import pytest

from fake_or_real.giveaways import formats, frequencies, pairs, rows, unseen, values
from fake_or_real.giveaways.partition import Partition
from fake_or_real.report import sentences


def line(form="equals", columns=("age",), terms=("39",), example=(), fake=25, real=0.0, alike=()):
    """A line of the give-aways; fake: of 1,000 rows."""
    lists = {"columns": columns, "terms": terms, "example": example, "alike": alike}
    return {
        "form": form,
        **{key: json.dumps(value) for key, value in lists.items()},
        **{"fake": fake, "fake_rows": 1000, "rate_fake": fake / 1000, "rate_real": real},
    }


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (0.00023, "0.023 %"),
        (0.0994, "9.9 %"),
        (0.5, "50 %"),
        (0.9999, "over 99 %"),
        (1, "100 %"),
    ],
)
def test_shares_have_two_digits_and_only_all_is_a_hundred(share, said):
    assert sentences.percent(share) == said


def test_every_form_of_a_question_has_words_and_every_template_a_question():
    """The forms that the code names are read from its source, wherever a string stands for one."""
    source = "".join(map(inspect.getsource, (formats, frequencies, pairs, rows, unseen, values)))
    assert set(sentences.TEMPLATES) <= set(re.findall(r'"([a-z_]+)"', source))


def test_all_that_is_asked_of_a_table_with_every_kind_of_column_has_words(mixed):
    """And no template but those that this table's columns give no cause for."""
    half = len(mixed) // 2
    partition = Partition(mixed, mixed, np.arange(half), np.arange(half, len(mixed)), 5)
    asked = chain(
        pairs.of_rules(partition),
        rows.of_missing(partition),
        values.of_columns(partition),
        rows.of_duplicates(partition, np.random.default_rng(0)),
        pairs.of_combinations(partition),
    )
    forms = {question.form for question in asked}
    assert forms <= set(sentences.TEMPLATES)
    assert len(forms) > 20


@pytest.mark.parametrize("form", sentences.TEMPLATES)
def test_a_sentence_names_all_columns_once_and_ends_with_the_real_rows(form):
    two = any(name in sentences.TEMPLATES[form] for name in ("{y}", "{all}", "{rest}"))
    named = () if form in ("repeated", "signs") else ("first", "second")[: 1 + two]
    terms = {"weekday": ("0",), "unfit": ("datetime",)}.get(form, ("7", "19"))
    said = sentences.giveaway(line(form, named, terms))
    assert "2.5 % of FAKE rows (25 of 1,000) " in said
    assert said.endswith("; none of the other REAL rows do")
    for name in named:
        assert said.count(name) == 1 or form == "interval"
    assert "{" not in said
    assert said[0].isupper() or said[0].isdigit()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            line("unknown", ("fnlwgt",), (), fake=950, real=0.56),
            "95 % of FAKE rows (950 of 1,000) have a value of fnlwgt that never occurs in the"
            " reference rows; values of fnlwgt hardly repeat, so 56 % of the other REAL rows do,"
            " too",
        ),
        (
            line("unknown", ("price",), (), fake=460, real=0.92),
            "FAKE rows repeat the reference rows' values of price more than other REAL rows do:"
            " 46 % of FAKE rows (460 of 1,000) have a value of price that never occurs in the"
            " reference rows, of the other REAL rows 92 %",
        ),
        (
            line("multiple", ("PAY_1",), ("100",), real=0.5, alike=("PAY_2", "PAY_3")),
            "2.5 % of FAKE rows (25 of 1,000) have a multiple of 100 as PAY_1; 50 % of the other"
            " REAL rows do; PAY_2 and PAY_3 likewise",
        ),
        (
            line("shared", ("age", "fnlwgt", "sex"), ("1", "4000"), fake=210, real=0.04),
            "21 % of FAKE rows (210 of 1,000) have a combination of age, fnlwgt and sex that at"
            " least 1 of 4,000 other rows have; 4 % of the other REAL rows do",
        ),
        (
            line("often_more", ("gain",), ("2", "38"), fake=210, real=0.04),
            "21 % of FAKE rows (210 of 1,000) have a value of gain that FAKE rows have at least 2"
            " times as often, one of 38; 4 % of the other REAL rows do",
        ),
        (
            line("together_less", ("age", "sex"), ("1",), fake=210, real=0.04),
            "21 % of FAKE rows (210 of 1,000) combine age and sex in a way that is rarer than"
            " chance would make it; 4 % of the other REAL rows do",
        ),
        (
            line("function", ("education", "education_num"), (), ("education = 9th", "n = 13")),
            "In the reference rows each education has one education_num; 2.5 % of FAKE rows"
            " (25 of 1,000) break this (such as education = 9th with n = 13); none of the other"
            " REAL rows do",
        ),
        (
            line("unknown", ("city",), (), ("Rom", "Ulm"), fake=1000),
            "All FAKE rows have a value of city that never occurs in the reference rows (such as"
            " Rom, Ulm); none of the other REAL rows do",
        ),
        (
            line("weekday", ("when",), ("6",), fake=0, real=1),
            "No FAKE rows have when on a Sunday; all of the other REAL rows do",
        ),
        (
            line("equals", ('a, "b" {c}',), ("{0}",), real=0.0003),
            '2.5 % of FAKE rows (25 of 1,000) have a, "b" {c} = {0}; 0.03 % of the other REAL rows'
            " do",
        ),
    ],
)
def test_a_sentence_is_as_it_would_be_said(given, said):
    assert sentences.giveaway(given) == said


def test_columns_whose_names_hold_commas_stay_themselves():
    assert sentences.columns(line(columns=("a, b", "c"))) == "a, b, c"
    assert sentences.columns(line(columns=())) == ""


def test_a_segment_names_its_conditions_and_both_shares():
    given = {"conditions": '["a = 1", "b = 2"]', "rate_real": 0.01, "fake": 0, "fake_rows": 5000}
    assert sentences.segment(given) == (
        "a = 1 with b = 2: 1 % of other REAL rows, none of 5,000 FAKE rows"
    )
    assert sentences.segment({**given, "fake": 3}).endswith("REAL rows, 3 of 5,000 FAKE rows")


def test_contributions_say_what_they_speak_for():
    told = json.dumps([[["day = 9", "month = jan"], 2.6], [["age = 3"], 0.2], [["x = 1"], 1.0]])
    assert sentences.contributions(told) == (
        "2.6 times likelier FAKE because day = 9 with month = jan; 5 times likelier REAL because"
        " age = 3"
    )
    assert sentences.contributions("[]") == "no column tells much by itself"


def test_of_very_many_columns_alike_the_first_are_named_and_the_others_counted():
    names = [f"c{place}" for place in range(60)]
    many = line("multiple", ("PAY_1",), ("100",), real=0.5, alike=names)
    told = sentences.giveaway(many)
    assert told.endswith("; c0, c1, c2, c3, c4 and 55 more columns likewise")
    assert sentences.columns(many) == "PAY_1, c0, c1, c2, c3, c4, 55 more columns"
    assert "c19 likewise" in sentences.giveaway(
        line("multiple", ("PAY_1",), ("100",), alike=names[:20])
    )
