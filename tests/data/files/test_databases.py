"""Databases: SQLite always, and a real PostgreSQL server where one can be started."""

import sqlite3
import sys
from contextlib import closing
from importlib import import_module

import pytest

from fake_or_real import read_table
from fake_or_real.data.files import databases, read_raw
from fake_or_real.data.files.options import Options, options
from fake_or_real.errors import UserError, one_line

from . import postgresql

pytest.importorskip("sqlalchemy", reason="needs the extra databases")


def refused(location: str, **asked) -> str:
    """The one line that refuses it."""
    with pytest.raises(UserError) as error:
        read_raw(location, "mine", Options(**asked))
    assert str(error.value) == one_line(error.value)
    return str(error.value)


@pytest.fixture
def sqlite(tmp_path) -> str:
    path = tmp_path / "my data%.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            CREATE TABLE people (id INT PRIMARY KEY, "Full Name" TEXT, code TEXT, born DATE,
                                 member BOOLEAN, income REAL, odd BOOLEAN);
            INSERT INTO people VALUES (2, 'Bo', '008', '1990-05-01', 0, NULL, 7),
                                      (1, 'Al; 100%', '007', '1980-01-31', 1, 2.5, 1);
            CREATE TABLE mixed (a, b);
            INSERT INTO mixed VALUES (1, 2), ('unknown', 3);
            CREATE TABLE nested (a, b); INSERT INTO nested VALUES (x'00ff', 1), (NULL, 2);
            CREATE TABLE huge (a, b); CREATE VIEW few AS SELECT id, code FROM people;
        """)
    return f"sqlite:///{path}"


def test_a_table_comes_by_its_key_in_its_own_types(sqlite):
    table = read_table(sqlite, options=Options(table="people"))
    assert table.kinds == {
        "id": "integer",
        "Full Name": "categorical",
        "code": "categorical",
        "born": "datetime",
        "member": "boolean",
        "income": "float",
        "odd": "integer",
    }
    assert table.frame["id"].tolist() == [1, 2]
    assert table.frame["code"].tolist() == ["007", "008"]
    assert table.frame["member"].tolist() == [True, False]
    assert table.frame["income"].isna().tolist() == [False, True]
    assert "%" in table.about["name"]


def test_a_query_is_sent_as_it_is(sqlite):
    query = 'SELECT id, "Full Name" FROM people WHERE "Full Name" LIKE \'Al; 100%\' -- :x\n;'
    raw = read_raw(sqlite, "mine", Options(query=query))
    assert raw.table.to_pydict() == {"id": [1], "Full Name": ["Al; 100%"]}
    assert read_raw(sqlite, "mine", Options(table="few")).table.num_rows == 2


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM people",
        "SELECT 1, 2; DROP TABLE people",
        "PRAGMA query_only",
        "-- SELECT\nDROP TABLE people",
        "",
    ],
)
def test_what_is_no_single_select_is_never_sent(sqlite, query):
    assert "not a single SELECT" in refused(sqlite, query=query)


def test_what_writes_all_the_same_is_refused_by_the_database(sqlite):
    said = refused(sqlite, query="WITH x AS (SELECT 1) INSERT INTO people (id) SELECT 9 FROM x")
    assert "readonly database" in said
    assert read_raw(sqlite, "mine", Options(table="people")).table.num_rows == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "is a database; set either table or query"),
        ({"table": "a", "query": "SELECT 1"}, "is a database; set either table or query"),
        ({"table": "peple"}, "has no table 'peple'; did you mean 'people'?"),
        ({"query": "SELECT nobody, 1 FROM people"}, "no such column: nobody"),
        ({"query": "SELECT id, code FROM people WHERE id > 9"}, "has no rows"),
        ({"table": "huge"}, "has no rows"),
        ({"query": "SELECT id FROM people"}, "has 1 column"),
        ({"query": "SELECT id, id FROM people"}, "several columns called ['id']"),
        ({"table": "mixed"}, "column 'a' mixes types (int, str)"),
    ],
)
def test_a_mistake_is_one_line(sqlite, asked, said):
    assert said in refused(sqlite, **asked)


def test_bytes_have_no_kind(sqlite):
    with pytest.raises(UserError, match="column 'a' has the type binary, which has no column kind"):
        read_table(sqlite, options=Options(table="nested"))
    table = read_table(
        sqlite, options=Options(query="SELECT hex(a) AS a, b FROM nested"), columns={"b": "ignore"}
    )
    assert table.ignored == ["b"]


def test_a_file_that_is_not_there_is_not_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "no file at" in refused("sqlite:///gone.db", table="people")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "no.db").write_text("a,b\n1,2\n" * 999)
    assert "file is not a database" in refused("sqlite:///no.db", table="people")


def test_what_is_streamed_is_bounded_and_joined(sqlite, monkeypatch):
    monkeypatch.setattr(databases, "_ROWS", 10)
    rows = "WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n LIMIT {}) "
    halves = "SELECT a, CASE WHEN a > 15 THEN a / 2.0 END AS b FROM n"
    raw = read_raw(sqlite, "mine", Options(query=rows.format(25) + halves))
    assert raw.table["a"].to_pylist() == list(range(1, 26))
    assert raw.table["b"].to_pylist() == [None] * 15 + [n / 2 for n in range(16, 26)]
    mixed = "SELECT a, CASE WHEN a > 15 THEN 'x' ELSE a END AS b FROM n"
    assert "mixes types" in refused(sqlite, query=rows.format(30) + mixed)
    monkeypatch.setattr(databases, "_ROWS", 10_000)
    endless = rows.format(10**12) + "SELECT a, a AS b FROM n"
    assert "more than 1 MB; raise max_megabytes" in refused(sqlite, query=endless, max_megabytes=1)


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("oracle+oracledb://host/x", "needs the driver oracledb, which is not installed here"),
        ("postgres://host/x", "did you mean 'postgresql'?"),
        ("ftp://host/x.csv", "is read by nothing that is installed here"),
        ("postgresql://ada:hush@host/x", "put it into PGPASSWORD or ~/.pgpass"),
        ("postgresql://host/x?password=hush", "put it into PGPASSWORD or ~/.pgpass"),
        ("sqlite://", "is no usable address"),
    ],
)
def test_an_address_that_does_not_do_says_why(location, said):
    message = refused(location, table="people")
    assert said in message
    assert "hush" not in message


def test_a_file_is_asked_for_no_table(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    assert "is no database; leave table out" in refused(str(tmp_path / "a.csv"), table="x")


def test_options_are_checked():
    assert options({"header": False, "table": "x"}, "how") == Options(header=False, table="x")
    for given, said in (
        ({"delimitr": ";"}, "how has no 'delimitr'; did you mean 'delimiter'?"),
        ({"delimiter": "::"}, r"how\['delimiter'\] was '::'; it should be one character"),
        ({"header": "yes"}, "True or False"),
        ({"decimal": ";"}, "'.' or ','"),
        ({"sheet": ""}, "it should be text"),
        ({"max_megabytes": 0}, "a whole number above 0"),
    ):
        with pytest.raises(UserError, match=said):
            options(given, "how")


@pytest.fixture(scope="module")
def server():
    if reason := postgresql.missing():
        pytest.skip(reason)
    with postgresql.server() as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSWORD", postgresql.PASSWORD)
        psycopg = import_module("psycopg")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(TYPES)
        yield url


TYPES = """
    CREATE SCHEMA sales;
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE TABLE sales.orders (
        id uuid PRIMARY KEY, n smallint, whole numeric(12, 0), price numeric(10, 2), loose numeric,
        ratio real, told text, digits text, m mood, yes boolean, day date, at timestamp,
        zoned timestamptz, clock time, lasted interval, nothing integer, address inet
    );
    INSERT INTO sales.orders VALUES
        ('00000000-0000-0000-0000-000000000002', 2, 7, 1.25, 'NaN', 0.5, 'b', '12', 'ok', true,
         '2020-01-31', '2020-01-31 10:30', '2020-01-31 10:30+02', '10:30', '1 hour', NULL, '::1'),
        ('00000000-0000-0000-0000-000000000001', 1, 8, 2.00, 1.5, 1.5, 'a', '13', NULL, false,
         '1500-02-01', '2021-01-31 10:30', '2021-01-31 10:30+02', '11:30', '2 hour', NULL, '::2');
    CREATE TABLE nested (id integer, tags text[], doc jsonb, raw bytea);
    INSERT INTO nested VALUES (1, '{a,b}', '{"a": [1]}', 'x'), (2, NULL, NULL, NULL);
    CREATE TABLE texts (a text, b text); INSERT INTO texts VALUES ('Zquix', '1'), ('2', '3');
