"""Databases by URL: a table or a query, streamed into Arrow, by SQLAlchemy; an extra.

Whatever is asked for is read and never written: only a single SELECT is sent, in a transaction
that may only read where the database knows such, and that is never committed.

Who may read is told by the driver's own files and environment variables (`~/.pgpass`, `PGPASSWORD`,
`PGSERVICE`, ...); never by the URL.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
from tqdm import tqdm

from fake_or_real.data import addresses
from fake_or_real.data.files.cells import as_arrow
from fake_or_real.data.files.options import Options
from fake_or_real.data.files.parts import PATIENCE
from fake_or_real.data.files.raw import checked
from fake_or_real.data.paths import resolve
from fake_or_real.errors import UserError, did_you_mean, one_line

_MEGABYTE = 10**6
# Rows that are turned into Arrow at once.
_ROWS = 10_000
# Seconds until a server has to answer.
_CONNECT = 10
# What is no statement of its own within a query: strings, quoted names, comments.
_QUIET = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_READS = re.compile(r"[\s(]*(select|with|values|table)\b", re.IGNORECASE)
_INSTALL = "pip install 'fake-or-real[databases]'"
_KNOWN = ("postgresql", "sqlite", "mysql+pymysql", "s3", "gs", "az", "https")


def read(location: str, asked: Options) -> pa.Table:
    """The rows of `asked.table`, by its primary key, or of `asked.query`, in the query's order.

    Raises `UserError` where the extra or a driver is missing, the database cannot be reached or
    refuses, there is no such table, the query fails, gives no rows, or is no single SELECT, or
    there are more than `asked.max_megabytes`.
    """
    addresses.check(location)
    public = addresses.public(location)
    query = None if asked.query is None else _single(asked.query)
    engine = _engine(location, public)
    try:
        with _errors(public, "; check the address, and who the environment says that you are"):
            connection = engine.connect()
        with connection, _errors(public):  # the connection's end takes everything back
            streamed = connection.execution_options(stream_results=True, yield_per=_ROWS)
            if query is not None:
                # As it is: else a % or a colon in it would stand for a parameter.
                plain = streamed.execution_options(no_parameters=True)
                return _stream(plain.exec_driver_sql(query), public, asked.max_megabytes)
            statement, booleans = _select(connection, public, asked.table or "")
            table = _stream(streamed.execute(statement), public, asked.max_megabytes)
            return _truths(table, booleans)
    finally:
        engine.dispose()


def _single(query: str) -> str:
    """The query without its last semicolon; raises `UserError` unless it is a single SELECT."""
    query = query.strip().rstrip("; \n\t")
    statements = _QUIET.sub(" ", query)
    if ";" in statements or not _READS.match(statements):
        raise UserError("the query is not a single SELECT; nothing else is sent to a database")
    return query


def _engine(location: str, public: str) -> Any:
    """SQLAlchemy's engine, which may read only where the database knows such."""
    sqlalchemy: Any = _library(public)
    try:
        url = sqlalchemy.make_url(location)
        backend = url.get_backend_name()
        if backend == "sqlite":
            # SQLite makes a file that is not there.
            path = quote(str(resolve(url.database or "")))
            url = url.set(database=f"file:{path}", query={"mode": "ro", "uri": "true"})
        elif url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        waits = backend == "postgresql" and "connect_timeout" not in url.query
        wait = {"connect_timeout": _CONNECT} if waits else {}
        engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool, connect_args=wait)
    except ImportError as error:
        driver = error.name or url.get_driver_name()
        add = _INSTALL if backend == "postgresql" else f"pip install {driver}"
        raise UserError(
            f"{public} needs the driver {driver}, which is not installed here; add it: {add}"
        ) from None
    except sqlalchemy.exc.ArgumentError as error:
        raise UserError(
            f"{public} is read by nothing that is installed here ({one_line(error)});"
            f" {did_you_mean(addresses.scheme(location), _KNOWN)}"
        ) from None
    return engine.execution_options(postgresql_readonly=True) if waits else engine


