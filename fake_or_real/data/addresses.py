"""URLs that name a table: which may be used, so that no password gets where others read it."""

import re
from urllib.parse import parse_qsl, urlsplit

from fake_or_real.errors import UserError, without_secrets

# Parameters that open a door, as clouds and services call them.
_SECRET = re.compile(
    r"token|key|sig|secret|pass|pwd|auth|cred|session|jwt|sas|^code$|^pw$", re.IGNORECASE
)
# The beginning of every JSON web token.
_WEB_TOKEN = "eyJ"  # noqa: S105 - no password


def is_url(location: str) -> bool:
    """Whether a location is asked for over HTTP, and is no path."""
    return location.lower().startswith(("http://", "https://"))


def check(location: str) -> None:
    """Raise `UserError` for an address that no program can use, or that carries a secret.

    What stands in params.yaml gets into dvc.lock, experiments and pages. A path is always fine.
    """
    if "://" not in location:
        return
    public = without_secrets("%20".join(location.split()))
    try:
        parts = urlsplit(location)
        named = parse_qsl(f"{parts.query}&{parts.fragment}", keep_blank_values=True)
        usable = bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        raise UserError(f"{public} is no usable address; check its spelling") from None
    if not usable:
        raise UserError(f"{public} is no usable address; check its spelling")
    secret = any(_SECRET.search(name) or value.startswith(_WEB_TOKEN) for name, value in named)
    if "@" in parts.netloc or secret:
        raise UserError(
            f"{public} was given with a password or token in it, which would get into git; put it"
            " into ~/.netrc or the environment variable FAKE_OR_REAL_TOKEN, or download the file"
            " and give its path"
        )
