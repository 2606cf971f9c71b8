"""Real tables: known data sets, files and URLs, in any format that is read.

A known data set is looked for in the mirror, then at its source. The mirror is the folder or URL
prefix in the environment variable `FAKE_OR_REAL_MIRROR`.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from fake_or_real.data import files, foreign
from fake_or_real.data.addresses import is_url
from fake_or_real.data.files.dialects import Dialect
from fake_or_real.data.paths import resolve
from fake_or_real.data.tables import Table
from fake_or_real.data.wishes import Stated, wishes
from fake_or_real.errors import UserError, did_you_mean, without_secrets
from fake_or_real.sources import web
from fake_or_real.sources.known import KNOWN

T = TypeVar("T")

MIRROR = "FAKE_OR_REAL_MIRROR"
MAX_MEGABYTES = 1_000


def fetch(
    dataset: str,
    dialect: Dialect | None = None,
    stated: Mapping[str, Stated] | None = None,
    max_megabytes: int = MAX_MEGABYTES,
) -> Table:
    """The real table, its column kinds inferred.

    dataset: a name in `KNOWN`, a path or an http(s) URL.
    dialect: what is known beforehand of a file that is none of `KNOWN`.
    stated: what columns are to be taken for, see `fake_or_real.data.wishes`.
    max_megabytes: the most that is downloaded.
    The table's `about` holds name, source, sha256, licence, rows and, where something was unusual
    in reading the file, what that was, as reading. For a file the source is
    its name alone, for a URL it lacks user, password and query: results are for everyone's eyes.
    Raises `UserError` when no location works or the file is no sound table.
    """
    known = KNOWN.get(dataset)
    with tempfile.TemporaryDirectory() as folder:
        path = _first(
            dataset, lambda location: _obtain(location, dataset, Path(folder), max_megabytes)
        )
        raw = files.read_foreign(path, dataset, None if known else dialect)
        about: dict[str, str | int] = {
            "name": dataset if known else path.name,
            "source": known.source if known else _public(dataset),
            "sha256": _sha256(path),
            "licence": known.licence if known else "not stated",
            "rows": raw.table.num_rows,
        }
    wanted = wishes(stated or {}, raw.table.column_names, "fetch.columns")
    return foreign.typed(
        raw.table, about | files.reading(raw), parse=raw.parse, wanted=wanted, decimal=raw.decimal
    )


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
        else did_you_mean(dataset, [*KNOWN, "a path such as data/own/table.csv or an http(s) URL"])
    )
    raise kind(f"cannot get fetch.dataset {dataset!r}: {'; '.join(failures)}; {advice}")


def _obtain(location: str, dataset: str, folder: Path = Path(), most: int = MAX_MEGABYTES) -> Path:
    if is_url(location):
        pinned, secret = _pinned(dataset), _is_ours(location, dataset)
        return web.download(location, folder, pinned, most=most, secret=secret)
    path = resolve(location)
    if _pinned(dataset) not in (None, _sha256(path)):
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


def _public(location: str) -> str:
    return without_secrets(location) if is_url(location) else Path(location).name
