"""Running git and DVC."""

import subprocess
import sys
from pathlib import Path

from fake_or_real.errors import UserError

DVC = (sys.executable, "-m", "dvc")


def git(*words: str) -> str:
    """What a git command prints. Raises `UserError` with git's own last line when it fails."""
    return _output(("git", *words))


def dvc(*words: str) -> str:
    """What a DVC command prints. Raises `UserError` with DVC's own last line when it fails."""
    return _output((*DVC, *words))


def _output(words: tuple[str, ...]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise UserError(f"`{Path(words[0]).name} {' '.join(words[1:])}` failed: {said[-1]}")
    return done.stdout
