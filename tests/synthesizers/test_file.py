"""Bring your own table: what its format may do, and which real rows it was made from."""

import json

import numpy as np
import pandas as pd
import pytest

from fake_or_real import synthesizers
from fake_or_real.data import foreign
from fake_or_real.errors import UserError
from fake_or_real.synthesizers.file import File

KINDS = {"column_1": "categorical", "column_2": "integer"}


@pytest.fixture
def frame(mixed):
    """Ten rows, as strings where a CSV would have them."""
    return mixed.frame.head(10)


def fit(path, real, **settings):
    synthesizer = File(path=str(path), **settings)
    return synthesizer, synthesizer.fit(real, seed=1)


def drawn(synthesizer, real, rows=10):
    return foreign.conform(synthesizer.sample(rows, seed=1), real.kinds)


@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "parquet"])
def test_a_table_of_the_same_format_comes_back_unchanged(frame, mixed, tmp_path, suffix):
    path = tmp_path / f"mine.{suffix}"
    frame.to_parquet(path) if suffix == "parquet" else frame.to_csv(path, index=False)
    synthesizer, report = fit(path, mixed)
    table, unfit = drawn(synthesizer, mixed)
    pd.testing.assert_frame_equal(table.frame, frame)
    assert unfit == {}
    assert [report[name] for name in ("columns_extra", "columns_renamed")] == ["", ""]
    assert report["columns_reordered"] is False
    assert report["missing_respelled"] == 0


def test_reordered_columns_are_put_in_order_and_reported(frame, mixed, tmp_path):
    frame[frame.columns[::-1]].to_csv(tmp_path / "mine.csv", index=False)
    synthesizer, report = fit(tmp_path / "mine.csv", mixed)
    assert report["columns_reordered"] is True
    pd.testing.assert_frame_equal(drawn(synthesizer, mixed)[0].frame, frame)


def test_extra_columns_are_dropped_and_named(frame, mixed, tmp_path):
    frame.assign(id=range(10)).to_csv(tmp_path / "mine.csv")
    synthesizer, report = fit(tmp_path / "mine.csv", mixed)
    assert report["columns_extra"] == "column_1, id"
    assert report["columns_reordered"] is False
    pd.testing.assert_frame_equal(drawn(synthesizer, mixed)[0].frame, frame)


def test_columns_spelled_otherwise_are_renamed_and_named(frame, mixed, tmp_path):
    renamed = frame.rename(columns={"is_fake": "Is Fake", "when": "WHEN"})
    renamed.to_csv(tmp_path / "mine.csv", index=False)
    synthesizer, report = fit(tmp_path / "mine.csv", mixed)
    assert report["columns_renamed"] == "Is Fake -> is_fake, WHEN -> when"
    pd.testing.assert_frame_equal(drawn(synthesizer, mixed)[0].frame, frame)


@pytest.mark.parametrize("change", [{"label": "score"}, {"label": "I", "index": "i"}])
def test_a_missing_column_is_one_line_with_both_lists(frame, mixed, tmp_path, change):
    frame.rename(columns=change).to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(UserError, match=r"lacks columns \['label'.*it has .*'words'.*real table"):
        fit(tmp_path / "mine.csv", mixed)


def test_two_columns_that_are_spelled_alike_are_not_guessed_at(frame, mixed, tmp_path):
    both = frame.drop(columns="label").assign(Label=1, LABEL=2)
    both.to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(UserError, match=r"lacks columns \['label'\]"):
        fit(tmp_path / "mine.csv", mixed)


def test_other_types_are_cast(frame, mixed, tmp_path):
    numbers = frame["is_fake"].astype("float64") + 0.5
    frame.assign(is_fake=numbers, label=frame["label"].astype("str")).to_parquet(
        tmp_path / "mine.parquet"
    )
    synthesizer, _ = fit(tmp_path / "mine.parquet", mixed)
    table, unfit = drawn(synthesizer, mixed)
    assert (table.kinds["is_fake"], unfit) == ("float", {})
    pd.testing.assert_series_equal(table.frame["label"], frame["label"])


def test_other_spellings_of_missing_are_missing_and_counted(frame, mixed, tmp_path):
    words = frame["split"].astype("object").where(frame["split"].notna(), "None")
    numbers = frame["label"].astype("str").astype("object").where(frame["label"].notna(), " NA ")
    frame.assign(split=words, label=numbers).to_parquet(tmp_path / "mine.parquet")
    synthesizer, report = fit(tmp_path / "mine.parquet", mixed)
    missing = int(frame["split"].isna().sum() + frame["label"].isna().sum())
    assert report["missing_respelled"] == missing > 0
    table, unfit = drawn(synthesizer, mixed)
    pd.testing.assert_frame_equal(table.frame, frame)
    assert unfit == {}


def test_a_word_for_missing_that_is_a_real_value_is_left_alone(mixed, tmp_path):
    raw = pd.DataFrame({"a": ["None", "x", "NA"], "b": [1, 2, 3]})
    real, _ = foreign.conform(raw.replace("NA", "y"), {"a": "categorical", "b": "integer"})
    raw.to_parquet(tmp_path / "mine.parquet")
    synthesizer, report = fit(tmp_path / "mine.parquet", real)
    assert report["missing_respelled"] == 1
    assert drawn(synthesizer, real, 3)[0].frame["a"].tolist()[:2] == ["None", "x"]


