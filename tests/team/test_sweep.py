"""Sweeps, without running any."""

import pytest

from fake_or_real.errors import UserError, one_line
from team.sweep import experiments, main, parse_grid

from ..conftest import ROOT

KNOWN = [
    "seed",
    "fetch.dataset",
    "generator.name",
    "generator.sample_size",
    "discriminator.name",
    "yardstick.fractions",
]


def test_a_grid_is_read():
    text = "generator.sample_size=500,1000,500 yardstick.fractions=[0,1],[0,0.5,1]"
    assert parse_grid(text, 2, KNOWN) == {
        "generator.sample_size": ["500", "1000"],
        "yardstick.fractions": ["[0,1]", "[0,0.5,1]"],
        "seed": ["1", "2"],
    }
    assert parse_grid("", 1, KNOWN) == {"seed": ["1"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("generator.samplesize=5", "did you mean generator.sample_size?"),
        ("generator.sample_size", "has no value"),
        ("", "nothing to sweep"),
    ],
)
def test_what_is_no_grid_is_refused(text, said):
    with pytest.raises(UserError, match=said):
        parse_grid(text, None, KNOWN)


@pytest.mark.parametrize("seeds", ["0", "-1", "x", "1e9", "99999", "٣"])
def test_a_number_of_seeds_that_is_none_is_refused(seeds, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.argv", ["sweep", "", "--seeds", seeds])
    with pytest.raises(UserError, match="SEEDS was"):
        main()


@pytest.mark.parametrize(
    ("grid", "said"),
    [
        ("generator.sample_size=500,5", "generator.sample_size was 5; it should be greater than"),
        ("split.holdout=0.5,1.5", "split.holdout was 1.5; it should be less than 1"),
        ("yardstick.fractions=[0,1],[1,0]", "should rise from 0"),
        ("seed=1,[", "S: seed=[ is nothing that DVC can read"),
        ("seed=${x}", "S: seed=${x} is nothing that DVC can read"),
        ("fetch.dataset=https://me:hush@host/t.csv", "S: fetch.dataset=https://host/t.csv: fetch"),
    ],
)
def test_a_value_that_no_run_can_take_is_refused_before_the_first(grid, said, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("team.sweep.run_experiment", None)
    monkeypatch.setattr("sys.argv", ["sweep", grid])
    with pytest.raises(UserError) as error:
        main()
    assert said in one_line(error.value)
    assert "hush" not in one_line(error.value)


def test_experiments_are_named_by_their_parameters():
    found = experiments({"generator.sample_size": ["500", "1000"], "seed": ["1"]})
    assert found == {
        "generator.sample_size=500,seed=1": {"generator.sample_size": "500", "seed": "1"},
        "generator.sample_size=1000,seed=1": {"generator.sample_size": "1000", "seed": "1"},
    }


def test_names_are_valid_in_git_and_never_shared():
    assert list(experiments({"fetch.dataset": ["../my data/a.csv"]})) == [
        "fetch.dataset=--my-data-a.csv"
    ]
    with pytest.raises(UserError, match="would be called"):
        experiments({"fetch.dataset": ["a/b", "a-b"]})
