import pytest

from .columns import guessed, read, why

HOUR = 3600.0


@pytest.mark.parametrize(
    ("string", "style", "seconds"),
    [
        ("14:05", "", 14 * HOUR + 300),
        ("9:05:06.5", "", 9 * HOUR + 306.5),
        ("23:59:59.999999", "", 86_399.999999),
        ("2:05 PM", "2:05 PM", 14 * HOUR + 300),
        ("12:00 a.m.", "2:05 PM", 0.0),
        ("12:30:01pm", "2:05 PM", 12 * HOUR + 1801),
    ],
)
def test_times_of_day(string, style, seconds):
    assert guessed([string, None]) == ("time", style, [seconds, None])


@pytest.mark.parametrize(
    ("string", "style", "seconds"),
    [
        ("25:07:33", "", 25 * HOUR + 453),
        ("-25:00:00", "", -25 * HOUR),
        ("1h 7m", "1h 7m", HOUR + 420),
        ("1 h 7 min 3 s", "1h 7m", HOUR + 423),
        ("2 hours and 5 minutes", "1h 7m", 2 * HOUR + 300),
        ("1,5 Stunden", "1h 7m", 1.5 * HOUR),
        ("90 min", "1h 7m", 5400.0),
        ("2 weeks, 1 day", "1h 7m", 15 * 24 * HOUR),
        ("1.5s 20ms", "1h 7m", 1.52),
        ("PT1H7M", "PT1H7M", HOUR + 420),
        ("P1DT0.5S", "PT1H7M", 24 * HOUR + 0.5),
        ("3 days 04:05:06", "3 days 04:05:06", 76 * HOUR + 306),
        ("1 day, 0:00:01.5", "3 days 04:05:06", 24 * HOUR + 1.5),
        ("-1 days +23:00:00", "3 days 04:05:06", -HOUR),
        ("59:32", "3:45", 59 * 60 + 32.0),
        ("120:15", "36:30", 120 * HOUR + 900),
    ],
)
def test_durations(string, style, seconds):
    assert guessed([string, None]) == ("duration", style, [seconds, None])


@pytest.mark.parametrize(
    "string",
    [
        "24:60",
        "14:5",
        "13:00 PM",
        "0:30 am",
        "1:2:3:4",
        "16:9",
        "P",
        "PT",
        "1h 7",
        "-",
        "5 m",
        "12d",
    ],
)
def test_what_is_no_time(string):
    assert guessed([string])[0] is None


def test_the_name_or_a_value_beyond_24_hours_makes_it_a_duration():
    clocks = ["01:07:33", "00:30:00"]
    assert guessed(clocks, "closing")[0] == "time"
    for name in ("took", "lap_time", "callDuration", "Dauer"):
        assert guessed(clocks, name) == ("duration", "", [4053.0, 1800.0])
    assert guessed([*clocks, "24:00:00"], "closing")[0] == "duration"


def test_the_name_says_what_two_parts_are():
    assert guessed(["3:45"], "lap") == ("duration", "3:45", [225.0])
    assert guessed(["3:45"], "hours") == ("duration", "36:30", [3.75 * HOUR])
    assert guessed(["3:45", "1:02:33"], "length") == ("duration", "3:45", [225.0, HOUR + 153])


def test_one_letter_is_a_unit_only_where_the_name_or_another_unit_says_so():
    assert guessed(["5m", "7m"])[0] is None
    assert why(["5m", "7m"]) == "these look like durations, but may be codes: state a format if not"
    assert guessed(["5m", "1h 7m"])[0] == "duration"
    assert guessed(["5m", "7m"], "duration") == ("duration", "1h 7m", [300.0, 420.0])


@pytest.mark.parametrize(
    ("strings", "kind", "expected"),
    [
        (
            ["14:05", "2:05 PM", "3:05 pm"],
            "time",
            ("2:05 PM", [None, 14 * HOUR + 300, 15 * HOUR + 300]),
        ),
        (["01:07:33", "1h"], "duration", ("", [4053.0, None])),
        (["1h", "2h", "01:07:33"], "duration", ("1h 7m", [HOUR, 2 * HOUR, None])),
    ],
)
def test_strings_read_as_times_in_the_style_that_reads_most(strings, kind, expected):
    assert read(strings, kind) == expected
