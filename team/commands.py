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


def half_merged() -> list[str]:
    """Files that a merge or a rebase left in conflict; none outside of a repository."""
    try:
        listed = git("diff", "--name-only", "--diff-filter=U", "--relative", "-z")
    except UserError:
        return []
    return sorted(filter(None, listed.split("\0")))


def refuse_half_merged() -> None:
    """Raise `UserError` where results are half of one branch and half of another."""
    if found := half_merged():
        others = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise UserError(
            f"in conflict: {found[0]}{others}; settle those that you wrote, then make the results"
            " anew: make resolve"
        )


def _output(words: tuple[str, ...]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise UserError(f"`{Path(words[0]).name} {' '.join(words[1:])}` failed: {said[-1]}")
    return done.stdout