def test_a_folder_is_one_table(frame, mixed, tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    frame.tail(4).to_csv(folder / "b.csv", index=False)
    frame.head(6).to_csv(folder / "a.csv", index=False)
    (folder / ".hidden").write_text("no table")
    synthesizer, _ = fit(folder, mixed)
    pd.testing.assert_frame_equal(drawn(synthesizer, mixed)[0].frame, frame)


def test_folders_that_are_no_table(frame, mixed, tmp_path):
    with pytest.raises(UserError, match="holds no tables"):
        fit(tmp_path, mixed)
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_parquet(tmp_path / "b.parquet")
    with pytest.raises(UserError, match="both CSV and Parquet"):
        fit(tmp_path, mixed)


def test_what_is_said_of_the_file_is_heard_and_how_it_was_read_is_told(mixed, tmp_path, capsys):
    real = foreign.conform(pd.DataFrame({"column_1": ["ł"], "column_2": [1]}), KINDS)[0]
    path = tmp_path / "mine.csv"
    path.write_bytes("ł|1\nó|2\n".encode("cp1250"))
    synthesizer, _ = fit(path, real, csv={"header": False, "encoding": "cp1250"})
    assert drawn(synthesizer, real)[0].frame["column_1"].tolist() == ["ł", "ó"]
    assert "mine.csv: read as cp1250, cells separated by |" in capsys.readouterr().out


def test_rows_are_drawn_by_the_seed_at_most_once_each(mixed, tmp_path, capsys):
    mixed.frame.to_parquet(tmp_path / "mine.parquet")
    synthesizer, _ = fit(tmp_path / "mine.parquet", mixed)
    first = synthesizer.sample(50, seed=1)
    assert first.equals(synthesizer.sample(50, seed=1))
    assert not first.equals(synthesizer.sample(50, seed=2))
    assert first.to_pandas()["words"].is_unique
    assert len(synthesizer.sample(500, seed=1)) == 200
    assert "only 200 rows" in capsys.readouterr().out


def test_a_saved_one_draws_the_same_rows(mixed, tmp_path):
    mixed.frame.to_csv(tmp_path / "mine.csv", index=False)
    synthesizer, _ = fit(tmp_path / "mine.csv", mixed)
    (tmp_path / "saved").mkdir()
    synthesizers.save(synthesizer, "file", tmp_path / "saved")
    loaded = synthesizers.load(tmp_path / "saved")
    assert loaded.sample(9, seed=3).equals(synthesizer.sample(9, seed=3))


def test_seen_rows_may_be_positions_or_not_known(mixed):
    assert File(path="x").find_seen(mixed) is None
    assert list(File(path="x", seen=[7, 0, 7]).find_seen(mixed)) == [0, 7]
    assert list(File(path="x", seen=[]).find_seen(mixed)) == []
    with pytest.raises(UserError, match=r"names row 200, but .* 0 to 199"):
        File(path="x", seen=[200]).find_seen(mixed)


def test_seen_rows_may_be_a_file_of_them_in_any_order(mixed, tmp_path):
    rows = np.array([5, 100, 3])
    mixed.frame.iloc[rows, ::-1].to_csv(tmp_path / "seen.csv", index=False)
    found = File(path="x", seen=str(tmp_path / "seen.csv")).find_seen(mixed)
    assert list(found) == [3, 5, 100]


def test_of_equal_rows_as_many_are_seen_as_the_file_has(tmp_path):
    real, _ = foreign.conform(
        pd.DataFrame({"a": ["x", "y", "x", "x"], "b": [1, 2, 1, 1]}),
        {"a": "categorical", "b": "integer"},
    )
    path = tmp_path / "seen.csv"
    path.write_text("a,b\nx,1\nx,1\n")
    assert list(File(path="x", seen=str(path)).find_seen(real)) == [0, 2]
    path.write_text("a,b\ny,2\ny,2\nz,3\n")
    with pytest.raises(UserError, match=r"2 of the 3 rows of generator\.file\.seen"):
        File(path="x", seen=str(path)).find_seen(real)


def test_the_report_is_flat_json(frame, mixed, tmp_path):
    frame.to_csv(tmp_path / "mine.csv", index=False)
    report = fit(tmp_path / "mine.csv", mixed)[1]
    assert json.loads(json.dumps(report)) == report
    assert {"device", "ended_by", "reproducible"} <= set(report)


@pytest.mark.parametrize(("name", "heard"), [("seen.csv.gz", True), ("seen.txt", False)])
def test_what_is_said_of_the_file_holds_for_seen_rows_in_one_like_it(tmp_path, name, heard):
    real = foreign.conform(pd.DataFrame({"column_1": ["x", "y"], "column_2": [1, 2]}), KINDS)[0]
    pd.DataFrame([["y", 2]]).to_csv(tmp_path / name, index=False, header=False)
    file = File(path="mine.csv", seen=str(tmp_path / name), csv={"header": False})
    if heard:
        assert list(file.find_seen(real)) == [1]
    else:
        with pytest.raises(UserError, match="has a header but no rows"):
            file.find_seen(real)


def test_a_database_holds_no_synthetic_rows(mixed):
    with pytest.raises(UserError, match="is a database; write its rows to a file first"):
        File(path="sqlite:///x.db").fit(mixed, seed=1)
