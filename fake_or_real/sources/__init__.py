"""Real tables: known data sets, files, object stores and databases, in any format that is read.

A known data set is looked for in the mirror, then at its source. The mirror is the folder or URL
prefix in the environment variable `FAKE_OR_REAL_MIRROR`.
"""

import hashlib
import io
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from fake_or_real.data import addresses, files, foreign
from fake_or_real.data.addresses import is_url
from fake_or_real.data.files import databases, parts
from fake_or_real.data.files.options import MAX_MEGABYTES, Options
from fake_or_real.data.files.raw import Raw
from fake_or_real.data.paths import resolve
from fake_or_real.data.tables import Table
from fake_or_real.data.wishes import Stated, wishes
from fake_or_real.errors import UserError, did_you_mean
from fake_or_real.sources import web
from fake_or_real.sources.known import KNOWN

T = TypeVar("T")

MIRROR = "FAKE_OR_REAL_MIRROR"


def fetch(
    dataset: str,
    options: Options | None = None,
    stated: Mapping[str, Stated] | None = None,
) -> Table:
    """The real table, its column kinds inferred.

    dataset: a name in `KNOWN`, a path, a folder, a pattern of paths, or a URL: of a file over
        http(s), of files in an object store, of a database.
    options: how to read it, where that is said beforehand; not heard for one of `KNOWN`.
    stated: what columns are to be taken for, see `fake_or_real.data.wishes`.
    The table's `about` holds name, source, sha256, licence, rows and, where something was unusual
    in reading the file, what that was, as reading. The sha256 is of the file or, where there is
    more or less than one, of the rows as Arrow streams them. For a path the source is its name
    alone, a URL lacks user, password and query: results are for everyone's eyes.
    Raises `UserError` when no location works or what is there is no sound table.
    """
    options = options or Options()
    databases.check(dataset, options.table, options.query, "fetch.")
    raw, about = _read(dataset, Options() if dataset in KNOWN else options)
    wanted = wishes(stated or {}, raw.table.column_names, "fetch.columns")
    return foreign.typed(
        raw.table, about | files.reading(raw), parse=raw.parse, wanted=wanted, decimal=raw.decimal
    )


def _read(dataset: str, options: Options) -> tuple[Raw, dict[str, str | int]]:
    """The columns as they are, and what is said of the table."""
    known = KNOWN.get(dataset)
    public = addresses.public(dataset)
    if not known and _is_elsewhere(dataset):
        raw = files.read_raw(dataset, dataset, options)
        name, digest = options.table or public, _sha256_of_rows(raw.table)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = _first(
                dataset,
                lambda location: _obtain(location, dataset, Path(folder), options.max_megabytes),
            )
            raw = files.read_files(path, options, dataset)
            digest = _sha256(path) if path.is_file() else _sha256_of_rows(raw.table)
            name = dataset if known else path.name
    return raw, {
        "name": name,
        "source": known.source if known else public,
        "sha256": digest,
        "licence": known.licence if known else "not stated",
        "rows": raw.table.num_rows,
    }


def check(dataset: str) -> None:
    """Raise `UserError` when a known data set can be had from nowhere; downloads nothing.

    It is an `UnreachableError` when no network leads to the source. Only known data sets have a
    stand-in, so nothing else is checked.
    """
    if dataset in KNOWN:
        _first(dataset, lambda location: _check(location, dataset))


def _locations(dataset: str) -> list[str]:
    """Paths and URLs to try, in this order."""
    known = KNOWN.get(dataset)
    if known is None:
        return [dataset]
    if not is_url(known.source):
        return [str(Path(__file__).with_name(known.file))]
    mirror = os.environ.get(MIRROR)
    return [f"{mirror.rstrip('/')}/{known.file}", known.source] if mirror else [known.source]


def _first(dataset: str, attempt: Callable[[str], T]) -> T:
    """What the attempt gives for the first location that works."""
    failures: list[str] = []
    kind = UserError
    for location in _locations(dataset):
        if failures:
            print(f"warning: {failures[-1]}; trying {location}", file=sys.stderr)
        try:
            return attempt(location)
        except UserError as error:
            failures.append(str(error))
            kind = type(error)  # the last location is the source itself
    known = KNOWN.get(dataset)
    advice = (
        f"check the network, or set {MIRROR} to a folder or URL that holds {known.file}"
        if known
        else did_you_mean(dataset, [*KNOWN, "a path such as data/own/table.csv or a URL"])
    )
    raise kind(f"cannot get fetch.dataset {dataset!r}: {'; '.join(failures)}; {advice}")


def _obtain(location: str, dataset: str, folder: Path = Path(), most: int = MAX_MEGABYTES) -> Path:
    if is_url(location):
        pinned, secret = _pinned(dataset), _is_ours(location, dataset)
        return web.download(location, folder, pinned, most=most, secret=secret)
    path = resolve(location, folders=True)
    pinned = _pinned(dataset)
    if pinned is not None and pinned != _sha256(path):
        raise UserError(f"{location}: wrong checksum, so not the file that was pinned")
    return path


def _check(location: str, dataset: str) -> None:
    if is_url(location):
        web.check(location, secret=_is_ours(location, dataset))
    else:
        _obtain(location, dataset)


def _is_ours(location: str, dataset: str) -> bool:
    """Whether a location is one that the user named, so that the user's token is for it."""
    known = KNOWN.get(dataset)
    return known is None or location != known.source


def _pinned(dataset: str) -> str | None:
    known = KNOWN.get(dataset)
    return known.sha256 if known else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Hash(io.RawIOBase):
    """A file that keeps nothing but the checksum of what is written to it."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.sha256.update(content)
        return len(content)


def _sha256_of_rows(table: pa.Table) -> str:
    """Of the rows as Arrow streams them."""
    sink = _Hash()
    with pa.PythonFile(sink, mode="w") as file, pa.ipc.new_stream(file, table.schema) as stream:
        stream.write_table(table)
    return sink.sha256.hexdigest()


def _is_elsewhere(dataset: str) -> bool:
    """Whether it is neither one file or folder of this machine nor a download."""
    return ("://" in dataset and not is_url(dataset)) or parts.is_pattern(dataset)
