"""Running git and DVC."""

import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from fake_or_real.errors import UserError

DVC = (sys.executable, "-m", "dvc")


def git(*words: str) -> str:
    """What a git command prints. Raises `UserError` with git's own last line when it fails."""
    # Outside a repository some commands of git take their arguments for others, and say so.
    _output(("git", "rev-parse", "--git-dir"))
    return _output(("git", *words))


def blobs(commit: str, paths: Sequence[str]) -> dict[str, bytes]:
    """The content of files of a commit, by path, in one call of git."""
    asked = "".join(f"{commit}:{path}\n" for path in paths).encode()
    words = ("git", "cat-file", "--batch")
    given = io.BytesIO(subprocess.run(words, input=asked, capture_output=True, check=True).stdout)  # noqa: S603
    # Of each: a line of its name, its type and its size; its content; a line's end.
    found = {}
    for path in paths:
        size = int(given.readline().split()[2])
        found[path] = given.read(size)
        given.readline()
    return found


def dvc(*words: str) -> str:
    """What a DVC command prints. Raises `UserError` with DVC's own last line when it fails."""
    return _output((*DVC, *words))


def _output(words: tuple[str, ...]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise UserError(f"`{Path(words[0]).name} {' '.join(words[1:])}` failed: {said[-1]}")
    return done.stdout
