"""Which way imports point: each room knows only the rooms below it."""

import ast
from itertools import pairwise

import pytest

from .conftest import ROOT
from .test_pipeline import closure, imported

# From the top; rooms on one line know nothing of each other.
FLOORS = [
    ["team"],
    ["stages"],
    ["fake_or_real"],  # the public functions: judge and the command line
    ["fake_or_real/report"],
    ["fake_or_real/giveaways"],
    ["fake_or_real/evidence"],
    ["fake_or_real/repairs"],
    ["fake_or_real/discriminators"],
    ["fake_or_real/features"],
    ["fake_or_real/statistics", "fake_or_real/synthesizers", "fake_or_real/sources"],
    ["fake_or_real/data"],
]
EVERYWHERE = {ROOT / "fake_or_real/errors.py", ROOT / "fake_or_real/progress.py"}
# What the pipeline needs and judging two tables does not.
PIPELINE = {"dvc", "mostlyai", "pooch", "pydantic", "requests", "ruamel", "torch", "yaml"}


def room(file):
    """The longest room that a file stands in."""
    place = file.relative_to(ROOT).as_posix()
    rooms = [name for floor in FLOORS for name in floor if place.startswith(f"{name}/")]
    return max(rooms, key=len)


FLOOR = {name: place for place, floor in enumerate(FLOORS) for name in floor}
FILES = [file for top in ("team", "stages", "fake_or_real") for file in (ROOT / top).rglob("*.py")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_room_knows_only_what_is_below_it(file):
    own = room(file)
    others = {room(other): other for other in imported(file) - EVERYWHERE if room(other) != own}
    above = {name: other for name, other in others.items() if FLOOR[name] <= FLOOR[own]}
    assert above == {}


def test_judging_needs_nothing_of_the_pipeline():
    names = set()
    for file in closure(ROOT / "fake_or_real/judging.py") | closure(ROOT / "fake_or_real/cli.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    assert {"numpy", "lightgbm"} <= names
    assert names & PIPELINE == set()


def test_the_floors_are_those_of_the_house():
    rooms = {f"fake_or_real/{path.name}" for path in (ROOT / "fake_or_real").iterdir()}
    folders = {name for name in rooms if (ROOT / name).is_dir() and "__" not in name}
    assert folders == {name for floor in FLOORS for name in floor if "/" in name}
    assert all(set(upper).isdisjoint(lower) for upper, lower in pairwise(FLOORS))
