import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table
from fake_or_real.giveaways.naming import RareValues
from fake_or_real.giveaways.partition import Partition, number_label

COMMON = ["Berlin", "Hamburg", "Zz"]


@pytest.fixture(scope="module")
def rare():
    city = [*COMMON * 50, "Zwickau 08056", "Neu-Isenburg", "Ü", *["Wismar"] * 4]
    frame = pd.DataFrame({"city": pd.array(city, dtype="str")})
    frame["salary"] = pd.array([100] * (len(city) - 1) + [987_654], dtype="Int64")
    frame["born"] = pd.Timestamp("1990-01-01")
    frame.loc[7, "born"] = pd.Timestamp("1887-03-05")
    frame["open"] = pd.array([True] * (len(city) - 1) + [False], dtype="boolean")
    kinds = {"city": "categorical", "salary": "integer", "born": "datetime", "open": "boolean"}
    return RareValues(Table(frame, kinds), 5)


@pytest.mark.parametrize(
    "value",
    [
        *("Zwickau 08056", "zwickau  08056", "ZWICKAU-8056", "Zwickau 08056.", "Zwickau", "08056"),
        *("in Neu-Isenburg, Hessen", "neuisenburg", "Neu-Isenberg", "Neu-Isen", "Wismär", "Wisma"),
        *("earns 987654", "987.654", "1887-03-05", "5 (1887-03-05 00:00:00)", "A", "...", "x" * 65),
    ],
)
def test_what_leads_to_a_rare_value_is_not_named(rare, value):
    assert rare.betrayed_by("city", value)


@pytest.mark.parametrize("value", ["Paris", "Berlin", "Hamburgo", "1990-01-01", "wie", "Falsehood"])
def test_what_leads_to_none_may_be_named(rare, value):
    assert not rare.betrayed_by("city", value)


def distance(first, second):
    """Levenshtein's, as in every textbook."""
    line = np.arange(len(second) + 1)
    for i, letter in enumerate(first, start=1):
        previous, line = line, line.copy()
        line[0] = i
        for j, other in enumerate(second, start=1):
            line[j] = min(previous[j] + 1, line[j - 1] + 1, previous[j - 1] + (letter != other))
    return line[-1]


def test_one_letter_makes_a_short_value_and_two_make_a_long_one_the_same():
    rng = np.random.default_rng(0)
    for _ in range(100):
        first, second = ("".join(rng.choice([*"ab"], rng.integers(1, 9))) for _ in range(2))
        table = Table(pd.DataFrame({"a": pd.array([second], dtype="str")}), {"a": "categorical"})
        most = 2 if len(first) >= 6 else 1
        inside = min(len(first), len(second)) >= 3 and (first in second or second in first)
        near = inside or distance(first, second) <= most
        assert RareValues(table, 5).betrayed_by("a", first) == near, (first, second)


@pytest.mark.parametrize("kind", ["integer", "float", "datetime"])
def test_no_bound_of_an_interval_is_a_value_that_few_rows_share(kind):
    rng = np.random.default_rng(0)
    for rows in (60, 200, 1000):
        values = np.exp(rng.normal(8, 1, rows)) * rng.choice([1, 1, 20], rows)
        column = pd.Series(np.round(values, 1 if kind == "float" else 0))
        if kind == "integer":
            column = column.astype("Int64")
        elif kind == "datetime":
            column = pd.to_datetime(column, unit="s").astype("datetime64[us]")
        table = Table(pd.DataFrame({"x": column}), {"x": kind})
        partition = Partition(table, table, np.arange(rows // 2), np.arange(rows // 2, rows), 5)
        bounds = {number_label(cut, kind) for cut in partition.cuts("x")}
        counts = column.value_counts()
        rare = counts.index[counts < 5]
        assert bounds
        assert bounds.isdisjoint(str(value).removesuffix(".0") for value in rare)
