"""The ladder benchmark on small collections."""

import os
import sys

import numpy as np
import pandas as pd
import pytest

from fake_or_real.errors import UserError
from tests.benchmarks import explained, ladder, orders, side_by_side, tuned
from tests.benchmarks.collections import comparisons

ONE = {"d_hol": 0, "d_trn": 0, "d_flip10": 0.2, "d_flip50": 1, "d_flip90": 3, "d_2_hol": 0}
TWO = {"e--real": 0, "e--ARF--1": 2, "e_f--real": 0, "e_f--ARF--1": 2}


@pytest.fixture
def folders(tmp_path):
    """A folder of each layout."""
    rng = np.random.default_rng(0)
    for folder, tables in {"one": ONE | {"d_2_arf": 2}, "two": TWO}.items():
        (tmp_path / folder).mkdir()
        for name, shift in tables.items():
            frame = pd.DataFrame(
                {"x": rng.normal(shift, 1, 400).round(3), "s": rng.choice(["a", "b"], 400)}
            )
            frame.to_csv(tmp_path / folder / f"{name}.csv.gz", index=False)
    return [tmp_path / "one", tmp_path / "two"]


def lines_of(aucs):
    """Lines of two discriminators with these AUCs by table."""
    cells = [
        {"folder": "f", "table": table, "null": int(table.endswith("_trn"))}
        | {"discriminator": name, "auc": value, "seconds": 1.0, "peak_mb": 100.0}
        for table, values in aucs.items()
        for name, value in zip(["ours", "other"], values, strict=True)
    ]
    return pd.DataFrame(cells)


def test_nulls_come_first_and_names_may_contain_others(folders):
    found = [(pair.real.name, pair.fake.name) for pair in comparisons(folders)]
    assert found == [
        ("d_hol.csv.gz", "d_trn.csv.gz"),
        ("d_2_hol.csv.gz", "d_2_arf.csv.gz"),
        ("d_hol.csv.gz", "d_flip10.csv.gz"),
        ("d_hol.csv.gz", "d_flip50.csv.gz"),
        ("d_hol.csv.gz", "d_flip90.csv.gz"),
        ("e--real.csv.gz", "e--ARF--1.csv.gz"),
        ("e_f--real.csv.gz", "e_f--ARF--1.csv.gz"),
    ]


def test_a_folder_without_a_real_table_or_with_another_of_its_name(tmp_path, folders):
    with pytest.raises(UserError, match="holds no table D_hol"):
        comparisons([tmp_path])
    with pytest.raises(UserError, match="the same name"):
        comparisons([folders[0], folders[0]])


def test_rows_are_capped_and_equally_many(folders):
    train, holdout = ladder.parts(comparisons(folders)[-1], rows=100, seed=1)
    assert [np.bincount(part.is_fake).tolist() for part in (train, holdout)] == [[80, 80], [20, 20]]


def test_a_number_that_is_written_as_a_word_is_no_obstacle(folders):
    path = folders[0] / "d_flip10.csv.gz"
    frame = pd.read_csv(path).astype("str")
    frame.loc[:9, "x"] = "unknown"
    frame.to_csv(path, index=False)
    (pair,) = [each for each in comparisons(folders) if each.table == "d_flip10"]
    train, holdout = ladder.parts(pair, rows=0, seed=1)
    assert list(train.table.kinds) == list(holdout.table.kinds) == ["x", "x (as written)", "s"]


def test_nulls_alone_have_no_picture(folders, monkeypatch):
    out = folders[0] / "out.csv"
    arguments = ["ladder", str(folders[0]), str(out), "--seeds", "1", "--only", "tutorial"]
    monkeypatch.setattr(sys, "argv", [*arguments, "--tables", "d_trn"])
    ladder.main()
    assert "| one/d_trn (null) |" in out.with_suffix(".md").read_text()
    assert not out.with_suffix(".png").exists()


def test_what_is_explained_is_measured_once_and_written(folders, monkeypatch, capsys):
    out = folders[0] / "out.csv"
    arguments = ["explained", str(folders[0]), str(out), "--tables", "d_trn", "d_flip90"]
    for _ in range(2):
        monkeypatch.setattr(sys, "argv", arguments)
        explained.main()
    lines = pd.read_csv(out).set_index("table")
    assert list(lines.index) == ["d_trn", "d_flip90"]
    assert np.isnan(lines["explained_share"]["d_trn"])
    assert lines["explained_share"]["d_flip90"] > 0.9
    assert "100.0% of 1 tables" in capsys.readouterr().out


def test_wins_ties_and_losses_leave_out_the_null():
    aucs = {"a": (0.7, 0.6), "b": (0.7, 0.702), "c": (0.6, 0.7), "d_trn": (0.5, 0.9)}
    found = side_by_side.standings(lines_of(aucs)).loc["other"]
    assert found[["wins", "ties", "losses"]].tolist() == [1, 1, 1]
    assert found["worst"] == pytest.approx(-0.1)


def test_an_order_that_is_broken_is_seen():
    rising = {"d_e16": 0.6, "d_e4": 0.7, "d_e1": 0.8, "d_temp05": 0.9, "d_temp10": 0.5}
    (kept,) = orders.check(lines_of({name: (value, 0.5) for name, value in rising.items()}))
    assert (kept.name, list(kept.aucs), kept.rank) == ("d by epochs", ["d_e16", "d_e4", "d_e1"], 1)
    swapped = rising | {"d_e16": 0.75}
    (broken,) = orders.check(lines_of({name: (value, 0.5) for name, value in swapped.items()}))
    assert not broken.kept


@pytest.mark.slow
def test_lines_tables_and_picture_and_a_second_run_that_goes_on(folders, monkeypatch, capsys):
    out = folders[0].parent / "bench.csv"
    joined = os.pathsep.join(map(str, folders))
    arguments = [joined, str(out), "--seeds", "1", "--rows", "300", "--only", "tutorial"]
    monkeypatch.setattr(sys, "argv", ["ladder", *arguments, "--tables", "d_trn", "d_flip90"])
    ladder.main()
    first = pd.read_csv(out)
    assert list(first) == [*ladder.KEY, *ladder.MEASURED]
    assert first["table"].tolist() == ["d_trn", "d_flip90"]
    assert first["auc"][1] > 0.85
    assert (first["peak_mb"] > 50).all()

    monkeypatch.setattr(sys, "argv", ["ladder", *arguments, "logistic-regression"])
    ladder.main()
    second = pd.read_csv(out)
    pd.testing.assert_frame_equal(
        second.head(2), first
    )  # not measured again: the seconds are equal
    assert len(second) == 2 * len(comparisons(folders))
    assert out.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    text = out.with_suffix(".md").read_text()
    assert "| one/d_trn (null) |" in text
    assert "| d by flips: d_flip10 < d_flip50 < d_flip90 |" in text
    assert text in capsys.readouterr().out


def test_tuned_xgboost_finds_a_shift(folders):
    pytest.importorskip("xgboost")
    train, holdout = ladder.parts(comparisons(folders)[-1], rows=200, seed=1)
    model = tuned.TunedXGBoost(seed=1, threads=1)
    model.fit(train.table, train.is_fake)
    p_fake = model.predict_proba(holdout.table)[:, 1]
    assert p_fake[holdout.is_fake].mean() > p_fake[~holdout.is_fake].mean() + 0.3
