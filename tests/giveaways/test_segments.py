import re

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table
from fake_or_real.giveaways import segments
from fake_or_real.giveaways.partition import Partition

KINDS = {"colour": "categorical", "size": "integer", "weight": "float"}


def rows_without(missing=None, *, seed=0):
    """4,000 real rows, and 2,000 more without those of a segment."""
    rng = np.random.default_rng(seed)

    def draw(count):
        return pd.DataFrame(
            {
                "colour": pd.array(rng.choice(["red", "green", "blue"], count), dtype="str"),
                "size": pd.array(rng.integers(0, 8, count), dtype="Int64"),
                "weight": rng.normal(size=count),
            }
        )

    real, fake = draw(4000), draw(2000)
    if missing:
        fake = fake[~missing(fake)].reset_index(drop=True)
    tables = Table(real, KINDS), Table(fake, KINDS)
    return Partition(*tables, np.arange(2000), np.arange(2000, 4000), min_count=5)


def test_a_missing_value_is_named_with_its_shares():
    rows = rows_without(lambda frame: frame["colour"] == "red")
    (only,) = segments.find_segments(rows)
    assert only.conditions == ("colour = red",)
    assert only.rate_real == pytest.approx(1 / 3, abs=0.03)
    assert (only.fake, only.fake_rows) == (0, len(rows.fake))


def test_a_missing_combination_is_named_with_both_conditions():
    rows = rows_without(lambda frame: (frame["colour"] == "red") & (frame["size"] == 3))
    (only,) = segments.find_segments(rows)
    assert only.conditions == ("colour = red", "size = 3")
    assert only.columns == ("colour", "size")
    assert only.fake == 0


def test_a_missing_range_is_named_by_its_ends():
    rows = rows_without(lambda frame: frame["weight"] > 2)
    found = segments.find_segments(rows)
    assert {segment.columns for segment in found} == {("weight",)}
    assert all(re.search("weight > 2|[\\d.]+ < weight <=", s.conditions[0]) for s in found)
    assert sum(segment.rate_real for segment in found) == pytest.approx(0.023, abs=0.01)


def test_nothing_is_missing_from_real_rows():
    assert sum(len(segments.find_segments(rows_without(seed=seed))) for seed in range(20)) <= 3


def test_the_table_has_a_line_for_each_and_its_columns_even_when_empty():
    rows = rows_without(lambda frame: frame["colour"] == "red")
    frame = segments.to_frame(segments.find_segments(rows))
    assert frame["rule"].tolist() == ["colour = red"]
    assert list(segments.to_frame([])) == list(frame)
