"""Results in conflict in the middle of a merge: refused in one line, and settled."""

import subprocess

import pytest

from fake_or_real.errors import UserError
from team import gate, resolve, review, status

from ..test_end_to_end import git


@pytest.fixture
def halfway(tmp_path, monkeypatch):
    """A repository in the middle of a merge of two branches that changed the same results."""
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    changes = {"main": "1", "side": "2"}
    write(tmp_path, "0")
    git(tmp_path, "switch", "--quiet", "--create", "side")
    for branch, text in changes.items():
        git(tmp_path, "switch", "--quiet", branch)
        write(tmp_path, text)
    (tmp_path / "plots/gone.csv").unlink()
    git(tmp_path, "commit", "--quiet", "--all", "--message=gone")
    git(tmp_path, "switch", "--quiet", "main")
    subprocess.run(["git", "merge", "--quiet", "side"], check=False, capture_output=True)
    return tmp_path


def write(folder, text):
    for name in ("dvc.lock", "metrics/evaluate.json", "plots/gone.csv", "notes.md"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text if name != "notes.md" else "the same")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", f"--message={text}")


def test_half_merged_results_are_refused_in_one_line(halfway, monkeypatch):
    monkeypatch.setattr("sys.argv", ["tool", "main"])
    for tool in (gate, review, status):
        with pytest.raises(
            UserError, match=r"in conflict: dvc.lock and 2 more;.* make resolve"
        ) as e:
            tool.main()
        assert "\n" not in str(e.value)


def test_any_side_of_a_result_is_taken_and_all_is_settled(halfway):
    resolve.main()
    assert git(halfway, "diff", "--name-only", "--diff-filter=U") == ""
    assert (halfway / "metrics/evaluate.json").read_text() == "1"
    assert (halfway / "plots/gone.csv").read_text() == "1"


def test_what_people_wrote_is_left_to_them(halfway, monkeypatch):
    monkeypatch.setattr(resolve, "half_merged", lambda: ["dvc.lock", "params.yaml"])
    with pytest.raises(UserError, match=r"^params\.yaml: in conflict, and no result; settle it"):
        resolve.main()


def test_a_branch_that_is_its_own_base_has_nothing_to_review(halfway, monkeypatch):
    subprocess.run(["git", "merge", "--abort"], check=True)
    monkeypatch.setattr("sys.argv", ["review", "main"])
    with pytest.raises(UserError, match="HEAD has no commit that main lacks"):
        review.main()
