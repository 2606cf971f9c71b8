"""Errors that a user can mend, and how a stage ends when one occurs."""

import sys
from collections.abc import Callable


class UserError(Exception):
    """Something the user can mend: one line saying what was wrong, where, and what to do."""


def run(main: Callable[[], None]) -> None:
    """Run a stage's `main`; a `UserError` becomes one line on stderr and exit code 1."""
    try:
        main()
    except UserError as error:
        sys.exit(f"error: {one_line(error)}")


def one_line(error: UserError) -> str:
    """Its text without line breaks."""
    return " ".join(str(error).split())
