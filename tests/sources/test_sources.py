import gzip
import hashlib
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from fake_or_real import sources
from fake_or_real.data.files.options import Options
from fake_or_real.errors import UserError
from fake_or_real.sources.known import KNOWN, Known

from .conftest import Answer

CSV = b"split,is_fake,label,index\nx,1,0.5,true\ny,2,,false\n"


@pytest.fixture
def known(source, monkeypatch) -> Known:
    """A data set called `small`, at the local source."""
    packed = gzip.compress(CSV, mtime=0)
    known = Known(
        file="small.csv.gz",
        source=source.serve("far/small.csv.gz", Answer(packed)),
        sha256=hashlib.sha256(packed).hexdigest(),
        licence="CC0",
    )
    monkeypatch.setitem(KNOWN, "small", known)
    monkeypatch.delenv(sources.MIRROR, raising=False)
    return known


def _expected(table) -> None:
    assert table.kinds == {
        "split": "categorical",
        "is_fake": "integer",
        "label": "float",
        "index": "boolean",
    }
    assert table.frame["is_fake"].tolist() == [1, 2]
    assert table.frame["label"].isna().tolist() == [False, True]


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pd.read_csv(io.BytesIO(CSV)).to_parquet(buffer)
    return buffer.getvalue()


FORMATS = {
    "t.csv": CSV,
    "t.csv.gz": gzip.compress(CSV),
    "t.parquet": _parquet(),
    "t.parquet.gz": gzip.compress(_parquet()),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_url_and_a_path_in_every_format(source, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / name).write_bytes(FORMATS[name])
    url = source.serve(f"far/{name}", Answer(FORMATS[name]))
    for dataset in (f"mine/{name}", url):
        table = sources.fetch(dataset)
        _expected(table)
        assert table.about == {
            "name": name,
            "source": name if dataset != url else url,
            "sha256": hashlib.sha256(FORMATS[name]).hexdigest(),
            "licence": "not stated",
            "rows": 2,
        }


def test_what_a_url_asks_for_does_not_get_into_results(source):
    source.serve("t.csv", Answer(CSV))
    about = sources.fetch(f"{source.url}/t.csv?who=Zquixhapax#part").about
    assert about["source"] == f"{source.url}/t.csv"
    assert "Zquixhapax" not in str(about)


def test_a_token_is_only_for_addresses_of_the_users_own(known, source, monkeypatch):
    monkeypatch.setenv("FAKE_OR_REAL_TOKEN", "hush")
    packed = gzip.compress(CSV, mtime=0)
    mine = source.serve("t.csv.gz", Answer(packed, needs="Bearer hush"))
    _expected(sources.fetch(mine))
    source.serve("far/small.csv.gz", Answer(packed, needs="Bearer hush"))
    for attempt in (sources.fetch, sources.check):
        with pytest.raises(UserError, match="HTTP status 401"):
            attempt("small")


def test_secrets_of_a_mirror_are_not_repeated(known, monkeypatch, capsys):
    monkeypatch.setenv(sources.MIRROR, "http://user:hush@127.0.0.1:9/near")
    _expected(sources.fetch("small"))
    said = capsys.readouterr().err
    assert "warning: http://127.0.0.1:9/near/small.csv.gz was given with a password" in said
    assert "hush" not in said


def test_a_known_set_from_its_source(known):
    table = sources.fetch("small")
    _expected(table)
    assert table.about == {
        "name": "small",
        "source": known.source,
        "sha256": known.sha256,
        "licence": "CC0",
        "rows": 2,
    }


def test_the_mirror_comes_first_and_changes_nothing(known, source, tmp_path, monkeypatch):
    from_source = sources.fetch("small")
    source.requests.clear()
    (tmp_path / known.file).write_bytes(gzip.compress(CSV, mtime=0))
    source.serve(f"near/{known.file}", Answer(gzip.compress(CSV, mtime=0)))
    for mirror in (str(tmp_path), f"{tmp_path}/", f"{source.url}/near", f"{source.url}/near/"):
        monkeypatch.setenv(sources.MIRROR, mirror)
        sources.check("small")
        table = sources.fetch("small")
        pd.testing.assert_frame_equal(table.frame, from_source.frame)
        assert table.about == from_source.about
    assert set(source.requests) == {f"/near/{known.file}"}


@pytest.mark.parametrize("content", [None, b"other"], ids=["missing", "wrong checksum"])
@pytest.mark.parametrize("mirror", ["folder", "url"])
def test_a_bad_mirror_is_named_and_passed_over(
    known, source, tmp_path, monkeypatch, capsys, mirror, content
):
    if content:
        (tmp_path / known.file).write_bytes(content)
        source.serve(f"near/{known.file}", Answer(content))
    location = str(tmp_path) if mirror == "folder" else f"{source.url}/near"
    monkeypatch.setenv(sources.MIRROR, location)
    _expected(sources.fetch("small"))
    assert f"warning: {'no file at ' if mirror == 'folder' and not content else ''}{location}" in (
        capsys.readouterr().err
    )


def test_when_nothing_works_every_location_is_named(known, source, tmp_path, monkeypatch):
    source.serve("far/small.csv.gz", Answer(status=404))
    (tmp_path / known.file).write_bytes(b"other")
    monkeypatch.setenv(sources.MIRROR, str(tmp_path))
    for attempt in (sources.check, sources.fetch):
        with pytest.raises(UserError) as error:
            attempt("small")
        message = str(error.value)
        assert f"{tmp_path / known.file}: wrong checksum" in message
        assert f"{known.source}: HTTP status 404" in message
        assert f"set {sources.MIRROR} to a folder or URL that holds {known.file}" in message
        assert "\n" not in message


def test_check_downloads_nothing(known, source):
    source.serve("far/small.csv.gz", Answer(b"", length=10**9))
    sources.check("small")


def test_check_leaves_other_data_sets_to_fetch(tmp_path):
    sources.check(str(tmp_path / "none.csv"))
    sources.check("http://x.invalid/none.csv")


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("censsu", "did you mean 'census'?"),
        (
            "mine",
            "choose one of census, bank-marketing, stdlib, a path such as data/own/table.csv",
        ),
    ],
)
def test_an_unknown_name_says_what_there_is(tmp_path, monkeypatch, name, advice):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as error:
        sources.fetch(name)
    assert str(tmp_path / name) in str(error.value)
    assert advice in str(error.value)


