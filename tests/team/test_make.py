"""The Makefile and .gitignore: what a user gives is data, and a user's tables stay out of git."""

import os
import shutil
import subprocess

import pytest

from team.status import tables_in_git

from ..conftest import ROOT
from ..test_end_to_end import git

ROUGH = (
    """it's "a" `touch pwned` $(touch pwned) $(shell touch pwned) ; touch pwned # \\ | & > pwned"""
)


@pytest.fixture
def project(tmp_path):
    """A folder with the Makefile and a `.venv` whose python only says what it was given."""
    shutil.copy2(ROOT / "Makefile", tmp_path / "Makefile")
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    stand_in = programs / "python"
    stand_in.write_text('#!/bin/sh\nprintf "[%s]\\n" "$@" "addopts=$PYTEST_ADDOPTS"\n')
    stand_in.chmod(0o755)
    (tmp_path / ".venv/installed").touch()
    return tmp_path


def make(project, *words, **variables):
    done = subprocess.run(
        ["make", *words],
        cwd=project,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not (project / "pwned").exists()
    return done.stdout


@pytest.mark.parametrize("by", ["command line", "environment"])
@pytest.mark.parametrize(
    ("target", "name", "given"),
    [
        ("sweep", "S", "[{}]"),
        ("sweep", "SEEDS", "[--seeds]\n[{}]"),
        ("repair", "ROUNDS", "[--rounds]\n[{}]"),
        ("review", "BASE", "[{}]"),
        ("bench", "LADDER", "[{}]"),
        ("bench", "OUT", "[{}]"),
        ("bench-scale", "OUT", "[{}]"),
        ("test", "T", "[addopts={}]"),
    ],
)
def test_no_sign_in_a_variable_is_a_command(project, target, name, given, by):
    if by == "environment":
        said = make(project, target, **{name: ROUGH})
    else:
        said = make(project, target, f"{name}={ROUGH}")
    assert given.format(ROUGH) in said


def test_names_of_experiments_are_words_and_nothing_else(project):
    assert "[a=1]\n[$(touch]\n[*]\n" in make(project, "compare", "N=a=1 $(touch *")


def test_what_is_not_given_is_left_out(project):
    assert "[]\n" in make(project, "sweep")
    assert "--seeds" not in make(project, "sweep")
    assert "[origin/main]" in make(project, "review")


@pytest.mark.parametrize(
    ("params", "dvc_status", "check", "code", "calls"),
    [
        (1, 0, 0, 2, []),
        (0, 0, 1, 0, ["status --quiet fetch", "repro"]),
        (0, 1, 0, 0, ["status --quiet fetch", "repro"]),
        (0, 1, 1, 2, ["status --quiet fetch"]),
        (0, 1, 3, 0, ["status --quiet fetch", "exp run --set-param fetch.dataset=stdlib"]),
    ],
    ids=["mistake", "at hand", "in reach", "refused", "no network"],
)
def test_only_no_network_leads_to_the_embedded_set(project, params, dvc_status, check, code, calls):
    programs = {
        "python": f'case "$*" in *params) exit {params};; *check) exit {check};; esac',
        "dvc": f'echo "$*" >> calls; test $1 != status || exit {dvc_status}',
    }
    for name, script in programs.items():
        (project / ".venv/bin" / name).write_text(f"#!/bin/sh\n{script}\n")
        (project / ".venv/bin" / name).chmod(0o755)
    done = subprocess.run(["make", "repro"], cwd=project, capture_output=True, check=False)
    assert done.returncode == code
    called = project / "calls"
    assert (called.read_text().splitlines() if called.exists() else []) == calls


def test_two_set_ups_at_once_are_one(project):
    (project / ".venv/installed").unlink()
    (project / ".venv/bin/uv").write_text(
        "#!/bin/sh\necho $1 $2 >> calls; mkdir working || echo both at once >> calls\n"
        "sleep 0.2; rmdir working\n"
    )
    (project / ".venv/bin/uv").chmod(0o755)
    running = [subprocess.Popen(["make", "setup"], cwd=project) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert (project / "calls").read_text().splitlines() == ["pip sync", "pip install"]


def test_a_users_tables_are_ignored_and_ours_are_not(tmp_path):
    git(tmp_path, "init", "--quiet")
    for name in (".gitignore", "data/.gitignore", "data/README.md", "data/own/README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    theirs = [
        *("mine.csv", "MINE.CSV", "mine.csv.gz", "a/mine.parquet", "mine.xlsx", "mine.tsv"),
        *("data/own/mine.csv", "data/own/mine", "data/mine.parquet", "data/own/a/mine.sav"),
    ]
    ours = ["plots/roc.csv", "metrics/verdict.json", "docs/a.csv", "tests/data/a.csv"]
    for name in (*theirs, *ours):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    git(tmp_path, "add", "--all")
    tracked = git(tmp_path, "ls-files").splitlines()
    assert set(tracked) & {*theirs, *ours} == set(ours)
    assert "data/own/README.md" in tracked


def test_of_what_is_tracked_here_nothing_is_to_be_ignored(monkeypatch):
    monkeypatch.chdir(ROOT)
    if not (ROOT / ".git").exists():
        pytest.skip("needs the repository")
    assert tables_in_git() == []


def test_a_table_in_git_is_found(tmp_path, monkeypatch):
    shutil.copy2(ROOT / ".gitignore", tmp_path)
    (tmp_path / "mine.csv").touch()
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--force", "mine.csv")
    monkeypatch.chdir(tmp_path)
    assert tables_in_git() == ["mine.csv"]
