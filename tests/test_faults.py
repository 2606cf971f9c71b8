"""What a run survives: killed stages, a full disk, files that are damaged, two runs at once.

Each asserts the exit code, the one line, and what is left on disk; then the same command again must
give the same files. A sample runs by default; `-m faults` runs all, which takes minutes.
"""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
import yaml

from fake_or_real.data import tables
from fake_or_real.data.files import read_table
from fake_or_real.errors import UserError, run

from .conftest import ROOT
from .test_end_to_end import SMALL, command, new_clone

STAGES = (
    *("fetch", "train_generator", "probe", "repair", "split", "train_discriminator", "evaluate"),
    *("content", "explain", "jury", "yardstick", "copies", "verdict", "report"),
)
QUICK = SMALL | {
    "fetch.dataset": "tests/table.csv",
    "generator.name": "copy",
    "discriminator.lightgbm.models": 1,
    "explain.peel": 0,
    "jury.families": [],
}
# Ends the process by a signal where it is about to put its first whole file into its place.
AT_THE_FIRST_FILE = """
import os, time
replace = os.replace
def end(*names):
    if ".writing-" in str(names[0]):
        os.kill(os.getpid(), int(os.environ["FAULT"]))
        time.sleep(9)
    replace(*names)
os.replace = end
"""
FOLDERS = ("data/discriminator", "data/generator", "data/records")
CODES = {signal.SIGKILL: -9, signal.SIGTERM: -15, signal.SIGINT: 130}


def table(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    real = pd.read_parquet(ROOT / "fake_or_real/sources/stdlib.parquet")
    real.sample(1200, random_state=0).to_csv(path, index=False)


def files(folder: Path) -> dict[str, bytes]:
    """All that a run makes, by path; a folder that a writer left would be among them."""
    made = [path for top in ("data", "metrics", "plots") for path in (folder / top).rglob("*")]
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in made
        if path.name != ".gitignore"
    }


@pytest.fixture(scope="module", autouse=True)
def _heeded():
    """What is begun here takes SIGINT as usual; in a shell's background it would be ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A folder in which the first stages have run."""
    return run_in(tmp_path_factory.mktemp("begun"), STAGES[:3])


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A folder in which every stage has run."""
    return run_in(tmp_path_factory.mktemp("ran"), STAGES)


def run_in(folder: Path, stages: Iterable[str]) -> Path:
    """Run these stages in a folder, one after the other, without DVC."""
    table(folder / "tests/table.csv")
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    for key, value in QUICK.items():
        *groups, last = key.split(".")
        group = params
        for name in groups:
            group = group[name]
        group[last] = value
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    (folder / "hooks").mkdir()
    (folder / "hooks/sitecustomize.py").write_text(AT_THE_FIRST_FILE)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("sys.argv", ["stage"])
        for stage in stages:
            import_module(f"stages.{stage}").main()
    return folder


def stage(folder: Path, name: str, fault: int | None = None) -> tuple[int, list[str]]:
    """The exit code of a stage in a process of its own, and the lines of its stderr."""
    hooks = [] if fault is None else [str(folder / "hooks")]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([*hooks, str(ROOT)]),
        "FAULT": str(fault and int(fault)),
        "TMPDIR": str(folder / "tests"),
    }
    done = subprocess.run(
        [sys.executable, "-m", f"stages.{name}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, [line for line in done.stderr.splitlines() if "Warning" not in line]


def forked(name: str, number: int) -> int:
    """The exit code of a stage in a copy of this process, which spares its imports."""

    def end(*_names: str) -> None:
        os.kill(os.getpid(), number)
        time.sleep(9)

    def child() -> None:
        os.replace = end
        run(import_module(f"stages.{name}").main)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join()
    return process.exitcode


@pytest.mark.parametrize("number", CODES, ids=lambda number: number.name)
@pytest.mark.parametrize("name", ["fetch", "probe"])
def test_a_killed_stage_loses_nothing(begun, monkeypatch, name, number):
    monkeypatch.chdir(begun)
    monkeypatch.setattr("sys.argv", ["stage"])
    before = files(begun)
    assert forked(name, number) == CODES[number]
    after = files(begun)
    assert {path: text for path, text in after.items() if "/.writing-" not in path} == before
    assert (after != before) == (number != signal.SIGINT), "only who is asked clears up"
    import_module(f"stages.{name}").main()
    assert files(begun) == before, "the same files, and nothing left"


@pytest.mark.faults
@pytest.mark.parametrize("number", CODES, ids=lambda number: number.name)
@pytest.mark.parametrize("name", STAGES)
def test_every_killed_stage_loses_nothing(ran, name, number):
    before = files(ran)
    code, lines = stage(ran, name, number)
    assert code == CODES[number]
    interrupted = ["error: interrupted; the same command begins again"]
    assert lines[-1:] == (interrupted if number == signal.SIGINT else lines[-1:])
    whole = {path: content for path, content in files(ran).items() if "/.writing-" not in path}
    assert whole.items() <= before.items(), "nothing is half-written"
    # A folder that is about to take another's place is the only thing that can be missing.
    assert all(path.startswith(FOLDERS) for path in before.keys() - whole.keys())
    assert stage(ran, name)[0] == 0
    assert files(ran) == before, "the same files, and nothing left"


@contextmanager
def mounted(folder: Path, *words: str) -> Iterator[None]:
    """Something mounted at a folder, for as long as the block lasts."""
    done = subprocess.run(["mount", *words, str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("needs the right to mount (root)")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.faults
@pytest.mark.parametrize("name", STAGES)
def test_a_full_disk_is_one_line_and_loses_nothing(ran, tmp_path, name):
    with mounted(tmp_path, "-t", "tmpfs", "-o", "size=24m", "tmpfs"):
        folder = tmp_path / "run"
        shutil.copytree(ran, folder)
        before = files(folder)
        (tmp_path / "filler").write_bytes(bytes(shutil.disk_usage(tmp_path).free))
        code, lines = stage(folder, name)
        assert code == 1
        assert len(lines) == 1
        assert lines[0].startswith("error: ")
        assert "No space left on device; make room" in lines[0]
        assert files(folder) == before
        (tmp_path / "filler").unlink()
        assert stage(folder, name)[0] == 0
        assert files(folder) == before


@pytest.mark.faults
@pytest.mark.parametrize("name", ["fetch", "split", "report"])
def test_a_folder_that_nobody_may_write_is_one_line(ran, name):
    before = files(ran)
    out = ran / ("plots" if name == "report" else "data")
    with mounted(out, "--bind", str(out)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(out)], check=True)
        code, lines = stage(ran, name)
    assert code == 1
    assert len(lines) == 1
    assert "Read-only file system; work where you may write" in lines[0]
    assert files(ran) == before


def test_half_a_table_is_never_read(tmp_path):
    path = tmp_path / "a.parquet"
    tables.write(read_table(pd.DataFrame({"a": range(999), "b": "x"})), path)
    with pytest.raises(UserError, match=r"b\.parquet is missing; make it: make repro"):
        tables.read(tmp_path / "b.parquet")
    content = path.read_bytes()
    for size in range(0, len(content), len(content) // 20 + 1):
        path.write_bytes(content[:size])
        with pytest.raises(UserError, match="not a table that the pipeline wrote, or only a part"):
            tables.read(path)


@pytest.mark.faults
@pytest.mark.parametrize(("name", "damaged"), [("split", "real"), ("jury", "scores")])
def test_half_a_table_is_named(ran, name, damaged):
    path = ran / f"data/{damaged}.parquet"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    code, lines = stage(ran, name)
    path.write_bytes(content)
    assert code == 1
    assert lines == [
        f"error: data/{damaged}.parquet is not a table that the pipeline wrote, or only a part of"
        " one; delete it and make it anew: make repro"
    ]


# --- DVC itself, in a clone.


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A clone in which the whole pipeline has run."""
    folder = tmp_path_factory.mktemp("clone")
    table(folder / "tests/table.csv")
    new_clone(folder, QUICK)
    command(folder, "dvc", "repro")
    return folder


