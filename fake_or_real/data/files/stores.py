"""Object stores, `s3://`, `gs://` and `az://`, by fsspec's file systems; each is an extra.

Who may read is told by the store's own files and environment variables: `~/.aws`, `AWS_PROFILE`,
`GOOGLE_APPLICATION_CREDENTIALS`, `AZURE_STORAGE_ACCOUNT_NAME`, ...; never by the URL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow.fs

from fake_or_real.data import addresses
from fake_or_real.data.files import parts
from fake_or_real.data.files.options import Options
from fake_or_real.data.files.parts import Parts
from fake_or_real.data.files.raw import Raw
from fake_or_real.errors import UserError, one_line

_MEGABYTE = 10**6
# Whose errors speak of the store. Most have no base in common.
_LIBRARIES = {"adlfs", "aiohttp", "azure", "botocore", "gcsfs", "google", "s3fs"}


def read(location: str, options: Options) -> Raw:
    """The files at a URL as one table, see `fake_or_real.data.files.parts`.

    Raises `UserError` as that and `find` do.
    """
    found = find(location, options.max_megabytes)
    with _errors(location):
        return parts.read(found, options)


def find(location: str, most: int) -> Parts:
    """The files at a URL: one, those of a folder, or those that a pattern names.

    most: megabytes that they may have in all.
    Raises `UserError` where the extra is not installed, the store cannot be reached or refuses, or
    there are none.
    """
    addresses.check(location)
    store = _store(location)
    with _errors(location):
        place = store._strip_protocol(location)
        filesystem = pyarrow.fs.PyFileSystem(pyarrow.fs.FSSpecHandler(store))
        if parts.GLOB.search(place):
            paths = tuple(sorted(store.glob(place)))
            found = Parts(filesystem, paths, parts.base_of(place), location)
        elif store.isfile(place):
            found = Parts(filesystem, (place,), place.rpartition("/")[0], location)
        else:
            found = parts.below(filesystem, place, location)
        size = sum(file.size or 0 for file in filesystem.get_file_info(list(found.paths)))
    if not found.paths:
        raise UserError(f"{location}: there are no such files; check the bucket and the path")
    if size > most * _MEGABYTE:
        raise UserError(
            f"{location}: {size / _MEGABYTE:,.0f} MB, more than {most:,}; raise max_megabytes, or"
            " name fewer files"
        )
    return found


def _store(location: str) -> Any:
    """The file system of fsspec for a URL."""
    extra = addresses.scheme(location)
    try:
        import fsspec  # noqa: PLC0415 - an extra

        kind = fsspec.get_filesystem_class(extra)
    except ImportError:
        raise UserError(
            f"{location} needs an extra that is not installed here; add it:"
            f" pip install 'fake-or-real[{extra}]'"
        ) from None
    with _errors(location):
        return kind(skip_instance_cache=True)


@contextmanager
def _errors(location: str) -> Iterator[None]:
    """Within this block, what the store's library complains of is a `UserError`."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise _refused(location, error) from None
    except Exception as error:
        if type(error).__module__.split(".")[0] not in _LIBRARIES:
            raise
        raise _refused(location, error) from None


def _refused(location: str, error: Exception) -> UserError:
    said = one_line(error)[:200] or type(error).__name__
    return UserError(
        f"{location} cannot be read ({said}); check the address and the network, and that the"
        " environment or the store's own files say who you are"
    )
