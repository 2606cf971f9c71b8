"""Any of synthcity's plugins for single tables."""

from pathlib import Path

from fake_or_real.synthesizers.isolated import Isolated


class Synthcity(Isolated):
    """Its code runs in an environment of its own: `worker.py`."""

    folder = Path(__file__).parent
    python = "3.11"
