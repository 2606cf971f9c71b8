"""Folders of parts, patterns, and the same in an object store."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fake_or_real import read_table
from fake_or_real.data import addresses
from fake_or_real.data.files import read_raw
from fake_or_real.data.files.options import Options
from fake_or_real.errors import UserError

fsspec = pytest.importorskip("fsspec", reason="needs an extra such as s3")


@pytest.fixture
def partitioned(tmp_path):
    """Two Parquet files as Spark writes them, with its own beside them."""
    for year, width in ((2021, pa.int64()), (2020, pa.int32())):
        folder = tmp_path / "rows" / f"year={year}" / "city=K%C3%B6ln"
        folder.mkdir(parents=True)
        table = pa.table({"a": pa.array([year, 2], width), "b": ["007", "x"]})
        pq.write_table(table, folder / "part-0.parquet")
    (tmp_path / "rows/_SUCCESS").touch()
    (tmp_path / "rows/.part.crc").write_bytes(b"x")
    return tmp_path / "rows"


def test_the_folders_of_a_partitioned_table_are_columns(partitioned):
    raw = read_raw(partitioned, "mine")
    assert raw.table.to_pydict() == {
        "a": [2020, 2, 2021, 2],
        "b": ["007", "x", "007", "x"],
        "year": [2020, 2020, 2021, 2021],
        "city": ["Köln"] * 4,
    }
    assert not raw.parse
    assert pa.types.is_integer(raw.table.schema.field("year").type)


def test_one_partition_is_a_table_too(partitioned):
    raw = read_raw(str(partitioned / "year=20*1" / "**" / "*.parquet"), "mine")
    assert raw.table["year"].to_pylist() == [2021, 2021]
    raw = read_raw(str(partitioned / "*" / "*" / "*.parquet"), "mine")
    assert raw.table["year"].to_pylist() == [2020, 2020, 2021, 2021]


def test_only_folders_of_keys_are_entered(partitioned):
    (partitioned / "old").mkdir()
    (partitioned / "old/x.csv").write_text("other\n1\n")
    assert len(read_raw(partitioned, "mine").table) == 4


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (pa.table({"a": ["x"], "b": ["y"]}), "do not fit together"),
        (pa.table({"a": [1], "c": ["y"]}), r"has other columns than the first file: \['b', 'c'\]"),
        (pa.table({"a": [1]}), r"has other columns than the first file: \['b'\]"),
    ],
)
def test_parquet_files_of_different_tables_are_refused(tmp_path, other, said):
    pq.write_table(pa.table({"a": [1], "b": ["x"]}), tmp_path / "0.parquet")
    pq.write_table(other, tmp_path / "1.parquet")
    with pytest.raises(UserError, match=said) as error:
        read_raw(tmp_path, "mine")
    assert "\n" not in str(error.value)


def test_several_csv_files_are_one_table_and_columns_may_change_places(tmp_path):
    (tmp_path / "part-1.csv").write_text("a;b\n1;x\n")
    (tmp_path / "part-2.csv").write_text("b;a\ny;2,5\n")
    (tmp_path / "other.csv").write_text("z\n")
    pattern = str(tmp_path / "part-*.csv")
    table = read_table(pattern, options=Options(delimiter=";", decimal=","))
    assert table.frame.to_dict("list") == {"a": [1, 2.5], "b": ["x", "y"]}
    assert table.about["name"] == "part-*.csv"
    (tmp_path / "part-3.csv").write_text("b;c\ny;2\n")
    with pytest.raises(UserError, match=r"part-3\.csv has other columns .*\['a', 'c'\]"):
        read_raw(pattern, "mine")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "holds no tables"),
        ({"0.csv": b"a,b\n1,2\n", "1.parquet": b"PAR1"}, "both CSV and Parquet files"),
        ({"a=1/0.csv": b"a,b\n1,2\n"}, "must be Parquet"),
        ({"0.parquet": b"PAR1", "1.parquet": b"PAR1"}, "has a file that is no sound one"),
    ],
)
def test_a_folder_that_is_no_table_is_refused(tmp_path, files, said):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=said):
        read_raw(tmp_path, "mine")


def test_a_pattern_without_files_is_refused(tmp_path):
    with pytest.raises(UserError, match="holds no tables"):
        read_raw(f"{tmp_path}/*.csv", "mine")


@pytest.fixture
def store(partitioned, monkeypatch):
    """Write files into fsspec's own store in memory; give the URL of a folder of them."""
    memory = fsspec.filesystem("memory")
    monkeypatch.setattr(addresses, "STORES", ("memory",))
    memory.put(str(partitioned), "/bucket/rows", recursive=True)
    memory.pipe("/bucket/one.csv", b"a,b\n1,x\n")
    yield "memory://bucket"
    memory.rm("/bucket", recursive=True)


def test_an_object_store_is_read_as_a_folder_is(store, partitioned):
    here = read_raw(partitioned, "mine").table
    assert read_raw(f"{store}/rows", "mine").table.equals(here)
    assert read_raw(f"{store}/rows/*/*/*.parquet", "mine").table.num_rows == 4
    assert read_table(f"{store}/one.csv").frame.to_dict("list") == {"a": [1], "b": ["x"]}
    with pytest.raises(UserError, match="there are no such files"):
        read_raw(f"{store}/gone*", "mine")
    with pytest.raises(UserError, match="cannot be read"):
        read_raw(f"{store}/gone", "mine")


def test_what_is_read_of_a_store_is_bounded(store):
    fsspec.filesystem("memory").pipe("/bucket/big.csv", b"a,b\n" + b"1,2\n" * 250_000)
    with pytest.raises(UserError, match="1 MB, more than 1; raise max_megabytes"):
        read_raw(f"{store}/big.csv", "mine", Options(max_megabytes=1))


def test_s3(partitioned, monkeypatch):
    moto = pytest.importorskip("moto.server", reason="needs moto's server: moto[server]")
    boto3 = pytest.importorskip("boto3")
    server = moto.ThreadedMotoServer(port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ada")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="bucket")
        for path in partitioned.rglob("*"):
            if path.is_file():
                key = path.relative_to(partitioned.parent).as_posix()
                client.put_object(Bucket="bucket", Key=key, Body=path.read_bytes())
        here = read_raw(partitioned, "mine").table
        assert read_raw("s3://bucket/rows", "mine").table.equals(here)
        with pytest.raises(UserError, match="s3://other/rows cannot be read") as error:
            read_raw("s3://other/rows", "mine")
        assert "\n" not in str(error.value)
    finally:
        server.stop()
    with pytest.raises(UserError, match="s3://bucket/rows cannot be read") as error:
        read_raw("s3://bucket/rows", "mine")
    assert "hush" not in str(error.value)
