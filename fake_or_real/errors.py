"""Errors that a user can mend, and how a command ends when one, or anything else, stops it.

The library raises ordinary exceptions. Only the stages, the team's tools and the command line turn
them into one line and an exit code, by `run`, `exit_code` and, until those have begun, `say_hook`.
"""

import difflib
import errno
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

# Set to 1, it shows the whole traceback of whatever ends a command.
SHOW = "FAKE_OR_REAL_TRACEBACK"

_ROOT = Path(__file__).parents[1]
_OURS = ("fake_or_real", "stages", "team")
# What shells call the end by Ctrl-C, and by writing to what nobody reads any more.
_INTERRUPTED, _CLOSED = 130, 141
_MOST = 200  # letters of a path
# Of a URL, whose slashes may have been put together by a path: all before the last @ where there is
# a password, for that may hold any sign; and all from the first ? or # on.
_SCHEME = r"\b[a-z][a-z0-9+.-]*:/{1,3}"
_USER = re.compile(rf"({_SCHEME})(?:[^\s'\"]*:[^\s'\"]*|[^\s'\"/?#]*)@", re.IGNORECASE)
_QUERY = re.compile(rf"({_SCHEME}[^\s'\"?#]*)[?#][^\s'\"]*", re.IGNORECASE)
_ADVICE = {
    errno.ENOSPC: "make room, then run the same command again",
    errno.EDQUOT: "make room, then run the same command again",
    errno.EROFS: "work where you may write",
    errno.EACCES: "change who may read and write it",
    errno.EPERM: "change who may read and write it",
    errno.ENOENT: "check the path; what a stage reads is made by make repro",
    errno.EISDIR: "name a file",
    errno.ENOTDIR: "name another place",
    errno.ENAMETOOLONG: "choose a shorter path",
    errno.EMFILE: "close other programs or raise ulimit -n",
}


class UserError(Exception):
    """Something the user can mend: one line saying what was wrong, where, and what to do."""


class UnreachableError(UserError):
    """The network, or what lies behind it, is not there; nothing is wrong with what was asked."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What to write in place of a name that is unknown: the most similar one, or any of all."""
    choices = list(known)
    similar = difflib.get_close_matches(name, choices, n=1)
    return f"did you mean {similar[0]!r}?" if similar else f"choose one of {', '.join(choices)}"


def run(main: Callable[[], int | None]) -> None:
    """Run `main` and end the process; a mistake has exit code 1. See `exit_code`."""
    sys.exit(exit_code(main, mistake=1))


def exit_code(main: Callable[[], int | None], mistake: int) -> int:
    """What `main` gives, or 0; if anything ends it early, one line on stderr and its exit code.

    mistake: the exit code of all that is neither Ctrl-C (130) nor a closed output (141).
    """
    ending = _Ending(mistake)
    with ending:
        ending.code = main() or 0
        sys.stdout.flush()  # what cannot be written shall be seen here, and not at the very end
    return ending.code


def say_hook(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    """A `sys.excepthook`, for what happens while a command is still being imported."""
    _say(error)


def one_line(text: object) -> str:
    """Its text without line breaks, secrets, and what a terminal would obey."""
    plain = without_secrets(" ".join(str(text).split()))
    return "".join(c if c.isprintable() else "?" for c in plain)


def without_secrets(text: str) -> str:
    """The text with each URL in it short of user, password, query and fragment.

    Whatever is printed or stored for others goes through this.
    """
    return _QUERY.sub(r"\1", _USER.sub(r"\1", text))


class _Ending(AbstractContextManager["_Ending"]):
    """How the block within ended; what it raised, but `SystemExit`, goes no further."""

    def __init__(self, mistake: int) -> None:
        self._mistake = mistake
        self.code = mistake

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        if error is None or isinstance(error, SystemExit):
            return False
        _say(error)
        if isinstance(error, KeyboardInterrupt):
            self.code = _INTERRUPTED
        elif isinstance(error, BrokenPipeError):
            # Else Python itself would try to write the rest, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.code = _CLOSED
        else:
            self.code = self._mistake
        return True


def _say(error: BaseException) -> None:
    """Say what ended a command, in one line on stderr."""
    if os.environ.get(SHOW) == "1":
        traceback.print_exception(error)
    print(f"error: {one_line(_described(error))}", file=sys.stderr)


def _described(error: BaseException) -> str:
    """What was wrong, where, and what to do."""
    match error:
        case UserError():
            said = str(error)
        case KeyboardInterrupt():
            said = str(error) or "interrupted; the same command begins again"
        case BrokenPipeError():
            said = "what read the output closed it before its end; write to a file instead"
        case MemoryError():
            said = (
                f"there is not enough memory (at {_place(error)}); close other programs, take a"
                " larger machine, or lower probe.size and generator.sample_size"
            )
        case UnicodeError():
            said = (
                f"some text cannot be read or written as {_encoding(error)} (at"
                f" {_place(error)}); save files as UTF-8, and set PYTHONIOENCODING=utf-8"
            )
        case ModuleNotFoundError(name=str(name)) if (missing := name.split(".")[0]) not in _OURS:
            said = (
                f"{sys.executable} has no package {missing}; in a clone run `make setup`, then"
                " `source .venv/bin/activate`; elsewhere install fake-or-real into it"
            )
        # Of the network's errors, which are of this kind too, few have a number and a sound text.
        case OSError() if error.errno is not None:
            said = _of_system(error)
        case _:
            said = _unexpected(error)
    return said


def _encoding(error: UnicodeError) -> str:
    """The encoding that failed, as far as it is known."""
    return str(getattr(error, "encoding", "text"))


def _of_system(error: OSError) -> str:
    """What the system refused. Its own text: that of a library may hold anything."""
    assert error.errno is not None
    # Whoever reads this knows the file by its final name; see `data.outputs`.
    name = re.sub(r"\.writing-[^/]*/", "", os.fsdecode(error.filename or ""))
    where = (name if len(name) <= _MOST else f"{name[:_MOST]}...") or _place(error)
    advice = _ADVICE.get(error.errno, "see what the system says of it, then try again")
    return f"{where}: {os.strerror(error.errno)}; {advice}"


def _unexpected(error: BaseException) -> str:
    """Where a mistake of ours showed. The text may hold a cell, so it goes to a file only."""
    what = f"unexpected {type(error).__name__} at {_place(error)}"
    try:
        number, path = tempfile.mkstemp(prefix="fake-or-real-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
            traceback.print_exception(error, file=file)
    except OSError:
        return f"{what}; set {SHOW}=1 to see all of it, and report it as CONTRIBUTING.md says"
    return (
        f"{what}; report it as CONTRIBUTING.md says, with {path}, once you have made sure that it"
        " names no real value"
    )


def _place(error: BaseException) -> str:
    """The last line of this project that was at work: `fake_or_real/data/tables.py:88`."""
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        path = Path(frame.filename)
        ours = path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _OURS
        if ours and path != Path(__file__):
            return f"{path.relative_to(_ROOT)}:{frame.lineno}"
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "its start"
