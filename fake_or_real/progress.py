"""Progress bars, which are drawn only where somebody asked for them."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from tqdm import tqdm

_Item = TypeVar("_Item")
_ASKED_FOR: ContextVar[bool] = ContextVar("asked_for", default=False)


@contextmanager
def progress(asked_for: bool) -> Iterator[None]:
    """Within this block `bar` draws, if asked for and if the error stream is a terminal."""
    token = _ASKED_FOR.set(asked_for)
    try:
        yield
    finally:
        _ASKED_FOR.reset(token)


def bar(items: Collection[_Item], name: str) -> Iterable[_Item]:
    """The same items, with a progress bar of this name where one was asked for."""
    drawn: Iterable[_Item] = tqdm(items, desc=name, disable=None if _ASKED_FOR.get() else True)
    return drawn
