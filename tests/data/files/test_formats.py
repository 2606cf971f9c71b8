"""Files of other formats than CSV, told apart by content whatever they are called."""

import datetime
import io
import os
import sys
import zipfile

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pyreadstat
import pytest

from fake_or_real.data.files import read_table
from fake_or_real.data.files.options import Options
from fake_or_real.errors import UserError

FRAME = pd.DataFrame(
    {
        "city": ["Graz", None, "Wien", "Graz"],
        "n": [1, 2, 3, 40],
        "x": [0.1, 2.5, None, 3.0],
        "day": pd.to_datetime(["2020-01-02", "2021-03-04", "9999-12-31", "0001-01-01"]),
    }
)
FRAME["day"] = FRAME["day"].astype("datetime64[us]")
KINDS = {"city": "categorical", "n": "integer", "x": "float", "day": "datetime"}


def excel(*sheets: list[list], names=("first", "second")) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in zip(names, sheets, strict=False):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


ROWS = [
    ["city", "n", "x", "day"],
    ["Graz", 1, 0.1, datetime.date(2020, 1, 2)],
    [None, 2, 2.5, datetime.datetime(2021, 3, 4)],
    ["Wien", 3, "NA", datetime.date(9999, 12, 31)],
    ["Graz", 40, 3.0, datetime.date(2001, 1, 1)],
]


def written(suffix: str, folder, frame=FRAME) -> bytes:
    path = folder / f"table.{suffix}"
    match suffix:
        case "parquet":
            pq.write_table(pa.Table.from_pandas(frame), path)
        case "feather":
            pyarrow.feather.write_feather(frame, path)
        case "arrows":
            table = pa.Table.from_pandas(frame)
            with pa.ipc.new_stream(path, table.schema) as stream:
                stream.write_table(table)
        case "jsonl" | "json":
            days = frame.assign(day=frame["day"].astype("str"))
            days.to_json(path, orient="records", lines=suffix == "jsonl")
        case "dta" | "sav":
            getattr(pyreadstat, f"write_{suffix}")(frame, str(path))
        case "xlsx":
            path.write_bytes(excel(ROWS))
    return path.read_bytes()


SUFFIXES = ["parquet", "feather", "arrows", "jsonl", "json", "dta", "sav", "xlsx"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_table_comes_out_of_every_format(tmp_path, suffix):
    (tmp_path / "file").write_bytes(written(suffix, tmp_path))
    table = read_table(tmp_path / "file")
    # SAS, Stata and SPSS know no whole numbers, and Excel no first of January in year 1.
    kinds = KINDS | ({"n": "float"} if suffix in ("dta", "sav") else {})
    assert table.kinds == kinds
    assert table.frame["city"].isna().tolist() == [False, True, False, False]
    assert table.frame["n"].tolist() == [1, 2, 3, 40]
    assert table.frame["x"].isna().tolist() == [False, False, True, False]
    assert table.frame["day"].tolist()[:3] == FRAME["day"].tolist()[:3]
    assert table.about == {"name": "file", "rows": 4}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kept", [0.5, 0.98])
def test_a_cut_file_is_one_line(read, tmp_path, suffix, kept):
    content = written(suffix, tmp_path, pd.concat([FRAME] * 9))
    with pytest.raises(UserError, match="mine ") as error:
        read(content[: int(len(content) * kept)])
    assert "\n" not in str(error.value)
    assert "Graz" not in str(error.value)


def test_json_keeps_how_dates_are_written_and_names_the_row_that_mixes_types(read):
    raw = read('{"at": "2020-01-02T03:04", "n": 1}\n{"at": "2020-01-03T03:04", "n": 2}\n')
    assert raw.table["at"].to_pylist() == ["2020-01-02T03:04", "2020-01-03T03:04"]
    assert raw.parse
    with pytest.raises(UserError, match="from number to string in row 2"):
        read('{"a": 1, "b": 1}\n{"a": "secret", "b": 1}\n')
    with pytest.raises(UserError, match=r"no sound JSON \(line 2\)"):
        read('[{"a": 1},\n{"a": secret}]')


def test_cells_of_a_spreadsheet_are_written_as_in_a_csv(read):
    cells = [1.0, 0.1, 1e300, True, "007", datetime.time(1, 2, 3), "n/a", None]
    cells += [datetime.timedelta(hours=30, seconds=5), datetime.datetime(2020, 1, 2, 3, 4, 5)]
    raw = read(excel([["cell", "n"], *([cell, "x"] for cell in cells)]))
    expected = ["1", "0.1", "1e+300", "True", "007", "01:02:03", None, None]
    expected += ["30:00:05", "2020-01-02 03:04:05"]
    assert raw.table["cell"].to_pylist() == expected
    assert raw.parse


def test_an_opendocument_spreadsheet_is_read(read):
    def row(*cells) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def word(value) -> str:
        paragraph = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="string">{paragraph}</table:table-cell>'

    def number(value) -> str:
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    names = ("office", "table", "text")
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names
    )
    rows = row(word("city"), word("n")) + row(word("Graz"), number(1.5)) + row(word("Wien"))
    sheet = f'<table:table table:name="first">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml", f"<office:document-content {spaces}>{body}</office:document-content>"
        )
    assert read(buffer.getvalue()).table.to_pydict() == {
        "city": ["Graz", "Wien"],
        "n": ["1.5", None],
    }


def test_the_first_sheet_is_read_or_the_one_that_is_named(tmp_path):
    path = tmp_path / "book"
    path.write_bytes(excel(ROWS, [["p", "q"], ["x", 1], [], ["y", 2]]))
    first = read_table(path)
    assert first.about["reading"] == "read from 'first', the first of 2 sheets"
    second = read_table(path, options=Options(sheet="second"))
    assert second.frame.to_dict("list") == {"p": ["x", "y"], "q": [1, 2]}
    with pytest.raises(UserError, match=r"no sheet 'third'; it has \['first', 'second'\]"):
        read_table(path, options=Options(sheet="third"))


def test_a_spreadsheet_without_a_header_or_with_a_title_is_one_line(read):
    content = excel(ROWS[1:] * 3)
    with pytest.raises(UserError, match="seems to have no header: its first row"):
        read(content)
    assert read(content, header=False).table.column_names[0] == "column_1"
    with pytest.raises(UserError, match="names 1 of its 4 columns in the first row"):
        read(excel([["Report"], [], *ROWS]))
    with pytest.raises(UserError, match="no rows in its sheet"):
        read(excel([]))


def test_an_archive_that_only_looks_like_a_spreadsheet_is_one_line(read):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "no")
    for content in (buffer.getvalue(), b"\xd0\xcf\x11\xe0" + b"\0" * 999):
        with pytest.raises(UserError, match="mine is not a sound spreadsheet"):
            read(content)


@pytest.mark.parametrize(
    ("suffix", "package"), [("xlsx", "python-calamine"), ("sav", "pyreadstat")]
)
def test_a_missing_extra_says_what_to_install(read, tmp_path, monkeypatch, suffix, package):
    content = written(suffix, tmp_path)
    monkeypatch.setitem(sys.modules, package.replace("-", "_"), None)
    with pytest.raises(UserError, match=f"pip install {package}"):
        read(content)


def test_sas_files_are_known_by_their_first_bytes(read):
    start = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
    with pytest.raises(UserError, match="mine is not a sound sas7bdat file"):
        read(start + b"\0" * 999)


def test_a_device_is_refused_before_it_is_read():
    with pytest.raises(UserError, match="/dev/null is a device and no file"):
        read_table(os.devnull, "table")  # which ends, so that a failure does as well
