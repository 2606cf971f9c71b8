"""Packed files: told apart by content, bounded, broken in one line."""

import gzip
import io
import zipfile

import pytest

from fake_or_real.data.files import unpacking
from fake_or_real.errors import UserError

CSV = b"a,b\n1,x\n"


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


CORRUPT = bytearray(zipped(a=CSV))
CORRUPT[CORRUPT.index(b"a") + 2] ^= 255  # the first byte of what is packed
LOCKED = bytearray(zipped(a=CSV))
LOCKED[LOCKED.index(b"PK\x01\x02") + 8] |= 1  # the flag of encryption
THRICE = CSV
for _ in range(3):
    THRICE = gzip.compress(THRICE, mtime=0)


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(CSV, mtime=0),
        gzip.compress(CSV[:5], mtime=0) + gzip.compress(CSV[5:], mtime=0),
        zipped(**{"folder/": b"", "folder/a.csv": CSV}),
        zipped(**{"a.csv": CSV, "__MACOSX/._a.csv": b"x", "folder/.DS_Store": b"x"}),
        zipped(**{"a.csv.gz": gzip.compress(CSV, mtime=0)}),
    ],
)
def test_one_packed_file_is_read(read, content):
    assert read(content).table.to_pydict() == {"a": ["1"], "b": ["x"]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(CSV * 99, mtime=0)[:-9], "a broken gzip file"),
        (zipped(a=CSV)[:-9], "a broken zip archive"),
        (bytes(CORRUPT), "a zip archive that cannot be unpacked"),
        (bytes(LOCKED), "locked by a password"),
        (zipped(a=CSV, b=CSV), "a zip archive of 2 files"),
        (zipped(), "a zip archive of 0 files"),
        (THRICE, "packed more than 2 times over"),
        (gzip.compress(b"", mtime=0), "mine is empty"),
    ],
)
def test_others_are_one_line(read, content, message):
    with pytest.raises(UserError, match=message) as error:
        read(content)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped(a=content)])
@pytest.mark.parametrize("name", ["a", "[Content_Types].xml"])
def test_a_bomb_is_not_unpacked(read, monkeypatch, pack, name):
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 2**20)
    content = b"h,i\n" + b"a,b\n" * (2**18 - 1)
    assert read(pack(content)).table.num_rows == 2**18 - 1
    with pytest.raises(UserError, match="unpacks to more than"):
        read(pack(content + b"1"))
    with pytest.raises(UserError, match="unpacks to more than"):
        read(zipped(**{name: b"a" * 2**21}))
