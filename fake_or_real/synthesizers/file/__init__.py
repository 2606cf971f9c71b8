"""A synthetic table that was made elsewhere, in place of a synthesizer."""

from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fake_or_real.data import addresses, files, foreign, matching
from fake_or_real.data.files import options, parts
from fake_or_real.data.files.options import Options
from fake_or_real.data.paths import resolve
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError, without_secrets
from fake_or_real.synthesizers.base import Report, Synthesizer

_ROWS = "rows.parquet"


class File(Synthesizer):
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
        self.options = Options(**csv or {})

    def fit(self, table: Table, seed: int) -> Report:  # noqa: ARG002 - nothing to draw yet
        """Read the file; `table` is the whole real table, whose columns it must have.

        Raises `UserError` when it lacks one.
        """
        self._rows, differences = _read(self.path, table, self.options)
        return matching.UNTRAINED | differences

    def sample(self, rows: int, seed: int) -> pa.Table:
        """Draw this many rows, each at most once; all that there are, if they are fewer."""
        size = len(self._rows)
        if size < rows:
            print(f"the file has only {size} rows, fewer than probe.size")
        drawn = np.random.default_rng(seed).choice(size, min(rows, size), replace=False)
        return self._rows.take(np.sort(drawn))

    def save(self, folder: Path) -> None:
        pq.write_table(self._rows, folder / _ROWS)

    @classmethod
    def load(cls, folder: Path) -> Self:
        file = cls()
        file._rows = pq.read_table(folder / _ROWS)
        return file

    def find_seen(self, real: Table) -> np.ndarray | None:
        """Positions of the real rows that the table was made from, sorted; None if not known.

        Raises `UserError` for rows that the real table does not have.
        """
        if self.seen is None:
            return None
        if isinstance(self.seen, str):
            matched, _ = _read(self.seen, real, options.like(self.options, self.path, self.seen))
            learned, _ = foreign.conform(matched, real.kinds, real.styles)
            return matching.positions(learned, real, f"generator.file.seen {self.seen!r}")
        return matching.checked_positions(self.seen, real, "generator.file.seen")


def _read(path: str, real: Table, how: Options) -> tuple[pa.Table, matching.Differences]:
    if addresses.is_database(path):
        raise UserError(f"{without_secrets(path)} is a database; write its rows to a file first")
    here = "://" not in path and not parts.is_pattern(path)
    raw = files.read_raw(resolve(path, folders=True) if here else path, path, how)
    for note in raw.notes:
        print(f"{path}: {note}")
    return matching.match(raw.table, real, path)
