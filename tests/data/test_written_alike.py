"""Tables written alike: what is rounded or spelled otherwise, and nothing else."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table
from fake_or_real.data.written_alike import written_alike

RNG = np.random.default_rng(3)
FINE = RNG.uniform(0, 1000, 300)
CITIES = np.repeat(["New York", "Rome"], 150)
MOMENTS = pd.Timestamp("2022-01-01") + pd.to_timedelta(RNG.integers(0, 10**7, 300), unit="s")


def alike(real, fake, kind):
    tables = [Table(pd.DataFrame({"x": values}), {"x": kind}) for values in (real, fake)]
    first, second, changed = written_alike(*tables)
    return first.frame["x"], second.frame["x"], changed


@pytest.mark.parametrize(
    ("real", "fake", "kind"),
    [
        (FINE.round(2), FINE.round(9), "float"),
        (FINE.round(9), FINE.round(2), "float"),
        (pd.array(FINE.round().round(-1), "Int64"), pd.array(FINE.round(), "Int64"), "integer"),
        (MOMENTS, MOMENTS.floor("D"), "datetime"),
        (
            np.repeat(["New York", "Rome"], 150),
            np.repeat(["new  york", "ROME "], 150),
            "categorical",
        ),
    ],
)
def test_what_differs_in_writing_alone_becomes_equal(real, fake, kind):
    first, second, changed = alike(real, fake, kind)
    assert changed == ["x"]
    assert first.tolist() == second.tolist()


@pytest.mark.parametrize(
    ("real", "fake", "kind"),
    [
        (FINE, FINE[::-1], "float"),
        # A synthesizer that knows a few values only does not write them in multiples of 50.
        (pd.array(FINE.round(), "Int64"), pd.array(np.full(300, 50), "Int64"), "integer"),
        (MOMENTS, pd.Series([pd.Timestamp("2022-01-01")] * 300), "datetime"),
        (CITIES, np.where(CITIES == "Rome", "Paris", CITIES), "categorical"),
        (np.full(300, np.nan), FINE, "float"),
    ],
)
def test_what_differs_in_content_is_left_alone(real, fake, kind):
    assert alike(real, fake, kind)[2] == []
