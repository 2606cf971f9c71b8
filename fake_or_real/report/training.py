"""What a synthesizer's training says of its rows: whether they can be made again."""

from collections.abc import Mapping
from typing import Any


def clock(generator: Mapping[str, Any]) -> str:
    """That the clock ended the training, where it did; of `metrics/generator.json`."""
    if generator.get("ended_by") != "max_training_time":
        return ""
    return (
        f"the clock ended the training after {generator['epochs']:g} epochs, so a faster or slower"
        " machine makes other rows; with generator.mostlyai.max_training_time null it ends itself"
    )


def caveat(generator: Mapping[str, Any]) -> str:
    """Why the rows may not come out again; empty where the training is known to be reproducible."""
    if said := clock(generator):
        return said
    if generator.get("reproducible", True):
        return ""
    return (
        "this training is not reproducible: on another machine, the same seed may make other rows"
    )
