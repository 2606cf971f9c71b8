"""The process around a worker, with toy workers that need no environment of their own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data import foreign, tables
from fake_or_real.errors import UserError
from fake_or_real.synthesizers.isolated import Isolated, environment

TOY = """
import json, os, subprocess, sys, time
import numpy as np
import numpy as np
import pandas as pd

def fit(frame, kinds, settings, seed, folder):
    print("learning", end="", flush=True)
    if settings.get("fail"):
        raise ValueError("no luck")
    if settings.get("hang"):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        with open(settings["hang"], "w") as file:
            file.write(f"{os.getpid()} {child.pid}")
        time.sleep(60)
    frame.to_parquet(folder / "rows.parquet")
    return {"threads": os.environ["OMP_NUM_THREADS"], "kinds": len(kinds), "draw": np.random.rand()}

def sample(rows, seed, folder):
    frame = pd.read_parquet(folder / "rows.parquet")
    return frame.sample(rows, random_state=seed)
"""


class Toy(Isolated):
    pass


class Native(Isolated):
    plain = False


@pytest.fixture(autouse=True)
def toys(tmp_path, monkeypatch):
    """The folder of a toy worker, run by this very interpreter."""
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "worker.py").write_text(TOY)
    monkeypatch.setattr(Isolated, "folder", folder, raising=False)
    monkeypatch.setattr(environment, "interpreter", lambda lock, python: Path(sys.executable))
    return folder


@pytest.mark.parametrize("toy", [Toy, Native])
def test_rows_of_every_kind_go_there_and_come_back(mixed, tmp_path, toy):
    synthesizer = toy(some="setting")
    report = synthesizer.fit(mixed, seed=1)
    assert report["draw"] == toy().fit(mixed, seed=1)["draw"], "the seed is set"
    (tmp_path / "saved").mkdir()
    synthesizer.save(tmp_path / "saved")
    raw = toy.load(tmp_path / "saved").sample(200, seed=1)
    table, unfit = foreign.conform(raw, mixed.kinds)
    assert unfit == {}
    order = ["words"]
    pd.testing.assert_frame_equal(
        table.frame.sort_values(order, ignore_index=True),
        mixed.frame.sort_values(order, ignore_index=True),
    )


def test_threads_are_passed_on(mixed, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert Toy().fit(mixed, seed=1)["threads"] == "3"
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert Toy().fit(mixed, seed=1)["threads"] == "1"


def test_a_failure_is_one_line_and_the_output_is_shown(mixed, capfd):
    with pytest.raises(UserError, match=r"toy failed with exit status 1: ValueError: no luck"):
        Toy(fail=True).fit(mixed, seed=1)
    assert capfd.readouterr().out.startswith("learning")


PARENT = """
import sys
from pathlib import Path
from fake_or_real.data import tables
from fake_or_real.synthesizers.isolated import Isolated, environment
environment.interpreter = lambda lock, python: Path(sys.executable)
Isolated.folder = Path({toy!r})
Isolated(hang={hang!r}).fit(tables.read(Path({table!r})), seed=1)
"""


def test_a_table_with_one_column_that_varies_is_refused(mixed):
    same = mixed.take(np.zeros(10, dtype=int))
    same.frame["is_fake"] = pd.array(range(10), dtype="Int64")
    with pytest.raises(UserError, match="needs two columns that vary"):
        Toy().fit(same, 1)


def is_running(pid):
    """Whether a process is there and is no zombie that nobody has collected."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_for(condition):
    end = time.monotonic() + 20
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    assert condition()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_an_interrupted_run(mixed, toys, tmp_path, monkeypatch, how):
    hang, table = tmp_path / "pids", tmp_path / "table.parquet"
    tables.write(mixed, table)
    code = PARENT.format(toy=str(toys), hang=str(hang), table=str(table))
    root = Path(__file__).parents[2]
    place = tmp_path / "temporary"
    place.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=root,
        env=os.environ | {"TMPDIR": str(place)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as parent:
        wait_for(lambda: hang.exists() and len(hang.read_text().split()) == 2)
        pids = [int(pid) for pid in hang.read_text().split()]
        assert all(is_running(pid) for pid in pids)
        os.kill(parent.pid, how)
    wait_for(lambda: not any(is_running(pid) for pid in pids))
    assert len(list(place.iterdir())) == (0 if how == signal.SIGINT else 2), "only who is asked"
    monkeypatch.setattr("tempfile.tempdir", str(place))
    Toy()
    assert not list(place.iterdir()), "the next run removes the rows that a killed one left"
