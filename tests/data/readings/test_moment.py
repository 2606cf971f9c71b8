from datetime import datetime

import pytest

from .columns import guessed, read, why

DAY = datetime(2020, 12, 31)
NOON = datetime(2020, 12, 31, 14, 5)


@pytest.mark.parametrize(
    ("string", "style", "value"),
    [
        ("2020-12-31", "", DAY),
        ("2020-12-31T14:05:00.123456789Z", "", NOON.replace(microsecond=123456)),
        ("2020-12-31 2:05 PM", "2020-1-31", NOON),
        ("2020-12-31 14:05:00,123", "2020-1-31", NOON.replace(microsecond=123000)),
        ("2020/12/31", "2020/12/31", DAY),
        ("2020.12.31.", "2020.12.31", DAY),
        ("31.12.2020", "31.12.2020", DAY),
        ("31. 12. 2020 14:05", "31.12.2020", NOON),
        ("12.31.2020", "12.31.2020", DAY),
        ("31/12/2020", "31/12/2020", DAY),
        ("12/31/2020 02:05 pm", "12/31/2020", NOON),
        ("31-12-2020", "31-12-2020", DAY),
        ("12-31-2020", "12-31-2020", DAY),
        ("31-Dec-2020", "31-Dec-2020", DAY),
        ("31DEC2020:14:05:00", "31-Dec-2020", NOON),
        ("31/Dec/2020:14:05:00 +0100", "31-Dec-2020", NOON.replace(hour=13)),
        ("31 December 2020", "31 December 2020", DAY),
        ("31st of December, 2020", "31 December 2020", DAY),
        ("Thu, 31 Dec 2020 14:05:00 GMT", "31 December 2020", NOON),
        ("31. Dez. 2020 um 14:05", "31 December 2020", NOON),
        ("Donnerstag, 31. Dezember 2020", "31 December 2020", DAY),
        ("jeudi 31 décembre 2020", "31 December 2020", DAY),
        ("31 de diciembre de 2020", "31 December 2020", DAY),
        ("December 31, 2020", "December 31, 2020", DAY),
        ("Dec 31 2020  2:05PM", "December 31, 2020", NOON),
        ("Thursday, December 31st, 2020 at 2:05 p.m.", "December 31, 2020", NOON),
        ("2020-Dec-31", "2020-Dec-31", DAY),
        ("Thu Dec 31 14:05:00 UTC 2020", "Thu Dec 31 14:05:00 2020", NOON),
        ("20201231T140500Z", "20201231T140500", NOON),
        ("2020-12-31 23:30-02:00", "", datetime(2021, 1, 1, 1, 30)),
        ("9999-12-31", "", datetime(9999, 12, 31)),
        ("31.12.9999 23:59:59.999999", "31.12.2020", datetime(9999, 12, 31, 23, 59, 59, 999999)),
        ("01.01.0001", "31.12.2020", datetime(1, 1, 1)),
    ],
)
def test_dates_as_people_write_them(string, style, value):
    assert guessed([string, None]) == ("datetime", style, [value, None])


@pytest.mark.parametrize(
    "string",
    [
        *("30.02.2020", "2021-02-29", "31/04/2020", "31 Foo 2020", "0000-01-01", "32.1.2020"),
        *("2020-12-31 24:00", "31.12.2020 12:60", "12/31/2020 13:05 PM", "12/31/2020 0:05 am"),
        *("0001-01-01T00:00+01:00", "9999-12-31T23:59-01:00", "31.12.2020 10:00 +25:00"),
        *("31.12/2020", "31.12", "12/2020", "2020-12", "31st", "December", "1.1.20203"),
    ],
)
def test_what_is_no_date(string):
    assert guessed([string])[0] != "datetime"


@pytest.mark.parametrize("mark", ["/", "-"])
def test_day_and_month_are_told_apart_by_all_values_or_not_at_all(mark):
    both = [f"1{mark}2{mark}2020", f"3{mark}4{mark}2020"]
    reason = "these look like dates, but days and months cannot be told apart: state a format"
    assert guessed(both) == (None, reason)
    assert guessed([*both, f"13{mark}4{mark}2020"])[2][0] == datetime(2020, 2, 1)
    assert guessed([*both, f"4{mark}13{mark}2020"])[2][0] == datetime(2020, 1, 2)
    assert guessed([*both, f"13{mark}4{mark}2020", f"4{mark}13{mark}2020"])[0] is None
    assert guessed([f"5{mark}5{mark}2020"])[2] == [datetime(2020, 5, 5)]


def test_one_impossible_value_does_not_decide_between_day_and_month():
    both = [f"{day}/{month}/2020" for day in range(1, 13) for month in range(1, 13)]
    assert guessed([*both, "13/13/2020"])[0] is None
    assert guessed([*both, "13/1/2020"])[:2] == ("datetime", "31/12/2020")
    assert guessed([*both, "13/1/2020", "1/13/2020"])[0] is None


