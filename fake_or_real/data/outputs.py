"""Files and folders that appear whole or not at all."""

import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fake_or_real.errors import UserError

# Part of the names of temporary folders: the number of a process means nothing on another machine.
_HOST = "".join(c for c in platform.node() if c.isalnum()) or "here"


def temporary_folder(place: Path | None = None) -> tempfile.TemporaryDirectory[str]:
    """A folder in `place`, or where the system has such; it goes with this object.

    What a process leaves that is killed at once is removed with the next one made in that place.
    """
    place = place or Path(tempfile.gettempdir())
    _remove_remains(place)
    return tempfile.TemporaryDirectory(dir=place, prefix=f".writing-{os.getpid()}-{_HOST}-")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`; what is written there takes `path`'s place on success."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder(path.parent) as folder:
        temporary = Path(folder, path.name)
        yield temporary
        os.replace(temporary, path)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """An empty temporary folder; with all that is written there it takes `path`'s place."""
    with whole_file(path) as temporary:
        temporary.mkdir()
        yield temporary
        if path.is_dir():  # aside, since a folder cannot take a full one's place
            os.replace(path, temporary.with_name(".replaced"))


def write_json(path: Path, values: Mapping[str, Any]) -> None:
    """JSON with sorted keys, rounded as `rounded` does, for metrics in git."""
    with whole_file(path) as temporary:
        text = json.dumps(
            rounded(values), indent=2, sort_keys=True, allow_nan=False, ensure_ascii=False
        )
        temporary.write_text(text + "\n", encoding="utf-8")


def _remove_remains(folder: Path) -> None:
    """Remove what writers left behind that were killed: those of this machine that are no more."""
    for left in folder.glob(f".writing-*-{_HOST}-*"):
        process = left.name.split("-")[1]
        if os.name == "posix" and process.isdigit() and not _lives(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is another's
        return True
    return True


def rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with floats of four significant digits: more is noise in every diff."""
    return {key: _rounded(value) for key, value in values.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return rounded(value)
    return float(f"{value:.4g}") if isinstance(value, float) else value


def read_json(path: Path) -> dict[str, Any]:
    """What `write_json` wrote. Raises `UserError` for a file that holds something else."""
    return parse_json(path.read_bytes(), str(path))


def parse_json(content: bytes | str, name: str) -> dict[str, Any]:
    """A JSON object; raises `UserError`, which calls the content by `name`, for anything else."""
    try:
        values = json.loads(content)
    except (ValueError, RecursionError) as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UserError(
            f"{name}{line} is not sound JSON, perhaps after a merge conflict; make it anew,"
            " in the pipeline with make repro"
        ) from None
    if not isinstance(values, dict):
        raise UserError(f"{name} holds no JSON object; make it anew, as with make repro")
    return values
