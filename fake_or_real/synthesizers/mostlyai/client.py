"""MOSTLY AI on a server, by the SDK's client mode.

The SDK knows no key: its own server takes whoever reaches it. A gateway before it may ask for one,
which is sent as MOSTLY AI's platform takes it.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from fake_or_real.data.outputs import temporary_folder
from fake_or_real.errors import UnreachableError, UserError
from fake_or_real.synthesizers.base import Report

KEY = "MOSTLY_API_KEY"

_HEADER = "X-MOSTLY-API-KEY"
_PLACE = "generator.mostlyai.base_url"
_TIMEOUT = 300.0  # seconds for one answer; rows are sent, and the generator is fetched, in one

# Of a machine that is not ours nothing is known that would promise the same rows again.
REMOTE: Report = {"device": "remote", "reproducible": False}


@contextmanager
def remote_sdk(base_url: str) -> Iterator[tuple[Any, Path]]:
    """The SDK in client mode, and a folder for what it fetches, which is gone afterwards.

    The server is asked for its generators first, so that it gets no row before it takes the key.
    Raises `UserError` when it is not there, refuses or fails; the key is in no message.
    """
    from mostlyai.sdk import MostlyAI  # noqa: PLC0415 - it takes seconds
    from mostlyai.sdk.client.exceptions import APIError  # noqa: PLC0415

    sdk: Any = MostlyAI(base_url=base_url, timeout=_TIMEOUT, test_connection=False)
    if key := os.environ.get(KEY):
        for part in (sdk, sdk.generators):
            part.headers = lambda: {"Accept": "application/json", _HEADER: key}
    with temporary_folder() as folder:
        try:
            _greet(sdk, base_url)
            yield sdk, Path(folder)
        except APIError as error:
            raise _in_words(str(error), base_url, key) from None


def _greet(sdk: Any, base_url: str) -> None:
    """Raise `UserError` for whatever answers that is not the SDK's server."""
    try:
        with redirect_stdout(StringIO()):  # the SDK frames its errors in a box
            answer = sdk.generators.request(verb="GET", path=[], params={"limit": 1})
        if "total_count" in answer:
            return
    except (TypeError, ValueError):  # no JSON, or none of its kind
        pass
    raise UserError(f"{_PLACE}: {base_url} is no server of MOSTLY AI's SDK; check the address")


def _in_words(said: str, base_url: str, key: str | None) -> UserError:
    """What the SDK said of a request that failed, and what to do."""
    status = re.match(r"HTTP (\d+): ?(.*)", said, re.DOTALL)
    if status is None:
        return UnreachableError(
            f"{_PLACE}: {base_url} cannot be reached, or did not answer; start the server, or check"
            " the address and the network"
        )
    if status[1] in ("401", "403"):
        lacking = f"which {KEY} holds no valid one for" if key else f"and {KEY} is not set"
        return UserError(
            f"{_PLACE}: {base_url} asks for a key, {lacking} (HTTP {status[1]}); set that"
            " environment variable to a key that it takes"
        )
    text = status[2].replace(key, "...") if key else status[2]
    return UserError(
        f"{_PLACE}: {base_url} failed (HTTP {status[1]}: {text[:200]}); its own log says more"
    )