def test_a_date_with_dots_has_its_day_first():
    assert guessed(["1.2.2020"]) == ("datetime", "31.12.2020", [datetime(2020, 2, 1)])


@pytest.mark.parametrize("string", ["31.12.20", "12/31/20", "31-Dec-20", "31.12.20 14:05"])
def test_years_of_two_digits_are_refused(string):
    reason = "these look like dates, but their years have two digits: state a format"
    assert guessed([string]) == (None, reason)


@pytest.mark.parametrize("name", ["date", "ordered", "orderDate", "Created at", "geburtsdatum"])
def test_eight_digits_are_dates_where_the_name_says_so(name):
    assert guessed(["20201231", "20200101.0"], name)[:2] == ("datetime", "20201231")


@pytest.mark.parametrize("name", ["x", "amount", "candidates", "update_id", "shipped_id"])
def test_eight_digits_are_numbers_where_it_does_not(name):
    assert guessed(["20201231", "20200101"], name)[0] == "integer"


def test_whole_numbers_that_may_all_be_dates_are_told():
    dates = [f"2020{month:02}{day:02}" for month in range(1, 13) for day in range(1, 20)]
    impossible = [f"2020{month:02}01" for month in range(13, 25)]
    told = "its numbers may be dates such as 20201231: state a format if they are"
    assert why(dates) == told
    assert why([*dates, *impossible]) == ""
    assert why(dates[:40]) == ""


def test_impossible_dates_among_many_are_missing():
    dates = [f"2020{month:02}{day:02}" for month in range(1, 13) for day in range(1, 20)]
    kind, style, values = guessed([*dates, "20210745"], "date")
    assert (kind, style) == ("datetime", "20201231")
    assert values[-1] is None
    assert guessed(["20210745", "20210746", "20210101"], "date")[0] == "integer"
    assert guessed(["30000101"], "date")[0] == "integer"
    assert guessed(["18991231"], "date")[0] == "integer"


@pytest.mark.parametrize(
    ("digits", "unit", "value"),
    [
        ("1609423500", "seconds", NOON),
        ("1609423500.5", "seconds", NOON.replace(microsecond=500000)),
        ("1609423500123", "milliseconds", NOON.replace(microsecond=123000)),
        ("1609423500123456", "microseconds", NOON.replace(microsecond=123456)),
        ("1609423500123456789", "nanoseconds", NOON.replace(microsecond=123456)),
    ],
)
def test_counts_since_1970_where_the_name_says_so(digits, unit, value):
    assert guessed([digits], "timestamp") == ("datetime", f"epoch {unit}", [value])
    assert guessed([digits], "ts") == ("datetime", f"epoch {unit}", [value])
    assert guessed([digits], "customer")[0] != "datetime"
    assert read([digits], "datetime") == (f"epoch {unit}", [value])
    assert guessed([digits[:-4]], "ts")[0] != "datetime" or "." in digits


@pytest.mark.parametrize(
    ("strings", "known", "expected"),
    [
        (["31.12.2020", "2020-12-31"], {}, [None, DAY]),
        (["2020-12-31", "31.12.2020"], {"prefer": "31.12.2020"}, [None, DAY]),
        (["1/2/2020"], {"prefer": "12/31/2020"}, [datetime(2020, 1, 2)]),
        (["1/2/2020"], {"prefer": "31/12/2020"}, [datetime(2020, 2, 1)]),
        (
            ["1/2/2020", "1/13/2020"],
            {"prefer": "31/12/2020"},
            [datetime(2020, 1, 2), datetime(2020, 1, 13)],
        ),
        (["20201231", "20210745"], {}, [DAY, None]),
        (["25001231"], {"prefer": "20201231"}, [datetime(2500, 12, 31)]),
        (["-1"], {"prefer": "epoch seconds"}, [datetime(1969, 12, 31, 23, 59, 59)]),
        (["31.12.20"], {"prefer": "%d.%m.%y"}, [DAY]),
        (["5", None], {}, [None, None]),
    ],
)
def test_strings_read_as_dates_in_the_style_that_reads_most(strings, known, expected):
    assert read(strings, "datetime", **known)[1] == expected


def test_the_whole_column_decides_about_day_and_month():
    strings = [
        f"1/2/2020 10:{minute:02}:{second:02}" for minute in range(60) for second in range(60)
    ]
    # A row that no sample of every third one has.
    strings.insert(1, "13/2/2020")
    values = read(strings, "datetime", prefer="12/31/2020")
    assert values[0] == "31/12/2020"
    assert None not in values[1]
