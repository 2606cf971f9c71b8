"""A table in several files: a folder of parts, those that a pattern names, here or elsewhere.

Parquet files are read by Arrow's datasets, which know the folders `key=value` that Hive and Spark
write, as columns; files of other formats one after the other.
"""

import glob
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.fs
from tqdm import tqdm

from fake_or_real.data.files.arrow_files import PARQUET
from fake_or_real.data.files.dialects import Dialect
from fake_or_real.data.files.raw import Raw, checked
from fake_or_real.data.files.single import read_content
from fake_or_real.data.paths import resolve
from fake_or_real.errors import UserError

GLOB = re.compile(r"[*?\[]")
# Seconds until a progress bar shows.
PATIENCE = 10


@dataclass(frozen=True)
class Parts:
    """The files of one table, in their order.

    filesystem: Arrow's. base: the folder below which `key=value` in a path is a column.
    name: what messages call the whole.
    """

    filesystem: Any
    paths: tuple[str, ...]
    base: str
    name: str

    def called(self, path: str) -> str:
        """What messages call one of the files."""
        return self.name if len(self.paths) == 1 else f"{self.name}: {path[len(self.base) :]}"


def local(folder: Path) -> Parts:
    """The visible files of a folder and of its folders `key=value`."""
    return below(pa.fs.LocalFileSystem(), str(folder), str(folder))


def is_pattern(location: str) -> bool:
    """Whether a path is no file's own, but names several by * ? or [...]."""
    return bool(GLOB.search(location)) and "://" not in location and not Path(location).exists()


def matching(pattern: str) -> Parts:
    """The files of this machine that a pattern such as `data/own/part-*.csv` names."""
    before = base_of(pattern)
    base = resolve(before or ("/" if pattern.startswith("/") else "."), folders=True)
    names = glob.glob(pattern[len(before) :].lstrip("/"), root_dir=base, recursive=True)
    paths = tuple(str(base / name) for name in sorted(names) if (base / name).is_file())
    return Parts(pa.fs.LocalFileSystem(), paths, str(base), pattern)


def base_of(pattern: str) -> str:
    """The folder that all files have in common which a pattern names."""
    return GLOB.split(pattern, maxsplit=1)[0].rpartition("/")[0]


def below(filesystem: Any, base: str, name: str) -> Parts:
    """The visible files of a folder and of its folders `key=value`, by name."""
    found = filesystem.get_file_info(pa.fs.FileSelector(base, recursive=True))
    paths = [file.path for file in found if file.is_file]
    return Parts(filesystem, tuple(sorted(p for p in paths if _is_part(p, base))), base, name)


def read(parts: Parts, dialect: Dialect | None = None) -> Raw:
    """The files as one table.

    Raises `UserError` where there are none, they are of different formats or columns, or one is no
    sound table.
    """
    if not parts.paths:
        raise UserError(f"{parts.name} holds no tables; give CSV or Parquet files")
    single = len(parts.paths) == 1
    keyed = any("=" in folder for path in parts.paths for folder in _folders(path, parts.base))
    if single and not keyed:
        content = _content(parts, parts.paths[0])
        return read_content(content, parts.name, dialect)
    parquet = [_begins_parquet(parts, path) for path in parts.paths]
    if all(parquet):
        return Raw(checked(_dataset(parts), parts.name), parse=False)
    if any(parquet):
        raise UserError(f"{parts.name} holds both CSV and Parquet files; keep one kind")
    if keyed:
        raise UserError(
            f"{parts.name} has folders such as key=value, whose files must be Parquet files"
        )
    return _joined(parts, dialect)


def _joined(parts: Parts, dialect: Dialect | None) -> Raw:
    """Files of other formats, one after the other."""
    shown = tqdm(parts.paths, desc=parts.name, unit="file", ncols=79, delay=PATIENCE)
    read = [read_content(_content(parts, path), parts.called(path), dialect) for path in shown]
    if len({raw.parse for raw in read}) != 1:
        raise UserError(f"{parts.name} holds files of different formats; keep one kind")
    _check_names(parts, [raw.table.column_names for raw in read])
    try:
        whole = pa.concat_tables([raw.table for raw in read], promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise _unlike(parts, error) from None
    notes = dict.fromkeys(note for raw in read for note in raw.notes)
    return replace(read[0], table=whole, notes=tuple(notes))


def _dataset(parts: Parts) -> pa.Table:
    """Parquet files, and the columns in their folders' names, which are whole numbers or words."""
    places: dict[str, Any] = {
        "filesystem": parts.filesystem,
        "format": "parquet",
        "partitioning": "hive",
        "partition_base_dir": parts.base,
    }
    try:
        found = ds.dataset(list(parts.paths), **places)
        schemas = [file.physical_schema for file in found.get_fragments()]
    except pa.ArrowInvalid as error:
        raise UserError(f"{parts.name} has a file that is no sound one ({error})") from None
    _check_names(parts, [schema.names for schema in schemas])
    try:
        schema = pa.unify_schemas([found.schema, *schemas], promote_options="permissive")
        found = ds.dataset(list(parts.paths), schema=schema, **places)
        return pa.Table.from_batches(_batches(found, parts.name), schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise _unlike(parts, error) from None


def _batches(found: Any, name: str) -> Iterator[pa.RecordBatch]:
    """A data set's rows in their order, with a progress bar."""
    rows = found.count_rows()
    with tqdm(total=rows, desc=name, unit="row", ncols=79, delay=PATIENCE) as bar:
        for batch in found.to_batches():
            yield batch
            bar.update(batch.num_rows)


def _check_names(parts: Parts, names: list[list[str]]) -> None:
    for path, own in zip(parts.paths, names, strict=True):
        differing = sorted(set(own) ^ set(names[0]))
        if differing:
            raise UserError(
                f"{parts.called(path)} has other columns than the first file: {differing}; keep the"
                " files of one table"
            )


def _unlike(parts: Parts, error: Exception) -> UserError:
    return UserError(f"the files in {parts.name} do not fit together ({error}); write them alike")


def _content(parts: Parts, path: str) -> bytes:
    with parts.filesystem.open_input_file(path) as file:
        return bytes(file.read())


def _begins_parquet(parts: Parts, path: str) -> bool:
    with parts.filesystem.open_input_file(path) as file:
        return bool(file.read(len(PARQUET)) == PARQUET)


def _is_part(path: str, base: str) -> bool:
    """Whether a file below a folder is one of its table; Spark marks its own with _ or a dot."""
    name = path.rpartition("/")[2]
    return name[0] not in "._" and all("=" in folder for folder in _folders(path, base))


def _folders(path: str, base: str) -> Iterable[str]:
    """The folders between a base and a file."""
    return path[len(base) :].strip("/").split("/")[:-1]