def results(folder: Path) -> dict[str, bytes]:
    return {path: text for path, text in files(folder).items() if path.startswith("metrics/")}


@pytest.mark.faults
@pytest.mark.parametrize("number", CODES, ids=lambda number: number.name)
def test_dvc_can_be_killed_at_any_time(clone, tmp_path, number):
    wanted = results(clone)
    folder = tmp_path / "again"
    shutil.copytree(clone, folder, symlinks=True)
    for seconds in (4, 9, 14):
        began = subprocess.Popen(
            [sys.executable, "-m", "dvc", "repro", "--force"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(seconds)
        os.killpg(began.pid, number)
        began.wait(60)
        time.sleep(1)
        alive = subprocess.run(  # and not only waiting for somebody to ask how it ended
            ["pgrep", "--runstates=D,R,S", "--pgroup", str(began.pid)],
            capture_output=True,
            check=False,
        )
        assert not alive.stdout, "no orphan"
    command(folder, "make", "--old-file=setup", "repro")
    assert results(folder) == wanted
    assert not [path for path in files(folder) if ".writing-" in path]


def test_an_empty_file_of_locks_is_removed(tmp_path):
    """DVC leaves one where it is interrupted while it writes, and then refuses to begin."""
    locks = tmp_path / ".dvc/tmp/rwlock"
    locks.parent.mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    for name in ("python", "dvc"):
        (tmp_path / "bin" / name).write_text("#!/bin/sh\n")
        (tmp_path / "bin" / name).chmod(0o755)
    shutil.copy2(ROOT / "Makefile", tmp_path)
    words = ["make", "--old-file=setup", "repro"]
    environment = os.environ | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    for content, stays in (("", False), ("{}", True)):
        locks.write_text(content)
        subprocess.run(words, cwd=tmp_path, env=environment, check=True)
        assert locks.exists() == stays


@pytest.mark.faults
def test_a_damaged_cache_is_told_and_mended(clone, tmp_path):
    wanted = results(clone)
    folder = tmp_path / "again"
    shutil.copytree(clone, folder, symlinks=True)
    for path in (folder / ".dvc/cache/files").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(path.read_bytes()[:40])
    shutil.rmtree(folder / "data")
    command(folder, "git", "checkout", "data")
    command(folder, "dvc", "repro")
    assert results(folder) == wanted


@pytest.mark.faults
def test_of_two_runs_at_once_one_waits_or_says_so(clone, tmp_path):
    wanted = results(clone)
    folder = tmp_path / "again"
    shutil.copytree(clone, folder, symlinks=True)
    words = [sys.executable, "-m", "dvc", "repro", "--force"]
    both = [
        subprocess.Popen(
            words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate()[0] for process in both]
    codes = [process.returncode for process in both]
    assert 0 in codes
    assert all("Traceback" not in each for each in said)
    command(folder, "dvc", "repro")
    assert results(folder) == wanted
