"""What holds for columns of all kinds."""

import pyarrow as pa
import pytest

from fake_or_real.data import readings
from fake_or_real.data.readings.style import TYPES

from .columns import column, guessed, read, why

NUMBERS = [f"{number}.5" for number in range(95)]
DATES = [f"{day}.{month}.2020" for day in range(1, 20) for month in range(1, 6)]


@pytest.mark.parametrize(
    ("strings", "expected"),
    [
        (["true", "FALSE", None], ("boolean", "", [True, False, None])),
        (["yes", "no"], (None, "")),
        (["48.21,16.37"], ("location", "", [{"latitude": 48.21, "longitude": 16.37}])),
        (
            ["48.21, -16.37", None],
            ("location", "48.21, 16.37", [{"latitude": 48.21, "longitude": -16.37}, None]),
        ),
        (["(48.21 16.37)"], ("location", "48.21 16.37", [{"latitude": 48.21, "longitude": 16.37}])),
        (
            ["116.37, 48.21", "16.37, 48.21"],
            (
                "location",
                "116.37, 48.21",
                [{"latitude": 48.21, "longitude": 116.37}, {"latitude": 48.21, "longitude": 16.37}],
            ),
        ),
        (
            ["SRID=4326;POINT(16.37 48.21)"],
            ("location", "POINT(16.37 48.21)", [{"latitude": 48.21, "longitude": 16.37}]),
        ),
        ([None, None], (None, "")),
        ([], (None, "")),
    ],
)
def test_booleans_and_positions(strings, expected):
    assert guessed(strings) == expected


@pytest.mark.parametrize(
    "strings",
    [
        ["1.5,2.5", "3.5,4.5"],  # any two numbers
        ["48 16"],
        ["148.21,196.37"],
        ["91.21,16.37", "16.37,91.21"],
        ["48.21,16.37,5.50"],
        ["48.21,"],
    ],
)
def test_what_is_no_position(strings):
    assert guessed(strings)[0] is None


@pytest.mark.parametrize(
    "strings",
    [
        ["1-5", "6-10", "11-20"],  # sizes
        ["10-12", "8-10"],
        ["0664 1234567", "0650 7654321"],  # telephone numbers
        ["+43 664 1234567", "+43 650 7654321"],
        ["(664) 123-4567", "(650) 765-4321"],
        ["555-1234", "555-4321"],
        ["1.2.3", "1.10.0"],  # versions
        ["v1.2", "v1.3"],
        ["192.168.0.1", "10.0.0.1"],  # addresses
        ["00:1A:2B:3C:4D:5E"],
        ["01234", "98765"],  # postcodes
        ["1010", "SW1A 1AA"],
        ["A-1010", "D-80331"],
        ["110 00", "602 00"],
        ["3/4", "1/2"],  # ratios
        ["16:9", "4:3"],
        ["12/14", "7/9"],  # house numbers
        ["12a", "14"],
        ["978-3-16-148410-0", "0-306-40615-2"],  # ISBN
        ["2020-21", "2021-22"],  # seasons
        ["2020/21", "2021/22"],
        ["Q1 2020", "Q2 2020"],
        ["2020-W05"],
        ["M", "XL"],
        ["12 kg", "5 kg"],
        ["10x20", "30x40"],
        ["1st", "2nd"],
        ["<50K", ">50K"],
        ["4.5/5", "3/5"],
        ["IV", "X"],
        ["May", "June"],  # a month is no date, and a name
        ["AB12", "CD34"],
        ["1e", "2e"],
        ["0x1F", "0x2A"],
        ["DE89370400440532013000"],
        ["$", "%"],
        ["-", "."],
    ],
)
def test_ordinary_categories_stay_categories(strings):
    assert guessed(strings * 30)[0] is None


@pytest.mark.parametrize("word", ["unknown", "-", ">100", "n.a.", "90+", "<= 5", " "])
def test_few_words_among_numbers_are_missing_there(word):
    kind, style, values = guessed([*NUMBERS, word])
    assert (kind, style) == ("float", "")
    assert values == [*map(float, NUMBERS), None]
    assert why([*NUMBERS, word]) == "1 of 96 values is no number"


@pytest.mark.parametrize("word", ["unknown", "-", "31.2.2020", "00.00.0000"])
def test_few_words_among_dates_are_missing_there(word):
    kind, style, values = guessed([*DATES, word])
    assert (kind, style) == ("datetime", "31.12.2020")
    assert values[-1] is None
    assert None not in values[:-1]


@pytest.mark.parametrize(
    ("strings", "others"),
    [
        ([*NUMBERS, "12a"], 1),  # a code
        ([*NUMBERS, "007"], 1),
        ([*NUMBERS, "1,5"], 1),
        ([*NUMBERS, "x" * 41], 1),  # a note
        ([*NUMBERS, *["unknown"] * 11], 11),  # more than a tenth
        ([*NUMBERS * 3, *"abcdefghijk"], 11),  # more than ten words
        (["1", "2", *["3"] * 98, "unknown"], 1),  # hardly any numbers
    ],
)
def test_other_cells_make_it_no_column_of_numbers(strings, others):
    verb = "is no number" if others == 1 else "are no numbers"
    assert guessed(strings) == (None, f"{others} of {len(strings)} values {verb}")


def test_nothing_is_said_where_most_cells_are_something_else():
    assert why(["5", "a", "b"]) == ""


def test_the_whole_column_decides_however_long():
    strings = [str(number) for number in range(5000)]
    assert guessed(strings)[0] == "integer"
    # A row that no sample of every fifth one has.
    assert guessed(["1", "x1", *strings]) == (None, "1 of 5,002 values is no number")
    assert guessed(["1", "1,5", *strings])[:2] == ("float", "12,5")


def test_repeated_strings_and_gaps_are_read_in_their_places():
    strings = ["1,5", None, " 2,5 ", "1,5"] * 200
    assert guessed(strings) == ("float", "12,5", [1.5, None, 2.5, 1.5] * 200)


@pytest.mark.parametrize("kind", TYPES)
def test_every_kind_has_its_type(kind):
    assert readings.read(column(["x", None]), kind).values.type == TYPES[kind]
    assert readings.read(column([]), kind).values.type == TYPES[kind]


def test_columns_in_other_arrow_strings():
    for dtype in (pa.large_string(), pa.string_view()):
        reading, _ = readings.guess(
            pa.chunked_array([pa.array(["1,5"], dtype), pa.array([], dtype)]), "x"
        )
        assert reading.values.to_pylist() == [1.5]
    assert readings.guess(pa.chunked_array([pa.nulls(2)]), "x") == (None, "")


@pytest.mark.parametrize(
    ("strings", "known", "expected"),
    [
        (["Yes", "no", "NO"], {}, ("Yes/No", [True, False, False])),
        (["y", "N"], {}, ("Y/N", [True, False])),
        (["1.0", "0.0", "1", "2"], {}, ("1/0", [True, False, True, None])),
        (["t", "F"], {}, ("T/F", [True, False])),
        (["ja", "Nein"], {}, ("Ja/Nein", [True, False])),
        (["oui", "NON"], {}, ("Oui/Non", [True, False])),
        (["sí", "no"], {}, ("Sí/No", [True, False])),
        (["no"], {"prefer": "Si/No"}, ("Si/No", [False])),
        (["TRUE", "yes", "no"], {}, ("Yes/No", [None, True, False])),
    ],
)
def test_strings_read_as_booleans(strings, known, expected):
    assert read(strings, "boolean", **known) == expected
