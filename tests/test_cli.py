"""The command line: what it prints, writes and exits with."""

import json

import numpy as np
import pandas as pd
import pytest

from fake_or_real import cli, judge
from fake_or_real.errors import UserError
from fake_or_real.evidence.copies import MAX_COPIES, MAX_NEAR_COPIES
from stages.params import read_params

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
    assert said[0] == stored["sentence"]
    assert "page.html" in said[1]
    assert (files / "page.html").stat().st_size > 10_000

    assert run("gate", "result.json") == 0
    assert "gate: passed" in capsys.readouterr().out
    assert run("gate", "result.json", "--max-auc=0.6") == 1
    assert capsys.readouterr().err.startswith("gate: the AUC is at least 0.")


def test_a_package_is_trusted_by_name_alone(files, capsys, monkeypatch):
    monkeypatch.syspath_prepend(files)
    (files / "strangers.py").write_text(
        "from sklearn.tree import DecisionTreeClassifier as Tree\nclass Classifier(Tree): pass\n"
    )
    real, fake = pd.read_csv("real.csv"), pd.read_csv("fake.csv", sep=";")
    words = ("judge", "real.csv", "fake.csv", "--discriminator=strangers.Classifier")
    assert run(*words) == 2
    assert "is of none of the libraries sklearn," in capsys.readouterr().err
    assert run(*words, "--trust=strangers") == 0
    quick = {"yardstick": [], "jury": [], "discriminator": "strangers.Classifier"}
    judge(real, fake, trusted=["strangers"], **quick).discriminator.save(files / "model")
    words = ("score", "fake.csv", "scored.csv", "--model=model")
    assert run(*words) == 2
    assert "name its package as trusted (discriminator.trusted, --trust)" in capsys.readouterr().err
    assert not (files / "scored.csv").exists()
    assert run(*words, "--trust=strangers") == 0
    assert len(pd.read_csv("scored.csv")) == 200
    with pytest.raises(UserError, match="trusted was 'strangers'; it should be a list of packages"):
        judge(real, fake, trusted="strangers", **quick)


def test_how_to_read_the_tables_can_be_said(files, capsys):
    pd.read_csv("real.csv").to_csv("bare.csv", index=False, header=False, decimal=",", sep=";")
    pd.read_csv("fake.csv", sep=";").set_axis(["column_1", "column_2"], axis=1).to_csv("fakes.csv")
    words = ("judge", "bare.csv", "fakes.csv", "--discriminator=tutorial")
    assert run(*words, "--real-option=header=false", "--real-option=decimal=,") == 0
    assert run(*words) == 2
    assert "seems to have no header" in capsys.readouterr().err
    assert run(*words, "--real-option=header=false", "--synthetic-option=tabel=x") == 2
    said = capsys.readouterr().err
    assert "error: synthetic_options has no 'tabel'; did you mean 'table'?" in said
    with pytest.raises(SystemExit):
        run(*words, "--real-option=header")
    assert "'header' is not NAME=VALUE" in capsys.readouterr().err


def test_rows_of_the_real_table_break_a_limit_of_their_own(files, capsys):
    words = ("judge", "real.csv", "real.csv", "--discriminator=tutorial", "--json=result.json")
    assert run(*words, "--max-identical=0.5") == 1
    assert "beyond what real rows repeat one another, above gate.max_id" in capsys.readouterr().err
    assert run("gate", "result.json", "--forbid-memorized") == 0, "which were seen is not known"


def test_the_limits_of_memory_are_those_of_the_library():
    arguments = cli._parser().parse_args(["gate", "result.json"])
    assert (arguments.max_copies, arguments.max_near_copies) == (MAX_COPIES, MAX_NEAR_COPIES)
    gate = read_params(ROOT / "params.yaml").gate
    assert (gate.max_copies, gate.max_near_copies) == (MAX_COPIES, MAX_NEAR_COPIES)


def test_the_pipelines_own_verdict_can_be_gated(capsys):
    assert run("gate", str(ROOT / "metrics"), "--max-auc=0.51") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("judge", "nowhere.csv", "fake.csv"), "error: there is no file nowhere.csv"),
        (("gate", "nowhere.json"), "error: there is no file nowhere.json"),
        (("judge", "~zquix/x.csv", "fake.csv"), "error: there is no file ~zquix/x.csv"),
        (("judge", "x" * 5000, "fake.csv"), f"error: {'x' * 200}...: File name too long; choose a"),
        (("score", "real.csv", "out.csv"), "error: data/discriminator holds no discriminator"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(files, capsys, words, message):
    assert run(*words) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(message)
    assert len(captured.err.splitlines()) == 1
    assert captured.out == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("score", "real.csv", "real.csv"), "real.csv is the table that is read; write to another"),
        (("score", "real.csv", "./real.csv"), "real.csv is the table that is read"),
        (("score", "real.csv", "."), ". is a folder; name a file in it"),
        (("score", "real.csv", "out.xlsx"), "out.xlsx: the rows are written as CSV or Parquet"),
        (("judge", "real.csv", "fake.csv", "--json=fake.csv"), "fake.csv is the table that is"),
        (("judge", "real.csv", "fake.csv", "--report=."), ". is a folder; name a file in it"),
    ],
)
def test_no_result_takes_the_place_of_what_is_read(files, capsys, words, message):
    before = {path.name: path.read_bytes() for path in files.iterdir()}
    assert run(*words) == 2
    assert capsys.readouterr().err.startswith(f"error: {message}")
    assert {path.name: path.read_bytes() for path in files.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "read"),
    [("o.csv", pd.read_csv), ("o.csv.gz", pd.read_csv), ("o.parquet", pd.read_parquet)],
)
def test_scored_rows_are_what_their_name_says(files, capsys, name, read):
    result = judge("real.csv", "fake.csv", discriminator="tutorial", yardstick=[], jury=[])
    result.discriminator.save(files / "model")
    assert run("score", "real.csv", name, "--model=model") == 0
    scored = read(files / name)
    assert list(scored.columns) == ["P(FAKE)", "misfits", "a", "b"]
    # As they are written in the file: strings in Parquet, which says what it means.
    assert scored["a"].astype("float").tolist() == pd.read_csv("real.csv")["a"].tolist()


def test_a_file_without_a_verdict_cannot_be_gated(files, capsys):
    (files / "other.json").write_text("{}")
    assert run("gate", "other.json") == 2
    assert "holds no verdict" in capsys.readouterr().err
