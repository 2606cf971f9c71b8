"""Random values, written in many styles, are read back value for value or stay strings."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_or_real.data.readings.style import TYPES

from .columns import guessed, read, stated

MONTHS = {
    "English": "January February March April May June July August September October November",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre",
}
DECEMBER = {
    "English": "December",
    "German": "Dezember",
    "French": "décembre",
    "Spanish": "diciembre",
}
ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def month(day: datetime, language: str) -> str:
    return [*MONTHS[language].split(), DECEMBER[language]][day.month - 1]


def padded(day: datetime, pattern: str) -> str:
    """As strftime, which some systems leave without zeros before a short year."""
    return day.strftime(pattern.replace("%Y", f"{day.year:04}"))


DATES = {
    "ISO": lambda day: padded(day, "%Y-%m-%d"),
    "dd.mm.yyyy": lambda day: padded(day, "%d.%m.%Y"),
    "d.m.yyyy": lambda day: f"{day.day}.{day.month}.{day.year:04}",
    "dd/mm/yyyy": lambda day: padded(day, "%d/%m/%Y"),
    "mm/dd/yyyy": lambda day: padded(day, "%m/%d/%Y"),
    "m/d/yyyy": lambda day: f"{day.month}/{day.day}/{day.year:04}",
    "dd-mm-yyyy": lambda day: padded(day, "%d-%m-%Y"),
    "mm-dd-yyyy": lambda day: padded(day, "%m-%d-%Y"),
    "yyyy/mm/dd": lambda day: padded(day, "%Y/%m/%d"),
    "yyyy.mm.dd": lambda day: padded(day, "%Y.%m.%d"),
    "dd-Mon-yyyy": lambda day: padded(day, "%d-%b-%Y"),
    "ddMONyyyy": lambda day: padded(day, "%d%b%Y").upper(),
    "yyyy-Mon-dd": lambda day: padded(day, "%Y-%b-%d"),
    "d Month yyyy": lambda day: f"{day.day} {month(day, 'English')} {day.year:04}",
    "Month dth, yyyy": lambda day: (
        f"{month(day, 'English')} {day.day}{ORDINALS.get(day.day, 'th')}, {day.year:04}"
    ),
    "Weekday, d Mon yyyy": lambda day: padded(day, "%a, %d %b %Y"),
    "d. Monat yyyy": lambda day: f"{day.day}. {month(day, 'German')} {day.year:04}",
    "d mois yyyy": lambda day: f"{day.day} {month(day, 'French')} {day.year:04}",
    "d de mes de yyyy": lambda day: f"{day.day} de {month(day, 'Spanish')} de {day.year:04}",
}
TIMES = {
    "hh:mm:ss": lambda moment: moment.strftime("%H:%M:%S"),
    "hh:mm:ss.ffffff": lambda moment: moment.strftime("%H:%M:%S.%f"),
    "h:mm:ss PM": lambda moment: moment.strftime("%I:%M:%S %p"),
}
# Any list, so that many of them do not tell days from months.
DAYS = st.lists(st.datetimes().map(lambda day: datetime(day.year, day.month, day.day)), min_size=1)
MOMENTS = st.lists(st.datetimes(), min_size=1)
few = settings(max_examples=25, deadline=None)


def check(strings, values, kinds, name="x"):
    """Whether the strings are read as these values, or left alone."""
    kind, *reading = guessed(strings, name)
    assert kind is None or (kind in kinds and reading[1] == values)


@few
@given(style=st.sampled_from([*DATES]), days=DAYS)
def test_dates(style, days):
    check([DATES[style](day) for day in days], days, ["datetime"])
    told = [*days, datetime(2020, 12, 31)]
    assert guessed([DATES[style](day) for day in told])[::2] == ("datetime", told)


@few
@given(style=st.sampled_from([*DATES]), clock=st.sampled_from([*TIMES]), moments=MOMENTS)
def test_dates_with_times(style, clock, moments):
    told = [*moments, datetime(2020, 12, 31, 14, 5, 6)]
    if clock != "hh:mm:ss.ffffff":
        told = [moment.replace(microsecond=0) for moment in told]
    strings = [f"{DATES[style](moment)} {TIMES[clock](moment)}" for moment in told]
    assert guessed(strings)[::2] == ("datetime", told)


@few
@given(moments=MOMENTS)
def test_dates_in_the_format_that_the_user_states(moments):
    strings = [padded(moment, "%H.%M.%S,%f; %d/%m %Y") for moment in moments]
    assert stated(strings, "datetime", "%H.%M.%S,%f; %d/%m %Y") == moments


def marked(decimal: str, group: str):
    """A writer of numbers with these marks."""
    return lambda number: f"{number:,}".replace(",", "_").replace(".", decimal).replace("_", group)


NUMBERS = {
    "1234.5": str,
    "1,234.5": marked(".", ","),
    "1.234,5": marked(",", "."),
    "1234,5": marked(",", ""),
    "1'234.5": marked(".", "'"),
    "1 234,5": marked(",", " "),
    "1 234,5 with thin blanks": marked(",", "\N{NARROW NO-BREAK SPACE}"),
    "$1,234.5": lambda number: f"${number:,}",
    "-$1,234.5": lambda number: f"{'-' * (number < 0)}${abs(number):,}",
    "1.234,5 €": lambda number: marked(",", ".")(number) + " €",
    "CHF 1'234.5": lambda number: "CHF " + marked(".", "'")(number),
    "1234.5 EUR": lambda number: f"{number} EUR",
    "12.5 %": lambda number: f"{number} %",
    "12,5%": lambda number: marked(",", "")(number) + "%",
    "(1,234.5)": lambda number: f"({-number:,})" if number < 0 else f"{number:,}",
    "1,234.5-": lambda number: f"{-number:,}-" if number < 0 else f"{number:,}",
    "+1234.5": lambda number: f"{number:+}",
    "\N{MINUS SIGN}1,234.5": lambda number: f"{number:,}".replace("-", "\N{MINUS SIGN}"),
    "1.2345e+03": lambda number: f"{number:.17e}",
    "1,2345e+03": lambda number: f"{number:.17e}".replace(".", ","),
}
BIG = 10**15
# Two decimals always, or up to three, so that 1,234 may be either.
FIXED = st.integers(-BIG, BIG).map(lambda cents: Decimal(cents).scaleb(-2))
SHORT = (st.integers(-BIG, BIG) | st.integers(-9999, 9999)).map(lambda mills: mills / 1000)
WHOLE = st.integers(-BIG, BIG) | st.integers(-2000, 2000)


@few
@given(style=st.sampled_from([*NUMBERS]), numbers=st.lists(FIXED, min_size=1))
def test_numbers_with_two_decimals(style, numbers):
    told = [*numbers, Decimal("1234.50"), Decimal("7.25")]
    values = [float(number) for number in told]
    assert guessed([NUMBERS[style](number) for number in told])[::2] == ("float", values)


@few
@given(style=st.sampled_from([*NUMBERS]), numbers=st.lists(SHORT, min_size=1))
def test_numbers_with_up_to_three_decimals(style, numbers):
    check([NUMBERS[style](number) for number in numbers], numbers, ["float"])


@few
@given(style=st.sampled_from([*NUMBERS]), numbers=st.lists(WHOLE, min_size=1))
def test_whole_numbers(style, numbers):
    if style.startswith("1.234,5"):
        # By itself 1.234 is what programs write; one number tells.
        numbers = [*numbers, 1234567]
    check([NUMBERS[style](number) for number in numbers], numbers, ["integer", "float"])


LENGTHS = {
    "Python": lambda seconds: str(timedelta(seconds=seconds)),
    "pandas": lambda seconds: f"{seconds // 86_400} days {timedelta(0, seconds % 86_400)!s:0>8}",
    "1h 7m 3s": lambda seconds: f"{seconds // 3600}h {seconds // 60 % 60}m {seconds % 60}s",
    "ISO 8601": lambda seconds: f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S",
    "hh:mm:ss": lambda seconds: f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}",
}


@few
@given(style=st.sampled_from([*LENGTHS]), seconds=st.lists(st.integers(0, 10**7), min_size=1))
def test_durations(style, seconds):
    assert guessed(map(LENGTHS[style], seconds), "took")[::2] == ("duration", seconds)


@few
@given(times=st.lists(st.times(), min_size=1))
def test_times_of_day(times):
    seconds = [
        timedelta(
            hours=clock.hour,
            minutes=clock.minute,
            seconds=clock.second,
            microseconds=clock.microsecond,
        ).total_seconds()
        for clock in times
    ]
    assert guessed([time.isoformat(clock, "microseconds") for clock in times])[::2] == (
        "time",
        pytest.approx(seconds),
    )


PAIRS = st.tuples(st.integers(-9_000_000, 9_000_000), st.integers(-18_000_000, 18_000_000))
PLACES = ["{0:.5f},{1:.5f}", "{0:.5f} {1:.5f}", "POINT({1:.5f} {0:.5f})"]


@few
@given(style=st.sampled_from(PLACES), pairs=st.lists(PAIRS, min_size=1))
def test_positions(style, pairs):
    degrees = [(latitude / 1e5, longitude / 1e5) for latitude, longitude in pairs]
    expected = [{"latitude": latitude, "longitude": longitude} for latitude, longitude in degrees]
    assert guessed([style.format(*pair) for pair in degrees])[::2] == ("location", expected)


TRICKY = st.text("0123456789.,:/-+ ()%$€TZPM'eE", max_size=12) | st.text(max_size=9)


@few
@given(strings=st.lists(st.none() | TRICKY, min_size=1), kind=st.sampled_from([*TYPES]))
def test_no_string_crashes(strings, kind):
    guessed(strings, "date")
    assert len(read(strings, kind)[1]) == len(strings)
