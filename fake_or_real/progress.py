"""How far a long piece of work is, said only where somebody asked for it."""

import sys
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from tqdm import tqdm

_Item = TypeVar("_Item")
_ASKED_FOR: ContextVar[bool] = ContextVar("asked_for", default=False)
_FORMAT = "{desc} |{bar:20}| {remaining} left"
_SECONDS = 10  # between two lines where no bar can be drawn, so that a log stays short


@contextmanager
def progress(asked_for: bool) -> Iterator[None]:
    """Within this block `bar` speaks, if asked for."""
    token = _ASKED_FOR.set(asked_for)
    try:
        yield
    finally:
        _ASKED_FOR.reset(token)


def bar(items: Collection[_Item], name: str) -> Iterable[_Item]:
    """The same items; where it was asked for, stderr shows which of how many is worked on.

    On a terminal that is a bar with an estimate of what is left, which goes when all are done.
    Elsewhere it is a plain line, at most one in ten seconds.
    """
    if not _ASKED_FOR.get():
        return items
    return _drawn(items, name) if sys.stderr.isatty() else _lines(items, name)


def _drawn(items: Collection[_Item], name: str) -> Iterator[_Item]:
    with tqdm(total=len(items), leave=False, bar_format=_FORMAT) as drawn:
        for place, item in enumerate(items, start=1):
            # What counts for the bar is done; what is said is what is worked on.
            drawn.set_description_str(f"{name}: {place} of {len(items)}", refresh=place == 1)
            yield item
            drawn.update()


def _lines(items: Collection[_Item], name: str) -> Iterator[_Item]:
    said = time.monotonic()
    for place, item in enumerate(items, start=1):
        if time.monotonic() - said >= _SECONDS:
            said = time.monotonic()
            print(f"{name}: {place} of {len(items)}", file=sys.stderr, flush=True)
        yield item
