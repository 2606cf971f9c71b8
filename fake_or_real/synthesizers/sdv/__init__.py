"""The Synthetic Data Vault's synthesizers for single tables."""

from pathlib import Path

from fake_or_real.data.tables import Table
from fake_or_real.synthesizers import constraints
from fake_or_real.synthesizers.base import Report
from fake_or_real.synthesizers.isolated import Isolated


class Sdv(Isolated):
    """Its code runs in an environment of its own: `worker.py`."""

    folder = Path(__file__).parent
    plain = False  # SDV knows all column kinds and missing values itself

    def fit(self, table: Table, seed: int) -> Report:
        asked = self._settings.get("constraints", ())
        constraints.check(asked, table, "generator.sdv.constraints")
        return super().fit(table, seed)
