"""A table and its column kinds: the one reader and writer of the pipeline's own tables.

Inside the pipeline a table is a Parquet file that carries its kinds and its origin in the
schema's metadata. What comes from outside is read by `fake_or_real.data.files`.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from fake_or_real.data import kinds as column_kinds
from fake_or_real.data.kinds import Kind
from fake_or_real.data.outputs import whole_file
from fake_or_real.errors import UserError

METADATA = b"fake-or-real"
BLOCK = 100_000  # rows that are in memory at a time where no more are needed
# pandas' own list: what a CSV writes where a value is missing.
MISSING = [
    *("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN"),
    *("<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"),
]


@dataclass(frozen=True)
class Table:
    """Rows with typed columns.

    frame: one column per name, dtypes as in `fake_or_real.data.kinds`, index 0..n-1.
    kinds: the kind of each column, in the order of the frame.
    about: where the table comes from, as flat strings and numbers.
    styles: how columns are written in a foreign file, by name, where that is not the plain way.
    why: what columns were taken for and what nearly made them something else, by name, where that
        is not plain.
    ignored: columns of a foreign file that its user wishes to be left out.
    """

    frame: pd.DataFrame
    kinds: dict[str, Kind]
    about: dict[str, str | int] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)

    @classmethod
    def empty(cls, kinds: dict[str, Kind]) -> "Table":
        """No rows, in these columns."""
        fields = [(name, column_kinds.ARROW_TYPES[kind]) for name, kind in kinds.items()]
        return cls(column_kinds.to_pandas(pa.schema(fields).empty_table()), kinds)

    def __len__(self) -> int:
        return len(self.frame)

    def column(self, name: str) -> pd.Series:
        """One column."""
        return self.frame[name]

    def take(self, rows: np.ndarray) -> "Table":
        """The rows at these positions, in this order."""
        return replace(self, frame=self.frame.iloc[rows].reset_index(drop=True))

    def blocks(self, rows: np.ndarray) -> "Iterator[Table]":
        """The rows at these positions, in the table's order, some at a time."""
        wanted = np.sort(rows)
        for start in range(0, len(wanted), BLOCK):
            yield self.take(wanted[start : start + BLOCK])

    def select(self, columns: Collection[str]) -> "Table":
        """Only these columns, in this order."""
        kinds = {name: self.kinds[name] for name in columns}
        return replace(self, frame=self.frame[list(columns)], kinds=kinds)


def concat(tables: list[Table]) -> Table:
    """The rows of tables that share their kinds, one after the other."""
    assert all(table.kinds == tables[0].kinds for table in tables), "tables differ in columns"
    frame = pd.concat([table.frame for table in tables], ignore_index=True)
    return replace(tables[0], frame=frame)


def judged(*given: Table) -> list[Table]:
    """Tables in the columns that describe rows, the same in each, for a discriminator to judge.

    Identifiers name rows and are left out.

    Raises `UserError` when no column would be left.
    """
    kinds = judged_kinds([table.kinds for table in given])
    return [in_kinds(table, kinds) for table in given]


def judged_kinds(given: Sequence[dict[str, Kind]]) -> dict[str, Kind]:
    """The kinds of the columns of `judged`, of tables with these kinds."""
    kinds = _aligned_kinds(given)
    described: dict[str, Kind] = {n: kind for n, kind in kinds.items() if kind != "identifier"}
    if not described:
        raise UserError(
            f"all columns ({', '.join(given[0])}) only name rows, so nothing is left to"
            " judge; add columns that describe the rows"
        )
    return described


def aligned(*given: Table) -> list[Table]:
    """Tables in the columns that all of them have, and of the same kinds.

    Where one has words among its numbers, all have the column of words. Whole numbers in one and
    others in another are floats in all.
    """
    kinds = _aligned_kinds([table.kinds for table in given])
    return [in_kinds(table, kinds) for table in given]


def _aligned_kinds(given: Sequence[dict[str, Kind]]) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for name in given[0]:
        if all(name in of_table for of_table in given):
            of_all = {of_table[name] for of_table in given}
            kinds[name] = "float" if len(of_all) > 1 else given[0][name]
        companion = column_kinds.words_of(name)
        if any(companion in of_table for of_table in given):
            kinds[companion] = "word"
    return kinds


def in_kinds(table: Table, kinds: dict[str, Kind]) -> Table:
    """A table in these columns and kinds; a column of words that it lacks is empty."""
    if list(table.kinds.items()) == list(kinds.items()):
        return table
    if kinds.items() <= table.kinds.items():
        return table.select(kinds)
    none = pd.Series(pd.NA, index=table.frame.index, dtype="str")
    columns = {
        name: column_kinds.to_dtype(table.frame[name], kind) if name in table.kinds else none
        for name, kind in kinds.items()
    }
    return replace(table, frame=pd.DataFrame(columns, index=table.frame.index), kinds=kinds)


def modelled(table: Table) -> Table:
    """What a synthesizer learns of a table: identifiers left out, kinds as any knows them."""
    (kept,) = judged(table)
    return replace(kept, kinds={n: column_kinds.plain(kind) for n, kind in kept.kinds.items()})


def read(path: Path) -> Table:
    """A table that the pipeline wrote.

    Raises `UserError` for a file that is not there, is none, or half of one.
    """
    with whole(path):
        stored = pq.read_table(path)
        metadata = json.loads(stored.schema.metadata[METADATA])
        del metadata["version"]
        return Table(column_kinds.to_pandas(stored), **metadata)


@contextmanager
def whole(path: Path) -> Iterator[None]:
    """Raise `UserError` where what is read within turns out to be no whole table of ours."""
    try:
        yield
    except FileNotFoundError:
        raise UserError(f"{path} is missing; make it: make repro") from None
    except (ValueError, pa.ArrowException, OSError, KeyError, TypeError) as error:
        if getattr(error, "errno", None) is not None:  # not what the file holds, but the system
            raise
        raise UserError(
            f"{path} is not a table that the pipeline wrote, or only a part of one; delete it and"
            " make it anew: make repro"
        ) from None


def write(table: Table, path: Path) -> None:
    """Write a table for the next stage; the file appears whole or not at all."""
    fields = [(name, column_kinds.ARROW_TYPES[kind]) for name, kind in table.kinds.items()]
    stored = pa.Table.from_pandas(table.frame, schema=pa.schema(fields), preserve_index=False)
    described = {name: part for name, part in vars(table).items() if name != "frame"}
    metadata = json.dumps({"version": 1} | described)
    with whole_file(path) as temporary:
        pq.write_table(stored.replace_schema_metadata({METADATA: metadata}), temporary)


def read_judged(folder: Path) -> tuple[Table, Table]:
    """The real and the synthetic table of the pipeline, as `judged` gives them."""
    real, synthetic = judged(*(read(folder / f"{name}.parquet") for name in ("real", "synthetic")))
    return real, synthetic


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame for people or for DVC's plots, floats with six significant digits."""
    with whole_file(path) as temporary:
        frame.to_csv(temporary, index=False, float_format="%.6g", lineterminator="\n")


def read_csv(path: Path) -> pd.DataFrame:
    """A frame that `write_csv` wrote; what is empty in a column of strings is the empty string."""
    return pd.read_csv(path, keep_default_na=False)
