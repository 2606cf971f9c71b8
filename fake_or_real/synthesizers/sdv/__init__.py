"""The Synthetic Data Vault's synthesizers for single tables."""

from pathlib import Path

from fake_or_real.synthesizers.isolated import Isolated


class Sdv(Isolated):
    """Its code runs in an environment of its own: `worker.py`."""

    folder = Path(__file__).parent
    plain = False  # SDV knows all column kinds and missing values itself
