"""What a give-away, a segment or a record's reason says, in a sentence made from its fields."""

import json
from collections.abc import Mapping
from typing import Any

from fake_or_real.data.kinds import words_of

# By the form of a question: what is so where its answer is yes. {fake} stands for how many FAKE
# rows, {x} and {y} for its columns, {all} for however many there are, {rest} for
# all but the first, {0} for its term.
TEMPLATES = {
    "unknown": "{fake} have a value of {x} that never occurs in the reference rows",
    "rare": "{fake} have a value of {x} that fewer than {0} reference rows share",
    "equals": "{fake} have {x} = {0}",
    "above": "{fake} have {x} higher than any reference row",
    "below": "{fake} have {x} lower than any reference row",
    "longer": "{fake} have {x} longer than any reference row",
    "shorter": "{fake} have {x} shorter than any reference row",
    "interval": "{fake} have {0}",
    "function": "in the reference rows each {x} has one {y}; {fake} break this",
    "functions": "in the reference rows each {x} has one {rest}; {fake} break at least one of these"
    " rules",
    "order": "in the reference rows {x} is never above {y}; {fake} break this",
    "relation": "{fake} have {x} = {0}",
    "hardly": "{fake} combine {x} and {y} in a way that the reference rows hardly ever do",
    "seldom": "{fake} combine {x} and {y} in a way that the reference rows seldom do",
    "shared": "{fake} have a {value} that at least {0} of {1} other rows have",
    "often_more": "{fake} have a {value} that FAKE rows have at least {0} times as often, one of"
    " {1}",
    "often_less": "{fake} have a {value} that REAL rows have over {0} times as often, one of {1}",
    "together_more": "{fake} combine {all} in a way that is at least {0} times as frequent as"
    " chance would make it",
    "together_less": "{fake} combine {all} in a way that is over {0} times rarer than chance would"
    " make it",
    "signs": "{fake} seem FAKE when {0} signs of how often values occur, alone and together, are"
    " added up, foremost those of {1}",
    "missing": "{fake} have no {x}",
    "missing_beside": "{fake} have no {x} although they have {y}",
    "repeated": "{fake} repeat another row of the same table",
    "respelt": "{fake} spell a real value of {x} with other upper or lower case, blanks or zeros",
    "blank_at_end": "{fake} begin or end {x} with a blank",
    "lower_case": "{fake} write {x} in lower-case letters only",
    "upper_case": "{fake} write {x} in upper-case letters only",
    "leading_zero": "{fake} begin {x} with a zero before other digits",
    "trailing_zero": "{fake} end {x} with a zero after the decimal point",
    "shape": "{fake} write {x} in a pattern that never occurs in the reference rows",
    "length": "{fake} write {x} with exactly {0} characters",
    "multiple": "{fake} have a multiple of {0} as {x}",
    "decimals": "{fake} write {x} with at most {0} decimals",
    "midnight": "{fake} have {x} at midnight",
    "whole": "{fake} have {x} with its {0}s at zero",
    "style": "{fake} write {x} as {0}",
    "unfit": "{fake} do not write {x} as {0}",
    "key_repeated": "{fake} repeat the {x} of another row of the same table",
    "key_shape": "{fake} write {x} in a pattern that never occurs in the reference rows",
    "key_taken": "{fake} have the {x} of a real row",
    "key_below": "{fake} have {x} lower than any reference row",
    "key_rounded": "{fake} have {x} rounded as floating-point numbers round long numbers",
    "key_above": "{fake} have {x} higher than any reference row",
    "weekday": "{fake} have {x} on a {0}",
}
# The same where the term is a number that English treats otherwise.
_FEW = {
    ("decimals", "0"): "{fake} have a whole number as {x}",
    ("decimals", "1"): "{fake} write {x} with at most 1 decimal",
    ("often_less", "1"): "{fake} have a {value} that REAL rows have more often, one of {1}",
    ("together_less", "1"): "{fake} combine {all} in a way that is rarer than chance would make it",
    ("length", "1"): "{fake} write {x} with exactly 1 character",
}
# What a column holds, by its kind, where a cell holds something else.
_HOLDS = {
    "boolean": "true or false",
    "datetime": "a date",
    "duration": "a length of time",
    "float": "a number",
    "integer": "a whole number",
    "latitude": "a position",
    "longitude": "a position",
    "time": "a time of day",
}
_ANYWAY = 0.05  # of REAL rows with a value that the reference lacks: such a value is nothing odd
_READ, _OF_MANY = 20, 5  # names of columns that are read in a row, and how many are named of more
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def percent(share: float, digits: int = 2) -> str:
    """A share as a percentage of so many significant digits. Only all is 100 %."""
    most = 1 - 0.5 * 10.0**-digits
    if most <= share < 1:
        return f"over {100 * (1 - 10.0**-digits):.{digits}g} %"
    return "100 %" if share == 1 else f"{100 * share:.{digits}g} %"


