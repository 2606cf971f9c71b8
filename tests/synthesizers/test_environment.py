"""Environments are made once, with a stand-in for uv that installs nothing."""

import multiprocessing
import os
import signal
import sys
import time
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


# Takes its time, and makes a file for each thing that it did to the end.
SLOW = """#!/bin/sh
echo "$@" >> {log}
for last; do :; done
case "$*" in
  venv*) rm -rf "$last"; sleep 0.4; mkdir -p "$last/bin"; touch "$last/bin/python";;
  *) sleep 0.4; test -e "$4" && touch "${{4%/bin/python}}/packages";;
esac
echo done >> {log}
"""


@pytest.mark.parametrize("step", [1, 3], ids=["venv", "packages"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_killed_making_is_made_whole_by_the_next_run(calls, lock, tmp_path, number, step):
    (tmp_path / "bin/uv").write_text(SLOW.format(log=tmp_path / "calls"))

    def make() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        environment.interpreter(lock, None)

    process = multiprocessing.get_context("fork").Process(target=make)
    process.start()
    while len(calls()) < step:
        time.sleep(0.01)
    os.kill(process.pid, number)
    process.join()
    assert process.exitcode != 0
    assert not list((tmp_path / "cache").glob("*/complete"))
    home = environment.interpreter(lock, None).parents[1]
    assert (home / "packages").exists()
    said = [call.split()[0] for call in calls()]
    assert said[-4:] == ["venv", "done", "pip", "done"], "nobody else worked there meanwhile"
    before = len(calls())
    environment.interpreter(lock, None)
    assert len(calls()) == before, "now it is there"


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
