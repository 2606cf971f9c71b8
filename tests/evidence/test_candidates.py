import numpy as np
import pandas as pd
import pytest

from stages.evidence import candidates
from stages.evidence.cells import Rows
from stages.tables import Table


def rows_of(real, fake, kind):
    """Rows of one column; the first half of the real ones is the reference."""
    tables = (Table(pd.DataFrame({"x": column}), {"x": kind}) for column in (real, fake))
    half = len(real) // 2
    return Rows(*tables, np.arange(half), np.arange(half, len(real)), 5)


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
        name: candidates.ask(rows, "value", ("x",), "", flag).weight for name, flag in flags.items()
    }
    assert weights["half"] == pytest.approx(0.25, abs=0.01)
    assert weights["half"] > weights["seldom"] > weights["never"] > 0
    assert weights["always"] == pytest.approx(weights["never"])
