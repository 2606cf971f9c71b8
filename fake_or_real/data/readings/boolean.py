"""Yes and no, in the words that people use."""

import numpy as np
import pyarrow as pa

from fake_or_real.data.readings.style import Captured, Form

_WORDS = {
    "Yes/No": ("yes", "no"),
    "Y/N": ("y", "n"),
    "T/F": ("t", "f"),
    "1/0": (r"1(?:\.0*)?", r"0(?:\.0*)?"),
    "Ja/Nein": ("ja", "nein"),
    "J/N": ("j", "n"),
    "Oui/Non": ("oui", "non"),
    "Si/No": ("si", "no"),
    "Sí/No": ("sí", "no"),
}


def plain() -> Form:
    """True and false in any case: the only words that are no category."""
    return _form("", "true", "false")


def styles() -> list[Form]:
    """All pairs of words."""
    return [plain(), *(_form(name, yes, no) for name, (yes, no) in _WORDS.items())]


def _form(name: str, yes: str, no: str) -> Form:
    pattern = f"(?i)^(?:(?P<yes>{yes})|{no})$"
    return Form(kind="boolean", name=name, pattern=pattern, read=_booleans)


def _booleans(parts: Captured) -> pa.Array:
    return parts.everywhere(~parts.is_empty("yes"), np.ones(len(parts), dtype=bool))
