"""Reading bytes as a file that is called `mine`."""

from collections.abc import Callable

import pytest

from fake_or_real.data.files import Raw, read_foreign
from fake_or_real.data.files.dialects import Dialect

Read = Callable[..., Raw]


@pytest.fixture
def read(tmp_path) -> Read:
    def call(content: bytes | str, **said) -> Raw:
        path = tmp_path / "foreign"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_foreign(path, "mine", Dialect(**said))

    return call
