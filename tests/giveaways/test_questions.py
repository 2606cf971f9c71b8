import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table
from fake_or_real.giveaways import giveaways, questions, rows, values
from fake_or_real.giveaways.partition import Partition


def rows_of(real, fake, kind):
    """Partition of one column; the first half of the real ones is the reference."""
    tables = (Table(pd.DataFrame({"x": column}), {"x": kind}) for column in (real, fake))
    half = len(real) // 2
    return Partition(*tables, np.arange(half), np.arange(half, len(real)), 5)


def test_the_more_answers_vary_the_more_error_a_question_may_use():
    column = pd.array(["a"] * 98 + ["b", "c"] * 51, dtype="str")
    partition = rows_of(column, column, "categorical")
    flags = {
        "never": np.zeros(400, bool),
        "seldom": np.arange(400) % 10 == 0,
        "half": np.arange(400) % 2 == 0,
        "always": np.ones(400, bool),
    }
    weights = {
        name: questions.answer(partition, "value", "equals", ("x",), flag).weight
        for name, flag in flags.items()
    }
    assert weights["half"] == pytest.approx(0.25, abs=0.01)
    assert weights["half"] > weights["seldom"] > weights["never"] > 0
    assert weights["always"] == pytest.approx(weights["never"])


NUMBERS = np.arange(1, 2001)
CODES, FIGURES = ([form.format(i) for i in NUMBERS] for form in ("{:06}", "{:.2f} EUR"))
PRICES = [f"{i / 20:.2f}" for i in NUMBERS % 40]


@pytest.mark.parametrize(
    ("real", "spell", "form"),
    [
        (CODES, lambda code: code.lstrip("0"), "leading_zero"),
        (PRICES, lambda price: price.rstrip("0"), "respelt"),
        (["7", "12", "30"] * 400, lambda code: code.zfill(3), "respelt"),
        ([f"A-{i:05}" for i in NUMBERS], lambda code: code.replace("-0", "-"), "length"),
        (FIGURES, lambda figure: figure.replace(".", ","), "shape"),
    ],
    ids=["padding", "trailing zeros", "added zeros", "inner padding", "decimal comma"],
)
def test_strings_that_are_spelt_another_way_are_named(real, spell, form):
    rng = np.random.default_rng(0)
    real = rng.permutation(np.array(real, dtype=object))
    fake = real[len(real) // 2 :][:500].copy()  # as new to the reference as the control
    fake[:50] = [spell(value) for value in fake[:50]]
    real, fake = (pd.array(column, dtype="str") for column in (real, fake))
    (first, *_) = giveaways.find(rows_of(real, fake, "categorical"), rng)
    assert (first.question.kind, first.question.columns) == ("format", ("x",))
    assert first.question.form == form


def _of_form(asked, form):
    (question,) = [question for question in asked if question.form == form]
    return question


def test_a_missing_value_is_no_rare_one_however_few_real_rows_lack_it():
    """Its own question says so, and the rare values' one would say it again in other words."""
    real = pd.array(["a"] * 196 + ["b"] * 2 + [None] * 2, dtype="str")
    real = np.random.default_rng(0).permutation(real)
    fake = pd.array(["a"] * 50 + ["b"] * 3 + [None] * 47, dtype="str")
    partition = rows_of(pd.array(real, dtype="str"), fake, "categorical")
    rare = _of_form(values.of_columns(partition), "rare")
    missing = pd.isna(fake)
    assert not rare.fake[missing].any()
    unknown = _of_form(values.of_columns(partition), "unknown")
    assert not unknown.fake[missing].any()
    assert np.flatnonzero(rare.fake | unknown.fake).tolist() == [50, 51, 52]  # the rows with b


@pytest.mark.parametrize("sizes", [(400, 100), (100, 400)])
def test_repeats_are_counted_in_as_many_fake_rows_as_control_rows(sizes):
    """Among four times as many rows a row meets its like about four times as often."""
    rng = np.random.default_rng(0)
    control, fakes = sizes
    values = [
        pd.array(rng.integers(0, 300, n).astype(str), dtype="str") for n in (2 * control, fakes)
    ]
    (question,) = rows.of_duplicates(rows_of(*values, "categorical"), rng)
    assert len(question.fake) == len(question.control) == min(sizes)
    assert abs(int(question.fake.sum()) - int(question.control.sum())) < 15