"""


def test_postgresql_says_what_its_columns_are(server):
    table = read_table(server, options=Options(table="sales.orders"))
    assert table.kinds == {
        **{"id": "identifier", "n": "integer", "whole": "integer", "price": "float"},
        **{"loose": "float", "ratio": "float", "told": "categorical", "digits": "categorical"},
        **{"m": "categorical", "yes": "boolean", "day": "datetime", "at": "datetime"},
        **{"zoned": "datetime", "clock": "time", "lasted": "duration", "nothing": "categorical"},
        "address": "categorical",
    }
    first = table.frame.iloc[0]
    assert first["id"] == "00000000-0000-0000-0000-000000000001"
    assert str(first["zoned"]) == "2021-01-31 08:30:00"
    assert str(first["day"]) == "1500-02-01 00:00:00"
    assert (first["whole"], first["price"], first["lasted"], first["clock"]) == (8, 2, 7200, 41400)
    assert table.frame["loose"].isna().tolist() == [False, True]
    assert "ada" not in table.about["name"]


@pytest.mark.parametrize(
    ("column", "dtype"),
    [("tags", "extension<arrow.json>"), ("doc", "extension<arrow.json>"), ("raw", "binary")],
)
def test_what_has_no_kind_in_postgresql_is_one_line(server, column, dtype):
    with pytest.raises(UserError, match=f"column {column!r} has the type {dtype}"):
        read_table(server, options=Options(query=f"SELECT id, {column} FROM nested"))
    columns = dict.fromkeys(("tags", "doc", "raw"), "ignore")
    assert list(read_table(server, options=Options(table="nested"), columns=columns).kinds) == [
        "id"
    ]


def test_a_server_is_streamed_and_bounded(server):
    query = "SELECT generate_series(1, {}) AS a, '%' AS b;"
    raw = read_raw(server, "mine", Options(query=query.format(25_000)))
    assert raw.table["a"].to_pylist() == list(range(1, 25_001))
    # All of them would take minutes and fill the memory.
    assert "more than 1 MB" in refused(server, query=query.format(10**9), max_megabytes=1)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"table": "order"}, "has no table 'order'"),
        ({"query": "SELECT nothing FROM texts"}, 'column "nothing" does not exist'),
        ({"query": "SELECT FRM texts"}, "does not exist"),
        ({"query": "SELECT a::integer, b FROM texts"}, "the query fails on some value"),
        (
            {"query": "WITH x AS (DELETE FROM texts RETURNING a) SELECT a, 1 FROM x"},
            "must not contain data-modifying statements|read-only transaction",
        ),
        ({"query": "SELECT nextval('s'), 1"}, "does not exist"),
    ],
)
def test_a_mistake_on_a_server_is_one_line_without_values(server, asked, said):
    message = refused(server, **asked)
    assert any(part in message for part in said.split("|")), message
    assert "Zquix" not in message


def test_a_server_that_is_not_there_or_refuses_is_one_line(server, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "wrong hush")
    message = refused(server, table="texts")
    assert "password authentication failed" in message
    assert "check the address, and who the environment says that you are" in message
    assert "hush" not in message
    assert "refused" in refused("postgresql://ada@127.0.0.1:1/x", table="texts")
    assert "x.invalid" in refused("postgresql://ada@x.invalid/x", table="texts")


def test_the_driver_of_postgresql_is_an_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    message = refused("postgresql://host/x", table="x")
    assert "needs the driver psycopg, which is not installed here; add it: pip install" in message
    assert "fake-or-real[databases]" in message
