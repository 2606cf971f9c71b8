"""Whether there is a header: from what stands below the first line."""

import pytest

from fake_or_real.errors import UserError

WORDS = ["usual,proper", "great,proper", "usual,less", "great,less"] * 5
NUMBERS = [f"{n}.5,{n + 7},2022-01-1{n}" for n in range(9)]
MIXED = [f"{city},{n},no" for n, city in enumerate(["Graz", "Wien", "Linz", "Graz"] * 5)]
UNIQUE = [f"n{chr(97 + n)},m{chr(98 + n)}" for n in range(9)]


def lines(*rows: str) -> str:
    return "".join(row + "\n" for row in rows)


@pytest.mark.parametrize(
    "rows",
    [
        ["x,y", *WORDS],
        ["a,b,c", *NUMBERS],
        ["x1,x2,x3", *NUMBERS],
        ["city,n,known", *MIXED],
        ["first,last", *UNIQUE],
        ["country,2019,2020,2021", *(f"{name},{n},7,{n}1" for n, name in enumerate("ABCDEF"))],
        [",0,1,2", *(f"{n},{n}5,7,{n}1" for n in range(9))],
        ["id,weight", "1,unknown", *(f"{n},{n}.5" for n in range(40))],
        ["a,b", "1,2"],
        ["x,y", "z,w"],
    ],
)
def test_a_header_is_taken(read, rows):
    raw = read(lines(*rows))
    assert raw.table.num_rows == len(rows) - 1
    assert raw.notes == ()


@pytest.mark.parametrize("rows", [WORDS, NUMBERS, MIXED, ["Graz,unknown,no", *MIXED], ["1,5"] * 3])
def test_a_first_line_like_those_below_is_no_header_unless_said(read, rows):
    with pytest.raises(UserError, match="mine seems to have no header: line 1 looks") as error:
        read(lines(*rows))
    assert not any(cell in str(error.value) for cell in ("Graz", "usual", "0.5", "unknown"))
    raw = read(lines(*rows), header=False)
    assert raw.table.num_rows == len(rows)
    assert raw.table.column_names[0] == "column_1"
    assert read(lines("p,q" + ",r" * (rows[0].count(",") - 1), *rows), header=True)


def test_a_header_that_is_said_is_taken_whatever_stands_below(read):
    raw = read(lines("2018,2020", "1,2", "3,4"), header=True)
    assert raw.table.column_names == ["2018", "2020"]


def test_a_comment_with_as_many_cells_as_the_table_is_no_header(read):
    raw = read(lines("# made by, me", "x,y", *WORDS))
    assert raw.table.column_names == ["x", "y"]
    assert read(lines("# made by, me", "first,last", *UNIQUE)).table.column_names[0] == "first"
    assert read(lines("#first,last", *UNIQUE)).table.column_names[0] == "first"
