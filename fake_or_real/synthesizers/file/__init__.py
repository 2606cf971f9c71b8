"""A synthetic table that was made elsewhere, in place of a synthesizer."""

from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pyarrow as pa

from fake_or_real.data import tables
from fake_or_real.data.paths import resolve
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.synthesizers.base import Keeper, Report


class File(Keeper):
    """Hands out rows of a file or a folder of files, CSV or Parquet.

    Columns may stand in another order, be spelled with other cases and punctuation, or be more
    than the real table's; values may be of other types and missing ones spelled otherwise. All
    this is mended and reported, since each gives a synthetic table away.
    """

    made_elsewhere: ClassVar[bool] = True

    def __init__(self, *, path: str = "", seen: list[int] | str | None = None) -> None:
        self.path = path
        self.seen = seen

    def fit(self, table: Table, seed: int) -> Report:  # noqa: ARG002 - nothing to draw yet
        """Read the file; `table` is the whole real table, whose columns it must have.

        Raises `UserError` when it lacks one.
        """
        self._table, report = _read(self.path, table)
        return {"device": "cpu", "ended_by": "nothing to train", "reproducible": True, **report}

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
            return _positions(learned, real, self.seen)
        if max(self.seen, default=0) >= len(real):
            raise UserError(
                f"generator.file.seen names row {max(self.seen)}, but the real table's rows are"
                f" 0 to {len(real) - 1}; count from 0"
            )
        return np.unique(np.array(self.seen, dtype=int))


def _positions(learned: Table, real: Table, name: str) -> np.ndarray:
    """Where the rows of `learned` stand in `real`; of equal rows the first ones are taken."""
    both = tables.concat([real, learned]).frame
    ids = both.groupby(list(both.columns), dropna=False, sort=False).ngroup()
    is_learned = np.arange(len(both)) >= len(real)
    wanted = ids[is_learned].value_counts()
    found = ids[~is_learned].value_counts().reindex(wanted.index, fill_value=0)
    absent = int((wanted - found).clip(lower=0).sum())
    if absent:
        raise UserError(
            f"{absent} of the {len(learned)} rows of generator.file.seen {name!r} are not in the"
            " real table; fetch.dataset must hold all rows that the generator saw"
        )
    nth = ids[~is_learned].groupby(ids[~is_learned]).cumcount()
    return np.flatnonzero(nth < wanted.reindex(ids[~is_learned], fill_value=0).to_numpy())


def _read(path: str, real: Table) -> tuple[Table, Report]:
    """The file's rows in the real table's columns but its own types, and how its format differs.

    Strings stay strings, even where they hold numbers, since a cast may lose how those are written.
    """
    given, parse = _read_files(resolve(path, folders=True))
    sources = _match(given.column_names, list(real.kinds), path)
    raw = pa.table({name: given[source] for name, source in sources.items()})
    renamed = [f"{source} -> {name}" for name, source in sources.items() if source != name]
    extra = [name for name in given.column_names if name not in sources.values()]
    table, respelled = _respell_missing(tables.typed(raw, {}, parse=False), real)
    kinds = tables.typed(pa.Table.from_pandas(table.frame), {}, parse=parse).kinds
    return table, {
        "columns_extra": ", ".join(extra),
        "columns_of_other_kind": ", ".join(n for n in kinds if kinds[n] != real.kinds[n]),
        "columns_renamed": ", ".join(renamed),
        "columns_reordered": [n for n in given.column_names if n not in extra]
        != list(sources.values()),
        "missing_respelled": respelled,
    }


def _read_files(path: Path) -> tuple[pa.Table, bool]:
    """A file, or all visible ones of a folder, by name; and whether to parse strings."""
    files = [path]
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.is_file() and file.name[0] != ".")
    read = [tables.read_foreign(file) for file in files]
    if len({parse for _, parse in read}) != 1:
        raise UserError(f"{path} holds no tables or both CSV and Parquet files; keep one kind")
    try:
        whole = pa.concat_tables([raw for raw, _ in read], promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise UserError(f"the files in {path} do not fit together ({error})") from None
    return whole, read[0][1]


def _match(given: list[str], wanted: list[str], name: str) -> dict[str, str]:
    """For each wanted column the given one: the same name, or the only one spelled like it."""
    free = [column for column in given if column not in wanted]
    sources = {}
    for column in wanted:
        alike = [column] if column in given else [n for n in free if _bare(n) == _bare(column)]
        if len(alike) == 1:
            sources[column] = alike[0]
    if len(set(sources.values())) < len(wanted):
        missing = [column for column in wanted if column not in sources]
        raise UserError(f"{name} lacks columns {missing}: it has {given}, the real table {wanted}")
    return sources


def _bare(name: str) -> str:
    """A column's name without case and punctuation."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _respell_missing(table: Table, real: Table) -> tuple[Table, int]:
    """Words for missing values as missing, unless the real table has the very word; how many."""
    columns, count = {}, 0
    for name, column in table.frame.items():
        words = set(tables.MISSING) - set(real.frame[name].dropna().astype("str"))
        is_word = column.astype("str").str.strip().isin(words) & column.notna()
        columns[name] = column.mask(is_word)
        count += int(is_word.sum())
    return Table(pd.DataFrame(columns), table.kinds), count
