"""What is said beforehand of how to read a table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from fake_or_real.data.files.dialects import Dialect
from fake_or_real.errors import UserError, did_you_mean

MAX_MEGABYTES = 1_000


@dataclass(frozen=True)
class Options(Dialect):
    """How to read a table: its dialect, where it is a file, and what to ask a database for.

    table: the name of a database's table or view, perhaps behind its schema and a dot.
    query: in the place of a table, one SELECT.
    max_megabytes: the most that is read of a database or an object store; 1 or more.
    """

    table: str | None = None
    query: str | None = None
    max_megabytes: int = MAX_MEGABYTES


_IN_WORDS = {
    "header": "True or False",
    "delimiter": "one character",
    "encoding": "text, for example 'cp1252'",
    "decimal": "'.' or ','",
    "sheet": "text",
    "table": "text",
    "query": "text",
    "max_megabytes": "a whole number above 0",
}


def options(given: Mapping[str, Any] | None, what: str) -> Options:
    """Options by their names; `what`: what messages call them all.

    Raises `UserError` for a name or a value that is none.
    """
    for name, value in (given or {}).items():
        if name not in _IN_WORDS:
            raise UserError(f"{what} has no {name!r}; {did_you_mean(name, _IN_WORDS)}")
        if not _is_sound(name, value):
            raise UserError(f"{what}[{name!r}] was {value!r:.100}; it should be {_IN_WORDS[name]}")
    return Options(**given or {})


def like(said: Options, of: Any, other: Any) -> Options:
    """What is said of one file, for another where that is of the same kind; else nothing."""
    alike = _kind(of) is not None and _kind(of) == _kind(other)
    return replace(said, table=None, query=None) if alike else Options()


def _kind(source: Any) -> str | None:
    """A path's last ending, or that before `.gz` or `.zip`, in small letters."""
    if not isinstance(source, str | PurePath):
        return None
    return PurePath(str(source).lower().removesuffix(".gz").removesuffix(".zip")).suffix


def _is_sound(name: str, value: Any) -> bool:
    match name:
        case "header":
            return value is None or isinstance(value, bool)
        case "max_megabytes":
            return type(value) is int and value > 0
        case "decimal":
            return value in (None, ".", ",")
        case "delimiter":
            return value is None or (isinstance(value, str) and len(value) == 1)
        case _:
            return value is None or (isinstance(value, str) and value != "")
