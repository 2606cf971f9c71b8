"""Whether dvc.lock is up to date."""

import pytest

from team.results import overtaken
from team.status import changed


def status(deps, outs):
    return {"probe": [{"changed deps": deps}, {"changed outs": outs}]}


@pytest.mark.parametrize("state", ["not in cache", "deleted", "modified"])
def test_data_is_not_committed(state):
    assert changed({}) == {}
    assert (
        changed(status({"data/real.parquet": "deleted"}, {"data/synthetic.parquet": state})) == {}
    )


@pytest.mark.parametrize(
    ("deps", "outs", "named"),
    [
        ({"stages/probe.py": "modified"}, {}, "stages/probe.py"),
        ({"stages/probe.py": "deleted"}, {}, "stages/probe.py"),
        ({"params.yaml": {"probe.size": "modified"}}, {}, "probe.size"),
        ({}, {"metrics/split.json": "modified"}, "metrics/split.json"),
        ({}, {"metrics/split.json": "deleted"}, "metrics/split.json"),
    ],
)
def test_what_changed_is_named(deps, outs, named):
    assert changed(status(deps, outs)) == {"probe": [named]}


def test_a_changed_command_is_named():
    assert changed({"probe": ["changed command"]}) == {"probe": ["changed command"]}


def test_a_stage_that_ran_on_older_data_is_named():
    def lock(read):
        real = "data/real.parquet"
        return {
            "fetch": {"outs": [{"path": real, "md5": "new"}]},
            "probe": {"deps": [{"path": real, "md5": read}, {"path": "stages", "md5": "x"}]},
        }

    assert overtaken(lock("new")) == {}
    assert overtaken(lock("old")) == {"probe": ["data/real.parquet"]}
