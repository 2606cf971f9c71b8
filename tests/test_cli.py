"""The command line: what it prints, writes and exits with."""

import json

import numpy as np
import pandas as pd
import pytest

from fake_or_real import cli

from .conftest import ROOT


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Two CSV files in the working directory that a quick discriminator tells apart."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    for name, middle, rows in (("real", 0, 400), ("fake", 2, 200)):
        frame = pd.DataFrame({"a": rng.normal(middle, 1, rows), "b": rng.integers(0, 3, rows)})
        frame.to_csv(f"{name}.csv", index=False, sep=";" if name == "fake" else ",")
    return tmp_path


def run(*words):
    return cli.main([*words])


def test_judge_prints_the_verdict_and_writes_what_it_is_asked_for(files, capsys):
    words = ("judge", "real.csv", "fake.csv", "--discriminator=tutorial")
    assert run(*words, "--report=page.html", "--json=result.json") == 0
    captured = capsys.readouterr()
    assert captured.err.splitlines() == ["synthetic table: cells separated by ;"]
    said = captured.out.splitlines()
    stored = json.loads((files / "result.json").read_text())
    assert said[0] == stored["metrics"]["verdict"]["sentence"]
    assert "page.html" in said[1]
    assert (files / "page.html").stat().st_size > 10_000

    assert run("gate", "result.json") == 0
    assert "gate: passed" in capsys.readouterr().out
    assert run("gate", "result.json", "--max-auc=0.6") == 1
    assert capsys.readouterr().err.startswith("gate: the AUC is at least 0.")


def test_the_pipelines_own_verdict_can_be_gated(capsys):
    assert run("gate", str(ROOT / "metrics/verdict.json"), "--max-auc=0.51") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("judge", "nowhere.csv", "fake.csv"), "error: there is no file nowhere.csv"),
        (("gate", "nowhere.json"), "error: there is no file nowhere.json"),
        (("score", "real.csv", "out.csv"), "error: data/discriminator holds no discriminator"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(files, capsys, words, message):
    assert run(*words) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(message)
    assert len(captured.err.splitlines()) == 1
    assert captured.out == ""


def test_a_file_without_a_verdict_cannot_be_gated(files, capsys):
    (files / "other.json").write_text("{}")
    assert run("gate", "other.json") == 2
    assert "holds no verdict" in capsys.readouterr().err
