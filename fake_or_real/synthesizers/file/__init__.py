"""A synthetic table that was made elsewhere, in place of a synthesizer."""

from typing import Any, ClassVar

import numpy as np
import pandas as pd

from fake_or_real.data import files, matching, tables
from fake_or_real.data.files.dialects import Dialect
from fake_or_real.data.paths import resolve
from fake_or_real.data.tables import Table
from fake_or_real.synthesizers.base import Keeper, Report


class File(Keeper):
    """Hands out rows of a file, or of a folder of files, of any format that is read.

    How its format differs from the real table's is mended and reported; see `data.matching`.
    """

    made_elsewhere: ClassVar[bool] = True

    def __init__(
        self,
        *,
        path: str = "",
        seen: list[int] | str | None = None,
        csv: dict[str, Any] | None = None,
    ) -> None:
        self.path = path
        self.seen = seen
        self.dialect = Dialect(**csv or {})

    def fit(self, table: Table, seed: int) -> Report:  # noqa: ARG002 - nothing to draw yet
        """Read the file; `table` is the whole real table, whose columns it must have.

        Raises `UserError` when it lacks one.
        """
        self._table, differences = _read(self.path, table, self.dialect)
        return matching.UNTRAINED | differences

    def sample(self, rows: int, seed: int) -> pd.DataFrame:
        """Draw this many rows, each at most once; all that there are, if they are fewer."""
        size = len(self._table)
        if size < rows:
            print(f"the file has only {size} rows, fewer than probe.size")
        drawn = np.random.default_rng(seed).choice(size, min(rows, size), replace=False)
        return self._table.take(np.sort(drawn)).frame

    def find_seen(self, real: Table) -> np.ndarray | None:
        """Positions of the real rows that the table was made from, sorted; None if not known.

        Raises `UserError` for rows that the real table does not have.
        """
        if self.seen is None:
            return None
        if isinstance(self.seen, str):
            learned, _ = tables.conform(_read(self.seen, real)[0].frame, real.kinds)
            return matching.positions(learned, real, f"generator.file.seen {self.seen!r}")
        return matching.checked_positions(self.seen, real, "generator.file.seen")


def _read(
    path: str, real: Table, dialect: Dialect | None = None
) -> tuple[Table, matching.Differences]:
    raw = files.read_files(resolve(path, folders=True), dialect)
    for note in raw.notes:
        print(f"{path}: {note}")
    return matching.match(raw.table, real, path, parse=raw.parse)
