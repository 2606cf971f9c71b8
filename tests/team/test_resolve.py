"""A rebase that stops at results, in a repository of two branches: refused, then resolved."""

import hashlib
import json

import pytest
import yaml

from fake_or_real.errors import UserError
from team import resolve
from team.results import check_working_tree, flaw_of
from team.revisions import revision

from ..test_end_to_end import command, git
from .conftest import commit


def write(folder, **metrics):
    """A run's results: a dvc.lock, and a metric file for each of its stages."""
    (folder / "metrics").mkdir(exist_ok=True)
    stages = {}
    for name, value in metrics.items():
        path = folder / f"metrics/{name}.json"
        path.write_text(json.dumps({"auc": value}))
        md5 = hashlib.md5(path.read_bytes()).hexdigest()
        stages[name] = {"outs": [{"path": f"metrics/{name}.json", "md5": md5}]}
    (folder / "dvc.lock").write_text(yaml.safe_dump({"schema": "2.0", "stages": stages}))


@pytest.fixture
def rebasing(tmp_path, monkeypatch):
    """The middle of a rebase; `main` has changed a figure that the branch changed too, and more."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    write(tmp_path, evaluate=0.7, copies=0.1)
    commit(tmp_path, "base")
    git(tmp_path, "checkout", "--quiet", "-b", "branch")
    write(tmp_path, evaluate=0.8, copies=0.1, jury=0.5)
    (tmp_path / "code").write_text("ours")
    commit(tmp_path, "branch")
    git(tmp_path, "checkout", "--quiet", "main")
    write(tmp_path, evaluate=0.9, copies=0.2)
    commit(tmp_path, "main")
    git(tmp_path, "checkout", "--quiet", "branch")
    assert "CONFLICT" in command(tmp_path, "git", "rebase", "main", check=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_half_merged_results_are_refused_in_one_line(rebasing):
    with pytest.raises(UserError, match=r"dvc\.lock and 1 more are half merged; .*make resolve"):
        check_working_tree()
    git(rebasing, "add", "--all")
    with pytest.raises(UserError, match=r"and 1 more are half merged; .*make resolve"):
        check_working_tree()
    commit(rebasing, "with marks")
    assert "half merged" in revision("HEAD").flaw
    assert revision("HEAD").metrics == {}


def test_what_git_merged_of_two_runs_without_a_conflict_is_refused(rebasing):
    """The lock of one side beside a figure of the other."""
    git(rebasing, "checkout", "--theirs", "dvc.lock", "metrics/evaluate.json")
    git(rebasing, "add", "--all")
    with pytest.raises(UserError, match=r"metrics/copies\.json is not what dvc\.lock recorded"):
        check_working_tree()


@pytest.mark.parametrize(("side", "auc", "jury"), [("HEAD", 0.9, False), ("branch", 0.8, True)])
def test_one_side_is_taken_whole_and_the_rebase_goes_on(rebasing, side, auc, jury):
    said = resolve.resolve(side)
    assert f"are now those of {side}, whole and staged. Go on (git rebase --continue" in said
    check_working_tree()
    assert json.loads((rebasing / "metrics/evaluate.json").read_text()) == {"auc": auc}
    assert (rebasing / "metrics/jury.json").exists() == jury
    git(rebasing, "-c", "core.editor=true", "rebase", "--continue")
    assert revision("HEAD").flaw == ""
    assert (rebasing / "code").read_text() == "ours"
    assert git(rebasing, "status", "--porcelain") == ""


def test_what_is_left_to_merge_is_named(rebasing):
    git(rebasing, "rebase", "--abort")
    (rebasing / "code").write_text("ours again")
    commit(rebasing, "more")
    git(rebasing, "checkout", "--quiet", "main")
    (rebasing / "code").write_text("theirs")
    commit(rebasing, "code")
    command(rebasing, "git", "merge", "branch", check=False)
    assert resolve.resolve("HEAD").endswith("Still to be merged by hand: code.")


def test_no_half_merged_side_is_taken(rebasing):
    git(rebasing, "add", "--all")
    commit(rebasing, "with marks")
    with pytest.raises(UserError, match=r"of HEAD: .* half merged; name a commit"):
        resolve.resolve("HEAD")


def test_a_stage_that_read_what_another_run_made_shows():
    lock = {
        "fetch": {"outs": [{"path": "data/real.parquet", "md5": "new"}]},
        "probe": {"deps": [{"path": "data/real.parquet", "md5": "old"}]},
    }
    files = {"dvc.lock": yaml.safe_dump({"stages": lock}).encode()}
    assert flaw_of(files) == (
        "dvc.lock is not of one run: probe read what has been made anew since"
    )
    lock["probe"]["deps"][0]["md5"] = "new"
    assert flaw_of({"dvc.lock": yaml.safe_dump({"stages": lock}).encode()}) == ""
