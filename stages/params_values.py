"""Values that params.yaml may hold where a type and a range do not say it all."""

import codecs
import math
import re
from typing import Any

# Of a Dask scheduler: no user and no password.
_ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss)://[^/@\s]+:\d{1,5}")


def plain(value: Any) -> Any:
    """A number, a string, true, false or null."""
    finite = not isinstance(value, float) or math.isfinite(value)
    if not (finite and isinstance(value, bool | int | float | str | None)):
        raise ValueError("should be a number, a string, true, false or null")
    return value


def codec(name: str) -> str:
    """The name of an encoding."""
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError("should be an encoding such as utf-8, cp1252 or cp1251") from None
    return name


def package(name: str) -> str:
    """The name of a package."""
    if not name.isidentifier():
        raise ValueError("should be the name of a package, such as imblearn")
    return name


def scheduler(address: str) -> str:
    """The address of a Dask scheduler, or nothing."""
    if address and not _ADDRESS.fullmatch(address):
        raise ValueError("should be empty or an address such as tcp://10.0.0.1:8786")
    return address
