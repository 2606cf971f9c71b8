"""The pipeline as a user runs it: DVC, in a clone of its own, without any network."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .conftest import ROOT

pytestmark = pytest.mark.slow

SMALL = {
    "fetch.dataset": "stdlib",
    "generator.sample_size": 400,
    "generator.mostlyai.max_epochs": 1,
    "probe.size": 400,
    # Every stage runs, each at its quickest.
    "discriminator.name": "lightgbm-fast",
    "explain.peel": 1,
    "jury.families": ["tutorial"],
    "yardstick.fractions": [0, 1],
}


def command(folder, *words, check=True):
    """Run a command in a clone as in an activated environment; no address can be reached."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    nowhere = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    ours = {name: value for name, value in os.environ.items() if name != "FAKE_OR_REAL_MIRROR"}
    done = subprocess.run(
        words,
        cwd=folder,
        env={**ours, **nowhere, "PATH": path, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    assert not check or done.returncode == 0, output
    return output


def git(folder, *words):
    author = ["-c", "user.name=tester", "-c", "user.email=tester@example.org"]
    return command(folder, "git", *author, *words)


def set_params(folder, changes):
    path = folder / "params.yaml"
    values = yaml.safe_load(path.read_text())
    for key, value in changes.items():
        *groups, last = key.split(".")
        group = values
        for name in groups:
            group = group[name]
        group[last] = value
    path.write_text(yaml.safe_dump(values, sort_keys=False))


def new_clone(folder, changes):
    """A repository with the working tree's files, and these parameters."""
    listed = command(ROOT, "git", "ls-files", "-co", "--exclude-standard", "-z")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and name != "dvc.lock":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for made in ("metrics", "plots"):
        shutil.rmtree(folder / made, ignore_errors=True)
    set_params(folder, changes)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=start")
    return folder


def metrics(folder, name="evaluate"):
    return json.loads((folder / "metrics" / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A clone in which the whole pipeline has run with the real MOSTLY AI generator."""
    folder = new_clone(tmp_path_factory.mktemp("trained"), SMALL)
    command(folder, "dvc", "repro")
    return folder


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A clone in which the whole pipeline has run with the quick `copy` generator."""
    folder = new_clone(tmp_path_factory.mktemp("copied"), SMALL | {"generator.name": "copy"})
    command(folder, "dvc", "repro")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=copy")
    return folder


def test_the_pipeline_runs_from_data_to_verdict(trained):
    assert metrics(trained, "generator")["ended_by"] == "max_epochs"
    assert metrics(trained)["auc"] > 0.6, "one epoch makes poor rows"
    assert metrics(trained)["n_fake"] == 80
    stages = yaml.safe_load((trained / "dvc.yaml").read_text())["stages"].values()
    outs = [next(iter(out)) for stage in stages for out in stage["outs"] if isinstance(out, dict)]
    drawn = {str(path.relative_to(trained)) for path in (trained / "plots").iterdir()}
    assert drawn == {out for out in outs if out.startswith("plots/")}


def test_a_second_run_does_nothing(trained):
    assert "Data and pipelines are up to date" in command(trained, "dvc", "repro")


def test_no_table_or_model_reaches_git(trained):
    git(trained, "add", "--all")
    tracked = git(trained, "ls-files").splitlines()
    ours = ["data/.gitignore", "data/README.md", "data/own/README.md"]
    assert [name for name in tracked if name.startswith("data/")] == ours
    assert "metrics/evaluate.json" in tracked


def test_plots_metrics_and_graph_are_shown(copied):
    assert "index.html" in command(copied, "dvc", "plots", "show")
    shown = command(copied, "dvc", "metrics", "show")
    assert f"{metrics(copied)['auc']:.5g}" in shown
    assert max(map(len, shown.splitlines())) <= 120
    assert "train-generator" in command(copied, "dvc", "dag")


def test_experiments_run_in_a_temporary_workspace_and_from_the_queue(copied):
    # A file that git does not track is not there in DVC's temporary workspace.
    table = copied / "fake_or_real/sources/stdlib.parquet"
    (copied / "mine").mkdir()
    shutil.copy2(table, copied / "mine/table.parquet")
    (copied / ".git/info/exclude").write_text("/mine/\n")
    run, before = ("dvc", "exp", "run"), metrics(copied)
    path = "mine/table.parquet"
    mine = (f"fetch.dataset={path}", "generator.name=file", f"generator.file.path={path}")
    command(copied, *run, "--temp", "--name=mine", *(f"--set-param={change}" for change in mine))
    command(copied, *run, "--queue", "--name=tutorial", "-S", "discriminator.name=tutorial")
    command(copied, *run, "--run-all")
    shown = command(copied, "dvc", "exp", "show", "--csv")
    assert {"mine", "tutorial"} <= {line.split(",")[0] for line in shown.splitlines()}
    assert metrics(copied) == before, "the workspace is as it was"


def test_a_wrong_parameter_stops_the_run_before_any_stage_has_worked(copied):
    set_params(copied, {"split.holdout": 1.5, "fetch.dataset": "census"})
    output = command(copied, "dvc", "repro", check=False)
    git(copied, "checkout", "--quiet", "params.yaml")
    errors = [line for line in output.splitlines() if line.startswith("error:")]
    assert errors == ["error: params.yaml: split.holdout was 1.5; it should be less than 1"]
    assert "Running stage 'train-generator'" not in output


def test_an_unreachable_data_set_is_one_line_and_loses_nothing(copied):
    before = (copied / "dvc.lock").read_bytes()
    output = command(copied, "dvc", "exp", "run", "-S", "fetch.dataset=census", check=False)
    git(copied, "checkout", "--quiet", "params.yaml")
    assert len([line for line in output.splitlines() if line.startswith("error:")]) == 1
    assert "FAKE_OR_REAL_MIRROR" in output
    assert (copied / "dvc.lock").read_bytes() == before
    assert not list((copied / "data").glob(".writing-*"))