def columns(line: Mapping[str, Any]) -> str:
    """The columns of a give-away's line as a list for people, empty for whole rows."""
    return ", ".join([*json.loads(line["columns"]), *_alike(line)])


def giveaway(line: Mapping[str, Any]) -> str:
    """A line of the give-aways: what is so, and how often."""
    names, terms, example = (json.loads(line[key]) for key in ("columns", "terms", "example"))
    names = [name.removesuffix(words_of("")) for name in names]
    if line["form"] == "weekday":
        terms = [_DAYS[int(terms[0])]]
    elif line["form"] == "unfit":
        terms = [_HOLDS[terms[0]]]
    elif line["form"] == "style":
        terms = [terms[0] or "is usual (ISO dates, decimal points)"]
    elif line["form"] == "signs":
        terms = [terms[0], _listed(terms[1:])]
    elif line["form"] == "shared":
        terms = [f"{int(count):,}" for count in terms]
    share, rows = float(line["rate_fake"]), int(line["fake_rows"])
    if share in (0, 1):
        fake = "no FAKE rows" if share == 0 else "all FAKE rows"
    else:
        fake = f"{percent(share)} of FAKE rows ({int(line['fake']):,} of {rows:,})"
    named = dict(zip("xy", names, strict=False)) | {
        "all": _listed(names),
        "rest": _listed(names[1:]),
    }
    named["value"] = f"{'value' if len(names) == 1 else 'combination'} of {named['all']}"
    template = _FEW.get((line["form"], *terms[:1]), TEMPLATES[line["form"]])
    said = template.format(*terms, fake=fake, **named)
    joined = (" with " if len(names) > 1 else ", ").join(example)
    such = f" (such as {joined})" if example else ""
    others = _others(float(line["rate_real"]))
    alike = _alike(line)
    likewise = f"; {_listed(alike)} likewise" if alike else ""
    if line["form"] == "unknown" and float(line["rate_real"]) >= _ANYWAY:
        return _of_values_that_hardly_repeat(line, fake, such) + likewise
    return f"{_opened(said, names)}{such}; {others}{likewise}"


def _of_values_that_hardly_repeat(line: Mapping[str, Any], fake: str, such: str) -> str:
    """What an unknown value says where other real rows have such values, too."""
    (name,) = json.loads(line["columns"])
    real = percent(float(line["rate_real"]))
    unknown = f"a value of {name} that never occurs in the reference rows"
    if float(line["rate_fake"]) < float(line["rate_real"]):
        return (
            f"FAKE rows repeat the reference rows' values of {name} more than other REAL rows do:"
            f" {fake} have {unknown}, of the other REAL rows {real}"
        )
    return (
        f"{fake[0].upper()}{fake[1:]} have {unknown}{such}; values of {name} hardly repeat, so"
        f" {real} of the other REAL rows do, too"
    )


def _alike(line: Mapping[str, Any]) -> list[str]:
    """The further columns of which the same is so; of very many the first, and how many more.

    Lines of older commits know of none.
    """
    names = list(json.loads(line.get("alike", "[]")))
    if len(names) <= _READ:
        return names
    return [*names[:_OF_MANY], f"{len(names) - _OF_MANY} more columns"]


def _listed(names: list[str]) -> str:
    """The names as people list them: `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def segment(line: Mapping[str, Any]) -> str:
    """A line of the missing segments: its conditions, and how often they are met."""
    fake, rows = int(line["fake"]), int(line["fake_rows"])
    made = f"{fake:,} of {rows:,} FAKE rows" if fake else f"none of {rows:,} FAKE rows"
    conditions = " with ".join(json.loads(line["conditions"]))
    return f"{conditions}: {percent(float(line['rate_real']))} of other REAL rows, {made}"


def contributions(pairs: str) -> str:
    """Why a model takes a row for FAKE or REAL; pairs: JSON, of conditions and odds of FAKE."""
    parts = []
    for conditions, factor in json.loads(pairs):
        label, times = ("FAKE", factor) if factor >= 1 else ("REAL", 1 / factor)
        # What rounds to once as likely is no reason.
        if times >= 1.05:
            reason = f"because {' with '.join(conditions)}"
            parts.append(f"{_times(times)} times likelier {label} {reason}")
    return "; ".join(parts) or "no column tells much by itself"


def _times(factor: float) -> str:
    return f"{factor:.2g}" if factor < 100 else f"{factor:,.0f}"


def _others(share: float) -> str:
    if share in (0, 1):
        return f"{'none' if share == 0 else 'all'} of the other REAL rows do"
    return f"{percent(share)} of the other REAL rows do"


def _opened(said: str, names: list[str]) -> str:
    """The sentence with a capital letter; a column's name keeps its own."""
    return said if names and said.startswith(names[0]) else said[0].upper() + said[1:]
