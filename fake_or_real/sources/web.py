"""Files over HTTP: bounded in size and time, retried with back-off, checked.

Who may read a file is told by `~/.netrc` (or the file that `NETRC` names) or by the environment
variable `FAKE_OR_REAL_TOKEN`, which is sent as a bearer token; never by the URL.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import Future
from http import HTTPStatus
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pooch
import requests
import urllib3
from tqdm import tqdm

from fake_or_real.data import addresses
from fake_or_real.errors import UnreachableError, UserError, without_secrets

TOKEN = "FAKE_OR_REAL_TOKEN"  # noqa: S105 - the name of a variable
# Seconds to connect, and to wait for the next bytes.
TIMEOUT = (5.0, 10.0)
# Seconds until an answer begins, redirects and all: a header may drip, too.
BEGIN = 40.0
# What comes slower than this, in bytes a second over so many seconds, is given up.
SLOWEST, WINDOW = 1_000, 30.0
# Seconds after which any download is given up.
LONGEST = 7_200.0
# Further attempts, with pooch's back-off of 1, 2, 3, ... seconds before each.
RETRIES = 2
_CHUNK = 2**16
_MEGABYTE = 10**6
# Else a server may compress what it sends: then neither the length nor the checksum fits. And one
# that goes on after the length that it announced is only seen through where it closes at the end.
_HEADERS = {"Accept-Encoding": "identity", "Connection": "close"}
_REASONS: dict[type[Exception], str] = {
    requests.exceptions.ChunkedEncodingError: "the connection broke before the end of the file",
    requests.exceptions.InvalidSchema: "it leads to what is neither http nor https",
    requests.TooManyRedirects: "it leads from one address to the next without end",
    requests.exceptions.SSLError: "its certificate is not trusted here",
    requests.ConnectionError: "no connection (no network, no such host, or nothing listens there)",
}

# It would write addresses, with all that stands in them.
pooch.get_logger().setLevel("WARNING")


def download(url: str, folder: Path, sha256: str | None, *, most: int, secret: bool) -> Path:
    """The file at a URL, whole and checked, in this folder.

    sha256: what the content must have; None when that is not known.
    most: megabytes that it may have. secret: whether the token in the environment is for it.
    Raises `UserError` when the file cannot be had or is not what it should be; nothing is left.
    """
    addresses.check(url)
    name = Path(urlsplit(url).path).name[-100:] or "table"
    store = pooch.Pooch(
        path=folder,
        base_url="",
        registry={name: sha256},
        urls={name: url},
        retry_if_failed=RETRIES,
    )
    public = without_secrets(url)

    def once(address: str, output: str, _store: Any) -> None:
        _download_once(address, Path(output), most, secret=secret)

    try:
        path = Path(store.fetch(name, downloader=once))
    except requests.RequestException as error:
        raise _kind(error)(f"{public}: {_reason(error)}, {1 + RETRIES} times") from None
    except ValueError:  # pooch's word for a wrong checksum
        raise UserError(f"{public}: wrong checksum, so not the file that was pinned") from None
    _refuse_page(path, public)
    return path


def check(url: str, *, secret: bool) -> None:
    """Ask for a URL and hang up before its content; raises `UserError` when it cannot be had."""
    addresses.check(url)
    try:
        with _answer(url, secret=secret) as response:
            response.raise_for_status()
    except requests.RequestException as error:
        raise _kind(error)(f"{without_secrets(url)}: {_reason(error)}") from None


def _download_once(url: str, output: Path, most: int, *, secret: bool) -> None:
    public = without_secrets(url)
    try:
        with _answer(url, secret=secret) as response, output.open("wb") as file:
            response.raise_for_status()
            if response.status_code != HTTPStatus.OK:
                raise UserError(
                    f"{public}: HTTP status {response.status_code}, so not the whole file; give"
                    " another address"
                )
            announced = int(response.headers.get("Content-Length", -1))
            got = 0
            for chunk in _chunks(response, announced, public):
                got += len(chunk)
                if max(got, announced) > most * _MEGABYTE:
                    raise UserError(
                        f"{public}: more than {most:,} MB; raise fetch.max_megabytes, or download"
                        " it and give its path"
                    )
                file.write(chunk)
            if got < announced:
                raise requests.exceptions.ChunkedEncodingError
            if -1 < announced < got:
                raise UserError(
                    f"{public}: longer than the {announced:,} bytes that its Content-Length says,"
                    " so perhaps not the whole file; ask whoever serves it"
                )
    except requests.HTTPError as error:
        if error.response.status_code < 500:
            # The request itself is wrong: pooch would repeat it in vain, but only knows
            # requests' errors, so this one ends it.
            raise UserError(f"{public}: {_reason(error)}") from None
        raise
    except (requests.exceptions.InvalidSchema, requests.TooManyRedirects) as error:
        raise UserError(f"{public}: {_reason(error)}") from None


def _answer(url: str, *, secret: bool) -> requests.Response:
    """The answer with its headers, in time; its content is still to come."""
    token = os.environ.get(TOKEN) if secret else None
    headers = _HEADERS | ({"Authorization": f"Bearer {token}"} if token else {})
    answer: Future[requests.Response] = Future()

    def ask() -> None:
        try:
            answer.set_result(requests.get(url, stream=True, timeout=TIMEOUT, headers=headers))
        except requests.RequestException as error:
            answer.set_exception(error)
        except (ValueError, urllib3.exceptions.HTTPError) as error:
            answer.set_exception(requests.exceptions.InvalidURL(error))

    # No time-out of requests ends a header that drips.
    Thread(target=ask, daemon=True).start()
    try:
        return answer.result(BEGIN)
    except TimeoutError:
        raise requests.Timeout from None


def _chunks(response: requests.Response, announced: int, public: str) -> Iterator[bytes]:
    """What comes, as it comes, with a progress bar. Raises `UserError` when it drips."""
    began = window = time.monotonic()
    got, fresh = 0, 0  # bytes in all, and within this window
    _read_to_the_end(response)
    with tqdm(total=max(announced, 0) or None, unit="B", unit_scale=True, ncols=79) as bar:
        while chunk := _read(response, whole=got == announced):
            got += len(chunk)
            yield chunk
            bar.update(len(chunk))
            fresh += len(chunk)
            now = time.monotonic()
            too_slow = now - window >= WINDOW and fresh < SLOWEST * WINDOW
            if too_slow or now - began > LONGEST:
                raise UserError(
                    f"{public}: slower than {SLOWEST:,} bytes a second for {WINDOW:g} s, or not"
                    f" there after {LONGEST / 3600:g} hours; try again later, or download it and"
                    " give its path"
                )
            if now - window >= WINDOW:
                window, fresh = now, 0


def _read_to_the_end(response: requests.Response) -> None:
    """Make the connection's end the content's, so that more than was announced is seen."""
    body: Any = getattr(response.raw, "_fp", None)
    if not response.raw.chunked and getattr(body, "length", None) is not None:
        body.length = None
        response.raw.length_remaining = None


def _read(response: requests.Response, *, whole: bool) -> bytes:
    """The next bytes, as soon as there are some; none at the end.

    whole: whether all are there that were announced, so that silence is the end, too.
    """
    try:
        return bytes(response.raw.read1(_CHUNK))
    except urllib3.exceptions.ReadTimeoutError as error:
        if whole:
            return b""
        raise requests.Timeout(error) from None
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise requests.exceptions.ChunkedEncodingError(error) from None


def _refuse_page(path: Path, public: str) -> None:
    with path.open("rb") as file:
        start = file.read(1000).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")):
        path.unlink()
        raise UserError(
            f"{public} is a web page and no table; give the address of the file itself (on GitHub"
            " that of 'raw'), and see whether one has to log in"
        )


def _kind(error: requests.RequestException) -> type[UserError]:
    """Whether it is the network that is missing: an answer, whatever it says, comes through it."""
    missing = isinstance(error, requests.ConnectionError | requests.Timeout)
    return (
        UnreachableError
        if missing and not isinstance(error, requests.exceptions.SSLError)
        else UserError
    )


def _reason(error: requests.RequestException) -> str:
    """What went wrong in a few words; the full text repeats itself and the URL."""
    if isinstance(error, requests.HTTPError):
        return f"HTTP status {error.response.status_code}"
    # Silence in the middle of a body is a ConnectionError to requests.
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return f"no answer in time ({TIMEOUT[0]:g} s to connect, {TIMEOUT[1]:g} s to go on)"
    for kind, reason in _REASONS.items():
        if isinstance(error, kind):
            return reason
    return f"not a usable address ({type(error).__name__})"