def test_the_embedded_set_needs_no_network_and_is_pinned(monkeypatch):
    monkeypatch.setenv(sources.MIRROR, "/nowhere")
    sources.check("stdlib")
    monkeypatch.setitem(KNOWN, "stdlib", Known("stdlib.parquet", "here", "0" * 64, "CC0"))
    with pytest.raises(UserError, match=r"stdlib\.parquet: wrong checksum"):
        sources.check("stdlib")


@pytest.mark.parametrize(
    ("dataset", "shape"), [("census", (48_842, 15)), ("bank-marketing", (45_211, 17))]
)
def test_the_public_sets(shared, monkeypatch, dataset, shape):
    monkeypatch.setenv(sources.MIRROR, str(shared / "data"))
    table = sources.fetch(dataset)
    assert table.frame.shape == shape
    assert table.about["source"] == KNOWN[dataset].source
    assert set(table.kinds.values()) == {"categorical", "integer"}


@pytest.fixture
def many(tmp_path, monkeypatch):
    """Two files and a database of the same rows, in the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows").mkdir()
    for place, cells in enumerate(("1,x", "2,y")):
        (tmp_path / f"rows/{place}.csv").write_text(f"a,b\n{cells}\n")
    with closing(sqlite3.connect("rows.db")) as connection:
        connection.executescript(
            "CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES (1, 'x'), (2, 'y');"
        )


@pytest.mark.parametrize(
    ("dataset", "name", "source"),
    [
        ("rows", "rows", "rows"),
        ("rows/*.csv", "*.csv", "*.csv"),
        ("sqlite:///rows.db", "t", "rows.db"),
    ],
)
def test_several_files_and_a_database_are_a_real_table(many, dataset, name, source):
    asked = Options(table="t" if "://" in dataset else None)
    table = sources.fetch(dataset, asked)
    assert table.frame.to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}
    about = table.about
    assert (about["name"], about["source"], about["rows"]) == (name, source, 2)
    assert about == sources.fetch(dataset, asked).about
    with pytest.raises(UserError, match=r"set either fetch\.table or|leave fetch\.table out"):
        sources.fetch(dataset, Options(table=None if "://" in dataset else "t"))


def test_other_rows_have_another_checksum(many):
    before = sources.fetch("rows").about["sha256"]
    Path("rows/1.csv").write_text("a,b\n2,z\n")
    assert sources.fetch("rows").about["sha256"] != before
