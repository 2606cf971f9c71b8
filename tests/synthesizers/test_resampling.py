import numpy as np
import pandas as pd
import pytest

from fake_or_real import synthesizers
from fake_or_real.data import foreign

NAMES = ["copy", "independent"]


@pytest.mark.parametrize("name", NAMES)
def test_the_seed_decides_the_rows(mixed, name):
    synthesizer = synthesizers.make(name, {})
    synthesizer.fit(mixed, seed=1)
    pd.testing.assert_frame_equal(synthesizer.sample(99, seed=2), synthesizer.sample(99, seed=2))
    assert not synthesizer.sample(99, seed=2).equals(synthesizer.sample(99, seed=3))


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_one_draws_the_same_rows(mixed, name, tmp_path):
    synthesizer = synthesizers.make(name, {})
    synthesizer.fit(mixed, seed=1)
    synthesizers.save(synthesizer, name, tmp_path)
    loaded = synthesizers.load(tmp_path)
    pd.testing.assert_frame_equal(loaded.sample(50, seed=4), synthesizer.sample(50, seed=4))


@pytest.mark.parametrize("name", NAMES)
def test_rows_conform_to_the_real_kinds(mixed, name):
    synthesizer = synthesizers.make(name, {})
    synthesizer.fit(mixed, seed=1)
    drawn, unfit = foreign.conform(synthesizer.sample(30, seed=1), mixed.kinds)
    assert len(drawn) == 30
    assert unfit == {}


def test_copy_draws_every_row_before_it_repeats_any(mixed):
    synthesizer = synthesizers.make("copy", {})
    synthesizer.fit(mixed, seed=1)
    drawn = synthesizer.sample(500, seed=1)
    counts = drawn.merge(mixed.frame.assign(row=range(len(mixed))), how="left")[
        "row"
    ].value_counts()
    assert len(counts) == len(mixed)
    assert set(counts) == {2, 3}


def test_independent_keeps_values_but_not_rows(mixed):
    synthesizer = synthesizers.make("independent", {})
    synthesizer.fit(mixed, seed=1)
    drawn = synthesizer.sample(500, seed=1)
    assert set(drawn["label"].dropna()) <= set(mixed.frame["label"].dropna())
    merged = drawn.merge(mixed.frame.drop_duplicates(), how="left", indicator=True)
    assert np.mean(merged["_merge"] == "both") < 0.1
