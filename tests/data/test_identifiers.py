"""Identifiers are found, and measurements are never taken for one."""

import uuid

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from fake_or_real.data import foreign
from fake_or_real.sources import fetch

ROWS = 1500
RNG = np.random.default_rng(1)
DAYS = pd.date_range("2015-01-01", periods=ROWS, freq="D")
LETTERS = np.array(list("ABCDEFGHJKLMNPQRSTUVWXYZ"))


def table_of(values, name="column", rows=ROWS):
    """The values as they would come from a CSV, beside a column that describes the rows."""
    strings = pd.Series(list(values)[:rows]).astype("str").astype(object)
    raw = pa.table({name: pa.array(strings, pa.string()), "size": pa.array(["9"] * rows)})
    return foreign.typed(raw, {}, parse=True)


def identifiers(table):
    return [name for name, kind in table.kinds.items() if kind == "identifier"]


def letters(rows, width):
    return ["".join(row) for row in RNG.choice(LETTERS, (rows, width))]


def drawn(low, high):
    return RNG.choice(high - low, ROWS, replace=False) + low


IDENTIFIERS = {
    "counter": range(100_000, 100_000 + ROWS),
    "shuffled counter": RNG.permutation(ROWS),
    "counter in steps": 7 * np.arange(ROWS) + 32_900_000,
    "sample of a counter": drawn(1, 40_000),
    "counter with an outlier": [*range(1, ROWS), 10**12],
    "whole floats": [f"{number}.0" for number in range(ROWS)],
    "uuid": [uuid.UUID(int=int(n), version=4) for n in RNG.integers(2**62, size=ROWS)],
    "sha": [f"{n:016x}{n:016x}" for n in RNG.integers(2**62, size=ROWS)],
    "prefixed counter": [f"CUST-{number}" for number in range(ROWS)],
    "padded number": [f"C{number:07}" for number in drawn(0, 10**7)],
    "order number": [f"ORD-{2015 + n % 8}-{n:06}" for n in drawn(0, 10**6)],
    "snowflake": 1_410_255_776_179_409_664 + RNG.integers(2**56, size=ROWS),
    "telephone": [f"+43{number}" for number in drawn(10**8, 9 * 10**8)],
    "spaced telephone": [f"+43 664 {number}" for number in drawn(10**6, 10**7)],
    "e-mail": [f"{word.lower()}@example.org" for word in letters(ROWS, 9)],
    "random code": [
        f"{word}{n:04}" for word, n in zip(letters(ROWS, 5), drawn(0, 10**4), strict=True)
    ],
}
MEASUREMENTS = {
    "normal": RNG.normal(size=ROWS),
    "cents": np.exp(RNG.normal(10, 2, ROWS)).astype(int),
    "even cents": RNG.integers(10**6, size=ROWS),
    "large sums": np.exp(RNG.normal(21, 1, ROWS)).astype(int),
    "sums of nine digits": RNG.normal(5e8, 5e7, ROWS).astype(int),
    "age": RNG.integers(18, 90, ROWS),
    "epoch seconds": drawn(1_560_000_000, 1_690_000_000),
    "epoch milliseconds": drawn(1_560_000_000_000, 1_690_000_000_000),
    "epoch microseconds": drawn(1_560_000_000, 1_690_000_000) * 10**6 + 17,
    "epoch nanoseconds": drawn(1_560_000_000, 1_690_000_000) * 10**9,
    "day after day, in seconds": DAYS.astype("int64") // 10**6,
    "day after day": DAYS.strftime("%Y-%m-%d"),
    "day after day, as a number": DAYS.strftime("%Y%m%d"),
    "european days": DAYS.strftime("%d.%m.%Y"),
    "american days": DAYS.strftime("%m/%d/%Y"),
    "named months": DAYS.strftime("%d-%b-%Y"),
    "distinct times": pd.Timestamp("2020-01-01") + pd.to_timedelta(37 * np.arange(ROWS), "min"),
    "european number": [f"{n / 100:.2f}".replace(".", ",") for n in drawn(1000, 99_999)],
    "thousands": [f"{n:,}" for n in drawn(10_000, 999_999)],
    "length of time": [f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}" for n in drawn(0, 86_400)],
    "length of time in words": [f"{n // 60}h{n % 60:02}min" for n in drawn(1000, 99_999)],
    "ISO length of time": [f"PT{n // 3600}H{n // 60 % 60}M{n % 60}S" for n in drawn(0, 86_400)],
    "number with its unit": [f"{n} kg" for n in RNG.integers(10**5, size=ROWS)],
    "place": [f"{a:.4f},{b:.4f}" for a, b in RNG.normal(45, 3, (ROWS, 2))],
    "name": [
        f"{a.title()} {b.title()}" for a, b in zip(letters(ROWS, 5), letters(ROWS, 7), strict=True)
    ],
    "repeated key": RNG.integers(ROWS, size=ROWS),
    "one value": [7] * ROWS,
}


@pytest.mark.parametrize("values", IDENTIFIERS.values(), ids=IDENTIFIERS)
def test_identifiers_are_found(values):
    assert identifiers(table_of(values)) == ["column"]


@pytest.mark.parametrize("values", MEASUREMENTS.values(), ids=MEASUREMENTS)
@pytest.mark.parametrize("name", ["column", "customer_idea"])
def test_measurements_are_none(values, name):
    assert identifiers(table_of(values, name)) == []


def test_the_years_of_a_short_table_are_none():
    assert identifiers(table_of(range(1950, 2021), rows=71)) == []


def test_a_name_helps_where_rows_are_few():
    numbers = RNG.choice(10**5, 60, replace=False) + 10**5
    assert identifiers(table_of(numbers, "size in m", 60)) == []
    assert identifiers(table_of(numbers, "customerId", 60)) == ["customerId"]


def test_a_name_does_not_make_a_key_of_what_repeats():
    numbers = RNG.integers(10**5, 2 * 10**5, 600)
    numbers[1] = numbers[0]
    assert identifiers(table_of(numbers, "customer_id", 600)) == []


def test_gaps_do_not_matter_unless_most_values_are_missing():
    numbers = np.arange(ROWS).astype(str).astype(object)
    raw = {
        name: pa.array(np.where(np.arange(ROWS) % 3 < kept, numbers, None), pa.string())
        for name, kept in (("two thirds", 2), ("one third", 1))
    }
    assert identifiers(foreign.typed(pa.table(raw), {}, parse=True)) == ["two thirds"]


def test_few_repeats_are_borne():
    numbers = np.arange(ROWS)
    numbers[:3] = 7
    assert identifiers(table_of(numbers)) == ["column"]


def test_known_tables_have_none(shared, monkeypatch):
    monkeypatch.setenv("FAKE_OR_REAL_MIRROR", str(shared / "data"))
    for name in ("stdlib", "census", "bank-marketing"):
        assert identifiers(fetch(name)) == []
