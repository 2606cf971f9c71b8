"""Adversarial random forests, from the package arfpy."""

from pathlib import Path

from fake_or_real.synthesizers.isolated import Isolated


class Arfpy(Isolated):
    """Its code runs in an environment of its own: `worker.py`."""

    folder = Path(__file__).parent
