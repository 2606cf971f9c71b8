"""Files over HTTP: progress on stderr, time-outs, retries with back-off, checksums."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pooch
import requests
from tqdm import tqdm

from fake_or_real.errors import UserError

# Seconds to connect, and to wait for the next bytes.
TIMEOUT = (5.0, 10.0)
# Further attempts, with pooch's back-off of 1, 2, 3, ... seconds before each.
RETRIES = 2
# Else a server may compress what it sends: then neither the length nor the checksum fits.
_HEADERS = {"Accept-Encoding": "identity"}


def is_url(location: str) -> bool:
    """Whether a location is for this module, and not a path."""
    return location.startswith(("http://", "https://"))


def download(url: str, folder: Path, sha256: str | None) -> Path:
    """The file at a URL, whole and checked, in this folder.

    sha256: what the content must have; None when that is not known.
    Raises `UserError` when the file cannot be had or is not what it should be.
    """
    name = Path(urlsplit(url).path).name or "table"
    store = pooch.Pooch(
        path=folder,
        base_url="",
        registry={name: sha256},
        urls={name: url},
        retry_if_failed=RETRIES,
    )
    try:
        return Path(store.fetch(name, downloader=_download_once))
    except requests.RequestException as error:
        raise UserError(f"{url}: {_reason(error)}, {1 + RETRIES} times") from None
    except ValueError:  # pooch's word for a wrong checksum
        raise UserError(f"{url}: wrong checksum, so not the file that was pinned") from None


def check(url: str) -> None:
    """Ask for a URL and hang up before its content; raises `UserError` when it cannot be had."""
    try:
        with requests.get(url, stream=True, timeout=TIMEOUT, headers=_HEADERS) as response:
            response.raise_for_status()
    except requests.RequestException as error:
        raise UserError(f"{url}: {_reason(error)}") from None


def _download_once(url: str, output: str, store: Any) -> None:
    try:
        # pooch's own bar stays open, in the way of the next line, when a download fails.
        # It sets the total; until then the bar needs one, for a bar without has no truth value.
        with tqdm(total=1, unit="B", unit_scale=True, ncols=79) as bar:
            once = pooch.HTTPDownloader(progressbar=bar, timeout=TIMEOUT, headers=_HEADERS)
            once(url, output, store)
    except requests.HTTPError as error:
        if error.response.status_code < 500:
            # The request itself is wrong: pooch would repeat it in vain, but only knows
            # requests' errors, so this one ends it.
            raise UserError(f"{url}: {_reason(error)}") from None
        raise


def _reason(error: requests.RequestException) -> str:
    """What went wrong in a few words; the full text repeats itself and the URL."""
    if isinstance(error, requests.HTTPError):
        return f"HTTP status {error.response.status_code}"
    # Silence in the middle of a body is a ConnectionError to requests.
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return f"no answer in time ({TIMEOUT[0]:g} s to connect, {TIMEOUT[1]:g} s to go on)"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection broke before the end of the file"
    if isinstance(error, requests.ConnectionError):
        return "no connection (no network, no such host, or nothing listens there)"
    return f"not a usable address ({type(error).__name__})"
