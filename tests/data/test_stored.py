"""A table on disk gives the rows that the same table in memory gives."""

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from fake_or_real.data import equal_rows, splitting, tables
from fake_or_real.data.stored import Stored, judged
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError


@pytest.fixture
def path(mixed, tmp_path):
    """The table in many small groups of rows."""
    path = tmp_path / "t.parquet"
    tables.write(Table(mixed.frame, mixed.kinds, {"name": "t"}), path)
    pq.write_table(pq.read_table(path), path, row_group_size=7)
    return path


@pytest.mark.parametrize(
    "rows",
    [[], [0], [199], [5, 3, 3, 150, 0], range(200), range(6, 8)],
    ids=["none", "first", "last", "any order, twice", "all", "of two groups"],
)
def test_rows_are_those_of_the_table(mixed, path, rows):
    rows = np.array(rows, dtype=int)
    taken, expected = Stored(path).take(rows), mixed.take(rows)
    pd.testing.assert_frame_equal(taken.frame, expected.frame)
    assert taken.kinds == expected.kinds
    assert taken.about == {"name": "t"}


def test_columns_are_those_of_the_table(mixed, path):
    for name in mixed.kinds:
        pd.testing.assert_series_equal(Stored(path).column(name), mixed.column(name))


@pytest.mark.parametrize("method", ["iter_batches", "read"])
def test_only_what_is_asked_for_is_read(path, monkeypatch, method):
    read, whole = [], getattr(pq.ParquetFile, method)

    def watched(self, *arguments, columns, **named):
        read.append(columns)
        return whole(self, *arguments, columns=columns, **named)

    monkeypatch.setattr(pq.ParquetFile, method, watched)
    if method == "read":
        Stored(path).column("when")
    else:
        Stored(path, {"when": "datetime"}).take(np.arange(9))
    assert set(map(tuple, read)) == {("when",)}


def test_groups_of_which_no_row_is_wanted_are_not_read(path, monkeypatch):
    read, whole = [], pq.ParquetFile.iter_batches

    def watched(self, *arguments, row_groups, **named):
        read.extend(row_groups)
        return whole(self, *arguments, row_groups=row_groups, **named)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", watched)
    Stored(path).take(np.array([8, 70, 71, 190]))
    assert read == [1, 10, 27]


def test_both_tables_are_read_in_the_same_kinds(tmp_path):
    whole = pd.DataFrame({"id": ["a", "b"], "n": pd.array([1, 2], "Int64"), "x.y": [0.5, 1.5]})
    kinds = {"id": "identifier", "n": "integer", "x.y": "float"}
    words = pd.array(["one", None], dtype="str")
    other = whole.assign(n=[1.5, 2.0], **{"n (as written)": words}).drop(columns="id")
    given = (
        Table(whole.astype({"id": "str"}), kinds),
        Table(other, {"n": "float", "x.y": "float", "n (as written)": "word"}),
    )
    for name, table in zip(("real", "synthetic"), given, strict=True):
        tables.write(table, tmp_path / f"{name}.parquet")
    for stored, expected in zip(judged(tmp_path), tables.judged(*given), strict=True):
        taken = stored.take(np.arange(2))
        assert stored.kinds == taken.kinds == expected.kinds
        pd.testing.assert_frame_equal(taken.frame, expected.frame)


def test_a_split_and_its_twins_are_the_same_as_in_memory(mixed, path):
    how = {"protocol": "all", "holdout": 0.2, "max_rows": 50, "seed": 3}
    in_memory = splitting.split(mixed, mixed, None, **how)
    on_disk = splitting.split(Stored(path), Stored(path), None, **how)
    pd.testing.assert_frame_equal(on_disk.frame, in_memory.frame)
    keys = [equal_rows.row_keys(pair) for pair in ([mixed, mixed], [Stored(path), mixed])]
    np.testing.assert_array_equal(*keys)


@pytest.mark.parametrize("place", [1000, -300], ids=["in the pages", "in the footer"])
def test_a_damaged_file_is_said_in_one_line(mixed, tmp_path, place):
    path = tmp_path / "t.parquet"
    tables.write(mixed, path)
    content = bytearray(path.read_bytes())
    content[place : place + 200] = bytes(200)
    path.write_bytes(content)
    with pytest.raises(UserError, match="only a part of one"):
        Stored(path).take(np.arange(200))


def test_a_missing_file_is_said_in_one_line(tmp_path):
    with pytest.raises(UserError, match="is missing"):
        Stored(tmp_path / "t.parquet")
