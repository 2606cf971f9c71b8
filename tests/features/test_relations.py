"""Relations between numeric columns: found where they are, and nowhere else."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from fake_or_real.data import foreign
from fake_or_real.features.relations import find_relations, numbers_of
from fake_or_real.sources import fetch

ROWS = 600
RNG = np.random.default_rng(5)
PRICE = RNG.integers(100, 90_000, ROWS) / 100
QUANTITY = RNG.integers(1, 9, ROWS)
NET = RNG.integers(1000, 10**6, ROWS) / 100
START = pd.Timestamp("2022-01-01") + pd.to_timedelta(RNG.integers(0, 10**7, ROWS), unit="s")
SECONDS = RNG.integers(60, 10**6, ROWS)
END = START + pd.to_timedelta(SECONDS, unit="s")
OFTEN_EQUAL = np.where(RNG.random(ROWS) < 0.3, SECONDS, SECONDS[::-1])


def typed(columns):
    raw = pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False)
    return foreign.typed(raw, {}, parse=False)


def found(columns):
    return [f"{each.columns[0]} = {each.formula}" for each in find_relations(typed(columns))]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"p": PRICE, "q": QUANTITY, "t": (PRICE * QUANTITY).round(2)}, "t = p * q"),
        ({"p": PRICE, "q": QUANTITY, "t": (PRICE * QUANTITY).round()}, "t = p * q"),
        ({"net": NET, "tax": PRICE, "gross": (NET + PRICE).round(2)}, "gross = net + tax"),
        ({"net": NET, "tax": (NET * 0.2).round(2)}, "tax = 0.2 * net"),
        ({"a": SECONDS, "b": SECONDS + 17}, "b = a + 17"),
        ({"a": NET, "b": NET.round()}, "b = a"),
        ({"a": SECONDS, "b": OFTEN_EQUAL}, "b = a"),
        ({"start": START, "end": END, "s": SECONDS}, "s = end - start in seconds"),
        ({"start": START, "end": END, "m": SECONDS // 60}, "m = end - start in minutes"),
    ],
)
def test_a_relation_is_found_with_its_formula(columns, said):
    assert found(columns) == [said]


def test_it_is_off_where_a_row_breaks_it():
    columns = {"p": PRICE, "q": QUANTITY, "t": (PRICE * QUANTITY).round(2)}
    table = typed(columns)
    (relation,) = find_relations(table)
    assert relation.share == 1
    broken = numbers_of(table) | {"t": columns["t"] + np.where(np.arange(ROWS) < 5, 3, 0)}
    assert np.flatnonzero(~relation.holds(broken)).tolist() == [0, 1, 2, 3, 4]
    assert relation.residual(broken)[:6].round(2).tolist() == [3, 3, 3, 3, 3, 0]


@pytest.mark.parametrize(
    "columns",
    [
        {"a": NET, "b": RNG.permutation(NET)},
        # Zeros are equal, and so are small numbers, by chance.
        {"a": np.where(RNG.random(ROWS) < 0.9, 0, SECONDS), "b": np.zeros(ROWS)},
        {"a": RNG.integers(0, 9, ROWS), "b": RNG.integers(0, 9, ROWS), "c": QUANTITY},
        {"a": SECONDS, "b": SECONDS + RNG.integers(-50, 50, ROWS)},
        {"a": np.full(ROWS, np.nan), "b": NET},
        {"a": np.full(ROWS, np.inf), "b": NET, "c": NET[::-1]},
    ],
)
def test_what_does_not_hang_together_has_none(columns):
    assert found(columns) == []


def test_known_tables_have_none(shared, monkeypatch):
    monkeypatch.setenv("FAKE_OR_REAL_MIRROR", str(shared / "data"))
    assert find_relations(fetch("census")) == []
    assert find_relations(fetch("bank-marketing")) == []


def test_of_many_columns_pairs_that_hang_together_are_found_too():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({f"c{i}": rng.normal(100, 30, 2000).round(2) for i in range(160)})
    often = np.where(rng.random(2000) < 0.3, frame["c3"], rng.normal(100, 30, 2000).round(2))
    twice, plus = (frame["c1"] * 2).round(2), frame["c2"] + 7
    planted = {"same": frame["c0"], "twice": twice, "plus": plus, "often": often}
    frame = frame.assign(**planted)
    assert sorted(found(frame)) == ["often = c3", "plus = c2 + 7", "same = c0", "twice = 2 * c1"]


def test_of_many_moments_a_length_of_time_is_found_too():
    rng = np.random.default_rng(0)
    frame = {f"n{i}": rng.integers(60, 10**6, 2000) for i in range(30)}
    frame |= {
        f"t{i}": pd.Timestamp("2022-01-01") + pd.to_timedelta(rng.integers(0, 10**7, 2000), "s")
        for i in range(10)
    }
    minutes = pd.to_timedelta(frame["n4"] * (rng.random(2000) < 0.9), "min")
    frame["end"] = frame["t7"] + minutes
    assert found(frame) == ["n4 = end - t7 in minutes"]
