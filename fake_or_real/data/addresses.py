"""URLs that name a table: which may be used, so that no password gets where others read it."""

import re
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlsplit

from fake_or_real.errors import UserError, without_secrets

# Parameters that open a door, as clouds and services call them.
_SECRET = re.compile(
    r"token|key|sig|secret|pass|pwd|auth|cred|session|jwt|sas|^code$|^pw$", re.IGNORECASE
)
STORES = ("s3", "gs", "az")
# The beginning of every JSON web token.
_WEB_TOKEN = "eyJ"  # noqa: S105 - no password


def is_url(location: str) -> bool:
    """Whether a location is asked for over HTTP, and is no path."""
    return location.lower().startswith(("http://", "https://"))


def scheme(location: str) -> str:
    """What stands before `://`, in small letters; empty for a path."""
    before, mark, _ = location.partition("://")
    return before.lower() if mark else ""


def is_store(location: str) -> bool:
    """Whether a location lies in an object store."""
    return scheme(location) in STORES


def is_database(location: str) -> bool:
    """Whether a location is a database, of whatever kind."""
    return "://" in location and not is_url(location) and not is_store(location)


def public(location: str) -> str:
    """What may be said of a location: of a path its last part, of a URL no user and no query."""
    if scheme(location) in ("", "sqlite"):
        return Path(location.partition("?")[0] if is_database(location) else location).name
    return without_secrets("%20".join(location.split()))


def check(location: str, instead: str | None = None) -> None:
    """Raise `UserError` for an address that no program can use, or that carries a secret.

    What stands in params.yaml gets into dvc.lock, experiments and pages. A path is always fine.
    instead: what to do with the secret, where that is not what is done with a table's.
    """
    if "://" not in location:
        return
    shown = without_secrets("%20".join(location.split()))
    try:
        parts = urlsplit(location)
        named = parse_qsl(f"{parts.query}&{parts.fragment}", keep_blank_values=True)
        # A database may be a file, or answer at a socket of this machine.
        named_one = parts.hostname or (is_database(location) and parts.path.strip("/"))
        usable = bool(named_one) and (parts.port or 0) >= 0
    except ValueError:
        raise UserError(f"{shown} is no usable address; check its spelling") from None
    if not usable:
        raise UserError(f"{shown} is no usable address; check its spelling")
    secret = any(_SECRET.search(name) or value.startswith(_WEB_TOKEN) for name, value in named)
    if secret or _has_user(parts, location):
        raise UserError(
            f"{shown} was given with a password or token in it, which would get into git;"
            f" {instead or _advice(location)}"
        )


def _has_user(parts: SplitResult, location: str) -> bool:
    """Whether it says who asks; of a database, with a password: a name alone is no secret there."""
    return parts.password is not None if is_database(location) else "@" in parts.netloc


def _advice(location: str) -> str:
    if is_database(location):
        return "put it into PGPASSWORD or ~/.pgpass, or where else its driver looks for it"
    if is_store(location):
        return "put it where the store's own tools look for it: the environment or their own files"
    return (
        "put it into ~/.netrc or the environment variable FAKE_OR_REAL_TOKEN, or download the file"
        " and give its path"
    )
