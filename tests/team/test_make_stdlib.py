import platform
import sysconfig
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fake_or_real import sources
from fake_or_real.data import tables
from fake_or_real.sources.known import KNOWN
from team.upkeep import make_stdlib

MODULE = '''\
def plain(a, b=1, *args, c=2, d, **kwargs):
    """Three short words."""
    # a comment
    if a:
        return 1
    elif b:
        return 2
    else:
        for i in a:
            while i: pass
    def __nested__() -> int: return 3


class _Class:
    async def _method(self, x: int):
        """One

        four.
        """

    @functools.cached_property
    def value(self): return 1

    @value.setter
    def value(self, value): pass

    @classmethod
    def make(cls): pass

    @staticmethod
    def free(): pass
'''


def test_the_facts_about_functions():
    rows = list(make_stdlib.facts(MODULE))
    assert [row["kind"] for row in rows] == [
        *("function", "nested", "method", "property", "property", "classmethod", "staticmethod"),
    ]
    plain, nested, method = rows[:3]
    assert plain == {
        "kind": "function",
        "visibility": "public",
        "async": False,
        "variadic": True,
        "annotated": False,
        "args": 4,
        "defaults": 2,
        "statements": 9,
        "branches": 4,
        "returns": 3,
        "depth": 3,
        "lines": 11,
        "line_length": 20.7,
        "comment_share": 0.091,
        "docstring_words": 3,
        "docstring_share": 0.091,
    }
    assert (nested["visibility"], nested["annotated"], nested["lines"]) == ("dunder", True, 1)
    assert (nested["docstring_words"], nested["docstring_share"]) == (None, None)
    assert (method["visibility"], method["async"], method["annotated"]) == ("private", True, True)
    assert (method["statements"], method["docstring_words"]) == (0, 2)
    assert method["docstring_share"] == 0.8


@pytest.fixture(scope="module")
def stdlib() -> tables.Table:
    return sources.fetch("stdlib")


def test_the_committed_table_is_as_documented(stdlib):
    assert 14_000 < len(stdlib) < 16_000
    assert make_stdlib.OUT.stat().st_size <= 400_000
    lines = (line.split("|") for line in (make_stdlib.__doc__ or "").splitlines())
    cells = [[cell.strip() for cell in line[1:3]] for line in lines if len(line) == 5]
    documented = dict(cells[2:])
    assert stdlib.kinds == documented
    made_from = tables.read(make_stdlib.OUT).about["source"]
    assert KNOWN["stdlib"].source == f"the standard library of {made_from}"


def _broken(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """For each documented rule, the rows that break it."""
    parts = {
        name: frame[name] * frame["lines"] % 1 for name in ("comment_share", "docstring_share")
    }
    return {
        "module has one area": frame.groupby("module")["area"].transform("nunique") > 1,
        "defaults <= args": frame["defaults"] > frame["args"],
        "returns <= statements": frame["returns"] > frame["statements"],
        "branches <= statements": frame["branches"] > frame["statements"],
        "depth <= statements": frame["depth"] > frame["statements"],
        "branches only where depth": (frame["branches"] > 0) & (frame["depth"] == 0),
        "property or classmethod has args": (
            frame["kind"].isin(["property", "classmethod"]) & (frame["args"] < 1)
        ),
        "missing together": frame["docstring_words"].isna() != frame["docstring_share"].isna(),
        **{
            f"{name} x lines": np.minimum(part, 1 - part) > 0.0006 * frame["lines"]
            for name, part in parts.items()
        },
    }


def test_the_rules_hold_in_every_row(stdlib):
    counts = {rule: int(rows.sum()) for rule, rows in _broken(stdlib.frame).items()}
    assert set(counts.values()) == {0}, counts


def test_independent_columns_break_every_rule(stdlib):
    rng = np.random.default_rng(0)
    shuffled = stdlib.frame.apply(lambda column: column.to_numpy()[rng.permutation(len(column))])
    assert all(rows.any() for rows in _broken(shuffled).values())


@pytest.mark.slow
def test_the_script_makes_the_committed_table(stdlib):
    made = make_stdlib.make(Path(sysconfig.get_path("stdlib")))
    assert made.kinds == stdlib.kinds
    counts = {rule: int(rows.sum()) for rule, rows in _broken(made.frame).items()}
    assert set(counts.values()) == {0}, counts
    if KNOWN["stdlib"].source.endswith(f" {platform.python_version()}"):
        pd.testing.assert_frame_equal(made.frame, stdlib.frame)
