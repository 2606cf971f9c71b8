"""Synthesizers: one file each, one small interface (`base.Synthesizer`)."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from stages.outputs import read_json, write_json
from stages.synthesizers.base import Report, Synthesizer

__all__ = ["Report", "Synthesizer", "load", "make", "save"]

# By name, because importing MOSTLY AI takes seconds that the others should not pay.
_CLASSES = {
    "mostlyai": "stages.synthesizers.mostlyai:Mostlyai",
    "independent": "stages.synthesizers.resampling:Independent",
    "copy": "stages.synthesizers.resampling:Copy",
    "file": "stages.synthesizers.file:File",
    "arfpy": "stages.synthesizers.worker:Arfpy",
    "sdv": "stages.synthesizers.worker:Sdv",
    "synthcity": "stages.synthesizers.worker:Synthcity",
}
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
    module, _, attribute = _CLASSES[name].partition(":")
    found: type[Synthesizer] = getattr(import_module(module), attribute)
    return found
