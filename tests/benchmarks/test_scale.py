"""The benchmark of large tables, on small ones."""

import subprocess
import sys

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.benchmarks import scale, scale_tables
from tests.conftest import ROOT


@pytest.fixture
def table(tmp_path):
    def write(name="t.parquet", rows=700, columns=15, is_fake=False):
        path = tmp_path / name
        scale_tables.write(path, rows, columns, 1, is_fake=is_fake)
        return pq.read_table(path)

    return write


def test_tables_are_mixed_and_the_same_each_time(table):
    real = table()
    assert real.equals(table("again.parquet"))
    assert (real.num_rows, real.num_columns) == (700, 15)
    assert {str(kind) for kind in real.schema.types} == {
        *("string", "int64", "double", "bool", "date32[day]", "timestamp[ms]")
    }
    assert not real.equals(table("fake.parquet", is_fake=True))


def test_a_wide_table_has_so_many_columns_of_different_names(table):
    assert len(set(table(columns=40).column_names)) == 40


def test_the_first_rows_do_not_depend_on_how_many_follow(table, monkeypatch):
    monkeypatch.setattr(scale_tables, "_BLOCK", 500)
    few, more = table(), table("more.parquet", rows=1200)
    assert few.slice(0, 500).equals(more.slice(0, 500))


def test_a_child_costs_what_it_takes(tmp_path):
    # Asked by a small process: at its start a child counts as large as who starts it.
    asked = (
        "import sys; from dataclasses import astuple; from pathlib import Path;"
        "from tests.benchmarks.scale import run_child;"
        "code = 'x = bytearray(200_000_000); print(sum(range(10**7)))';"
        "print(*astuple(run_child([sys.executable, '-c', code], Path(sys.argv[1]), limit=60)))"
    )
    command = [sys.executable, "-c", asked, tmp_path]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    cpu, wall, peak_gb, code = map(float, printed.split())
    assert code == 0
    assert 0.1 < cpu <= wall + 0.5
    assert 0.2 < peak_gb < 0.4
    assert scale.run_child([sys.executable, "-c", "1 / 0"], tmp_path, limit=60).code == 1


def test_a_child_that_takes_too_long_is_stopped(tmp_path):
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    cost = scale.run_child(command, tmp_path, limit=0.5)
    assert cost.code == 124
    assert cost.wall < 30


@pytest.fixture
def ran(monkeypatch):
    """The stages that were run; `evaluate` fails."""
    stages = []

    def run_child(command, folder, limit):
        stages.append((folder.name, command[2]))
        return scale.Cost(1.5, 3, 0.25, int(command[2] == "stages.evaluate"))

    monkeypatch.setattr(scale, "run_child", run_child)
    return stages


def test_what_was_measured_is_not_measured_again(tmp_path, ran):
    out = tmp_path / "scale.csv"
    scale.measure(out, [20, 30], 15, ["fetch", "split"], limit=1)
    scale.measure(out, [20, 30], 15, ["fetch", "split", "copies"], limit=1)
    assert [stage for _, stage in ran] == [*["stages.fetch", "stages.split"] * 2] + [
        "stages.copies"
    ] * 2
    assert len(pd.read_csv(out)) == 6
    assert (out.with_suffix("") / "30x15/params.yaml").is_file()


def test_after_a_failure_only_judge_is_run_and_the_table_says_so(tmp_path, ran):
    out = tmp_path / "scale.csv"
    scale.measure(out, [20], 15, ["split", "evaluate", "copies", "judge"], limit=1)
    assert [stage for _, stage in ran] == ["stages.split", "stages.evaluate", "fake_or_real.cli"]
    text = scale.to_markdown(scale.read(out))
    assert "| evaluate | failed (1) |" in text
    assert "| split | 2 (3), 0.2 GB |" in text
    assert "| copies |  |" in text
