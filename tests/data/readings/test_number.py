import math

import pytest

from .columns import guessed, read

MANY = range(1, 80)


@pytest.mark.parametrize(
    ("strings", "kind", "style", "values"),
    [
        (["1.234,50", "-5,00", "0,5"], "float", "1.234,50", [1234.5, -5.0, 0.5]),
        (["1,234.50", "5.00"], "float", "1,234.50", [1234.5, 5.0]),
        (["12,5", "1234,25"], "float", "12,5", [12.5, 1234.25]),
        (["1,234,567", "5"], "integer", "1,234", [1234567, 5]),
        (["12,34,567", "1,234"], "integer", "1,234", [1234567, 1234]),
        (["1.234.567", "5.000"], "integer", "1.234", [1234567, 5000]),
        (["1'234.5", "12"], "float", "1'234.50", [1234.5, 12.0]),
        (["1\N{RIGHT SINGLE QUOTATION MARK}234", "1'000"], "integer", "1'234", [1234, 1000]),
        (["1 234,5", "1\xa0000 000,0"], "float", "1 234,50", [1234.5, 1e6]),
        (["1\N{NARROW NO-BREAK SPACE}234", "12"], "integer", "1 234", [1234, 12]),
        (["$1,234.50", "$-3", "-$2.00"], "float", "$1,234.50", [1234.5, -3.0, -2.0]),
        (["€ 5", "€ 7"], "integer", "€ 12", [5, 7]),
        (["5,50 €", "1.000,00 €"], "float", "1.234,50 €", [5.5, 1000.0]),
        (["USD 5", "USD 7.25"], "float", "USD 12.5", [5.0, 7.25]),
        (["Rs.500", "Rs.1,200,000"], "integer", "Rs.1,234", [500, 1200000]),
        (["12.5 %", "3 %"], "float", "12.5 %", [12.5, 3.0]),
        (["12%", "3%"], "integer", "12%", [12, 3]),
        (["(12.50)", "3.00"], "float", "(12.5)", [-12.5, 3.0]),
        (["($1,200,000)", "$3"], "integer", "($1,234)", [-1200000, 3]),
        (["12.50-", "3.00"], "float", "12.5-", [-12.5, 3.0]),
        (["\N{MINUS SIGN}5", "3"], "integer", "", [-5, 3]),
        (["1,5e3", "2,5"], "float", "12,5", [1500.0, 2.5]),
        (["Inf", "-Inf", "2"], "float", "", [math.inf, -math.inf, 2.0]),
        (["999999999999999999", None], "integer", "", [999999999999999999, None]),
    ],
)
def test_numbers_as_people_write_them(strings, kind, style, values):
    assert guessed(strings) == (kind, style, values)


@pytest.mark.parametrize(
    "strings",
    [
        ["007", "12"],  # codes
        ["1,234", "2,345"],  # 1234 or 1.234
        ["$5", "€5"],  # not one currency
        ["1,23,45", "2"],
        ["(5", "3"],
        ["-(5)", "3"],
        ["--5", "3"],
        ["(212)", "(305)"],  # area codes
        ["5-", "7-"],
        ["612 345 678", "733 111 222"],  # telephone numbers
        ["+43 664 123", "+43 1 234"],
        ["10.100.100.100", "192.168.100.200"],  # addresses
        ["1,", "2"],
        ["1 2", "3"],
        ["1234567890123456789,5", "2,5"],
    ],
)
def test_what_is_no_number_or_may_be_two(strings):
    assert guessed(strings)[0] is None


def test_commas_that_may_mark_decimals_or_thousands_are_asked_about():
    why = "these look like numbers, but commas may mark decimals or thousands: state a format"
    assert guessed(["1,234", "2,345"]) == (None, why)


@pytest.mark.parametrize(
    ("decimal", "expected"),
    [(".", ("integer", "1,234", [1234, 2345])), (",", ("float", "12,5", [1.234, 2.345]))],
)
def test_a_known_decimal_mark_decides_about_commas(decimal, expected):
    assert guessed(["1,234", "2,345"], decimal=decimal) == expected


def test_a_known_decimal_comma_makes_points_thousands():
    assert guessed(["1.234", "5"], decimal=",") == ("integer", "1.234", [1234, 5])
    assert guessed(["1.234", "5"], decimal=".") == ("float", "", [1.234, 5.0])
    assert guessed(["1.5", "5"], decimal=",") == ("float", "", [1.5, 5.0])


@pytest.mark.parametrize("mark", [",", "."])
def test_many_numbers_of_which_only_those_above_1000_have_a_mark_are_thousands(mark):
    strings = [f"{number},{number:03}".replace(",", mark) for number in MANY]
    values = [1000 * number + number for number in MANY]
    assert guessed([*strings, "980"]) == ("integer", f"1{mark}234", [*values, 980])
    few = guessed([*strings[:40], "980"])
    assert few[0] == (None if mark == "," else "float")
    without = guessed([*strings, "1980"])
    assert without[0] == (None if mark == "," else "float")


def test_many_numbers_that_all_end_with_a_zero_are_thousands():
    values = [1000 * number + 10 * number for number in MANY]
    assert guessed([f"{value:,}" for value in values]) == ("integer", "1,234", values)
    with_units = [*values, 1001]
    assert guessed([f"{value:,}" for value in with_units])[0] is None


@pytest.mark.parametrize(
    ("strings", "kind", "known", "expected"),
    [
        (
            ["39", "39.0", "39.5", "1e3", "old", None],
            "integer",
            {},
            [39, 39, None, 1000, None, None],
        ),
        (["43.262", "18.298"], "integer", {}, [None, None]),
        (["1.234"], "float", {"prefer": "1.234,50"}, [1234.0]),
        (["1.234", "2.5"], "float", {"prefer": "1.234,50"}, [1.234, 2.5]),
        (["52,42", "5"], "float", {}, [52.42, 5.0]),
        (["1,234"], "integer", {}, [1234]),
        (["1,234"], "float", {"prefer": "12,5"}, [1.234]),
        (["1,234"], "float", {"decimal": ","}, [1.234]),
        (["€ 1.234", "€ 2,5"], "float", {"prefer": "$1,234.50"}, [1234.0, 2.5]),
        (["x", "y"], "float", {}, [None, None]),
        ([None], "integer", {"prefer": "1.234"}, [None]),
    ],
)
def test_strings_read_as_numbers_in_the_style_that_reads_most(strings, kind, known, expected):
    assert read(strings, kind, **known)[1] == expected
