"""Files that Arrow reads with their types: Parquet, Feather (Arrow IPC), and JSON records."""

import json
import re

import pyarrow as pa
import pyarrow.feather
import pyarrow.json
import pyarrow.parquet as pq

from fake_or_real.data.files.decoding import to_utf8
from fake_or_real.errors import UserError

PARQUET, FEATHER, STREAM = b"PAR1", (b"ARROW1", b"FEA1"), b"\xff\xff\xff\xff"
_RECORDS = re.compile(rb'\s*(\[\s*)?\{\s*["}]')
_ROW = re.compile(r" in row (\d+)")
_LARGEST_BLOCK = 2**31 - 1


def read_parquet(content: bytes, name: str) -> pa.Table:
    """A Parquet file; raises `UserError` for one that is not sound."""
    try:
        return pq.ParquetFile(pa.BufferReader(content)).read()
    except (pa.ArrowException, OSError) as error:
        raise UserError(f"{name} is not a sound Parquet file ({error}); write it again") from None


def read_feather(content: bytes, name: str) -> pa.Table:
    """An Arrow IPC file or stream; raises `UserError` for one that is not sound."""
    try:
        if content.startswith(STREAM):
            return pa.ipc.open_stream(pa.BufferReader(content)).read_all()
        return pyarrow.feather.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as error:
        raise UserError(f"{name} is not a sound Feather file ({error}); write it again") from None


def is_json(content: bytes) -> bool:
    """Whether it begins like JSON records; no CSV does."""
    return bool(_RECORDS.match(content.removeprefix(b"\xef\xbb\xbf")))


def read_json(content: bytes, name: str, encoding: str | None) -> pa.Table:
    """JSON records, one a line (JSONL) or all in one list; dates stay strings.

    Raises `UserError` where it is no JSON, or a column mixes types.
    """
    text, _ = to_utf8(content, name, encoding)
    try:
        if text.lstrip().startswith(b"["):
            text = "\n".join(json.dumps(record) for record in json.loads(text)).encode()
        table = _parse(text, {})
        # Arrow takes strings that look like dates for timestamps, and how they are written is lost.
        dates = {field.name for field in table.schema if pa.types.is_timestamp(field.type)}
        return _parse(text, dict.fromkeys(dates, pa.string())) if dates else table
    except json.JSONDecodeError as error:
        raise UserError(f"{name} is no sound JSON (line {error.lineno}); write it again") from None
    except pa.ArrowInvalid as error:
        reason = _ROW.sub(lambda row: f" in row {int(row[1]) + 1}", str(error))
        raise UserError(
            f"{name} is no table of JSON records ({reason}); write one object a line, each column"
            " of one type"
        ) from None


def _parse(text: bytes, types: dict[str, pa.DataType]) -> pa.Table:
    # In one block: only then do errors name the row.
    return pyarrow.json.read_json(
        pa.BufferReader(text),
        pyarrow.json.ReadOptions(use_threads=False, block_size=min(len(text) + 1, _LARGEST_BLOCK)),
        pyarrow.json.ParseOptions(explicit_schema=pa.schema(types) if types else None),
    )
