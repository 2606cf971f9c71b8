"""Sweeps, without running any."""

import pytest

from fake_or_real.errors import UserError
from team.sweep import experiments, parse_grid

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
