"""Sweep and compare as a user runs them."""

import json

import pandas as pd
import pytest

from fake_or_real.errors import UserError
from team import experiments

from ..test_end_to_end import command, git

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def swept(tiny):
    """The repository after a sweep in which one run of three failed, and what it said."""
    grid = "generator.sample_size=500,666,5000 seed=3"
    return tiny, grid, command(tiny, "python", "-m", "team.sweep", grid, check=False)


def test_a_failing_run_loses_no_other_and_is_reported(swept):
    folder, _, said = swept
    assert "[1/3] generator.sample_size=500,seed=3: evaluate done in" in said
    assert "    error: no luck with 666 rows\n[3/3] generator.sample_size=5000,seed=3:" in said
    assert "error: 1 of 3 runs failed: generator.sample_size=666,seed=3;" in said
    assert git(folder, "status", "--porcelain") == "", "the working tree is as it was"


def test_a_sweep_goes_on_where_it_was(swept):
    folder, grid, _ = swept
    command(folder, "sed", "-i", "s/== 666/== 667/", "evaluate.py")
    said = command(folder, "python", "-m", "team.sweep", grid)
    assert said.count("there already") == 2
    assert "[2/3] generator.sample_size=666,seed=3: evaluate done in" in said
    assert "all 3 experiments are there" in said


def test_changed_code_or_parameters_are_refused(tiny):
    params = tiny / "params.yaml"
    before = params.read_text()
    params.write_text(before.replace("seed: 1", "seed: 2"))
    said = command(tiny, "python", "-m", "team.sweep", "probe.size=50", check=False)
    params.write_text(before)
    assert said.startswith("error: params.yaml is changed since the last commit")


def test_experiments_are_compared_in_a_table_and_a_picture(swept):
    folder, _, _ = swept
    said = command(
        folder,
        "python",
        "-m",
        "team.compare",
        "generator.sample_size=5000,seed=3",
        "generator.sample_size=500,seed=3",
    )
    assert "0.513 [0.493, 0.533]" in said
    table = pd.read_csv(folder / "comparison/table.csv")
    assert list(table["experiment"]) == [
        "generator.sample_size=5000,seed=3",
        "generator.sample_size=500,seed=3",
    ]
    assert list(table["generator.sample_size"]) == [5000, 500]
    assert (table["seconds"] > 0).all()
    assert (folder / "comparison/auc.png").stat().st_size > 5000
    assert (folder / "comparison/table.md").read_text() in said


def test_what_still_runs_is_left_out(monkeypatch):
    data = {"params": {}, "metrics": {"metrics/evaluate.json": {"data": {"auc": 0.5}}}}
    running = {"name": "a", "executor": {"state": "running"}, "revs": [{"data": data}]}
    shown = [{"rev": "workspace", "experiments": None}, {"rev": "abc", "experiments": [running]}]
    monkeypatch.setattr(experiments, "dvc", lambda *words: json.dumps(shown))
    with pytest.raises(UserError, match="no experiment a"):
        experiments.read_experiments(["a"])


def test_runs_that_differ_in_the_seed_alone_are_told_from_others(monkeypatch):
    def shown(auc, seed, rows=500, name="mostlyai"):
        params = {"seed": seed, "generator": {"name": name, "sample_size": rows}}
        values = {"data": {"auc": auc} if auc else None}
        metrics = {"metrics/evaluate.json": values}
        return {"params": {"params.yaml": {"data": params}}, "metrics": metrics}

    runs = [
        *(shown(0.62, 2), shown(0.63, 3), shown(0.6, 1), shown(None, 4)),
        *(shown(0.7, 1, rows=50), shown(0.72, 2, rows=50), shown(0.75, 1, rows=20)),
        *(shown(0.8, 1, name="arfpy"), shown(0.9, 2, name="arfpy")),
    ]
    entries = [
        {"name": str(place), "executor": None, "revs": [{"rev": str(place), "data": run}]}
        for place, run in enumerate(runs)
    ]
    head = {"rev": "abc", "data": shown(0.6, 1), "experiments": entries}
    listed = [{"rev": "workspace", "data": shown(0.1, 9), "experiments": None}, head]
    monkeypatch.setattr(experiments, "dvc", lambda *words: json.dumps(listed))
    assert experiments.seeds_of("abc") == [[0.6, 0.62, 0.63], [0.7, 0.72]]
    head["data"] = None
    assert experiments.seeds_of("abc") == []


def test_seeds_of_a_sweep_are_read_from_dvc(swept, monkeypatch):
    folder, _, _ = swept
    command(folder, "python", "-m", "team.sweep", "generator.sample_size=500 seed=4")
    monkeypatch.chdir(folder)
    (aucs,) = experiments.seeds_of(git(folder, "rev-parse", "HEAD").strip())
    assert sorted(aucs) == pytest.approx([0.603, 0.604])


def test_unknown_experiments_are_named(swept):
    said = command(swept[0], "python", "-m", "team.compare", "nope", check=False)
    assert said == "error: there is no experiment nope; list them: dvc exp list --all\n"


def test_runs_are_named_by_their_data_set_and_what_they_changed():
    def shown(**params):
        params = {"fetch": {"dataset": "census"}, "gate": {"max_auc": 0.9}, "seed": 1} | params
        metrics = {"metrics/evaluate.json": {"data": {"auc": 0.5}}}
        return {"params": {"params.yaml": {"data": params}}, "metrics": metrics}

    changed = shown(seed=2, fetch={"dataset": "stdlib"}, gate={"max_auc": 1.0})
    runs = [changed, shown(gate={"max_auc": 1.0})]
    entries = [
        {"name": str(place), "executor": None, "revs": [{"rev": str(place), "data": run}]}
        for place, run in enumerate(runs)
    ]
    head = {"rev": "abc", "data": shown(), "experiments": entries}
    found = experiments._finished([head], {})
    assert [each.title for each in found.values()] == ["stdlib: seed=2", "census: as committed"]


def test_the_commit_itself_is_compared_too(monkeypatch):
    def shown(auc, seed):
        params = {"fetch": {"dataset": "census"}, "seed": seed}
        metrics = {"metrics/evaluate.json": {"data": {"auc": auc}}}
        return {"params": {"params.yaml": {"data": params}}, "metrics": metrics}

    same = {"name": "same", "executor": None, "revs": [{"rev": "a", "data": shown(0.6, 1)}]}
    head = {"rev": "abc", "data": shown(0.6, 1), "experiments": [same]}
    listed = [{"rev": "workspace", "data": shown(0.1, 9), "experiments": None}, head]
    monkeypatch.setattr(experiments, "dvc", lambda *words: json.dumps(listed))
    monkeypatch.setattr(experiments, "git", lambda *words: "")
    found = experiments.read_experiments([])
    assert [(each.name, each.title) for each in found] == [
        ("(this commit)", "census: as committed"),
        ("same", "census: as committed"),
    ]
