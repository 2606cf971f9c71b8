"""Files in gzip and zip archives: unpacked in memory, up to a limit."""

import gzip
import io
import zipfile
import zlib
from typing import IO

from fake_or_real.errors import UserError

# Bytes that a packed file may unpack to: 3 MB can be made to hold 3 GB. Files that are not packed
# may be of any size.
MOST_UNPACKED = 2**30
_GZIP, ZIP, _EMPTY_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"
# As many as a .csv.gz in a .zip has; there are archives that hold themselves.
_LAYERS = 2


def unpack(content: bytes, name: str) -> bytes:
    """The one file in an archive, or the content itself where it is none.

    Spreadsheets are zip archives too, but stay as they are.
    Raises `UserError` for an archive that is broken, too large unpacked, locked, or that holds
    more than one file.
    """
    for _ in range(_LAYERS + 1):
        if content.startswith(_GZIP):
            content = _gunzip(content, name)
        elif content.startswith((ZIP, _EMPTY_ZIP)) and not is_spreadsheet(content, name):
            content = _unzip(content, name)
        else:
            return content
    raise UserError(f"{name} is packed more than {_LAYERS} times over; unpack it and give the file")


def is_spreadsheet(content: bytes, name: str) -> bool:
    """Whether a zip archive is an Excel or OpenDocument file, within the limit when unpacked."""
    with _archive(content, name) as archive:
        members = {member.filename for member in archive.infolist()}
        found = "[Content_Types].xml" in members or "content.xml" in members
        if found:
            _check_size(sum(member.file_size for member in archive.infolist()), name)
        return found


def _gunzip(content: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as file:
            return _read(file, name)
    except (EOFError, OSError, zlib.error) as error:
        raise UserError(f"{name} is a broken gzip file ({error}); fetch it again") from None


def _unzip(content: bytes, name: str) -> bytes:
    with _archive(content, name) as archive:
        members = [member for member in archive.infolist() if _is_visible(member)]
        if len(members) != 1:
            raise UserError(
                f"{name} is a zip archive of {len(members)} files; unpack it and give the one file"
                " or, for parts of one table, a folder of them"
            )
        if members[0].flag_bits & 1:
            raise UserError(f"{name} is locked by a password; unpack it and give the file")
        try:
            with archive.open(members[0]) as file:
                return _read(file, name)
        except (EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
            raise UserError(
                f"{name} is a zip archive that cannot be unpacked ({error}); unpack it yourself and"
                " give the file"
            ) from None


def _archive(content: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError) as error:
        raise UserError(f"{name} is a broken zip archive ({error}); fetch it again") from None


def _is_visible(member: zipfile.ZipInfo) -> bool:
    """Whether it is a file that somebody put there; macOS adds some of its own."""
    hidden = member.filename.startswith("__MACOSX/") or "/." in f"/{member.filename}"
    return not (member.is_dir() or hidden)


def _read(file: IO[bytes] | gzip.GzipFile, name: str) -> bytes:
    content = bytearray()
    while piece := file.read(2**20):
        content += piece
        _check_size(len(content), name)
    return bytes(content)


def _check_size(size: int, name: str) -> None:
    if size > MOST_UNPACKED:
        raise UserError(
            f"{name} unpacks to more than {MOST_UNPACKED / 2**30:g} GiB, the most that is unpacked"
            " here; unpack it and give the file"
        )
