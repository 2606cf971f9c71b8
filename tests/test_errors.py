"""What is said when a command ends early, whatever ended it."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fake_or_real import judge
from fake_or_real.errors import UserError, exit_code

from .conftest import ROOT

CELL = "Zquixhapax, Ada"
ENCODED = "some text cannot be read or written as"


def ended(capsys, error) -> tuple[int, str]:
    """The exit code and the line of a command that this error ends."""

    def main():
        raise error

    code = exit_code(main, mistake=1)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert "Traceback" not in captured.err
    return code, captured.err.rstrip("\n")


def of_system(number: int, path: str | None = None) -> OSError:
    return OSError(number, CELL, path)


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (UserError("no such\nfile;\x1b[2J name another"), 1, "no such file;?[2J name another"),
        (KeyboardInterrupt(), 130, "interrupted; the same command begins again"),
        (KeyboardInterrupt("go on"), 130, "go on"),
        (
            ModuleNotFoundError(CELL, name="numpy.linalg"),
            1,
            f"{sys.executable} has no package numpy; in a clone run `make setup`",
        ),
        (ModuleNotFoundError(CELL, name="stages.x"), 1, "unexpected ModuleNotFoundError"),
        (MemoryError(CELL), 1, "there is not enough memory (at "),
        (np.exceptions.AxisError(CELL), 1, "unexpected AxisError at test_errors.py:"),
        (
            of_system(errno.ENOSPC, "data/.writing-x7/real.parquet"),
            1,
            "data/real.parquet: No space",
        ),
        (of_system(errno.ENOSPC), 1, "test_errors.py:"),
        (of_system(errno.EACCES, "data"), 1, "data: Permission denied; change who may"),
        (of_system(errno.EROFS, "data"), 1, "data: Read-only file system; work where"),
        (of_system(errno.ENOENT, "data/a.csv"), 1, "data/a.csv: No such file or directory; check"),
        (
            of_system(errno.ENAMETOOLONG, "x" * 5000),
            1,
            f"{'x' * 200}...: File name too long; choose",
        ),
        (of_system(errno.EIO, "data"), 1, "data: Input/output error; see"),
        (ConnectionError(CELL), 1, "unexpected ConnectionError at "),
        (UnicodeDecodeError("utf-8", CELL.encode(), 0, 1, ""), 1, f"{ENCODED} utf-8"),
        (UnicodeEncodeError("ascii", CELL, 0, 1, CELL), 1, f"{ENCODED} ascii (at "),
        (
            ValueError(f"could not convert string to float: {CELL!r}"),
            1,
            "unexpected ValueError at ",
        ),
    ],
)
def test_every_end_is_one_line_without_a_cell(capsys, monkeypatch, tmp_path, error, code, line):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found, said = ended(capsys, error)
    assert found == code
    assert said.startswith(f"error: {line}")
    assert CELL not in said


def test_an_unexpected_error_names_its_place_and_keeps_its_traceback(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def main():
        json.dumps({"a": {CELL}}, default=lambda value: int(next(iter(value))))

    assert exit_code(main, mistake=2) == 2
    said = capsys.readouterr().err
    (kept,) = tmp_path.iterdir()
    assert re.search(r"unexpected ValueError at test_errors\.py:\d+; report it as CONTRIB", said)
    assert str(kept) in said
    assert CELL not in said
    assert CELL in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0, "for nobody else's eyes"


def test_without_room_for_the_traceback_the_line_is_still_said(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    assert "FAKE_OR_REAL_TRACEBACK=1 to see" in ended(capsys, ValueError(CELL))[1]


def test_the_whole_is_shown_on_demand(capsys, monkeypatch):
    monkeypatch.setenv("FAKE_OR_REAL_TRACEBACK", "1")

    def main():
        raise UserError("no such file")

    exit_code(main, mistake=1)
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("Traceback")
    assert said[-1] == "error: no such file"


def shell(command: str, folder: Path) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    return ran("bash", "-c", command, cwd=folder, env=environment)


def ran(*words: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(words, capture_output=True, text=True, check=False, **options)


PRINTS = "from fake_or_real.errors import run; run(lambda: print(*range(10**5), sep='\\n'))"


@pytest.mark.parametrize(
    ("end", "code", "line"),
    [
        ("| head -1; exit ${PIPESTATUS[0]}", 141, "error: what read the output closed it"),
        ("> /dev/full", 1, "error: <string>:1: No space left"),
    ],
)
def test_an_output_that_takes_no_more(tmp_path, end, code, line):
    done = shell(f'{sys.executable} -c "{PRINTS}" {end}', tmp_path)
    assert done.returncode == code
    assert done.stderr.startswith(line)
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("module", ["stages", "team"])
def test_an_end_while_a_command_is_imported_is_one_line_too(tmp_path, module):
    code = f"import {module}, os, signal; os.kill(os.getpid(), signal.SIGINT); input()"
    done = ran(sys.executable, "-c", code, cwd=ROOT)
    assert done.returncode == -signal.SIGINT
    assert done.stderr == "error: interrupted; the same command begins again\n"


def test_in_a_notebook_errors_stay_exceptions():
    with pytest.raises(UserError, match=r"there is no file none\.csv"):
        judge("none.csv", "none.csv")
