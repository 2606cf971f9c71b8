import gzip
import json
import os
import subprocess
import sys

import pytest
import yaml

from fake_or_real.data import tables
from fake_or_real.errors import run
from stages import fetch

from ..conftest import ROOT


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """An empty folder to work in; call it with the data set to put into its params.yaml.

    What else it is called with is said of the file.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["fetch"])

    def choose(dataset: str, **said) -> None:
        params = yaml.safe_load((ROOT / "params.yaml").read_text())
        params["fetch"]["dataset"] = dataset
        params["fetch"]["csv"] |= said
        (tmp_path / "params.yaml").write_text(yaml.safe_dump(params))

    return choose


def test_the_table_and_a_line_come_out(workspace, tmp_path, capsys):
    (tmp_path / "mine.csv").write_text("split,index,__index_level_0__\nx,1,0.5\ny,2,\n")
    workspace("mine.csv")
    fetch.main()
    table = tables.read(fetch.REAL)
    assert table.kinds == {"split": "categorical", "index": "integer", "__index_level_0__": "float"}
    assert table.about["source"] == "mine.csv"
    said = capsys.readouterr().out.splitlines()
    assert said[0] == (
        "mine.csv: 2 rows, 3 columns (1 categorical, 1 integer, 1 float), licence: not stated"
    )
    assert [line.split()[:2] for line in said[2:]] == [
        [name, kind] for name, kind in table.kinds.items()
    ]
    described = json.loads((tmp_path / "metrics/columns.json").read_text())
    assert described["__index_level_0__"]["missing"] == 0.5
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["real.parquet"]


def test_what_is_said_of_the_file_is_heard_and_how_it_was_read_is_told(workspace, tmp_path, capsys):
    (tmp_path / "mine.csv").write_bytes("Łódź;1\nGdańsk;2\n".encode("cp1250"))
    workspace("mine.csv", header=False, encoding="cp1250")
    fetch.main()
    table = tables.read(fetch.REAL)
    assert table.frame.to_dict("list") == {"column_1": ["Łódź", "Gdańsk"], "column_2": [1, 2]}
    assert capsys.readouterr().out.splitlines()[1] == "read as cp1250, cells separated by ;"


BAD = {
    "no such file": (None, "no file at"),
    "empty": (b"", "is empty"),
    "blank": (b" \n\n", "is empty"),
    "only a header": (b"a,b\n", "a header but no rows"),
    "one column": (b"a\n1\n", "has 1 column"),
    "duplicate names": (b"a,b,a\n1,2,3\n", "several columns called ['a']"),
    "Polish Windows": ("a,b\nŁódź,1\n".encode("cp1250"), "is not in UTF-8, UTF-16 or clearly"),
    "cut UTF-16": ("a,b\n1,2\n".encode("utf-16")[:-1], "is not in utf-16 (truncated"),
    "line too long": (b"a,b\n1,2\n1,2,3\n", "ragged lines"),
    "line too short": (b"a,b\n1,2\n1\n", "ragged lines"),
    "quote that never closes": (b'a,b\n1,"x\n2,y\n', "within a quoted cell"),
    "cut gzip": (gzip.compress(b"a,b\n1,2\n" * 99)[:-9], "broken gzip"),
    "corrupt gzip": (gzip.compress(b"a,b\n1,2\n")[:10] + b"\xff" * 20, "broken gzip"),
    "cut Parquet": (b"PAR1 and no more", "not a sound Parquet file"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_and_leaves_nothing(workspace, tmp_path, capsys, case):
    content, reason = BAD[case]
    if content is not None:
        (tmp_path / "bad.csv").write_bytes(content)
    workspace("bad.csv")
    with pytest.raises(SystemExit, match="1"):
        run(fetch.main)
    message = capsys.readouterr().err.removesuffix("\n")
    assert message.startswith("error: ")
    assert reason in message
    assert "bad.csv" in message
    assert "\n" not in message
    assert not (tmp_path / "data").exists()


def test_an_error_leaves_the_table_before_it_alone(workspace, tmp_path):
    workspace("stdlib")
    fetch.main()
    before = fetch.REAL.read_bytes()
    workspace("none.csv")
    with pytest.raises(SystemExit):
        run(fetch.main)
    assert fetch.REAL.read_bytes() == before


def test_two_runs_write_the_same_bytes(workspace):
    workspace("stdlib")
    fetch.main()
    first = fetch.REAL.read_bytes()
    fetch.main()
    assert fetch.REAL.read_bytes() == first


@pytest.mark.parametrize(("dataset", "code"), [("census", 3), ("stdlib", 0)])
def test_check_from_the_shell_without_a_network(workspace, tmp_path, dataset, code):
    workspace(dataset)
    closed = "http://127.0.0.1:9"  # nothing listens on the discard port
    process = subprocess.run(
        [sys.executable, "-m", "stages.fetch", "--check"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "HTTPS_PROXY": closed, "NO_PROXY": ""}
        | {"FAKE_OR_REAL_MIRROR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == code, process.stderr
    assert not (tmp_path / "data").exists()
    if code:
        error = process.stderr.splitlines()[-1]
        assert error.startswith("error: cannot get fetch.dataset 'census'")
        assert "no connection" in error
