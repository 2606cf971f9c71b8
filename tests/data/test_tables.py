import gzip
import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fake_or_real.data import files, foreign, tables
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError


@pytest.fixture
def read(tmp_path):
    """Read these bytes as a foreign file called `mine`."""

    def call(content: bytes) -> Table:
        path = tmp_path / "foreign"
        path.write_bytes(content)
        raw = files.read_foreign(path, "mine")
        return foreign.typed(raw.table, {}, parse=raw.parse)

    return call


def _parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def test_a_table_survives_the_disk(mixed, tmp_path):
    table = Table(mixed.frame, mixed.kinds, {"name": "t", "rows": 200})
    path = tmp_path / "new" / "t.parquet"
    tables.write(table, path)
    back = tables.read(path)
    pd.testing.assert_frame_equal(back.frame, table.frame)
    assert list(back.kinds.items()) == list(table.kinds.items())
    assert back.about == table.about
    assert list(path.parent.iterdir()) == [path]


NAMES = st.sampled_from(["split", "is_fake", "label", "index", "__index_level_0__"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=5
)
COLUMNS = {
    "categorical": (st.text(st.characters(exclude_categories=["Cs"]), max_size=5), "str"),
    "integer": (st.integers(-(2**63), 2**63 - 1), "Int64"),
    "float": (st.floats(allow_nan=False), "float64"),
    "boolean": (st.booleans(), "boolean"),
    "datetime": (
        st.datetimes(pd.Timestamp("0001-01-02"), pd.Timestamp("9999-12-30")),
        "datetime64[us]",
    ),
    "text": (st.text(st.characters(exclude_categories=["Cs"]), max_size=5), "str"),
}


@st.composite
def any_table(draw) -> Table:
    kinds = draw(st.dictionaries(NAMES, st.sampled_from(list(COLUMNS)), min_size=1, max_size=5))
    rows = draw(st.integers(0, 5))
    frame = pd.DataFrame(index=range(rows))
    for name, kind in kinds.items():
        values, dtype = COLUMNS[kind]
        cells = draw(st.lists(st.none() | values, min_size=rows, max_size=rows))
        frame[name] = pd.Series(cells, dtype=dtype, index=frame.index)
    return Table(frame, kinds, {"name": "t"})


@given(any_table())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_survives_the_disk(tmp_path, table):
    tables.write(table, tmp_path / "t.parquet")
    back = tables.read(tmp_path / "t.parquet")
    pd.testing.assert_frame_equal(back.frame, table.frame)
    assert (back.kinds, back.about) == (table.kinds, table.about)


def test_a_failed_write_leaves_the_file_before_it(mixed, tmp_path):
    path = tmp_path / "t.parquet"
    tables.write(mixed, path)
    before = path.read_bytes()
    broken = Table(mixed.frame.astype({"words": object}), mixed.kinds)
    broken.frame.loc[0, "words"] = object()
    with pytest.raises(pa.ArrowException):
        tables.write(broken, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_take_and_select_and_concat(mixed):
    part = mixed.take(np.array([5, 3])).select(["words", "index"])
    assert part.frame["words"].tolist() == [mixed.frame["words"][5], mixed.frame["words"][3]]
    assert list(part.frame.index) == [0, 1]
    assert part.kinds == {"words": "text", "index": "boolean"}
    whole = tables.concat([mixed.take(np.arange(50)), mixed.take(np.arange(50, 200))])
    pd.testing.assert_frame_equal(whole.frame, mixed.frame)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_csv_in_its_dialects(read, delimiter, newline, end):
    text = "name,age\nGröße,1\nb,".replace(",", delimiter) + end
    table = read(text.replace("\n", newline).encode())
    assert table.kinds == {"name": "categorical", "age": "integer"}
    assert table.frame["name"].tolist() == ["Größe", "b"]
    assert table.frame["age"].isna().tolist() == [False, True]


def test_quotes_and_newlines_in_cells(read):
    table = read(b'a,b\n"x, ""y""\nz",1\nq"r,2\n')
    assert table.frame["a"].tolist() == ['x, "y"\nz', 'q"r']


def test_a_quoted_cell_with_a_newline_may_end_the_file(read):
    assert read(b'a,b\n1,"x\ny"\n').frame["b"].tolist() == ["x\ny"]


def test_what_a_csv_writes_for_missing_is_what_pandas_takes_for_missing(read):
    cells = ["", "NA", "NaN", "nan", "NULL", "null", "None", "N/A", "n/a", "<NA>", "#N/A", "?", "-"]
    content = ("a,b\n" + "".join(f"{cell},x\n" for cell in cells)).encode()
    ours = read(content).frame["a"].isna()
    theirs = pd.read_csv(io.BytesIO(content))["a"].isna()
    assert ours.tolist() == theirs.tolist()


def test_a_byte_order_mark_is_no_part_of_a_name(read):
    assert list(read(b"\xef\xbb\xbfa,b\n1,2\n").kinds) == ["a", "b"]


def test_no_name_clashes_and_no_column_is_dropped(read, tmp_path):
    names = ["split", "is_fake", "label", "index", "__index_level_0__", "", "level_0", "row"]
    content = ",".join(names) + "\n" + ",".join("12345678") + "\n"
    table = read(content.encode())
    tables.write(table, tmp_path / "t.parquet")
    names[5] = "column_6"
    assert list(tables.read(tmp_path / "t.parquet").frame.columns) == names


def test_parquet_keeps_its_types(read):
    frame = pd.DataFrame({"code": ["1", "2"], "on": [True, None], "day": ["2020-01-01"] * 2})
    frame["when"] = pd.to_datetime(frame["day"])
    content = _parquet(pa.Table.from_pandas(frame))
    for packed in (content, gzip.compress(content)):
        assert read(packed).kinds == {
            "code": "categorical",
            "on": "boolean",
            "day": "datetime",
            "when": "datetime",
        }


def test_a_cut_parquet_file(read):
    content = _parquet(pa.table({"a": [1, 2], "b": [3, 4]}))
    with pytest.raises(UserError, match="mine is not a sound Parquet file"):
        read(content[:-20])


def test_parquet_with_duplicate_names(read):
    twice = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    with pytest.raises(UserError, match=r"mine has several columns called \['a'\]"):
        read(_parquet(twice))


def test_a_ragged_line_is_named_by_its_number(read):
    with pytest.raises(UserError, match="line 3 has 3 cells where the table has 2 columns"):
        read(b"a,b\n1,2\n1,2,3\n")


def test_values_that_no_kind_holds_are_not_lost_in_silence(read):
    with pytest.raises(UserError, match=r"column 'a' holds numbers beyond 64 bits"):
        read(_parquet(pa.table({"a": pa.array([2**63 + 1], pa.uint64()), "b": [1]})))


def test_conform_mends_order_and_types_and_counts_what_does_not_fit(mixed):
    given = mixed.frame[list(reversed(mixed.kinds))].copy()
    given["is_fake"] = given["is_fake"].astype("float64")
    given["label"] = given["label"].astype("str")
    given.loc[1, "label"] = "much"
    before = given.copy()
    table, unfit = foreign.conform(given, mixed.kinds)
    expected = mixed.frame.copy()
    expected.loc[1, "label"] = np.nan
    written = table.frame.pop("label (as written)")
    pd.testing.assert_frame_equal(table.frame, expected)
    assert written.dropna().to_dict() == {1: "much"}
    assert unfit == {"label": 1}
    pd.testing.assert_frame_equal(given, before)


def test_conform_names_the_columns_that_differ(mixed):
    given = mixed.frame.rename(columns={"label": "Label"})
    with pytest.raises(UserError, match=r"missing \['label'\], unknown \['Label'\]"):
        foreign.conform(given, mixed.kinds)
