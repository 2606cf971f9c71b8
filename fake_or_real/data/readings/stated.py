"""The style that a user states, as a pattern of `strptime` or by an example."""

import re
from functools import partial

from fake_or_real.data.readings import boolean, duration, moment, number, position
from fake_or_real.data.readings.clock import HALF, ZONE
from fake_or_real.data.readings.style import Form, Style
from fake_or_real.errors import UserError

_DIRECTIVES = {
    "%": "%",
    "a": r"\p{L}+\.?",
    "A": r"\p{L}+\.?",
    "b": r"(?P<name>\p{L}+)\.?",
    "B": r"(?P<name>\p{L}+)\.?",
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
_DATE = ({"d"}, {"m", "b", "B"}, {"y", "Y"})
_TIME = ({"H", "I"},)


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
    return next((style for style in _of_kind(kind) if style.name == example), None)


def _of_kind(kind: str) -> list[Form]:
    return {
        "boolean": boolean.styles(),
        "datetime": [
            *moment.styles(),
            moment.digits(any_year=True),
            *moment.epochs(any_year=True),
            moment.excel(),
        ],
        "time": duration.times(),
        "duration": duration.durations(),
        "location": position.styles(),
    }[kind]


def _examples(kind: str) -> list[str]:
    if kind in ("integer", "float"):
        return number.examples()
    return [f"{style.name!r}" for style in _of_kind(kind) if style.name]


def _strptime(kind: str, given: str) -> Form:
    """The style of a pattern; blanks may be of any length, and names of months in any language."""
    spelled = given
    for short, long in _LONG.items():
        spelled = spelled.replace(f"%{short}", long)
    parts = re.split(r"%(.)", spelled)
    directives = parts[1::2]
    unknown = [letter for letter in directives if letter not in _DIRECTIVES]
    twice = {letter for letter in directives if directives.count(letter) > 1 and letter != "%"}
    wanted = _DATE if kind == "datetime" else _TIME
    lacking = [sorted(letters) for letters in wanted if len(letters & set(directives)) != 1]
    if unknown or twice or lacking:
        raise UserError("")
    pattern = "".join(
        _DIRECTIVES[part] if place % 2 else re.sub(r"(\\ |\s)+", r"\\s+", re.escape(part))
        for place, part in enumerate(parts)
    )
    read = moment.moments if kind == "datetime" else duration.times_of
    return Form(kind=kind, name=given, read=partial(read, f"(?i)^{pattern}$"))
