"""Environments of their own, for synthesizers that cannot share this project's.

Each is made on first use from the lock beside its worker, with uv: installing resolves
nothing. It stays in the user's cache folder under the lock's hash, for every clone of the
repository and for DVC's temporary workspaces; the folder may be deleted at any time.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pooch

from fake_or_real.errors import UserError

_CACHE = Path(pooch.os_cache("fake-or-real"), "environments")


def interpreter(lock: Path, python: str | None) -> Path:
    """The Python of the environment that a lock describes, made if it is not there yet.

    python: the version that it needs, for example `3.11`; None: the version that runs this.
    Once it is there no network is needed. Two runs may ask at once: the second waits. One that
    was interrupted is made anew by the next run.
    Raises `UserError` when the Python or the packages cannot be had.
    """
    version = python or f"{sys.version_info.major}.{sys.version_info.minor}"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    home = _CACHE / f"{lock.parent.name}-python{version}-{digest}"
    complete = home / "complete"
    with _alone(home.with_name(f"{home.name}.lock")) as locked:
        # The interpreter that it was made from may be gone since.
        if not (complete.is_file() and (home / "bin/python").exists()):
            _make(home, lock, python, locked)
            complete.touch()
    return home / "bin/python"


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    """No other process is in here with the same path; the number of the file that is locked.

    The system lets go when this process has died, and all that it handed the file to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def _make(home: Path, lock: Path, python: str | None, locked: int) -> None:
    name = lock.parent.name
    uv = shutil.which("uv")
    if uv is None:
        raise UserError(f"{name} needs uv to make its environment; run `make setup`")
    print(f"making the environment of {name}, once, in {home}", flush=True)
    _run(
        [uv, "venv", "--quiet", "--clear", "--python", python or sys.executable, str(home)],
        f"{name} needs Python {python}, which is neither here nor to be had; install it",
        locked,
    )
    _run(
        [uv, "pip", "sync", "--python", str(home / "bin/python"), str(lock)],
        f"the packages of {name} cannot be installed; check the network",
        locked,
    )


def _run(command: list[str], otherwise: str, locked: int) -> None:
    """Run a step; what it prints goes through, and a failure is a `UserError`.

    locked: it keeps this file, so that where it outlives this process nobody begins beside it.
    """
    done = subprocess.run(command, check=False, pass_fds=[locked])  # noqa: S603 - our own arguments
    if done.returncode:
        raise UserError(f"{otherwise} (uv says above why)")
