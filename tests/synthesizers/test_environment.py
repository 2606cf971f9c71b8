"""Environments are made once, with a stand-in for uv that installs nothing."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fake_or_real.errors import UserError
from fake_or_real.synthesizers.isolated import environment

# Makes what `uv venv` makes; fails, like uv, for a Python or packages that cannot be had.
UV = """#!/bin/sh
echo "$@" >> {log}
for home; do :; done
case "$*" in
  *"--python 9.9"*) exit 1;;
  venv*) sleep 0.2; mkdir -p "$home/bin" && touch "$home/bin/python";;
  *) ! grep -q offline "$home";;
esac
"""


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """Calls of uv so far, one a line."""
    log, uv = tmp_path / "calls", tmp_path / "bin/uv"
    uv.parent.mkdir()
    uv.write_text(UV.format(log=log))
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", str(uv.parent), prepend=os.pathsep)
    monkeypatch.setattr(environment, "_CACHE", tmp_path / "cache")
    return lambda: log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "toy/worker.lock"
    path.parent.mkdir()
    path.write_text("toy==1 --hash=sha256:0\n")
    return path


def test_an_environment_is_made_once(calls, lock):
    first = environment.interpreter(lock, None)
    assert first.is_file()
    assert [call.split()[0] for call in calls()] == ["venv", "pip"]
    assert sys.executable in calls()[0]
    assert environment.interpreter(lock, None) == first
    assert len(calls()) == 2, "nothing is asked of uv again, so no network is needed"


def test_two_at_once_make_it_once(calls, lock):
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda _: environment.interpreter(lock, None), range(2)))
    assert found[0] == found[1]
    assert len(calls()) == 2


def test_another_lock_or_another_python_is_another_environment(calls, lock):
    first = environment.interpreter(lock, None)
    lock.write_text("toy==2\n")
    assert (
        len({first, environment.interpreter(lock, None), environment.interpreter(lock, "9.8")}) == 3
    )


def test_an_interrupted_making_is_made_anew(calls, lock):
    python = environment.interpreter(lock, None)
    (python.parents[1] / "complete").unlink()
    environment.interpreter(lock, None)
    assert len(calls()) == 4


def test_a_python_that_cannot_be_had_is_named(calls, lock):
    with pytest.raises(UserError, match=r"toy needs Python 9\.9, which is neither here"):
        environment.interpreter(lock, "9.9")


def test_packages_that_cannot_be_had_are_an_error_each_time(calls, lock):
    lock.write_text("offline\n")
    for _ in range(2):
        with pytest.raises(UserError, match="packages of toy cannot be installed"):
            environment.interpreter(lock, None)


def test_without_uv_it_says_so(calls, lock, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UserError, match="needs uv"):
        environment.interpreter(lock, None)


@pytest.mark.parametrize(
    "lock",
    sorted(Path(environment.__file__).parents[1].glob("*/worker.lock")),
    ids=lambda lock: lock.parent.name,
)
def test_a_lock_is_hashed_and_names_no_registry(lock):
    text = lock.read_text()
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "index-url" not in text
    assert lock.with_suffix(".py").is_file()
