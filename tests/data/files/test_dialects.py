"""CSV files in the dialects that people write."""

import csv
import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fake_or_real.data.tables import MISSING
from fake_or_real.errors import UserError

ROWS = [("Graz", "71", "3.5"), ("Wien", "18", "12.25"), ("Graz", "43", "0.5"), ("Linz", "9", "1.5")]
ROWS = ROWS * 5


def text(delimiter=",", head=("city", "age", "price"), rows=ROWS) -> str:
    return "".join(delimiter.join(row) + "\n" for row in [head, *rows])


def columns(raw) -> list[tuple]:
    """The rows of a raw table."""
    return list(zip(*(column.to_pylist() for column in raw.table.columns), strict=True))


NAMES = ["name 0", "name 1", "name 2", "name 3"]
LETTERS = st.sampled_from(list("ab7 ,;|\t'\"#\\.-=äß\n"))
CELLS = st.text(LETTERS, max_size=6)
STYLES = {
    "delimiter": st.sampled_from(",;\t|"),
    "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    "lineterminator": st.sampled_from(["\n", "\r\n"]),
}
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])


def tables_of(cells):
    return st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1)
    )


def written(rows, style) -> str:
    file = io.StringIO()
    csv.writer(file, **style).writerows(rows)
    return file.getvalue()


def attempted(read, content, **said):
    """What is read, or the error's text."""
    try:
        return read(content, **said)
    except UserError as error:
        return str(error)


def as_read(rows):
    return [tuple(None if cell in MISSING else cell for cell in row) for row in rows]


