"""A table of the pipeline on disk, of which only the rows that are asked for come into memory."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from fake_or_real.data import kinds as column_kinds
from fake_or_real.data import tables
from fake_or_real.data.kinds import Kind
from fake_or_real.data.tables import Table
from fake_or_real.progress import bar


class Stored:
    """Rows on disk with typed columns, which do what those of a `Table` do.

    kinds: the kind that each column has when it is read, in their order. about, styles: as of a
        `Table`.
    """

    def __init__(self, path: Path, kinds: dict[str, Kind] | None = None) -> None:
        """The file, which `tables.write` wrote, and the kinds to read it in; None: its own.

        Raises `UserError` for a file that is not there, is none, or half of one.
        """
        self.path = path
        with tables.whole(path):
            self._file = pq.ParquetFile(path, pre_buffer=False)
            described: dict[str, Any] = json.loads(
                self._file.schema_arrow.metadata[tables.METADATA]
            )
            self._own = Table.empty(described["kinds"])
        del described["version"]
        self._own = replace(self._own, **described)
        self.kinds: dict[str, Kind] = self._own.kinds if kinds is None else kinds
        self.about, self.styles = self._own.about, self._own.styles

    def __len__(self) -> int:
        return int(self._file.metadata.num_rows)

    def take(self, rows: np.ndarray) -> Table:
        """The rows at these positions, in this order; the file is read once, group by group."""
        wanted, place = np.unique(rows, return_inverse=True)
        with tables.whole(self.path):
            found = pa.Table.from_batches(self._batches(wanted), self._schema)
        table = self._table(found.combine_chunks())
        in_order = len(wanted) == len(rows) and np.all(np.diff(place) > 0)
        return table if in_order else table.take(place)

    def blocks(self, rows: np.ndarray) -> Iterator[Table]:
        """The rows at these positions, in the table's order, some at a time."""
        found: list[pa.RecordBatch] = []
        with tables.whole(self.path):
            for batch in self._batches(np.sort(rows)):
                found.append(batch)
                if sum(map(len, found)) >= tables.BLOCK:
                    yield self._table(pa.Table.from_batches(found, self._schema))
                    found = []
        if found:
            yield self._table(pa.Table.from_batches(found, self._schema))

    def column(self, name: str) -> pd.Series:
        """One column of all rows."""
        one = Stored(self.path, {name: self.kinds[name]})
        with tables.whole(self.path):
            found = self._file.read(columns=one._schema.names).select(one._schema.names)
        return one._table(found).frame[name]

    def _table(self, found: pa.Table) -> Table:
        """What was read of the file, in the kinds that were asked for."""
        own = {name: self._own.kinds[name] for name in self._schema.names}
        read = replace(self._own, frame=column_kinds.to_pandas(found), kinds=own)
        return tables.in_kinds(read, self.kinds)

    @cached_property
    def _schema(self) -> pa.Schema:
        names = [name for name in self.kinds if name in self._own.kinds]
        return pa.schema([(n, column_kinds.ARROW_TYPES[self._own.kinds[n]]) for n in names])

    def _batches(self, wanted: np.ndarray) -> Iterator[pa.RecordBatch]:
        """The wanted rows, positions that rise, batch by batch."""
        start = 0
        names = self._schema.names
        groups = range(self._file.num_row_groups)
        shown = bar(groups, f"reading {self.path.name}") if len(groups) > 1 else groups
        for group in shown:
            rows = self._file.metadata.row_group(group).num_rows
            low, high = np.searchsorted(wanted, [start, start + rows])
            if low == high:  # nothing of it is wanted, so it need not be read
                start += rows
                continue
            for batch in self._file.iter_batches(row_groups=[group], columns=names):
                low, high = np.searchsorted(wanted, [start, start + len(batch)])
                start += len(batch)
                if high - low == len(batch):
                    yield batch.select(names)
                elif high > low:
                    inside = pa.array(wanted[low:high] - (start - len(batch)))
                    yield batch.select(names).take(inside)


# What of which rows can be taken.
Rows: TypeAlias = Table | Stored


def judged_alone(path: Path) -> Stored:
    """A table in the columns that `tables.judged` has of it alone."""
    table = Stored(path)
    return Stored(path, tables.judged_kinds([table.kinds]))


def judged(folder: Path) -> tuple[Stored, Stored]:
    """The real and the synthetic table of the pipeline in the columns that `tables.judged` has."""
    real, synthetic = (Stored(folder / f"{name}.parquet") for name in ("real", "synthetic"))
    kinds = tables.judged_kinds([real.kinds, synthetic.kinds])
    return Stored(real.path, kinds), Stored(synthetic.path, kinds)
