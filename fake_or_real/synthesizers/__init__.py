"""Synthesizers: a folder each, called as in params.yaml, and one small interface.

A stage that depends on one synthesizer depends on its folder and on what all of them share, so
that work on another one trains nothing anew.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from fake_or_real.data.outputs import read_json, write_json
from fake_or_real.synthesizers.base import Report, Synthesizer

__all__ = ["Report", "Synthesizer", "load", "make", "save"]

_NAME = "synthesizer.json"


def make(name: str, settings: dict[str, Any]) -> Synthesizer:
    """An untrained synthesizer; `settings` is its group in params.yaml."""
    make_one: Callable[..., Synthesizer] = _class(name)
    return make_one(**settings)


def save(synthesizer: Synthesizer, name: str, folder: Path) -> None:
    """Write a trained synthesizer, with its name, into an existing folder."""
    write_json(folder / _NAME, {"name": name})
    synthesizer.save(folder)


def load(folder: Path) -> Synthesizer:
    """The synthesizer that `save` wrote."""
    return _class(read_json(folder / _NAME)["name"]).load(folder)


def _class(name: str) -> type[Synthesizer]:
    """The class that is called like its folder; importing MOSTLY AI's takes seconds."""
    module = import_module(f"{__name__}.{name}")
    found: type[Synthesizer] = getattr(module, name.capitalize())
    return found
