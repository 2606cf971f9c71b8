import json
import os
import subprocess
import sys

import pytest

from fake_or_real.data.outputs import read_json, whole_file, whole_folder, write_json
from fake_or_real.errors import UserError

from ..conftest import ROOT


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "metrics.json"
    write_json(path, {"auc": 0.5})
    with pytest.raises(RuntimeError), whole_file(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert json.loads(path.read_text()) == {"auc": 0.5}
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_writer_left_goes_with_the_next_write(tmp_path):
    code = (
        "import os, signal; from pathlib import Path; from fake_or_real.data.outputs import *\n"
        "with whole_file(Path('a')) as path:\n"
        "    path.write_text('half'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=False)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".writing-")
    with whole_file(tmp_path / "b") as path, whole_file(tmp_path / "a") as other:
        assert not left.exists()
        path.write_text("whole")
        other.write_text("whole")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}, "no living writer's was taken"


def test_what_another_machine_writes_is_left_alone(tmp_path):
    theirs = tmp_path / ".writing-999999999-elsewhere-x"
    theirs.mkdir()
    write_json(tmp_path / "a.json", {})
    assert theirs.exists()


def test_a_folder_is_replaced_as_a_whole(tmp_path):
    for name in ("old", "new"):
        with whole_folder(tmp_path / "model") as folder:
            (folder / name).write_text(name)
    assert [file.name for file in (tmp_path / "model").iterdir()] == ["new"]


def test_json_has_sorted_keys_and_four_significant_digits(tmp_path):
    path = tmp_path / "metrics.json"
    write_json(path, {"b": 0.123456, "a": 1.23456e-9, "n": 123456, "text": "é"})
    assert path.read_text() == (
        '{\n  "a": 1.235e-09,\n  "b": 0.1235,\n  "n": 123456,\n  "text": "é"\n}\n'
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'{\n<<<<<<< HEAD\n "auc": 0.5\n', ", line 2 is not sound JSON, perhaps after a merge"),
        (b"\xff\x00", ".* is not sound JSON"),
        (b"[" * 100_000, " is not sound JSON"),
        (b"[1]", " holds no JSON object"),
    ],
)
def test_a_rough_json_file_is_named(tmp_path, content, line):
    path = tmp_path / "verdict.json"
    path.write_bytes(content)
    with pytest.raises(UserError, match=f"verdict.json{line}.* make repro"):
        read_json(path)
