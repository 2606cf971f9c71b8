"""The style that a user states, as a pattern of `strptime` or by an example."""

import re

from fake_or_real.data.readings import boolean, duration, moment, number, position
from fake_or_real.data.readings.clock import HALF, ZONE
from fake_or_real.data.readings.months import LETTER
from fake_or_real.data.readings.style import Form, Style
from fake_or_real.errors import UserError

_DIRECTIVES = {
    "%": "%",
    "a": rf"{LETTER}+\.?",
    "A": rf"{LETTER}+\.?",
    "b": rf"(?P<name>{LETTER}+)\.?",
    "B": rf"(?P<name>{LETTER}+)\.?",
    "d": r"(?P<day>\d{1,2})",
    "f": r"(?P<fraction>\d{1,9})",
    "H": r"(?P<hour>\d{1,2})",
    "I": r"(?P<hour>\d{1,2})",
    "m": r"(?P<month>\d{1,2})",
    "M": r"(?P<minute>\d{1,2})",
    "p": HALF,
    "S": r"(?P<second>\d{1,2})",
    "y": r"(?P<short>\d{2})",
    "Y": r"(?P<year>\d{4})",
    "z": ZONE,
    "Z": ZONE,
}
_LONG = {"D": "%m/%d/%y", "F": "%Y-%m-%d", "R": "%H:%M", "T": "%H:%M:%S", "h": "%b", "e": "%d"}
# What says the same thing stands in a pattern once at most.
_DATE, _TIME = ("d", "mbB", "yY"), ("HI",)
_ALTERNATIVES = (*_DATE, *_TIME, "M", "S", "f", "p", "zZ")


def stated(kind: str, format: str) -> Style:  # noqa: A002
    """The style of that kind; see `fake_or_real.data.readings.read_as`."""
    if kind in ("datetime", "time") and "%" in format:
        return _strptime(kind, format)
    found = _by_example(kind, format)
    if found is None:
        hint = " or as in strptime, such as '%d.%m.%Y'" if kind in ("datetime", "time") else ""
        raise UserError(
            f"unknown format {format!r} for the kind {kind}; write it like one of"
            f" {', '.join(_examples(kind))}{hint}"
        )
    return found


def _by_example(kind: str, example: str) -> Style | None:
    if kind in ("integer", "float"):
        return number.named(example, kind)
    return next((style for style in by_kind(kind) if style.name == example), None)


def by_kind(kind: str) -> list[Style]:
    """All styles of a kind, but for numbers, in their widest sense."""
    styles: dict[str, list[Style]] = {
        "boolean": [*boolean.styles()],
        "datetime": [
            *moment.styles(),
            moment.digits(any_year=True),
            *moment.epochs(any_year=True),
            moment.excel(),
        ],
        "time": [*duration.times()],
        "duration": [*duration.durations()],
        "location": [*position.styles()],
    }
    return styles[kind]


def _examples(kind: str) -> list[str]:
    if kind in ("integer", "float"):
        return number.examples()
    return [f"{style.name!r}" for style in by_kind(kind) if style.name]


def _strptime(kind: str, given: str) -> Form:
    """The style of a pattern; blanks may be of any length, and months of any language."""
    spelled = given
    for short, long in _LONG.items():
        spelled = spelled.replace(f"%{short}", long)
    parts = re.split(r"%(.)", spelled)
    _check(kind, given, parts[1::2])
    pattern = "".join(
        _DIRECTIVES[part] if place % 2 else re.sub(r"(\\ )+", r"\\s+", re.escape(part))
        for place, part in enumerate(parts)
    )
    read = moment.moments if kind == "datetime" else duration.times_of_day
    return Form(kind=kind, name=given, pattern=f"(?i)^{pattern}$", read=read)


def _check(kind: str, given: str, directives: list[str]) -> None:
    """Raises `UserError` where the directives of a pattern do not make a date or a time."""
    unknown = [f"%{letter}" for letter in directives if letter not in _DIRECTIVES]
    if unknown:
        raise UserError(
            f"the format {given!r} has {unknown[0]}, which is not known here; use"
            f" {', '.join('%' + letter for letter in (*_DIRECTIVES, *_LONG))}"
        )
    for letters in _ALTERNATIVES:
        said = [letter for letter in directives if letter in letters]
        needed = letters in (_DATE if kind == "datetime" else _TIME)
        if len(said) > 1 or (needed and not said):
            choices = " or ".join(f"%{letter}" for letter in letters)
            amount = "must have" if not said else "has more than once"
            raise UserError(f"the format {given!r} {amount} {choices}; a {kind} needs it once")