def check(location: str, table: str | None, query: str | None, group: str = "") -> None:
    """Raise `UserError` unless a database, and nothing else, has either a table or a query.

    group: what stands before the two names, for example `fetch.`.
    """
    told = [name for name, value in (("table", table), ("query", query)) if value is not None]
    public = addresses.public(location)
    if addresses.is_database(location) and len(told) != 1:
        raise UserError(f"{public} is a database; set either {group}table or {group}query")
    if told and not addresses.is_database(location):
        raise UserError(f"{public} is no database; leave {group}{told[0]} out")


def _library(public: str) -> Any:
    try:
        return import_module("sqlalchemy")
    except ImportError:
        raise UserError(
            f"{public} needs SQLAlchemy, which is not installed here; add it: {_INSTALL}"
        ) from None


def _select(connection: Any, public: str, table: str) -> tuple[Any, list[str]]:
    """The SELECT of a table or view by its primary key; which columns are declared as booleans.

    All values come as the driver gives them, as those of a query do.
    """
    sqlalchemy: Any = import_module("sqlalchemy")
    inspector = sqlalchemy.inspect(connection)
    schema, name = None, table
    if not inspector.has_table(name) and "." in table:
        schema, _, name = table.rpartition(".")
    if not inspector.has_table(name, schema):
        there = sorted([*inspector.get_table_names(), *inspector.get_view_names()])
        hint = did_you_mean(table, there) if there else "it has none"
        raise UserError(f"{public} has no table {table!r}; {hint}")
    with warnings.catch_warnings():
        # A type that SQLAlchemy does not know is no matter here.
        warnings.simplefilter("ignore", sqlalchemy.exc.SAWarning)
        about = inspector.get_columns(name, schema)
    columns = {column["name"]: sqlalchemy.column(column["name"]) for column in about}
    by = inspector.get_pk_constraint(name, schema)["constrained_columns"]
    found = sqlalchemy.table(name, *columns.values(), schema=schema)
    booleans = [c["name"] for c in about if isinstance(c["type"], sqlalchemy.types.Boolean)]
    return sqlalchemy.select(found).order_by(*(columns[key] for key in by)), booleans


def _stream(result: Any, public: str, most: int) -> pa.Table:
    """All rows of a result."""
    names = list(result.keys())
    parts, size = [], 0
    with tqdm(desc=public, unit="row", unit_scale=True, ncols=79, delay=PATIENCE) as bar:
        for rows in result.partitions(_ROWS):  # of a query it does not know yield_per
            cells = [
                as_arrow(values, name)
                for values, name in zip(zip(*rows, strict=True), names, strict=True)
            ]
            parts.append(pa.Table.from_arrays(cells, names))
            bar.update(len(rows))
            size += parts[-1].nbytes
            if size > most * _MEGABYTE:
                raise UserError(
                    f"{public}: more than {most:,} MB; raise max_megabytes, or ask for fewer rows"
                )
    if not parts:
        raise UserError(f"{public}: what was asked for has no rows; ask for others")
    checked(parts[0], public)
    try:
        return pa.concat_tables(parts, promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise UserError(
            f"{public}: a column mixes types ({error}); make it one in the query, by CAST"
        ) from None


def _truths(table: pa.Table, booleans: list[str]) -> pa.Table:
    """SQLite has no booleans: those that are declared as such are 0 and 1."""
    for name in booleans:
        column = table[name]
        if pa.types.is_integer(column.type) and set(pc.unique(column).to_pylist()) <= {0, 1, None}:
            place = table.column_names.index(name)
            table = table.set_column(place, name, column.cast(pa.bool_()))
    return table


@contextmanager
def _errors(public: str, advice: str = "") -> Iterator[None]:
    """Within this block, what a database complains of is a `UserError`, without any value."""
    exc: Any = import_module("sqlalchemy.exc")
    try:
        yield
    except (exc.DataError, exc.IntegrityError) as error:  # these name the value
        raise UserError(
            f"{public}: the query fails on some value ({type(error.orig).__name__}); mend the query"
        ) from None
    except exc.DBAPIError as error:
        # The lines after the first repeat the query; those of a failed connection do not.
        said = str(error.orig) if advice else str(error.orig).partition("\n")[0]
        raise UserError(f"{public}: {one_line(said)[:300]}{advice}") from None