@given(tables_of(CELLS), st.fixed_dictionaries(STYLES), ENCODINGS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_table_is_read_as_it_was_written_or_refused(read, rows, style, encoding):
    head = NAMES[: len(rows[0])]
    content = written([head, *rows], style).encode(encoding)
    raw = attempted(read, content)
    if isinstance(raw, str):
        assert encoding == "cp1252", raw  # words of random letters are doubtful in no other
        assert "clearly in cp1252" in raw
        return
    assert raw.table.column_names == head
    assert columns(raw) == as_read(rows)


@given(tables_of(st.text(st.sampled_from(list('ab7 ,;|\t".-ä\n')), max_size=6)), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_table_without_a_header_is_read_as_it_was_written(read, rows, all_quoted):
    style = {"delimiter": ";", "quoting": csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL}
    raw = read(written(rows, style), header=False, delimiter=";")
    assert raw.table.column_names == [f"column_{place + 1}" for place in range(len(rows[0]))]
    assert columns(raw) == as_read(rows)


@given(st.text(LETTERS), st.sampled_from([None, True, False]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_ends_in_a_traceback(read, content, header):
    raw = attempted(read, content, header=header)
    assert raw.startswith("mine ") if isinstance(raw, str) else raw.table.num_columns >= 2


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("sep=;\n" + text(";"), "cells separated by ;"),
        ('"SEP=|"\r\n' + text("|"), "cells separated by |"),
        ("sep=\t\n" + text("\t"), "cells separated by tabs"),
        (text("^"), "cells separated by ^"),
        (text("\x01"), "cells separated by the character 01"),
        ("# made by a, b and c\n#\n\n" + text(), "without 2 line(s) of comments before the header"),
        ("#" + text(), None),
        ("# " + text(), None),
        ("\n  \n" + text() + " \n\n", None),
        (text(",", ("'city'", "'age'", "'price'")).replace("Graz", "'Graz'"), "quoted by '"),
        (text().replace("price\n", "price,\n").replace("5\n", "5,\n"), "without 1 empty column(s)"),
        (text(";").replace("12.25", '"12\\";25"'), "quotes in cells after \\"),
    ],
)
def test_what_stands_around_the_table_is_no_part_of_it(read, content, note):
    raw = read(content)
    assert raw.table.column_names == ["city", "age", "price"]
    expected = [row if "\\" not in content else ("Wien", "18", '12";25') for row in ROWS[1:2]]
    assert columns(raw)[1:2] == expected
    assert raw.table.num_rows == len(ROWS)
    assert [note in said for said in raw.notes] == ([True] if note else [])


@pytest.mark.parametrize(
    ("content", "names", "first"),
    [
        ("city;price, net;a, b, c\nWien;1,5;x\nGraz;2,5;y\n", ["city", "price, net", "a, b, c"], 1),
        ("name;at\nx;48.21,16.37\ny;47.07,15.44\n", ["name", "at"], ("x", "48.21,16.37")),
        ("name, all;n\nHello, world;5\nBye, all;6\n", ["name, all", "n"], ("Hello, world", "5")),
        ("id,tags\n1,a;b\n2,c;d\n", ["id", "tags"], ("1", "a;b")),
        ("town,n\n's-Gravenhage,1\n't Zand,2\n", ["town", "n"], ("'s-Gravenhage", "1")),
        ("path,n\nC:\\temp,1\nD:\\x,2\n", ["path", "n"], ("C:\\temp", "1")),
        ('pipe,n\n5" long,1\n7",2\n', ["pipe", "n"], ('5" long', "1")),
        ("a, b\n1, 2\n", ["a", "b"], ("1", " 2")),
        (",a,\n0,x,y\n1,z,y\n", ["column_1", "a", "column_3"], ("0", "x", "y")),
        (",column_1\n0,x\n", ["column_1_", "column_1"], ("0", "x")),
    ],
)
def test_what_may_be_a_delimiter_is_weighed(read, content, names, first):
    raw = read(content)
    assert raw.table.column_names == names
    assert columns(raw)[0] == (("Wien", "1,5", "x") if first == 1 else first)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (text() + "\n\n1,secret\n", "line 24 has 2 cells where the table has 3 columns"),
        ('a,b\n"x\ny",1\n\n1,2,secret\n', "line 5 has 3 cells where the table has 2 columns"),
        ("# by me\na,b\n1,2\n1,2,secret\n", "line 4 has 3 cells"),
        ('a,b\n1,2\n3,"secret\n4,5\n', "row from line 3 on that ends within a quoted cell"),
        ('a,b\n1,2\n3,"secret\n4,"5"\n', "row from line 3 on"),
        ("Secret title\n\n" + text(";"), "1 cell in line 1 and 3 in lines below it"),
        (text().replace("\n", ",\n").replace("price,", "price"), "line 2 has 4 cells"),
    ],
)
def test_a_line_is_blamed_by_its_number_and_never_by_its_cells(read, content, message):
    with pytest.raises(UserError, match="mine has ") as error:
        read(content)
    assert message in str(error.value)
    assert "ecret" not in str(error.value)


def test_a_long_cell_is_no_ragged_line(read):
    long = "x" * 3_000_000
    assert columns(read(f'a,b\n"{long}",1\ny,2\n')) == [(long, "1"), ("y", "2")]


def test_what_is_said_is_not_guessed(read):
    assert columns(read("a;b,c\n1;2,3\n"))[0] == ("1", "2,3")
    assert columns(read("a;b,c\n1;2,3\n", delimiter=","))[0] == ("1;2", "3")
    assert columns(read("sep=,\na;b,c\n1;2,3\n"))[0] == ("1;2", "3")
    with pytest.raises(UserError, match="mine cannot have the delimiter '::'"):
        read("a::b\n1::2\n", delimiter="::")


def test_a_sample_may_end_anywhere(read):
    """Rows of several lines and letters of several bytes, far beyond the sample."""
    rng = np.random.default_rng(0)
    cells = np.array(["ä;\nö" * 9, "x, y", '"', "3", ""])
    rows = [tuple(cells[row]) for row in rng.integers(0, 5, (40_000, 3))]
    style = {"delimiter": ";"}
    raw = read(written([("p", "q", "r"), *rows], style))
    assert columns(raw) == as_read(rows)
    wide = [[f"column number {place}" for place in range(30_000)], ["1"] * 30_000]
    assert read(written(wide, style)).table.num_columns == 30_000
