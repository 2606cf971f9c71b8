"""Clones of a finished repository: what a team shares by git, and what by a remote."""

import os
import stat

import pytest
import yaml

from ..conftest import ROOT
from ..test_end_to_end import command, git, metrics, set_params
from .conftest import commit

pytestmark = pytest.mark.slow


def clone(source, folder):
    git(source, "clone", "--quiet", str(source), str(folder))
    return folder


def test_runs_from_empty_caches_give_the_same_files(finished, tmp_path):
    folder = clone(finished, tmp_path / "again")
    command(folder, "dvc", "repro")
    assert git(folder, "status", "--porcelain") == "", "metrics, plots and dvc.lock are the same"
    before = metrics(folder)["auc"]
    for stage in ("train_discriminator", "evaluate"):
        command(folder, "env", "OMP_NUM_THREADS=2", "python", "-m", f"stages.{stage}")
    assert metrics(folder)["auc"] == pytest.approx(before, abs=0.005)


def test_what_one_clone_pushes_another_pulls(finished, tmp_path):
    first, second = (clone(finished, tmp_path / name) for name in ("first", "second"))
    for folder in (first, second):
        command(folder, "dvc", "remote", "add", "--default", "team", str(tmp_path / "remote"))
    command(first, "dvc", "cache", "dir", str(finished / ".dvc/cache"))
    command(first, "dvc", "push")
    command(second, "dvc", "pull")
    assert "Data and pipelines are up to date" in command(second, "dvc", "repro")


# --- continuous integration: the steps' own shell, in a clone that has neither cache nor remote.


@pytest.fixture(scope="module")
def pull_request(finished, tmp_path_factory):
    """A clone of a bare repository, its branch with another parameter, and nothing in its cache."""
    folder = tmp_path_factory.mktemp("ci")
    git(finished, "clone", "--quiet", "--bare", str(finished), str(folder / "origin.git"))
    ours = clone(folder / "origin.git", folder / "clone")
    git(ours, "checkout", "--quiet", "-b", "branch")
    set_params(ours, {"generator.arfpy.num_trees": 31})  # no result depends on it
    commit(ours, "more trees")
    # What `make setup` leaves behind; the programs are the ones that run this test.
    (ours / ".venv").mkdir()
    (ours / ".venv/installed").touch()
    # A stand-in for the host's own client: it keeps what it was asked, and knows one comment.
    programs = folder / "programs"
    programs.mkdir()
    for name, answer in {
        "gh": "12",
        "curl": '[{"id": 12, "body": "<!-- fake-or-real review -->"}]',
    }.items():
        program = programs / name
        program.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/asked"\necho \'{answer}\'\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return ours, programs, folder / "asked"


def run_step(pull_request, script, **variables):
    folder, programs, _ = pull_request
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    values = [f"{name}={value}" for name, value in variables.items()]
    return command(folder, "env", *values, "sh", "-c", f'PATH="{path}:$PATH"; set -e\n{script}')


def test_github_steps_review_and_update_their_comment(pull_request):
    workflow = yaml.safe_load((ROOT / ".github/workflows/review.yml").read_text())
    steps = {
        step["name"]: step["run"]
        for job in workflow["jobs"].values()
        for step in job["steps"]
        if "run" in step
    }
    summary = pull_request[0] / "review/summary"
    for name in ("Set up", "Review", "Check that dvc.lock is up to date", "Check the limits"):
        run_step(pull_request, steps[name], BASE="origin/main", GITHUB_STEP_SUMMARY=summary)
    assert "no evidence of change" in summary.read_text()
    before = yaml.safe_load((ROOT / "params.yaml").read_text())["generator"]["arfpy"]["num_trees"]
    (row,) = [line for line in summary.read_text().splitlines() if "arfpy.num_trees`" in line]
    assert row.replace(" ", "") == f"|`generator.arfpy.num_trees`|{before}|31|"
    comments = {"COMMENTS": "repos/o/r/issues/3/comments", "COMMENT": "repos/o/r/issues/comments"}
    run_step(pull_request, steps["Comment, or update the comment"], RUN="https://run", **comments)
    assert "api --method PATCH repos/o/r/issues/comments/12 " in pull_request[2].read_text()


def test_gitlab_steps_are_the_same_and_update_their_note(pull_request):
    pipeline = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())
    workflow = (ROOT / ".github/workflows/review.yml").read_text()
    for step in pipeline["review"]["script"]:
        assert step.split(" BASE=")[0] in workflow
    (script,) = pipeline["comment"]["script"]
    variables = {"REVIEW_TOKEN": "t", "NOTES": "https://host/notes", "CI_PIPELINE_URL": "https://p"}
    run_step(pull_request, script, **variables)
    assert "--request PUT --data-urlencode body@review/report.md" in pull_request[2].read_text()
    assert "https://host/notes/12\n" in pull_request[2].read_text()


def test_an_outdated_lock_fails(pull_request):
    folder, _, _ = pull_request
    set_params(folder, {"probe.size": 300})
    said = command(folder, "python", "-m", "team.status", check=False)
    git(folder, "checkout", "--quiet", "params.yaml")
    assert said.startswith("error: dvc.lock is older than this commit: probe (probe.size)")


def test_no_real_row_is_in_what_is_posted(finished, pull_request):
    """Of the most FAKE and most REAL rows, no cell that is long enough to be told apart."""
    shown = (pull_request[0] / "review/report.md").read_text()
    cells = {
        cell
        for path in (finished / "data/records").glob("*.csv")
        for line in path.read_text().splitlines()[1:]
        for cell in line.split(",")
        if len(cell) > 8
    }
    assert len(cells) > 20
    assert [cell for cell in cells if cell in shown] == []
