from datetime import datetime

import pytest

from fake_or_real.errors import UserError

from .columns import stated

DAY = datetime(2020, 12, 31)
NOON = datetime(2020, 12, 31, 14, 5)


@pytest.mark.parametrize(
    ("string", "how", "value"),
    [
        ("31.12.20", "%d.%m.%y", DAY),
        ("31.12.69", "%d.%m.%y", datetime(1969, 12, 31)),
        ("12/31/2020 2:05:00 pm", "%m/%d/%Y %I:%M:%S %p", NOON),
        ("Do, 31. Dez 2020   14:05", "%a, %d. %b %Y %H:%M", NOON),
        ("2020-12-31 15:05:00.5+0100", "%F %T.%f%z", NOON.replace(microsecond=500_000)),
        ("100% 31122020", "100%% %d%m%Y", DAY),
        ("1/2/2020", "12/31/2020", datetime(2020, 1, 2)),
        ("00010101", "20201231", datetime(1, 1, 1)),
        ("-1", "epoch seconds", datetime(1969, 12, 31, 23, 59, 59)),
        ("1609423500000", "epoch milliseconds", NOON),
        ("44196", "excel", DAY),
        ("44196.586805555556", "excel", NOON),
        ("1", "excel", datetime(1900, 1, 1)),
        ("59", "excel", datetime(1900, 2, 28)),
        ("60", "excel", None),  # a day that spreadsheets have and the calendar lacks
        ("61", "excel", datetime(1900, 3, 1)),
        ("2958465", "excel", datetime(9999, 12, 31)),
        ("2958466", "excel", None),
        ("2020-12-31", "", DAY),
        ("30.02.2020", "%d.%m.%Y", None),
        ("31.12.2020", "%m.%d.%Y", None),
        ("x31.12.2020", "%d.%m.%Y", None),
    ],
)
def test_a_stated_format_of_dates(string, how, value):
    assert stated([string, None], "datetime", how) == [value, None]


@pytest.mark.parametrize(
    ("string", "kind", "how", "value"),
    [
        ("14h05", "time", "%Hh%M", 50_700.0),
        ("25h05", "time", "%Hh%M", None),
        ("3:45", "duration", "36:30", 13_500.0),
        ("1.234", "integer", "1.234", 1234),
        ("1.234", "float", "1.234,50", 1234.0),
        ("1.234", "float", "", 1.234),
        ("$1,234.50", "float", "$1,234.50", 1234.5),
        ("5", "float", "$1,234.50", None),
        ("(5 %)", "float", "(12 %)", -5.0),
        ("1", "boolean", "1/0", True),
        ("16.37,48.21", "location", "116.37,48.21", {"latitude": 48.21, "longitude": 16.37}),
    ],
)
def test_a_stated_format_of_other_kinds(string, kind, how, value):
    assert stated([string], kind, how) == [value]


@pytest.mark.parametrize(
    ("kind", "how", "message"),
    [
        (
            "datetime",
            "dd.mm.yyyy",
            r"unknown format 'dd.mm.yyyy' for the kind datetime; .*%d.%m.%Y",
        ),
        ("integer", "1_234", r"unknown format '1_234' for the kind integer; .*'1,234.50'"),
        ("boolean", "on/off", r"unknown format 'on/off' for the kind boolean; .*'Yes/No'"),
        ("datetime", "%d.%m.%Q", r"'%d.%m.%Q' has %Q, which is not known here; use .*%Y"),
        ("datetime", "%d.%m", r"'%d.%m' must have %y or %Y"),
        ("datetime", "%d.%m.%d.%Y", r"has more than once %d"),
        ("time", "%M", r"'%M' must have %H or %I"),
    ],
)
def test_a_format_that_is_none_is_refused(kind, how, message):
    with pytest.raises(UserError, match=message):
        stated(["5"], kind, how)
