"""Files and folders that appear whole or not at all."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`; what is written there takes `path`'s place on success."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
        temporary = Path(folder, path.name)
        yield temporary
        os.replace(temporary, path)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """An empty temporary folder; with all that is written there it takes `path`'s place."""
    with whole_file(path) as temporary:
        temporary.mkdir()
        yield temporary
        shutil.rmtree(path, ignore_errors=True)


def write_json(path: Path, values: Mapping[str, Any]) -> None:
    """JSON with sorted keys, rounded as `rounded` does, for metrics in git."""
    with whole_file(path) as temporary:
        text = json.dumps(
            rounded(values), indent=2, sort_keys=True, allow_nan=False, ensure_ascii=False
        )
        temporary.write_text(text + "\n", encoding="utf-8")


def rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with floats of four significant digits: more is noise in every diff."""
    return {key: _rounded(value) for key, value in values.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return rounded(value)
    return float(f"{value:.4g}") if isinstance(value, float) else value


def read_json(path: Path) -> dict[str, Any]:
    """What `write_json` wrote."""
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values
