"""Errors that a user can mend, and how a stage ends when one occurs."""

import difflib
import sys
from collections.abc import Callable, Iterable


class UserError(Exception):
    """Something the user can mend: one line saying what was wrong, where, and what to do."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What to write in place of a name that is unknown: the most similar one, or any of all."""
    choices = list(known)
    similar = difflib.get_close_matches(name, choices, n=1)
    return f"did you mean {similar[0]!r}?" if similar else f"choose one of {', '.join(choices)}"


def run(main: Callable[[], None]) -> None:
    """Run a stage's `main`; a `UserError` becomes one line on stderr and exit code 1."""
    try:
        main()
    except UserError as error:
        sys.exit(f"error: {one_line(error)}")


def one_line(error: UserError) -> str:
    """Its text without line breaks."""
    return " ".join(str(error).split())
