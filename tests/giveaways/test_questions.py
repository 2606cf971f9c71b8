import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table
from fake_or_real.giveaways import giveaways, questions
from fake_or_real.giveaways.partition import Partition


def rows_of(real, fake, kind):
    """Partition of one column; the first half of the real ones is the reference."""
    tables = (Table(pd.DataFrame({"x": column}), {"x": kind}) for column in (real, fake))
    half = len(real) // 2
    return Partition(*tables, np.arange(half), np.arange(half, len(real)), 5)


def test_the_more_answers_vary_the_more_error_a_question_may_use():
    column = pd.array(["a"] * 98 + ["b", "c"] * 51, dtype="str")
    rows = rows_of(column, column, "categorical")
    flags = {
        "never": np.zeros(400, bool),
        "seldom": np.arange(400) % 10 == 0,
        "half": np.arange(400) % 2 == 0,
        "always": np.ones(400, bool),
    }
    weights = {
        name: questions.answer(rows, "value", ("x",), "", flag).weight
        for name, flag in flags.items()
    }
    assert weights["half"] == pytest.approx(0.25, abs=0.01)
    assert weights["half"] > weights["seldom"] > weights["never"] > 0
    assert weights["always"] == pytest.approx(weights["never"])


NUMBERS = np.arange(1, 2001)
CODES, FIGURES = ([form.format(i) for i in NUMBERS] for form in ("{:06}", "{:.2f} EUR"))
PRICES = [f"{i / 20:.2f}" for i in NUMBERS % 40]


@pytest.mark.parametrize(
    ("real", "spell", "words"),
    [
        (CODES, lambda code: code.lstrip("0"), "x begins with a zero before other digits: 90 %"),
        (PRICES, lambda price: price.rstrip("0"), "x has a real value in another case or with"),
        (["7", "12", "30"] * 400, lambda code: code.zfill(3), "other blanks or zeros: 10 %"),
        ([f"A-{i:05}" for i in NUMBERS], lambda code: code.replace("-0", "-"), "x is 7 characters"),
        (FIGURES, lambda figure: figure.replace(".", ","), "x has a value of a shape that"),
    ],
    ids=["padding", "trailing zeros", "added zeros", "inner padding", "decimal comma"],
)
def test_strings_that_are_spelt_another_way_are_named(real, spell, words):
    rng = np.random.default_rng(0)
    real = rng.permutation(np.array(real, dtype=object))
    fake = real[len(real) // 2 :][:500].copy()  # as new to the reference as the control
    fake[:50] = [spell(value) for value in fake[:50]]
    real, fake = (pd.array(column, dtype="str") for column in (real, fake))
    (first, *_) = giveaways.find(rows_of(real, fake, "categorical"), rng)
    assert (first.question.kind, first.question.columns) == ("format", ("x",))
    assert words in first.sentence
