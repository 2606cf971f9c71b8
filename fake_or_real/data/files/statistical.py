"""Files of SAS, Stata and SPSS, with their types; labelled values stay the codes that they are."""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from fake_or_real.errors import UserError

_SAS = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
_SPSS = (b"$FL2", b"$FL3")
_STATA = b"<stata_dta>"
# Before release 13 Stata wrote the release, the byte order and a 1.
_OLD_STATA = {bytes([release, order, 1]) for release in range(104, 116) for order in (1, 2)}


def program(content: bytes) -> str | None:
    """The program that wrote the file: `sas7bdat`, `sav`, `dta`; None: another one."""
    if content.startswith(_SAS):
        return "sas7bdat"
    if content.startswith(_SPSS):
        return "sav"
    return "dta" if content.startswith(_STATA) or content[:3] in _OLD_STATA else None


def read(content: bytes, name: str, written_by: str, encoding: str | None) -> pa.Table:
    """The columns of such a file; what they call missing is null, and so are empty strings.

    written_by: what `program` says. `name`: what error messages call the file.
    Raises `UserError` for a file that cannot be read, and where pyreadstat is missing.
    """
    try:
        import pyreadstat  # noqa: PLC0415 - an extra, which few need
    except ModuleNotFoundError:
        raise UserError(
            f"{name} is a {written_by} file, which needs a package more: pip install pyreadstat"
        ) from None
    reader = getattr(pyreadstat, f"read_{written_by}")
    try:
        frame: pd.DataFrame = reader(io.BytesIO(content), encoding=encoding)[0]
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except (
        pyreadstat.ReadstatError,
        pyreadstat.PyreadstatError,
        pa.ArrowException,
        ValueError,
        OverflowError,
    ) as error:
        raise UserError(
            f"{name} is not a sound {written_by} file ({error}); write it again, or as CSV"
        ) from None
    # They have no missing strings but the empty one.
    columns = [
        pc.if_else(pc.equal(column, ""), None, column) if _is_text(column.type) else column
        for column in table.columns
    ]
    return pa.Table.from_arrays(columns, table.column_names)


def _is_text(dtype: pa.DataType) -> bool:
    """Whether it is one of Arrow's types of strings."""
    return bool(pa.types.is_string(dtype) or pa.types.is_large_string(dtype))
