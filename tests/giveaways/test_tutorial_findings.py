"""What the tutorial's readers see for themselves is found in the tutorial's own rows."""

from pathlib import Path

import numpy as np
import pytest

from fake_or_real.data import files, foreign
from fake_or_real.giveaways import giveaways, segments
from fake_or_real.giveaways.partition import Partition


@pytest.fixture(scope="module")
def rows(shared: Path) -> Partition:
    real = files.read_table(shared / "data" / "census.csv.gz")
    raw = files.read_foreign(shared / "tutorial" / "synthetic.parquet")
    synthetic, _ = foreign.conform(raw.table, real.kinds)
    reference, control = np.array_split(np.random.default_rng(0).permutation(len(real)), 2)
    return Partition(real, synthetic, reference, control, min_count=5)


def test_education_and_education_num_are_the_first_pair_with_their_rule(rows):
    found = giveaways.find(rows, np.random.default_rng(0))
    first = next(of for of in found if len(of.question.columns) == 2)
    assert first.question.columns == ("education", "education_num")
    assert first.question.form == "function"
    assert (int(first.question.fake.sum()), first.rate_real) == (45, 0)


def test_the_values_that_the_tutorials_generator_invents_are_named(rows):
    found = giveaways.find(rows, np.random.default_rng(0))
    unknown = {each.question.columns: each for each in found if each.question.form == "unknown"}
    assert unknown["fnlwgt",].rate_fake == pytest.approx(0.94, abs=0.01)
    assert unknown["capital_gain",].rate_fake == pytest.approx(0.057, abs=0.001)
    assert unknown["native_country",].rate_fake == pytest.approx(0.01, abs=0.001)
    assert unknown["native_country",].question.example == ("_RARE_",)


def test_the_segment_that_the_tutorials_generator_fails_to_make_comes_first(rows):
    first = segments.find_segments(rows)[0]
    assert first.conditions == ("capital_gain = 15024",)
    assert first.rate_real == pytest.approx(0.0105, abs=0.001)
    assert (first.fake, first.fake_rows) == (0, 5000)
