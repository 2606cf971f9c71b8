"""What a user says of columns, where their values do not say it.

For example `customer_id: identifier`, `started: {kind: datetime, format: "%d.%m.%Y"}`, or
`note: ignore`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast, get_args

from fake_or_real.data.kinds import Kind
from fake_or_real.errors import UserError, did_you_mean

IGNORE = "ignore"
# A kind, `ignore`, or a kind and the format in which it is written.
Stated: TypeAlias = str | Mapping[str, str]
# Those that stand for columns that are made of another.
_MADE = ("latitude", "longitude", "word")
STATABLE = tuple(kind for kind in get_args(Kind) if kind not in _MADE)


@dataclass(frozen=True)
class Wish:
    """What one column is to be taken for.

    kind: its kind; None to leave it out altogether.
    format: how it is written, as `datetime.strptime` has it, or a style's name; empty: look.
    """

    kind: Kind | None
    format: str = ""


def wishes(stated: Mapping[str, Stated], columns: Collection[str], place: str) -> dict[str, Wish]:
    """What is stated of columns, checked.

    place: where it was stated, for error messages.
    Raises `UserError` for a column that is none, a kind that is none, or other keys.
    """
    found = {}
    for name, what in stated.items():
        if name not in columns:
            raise UserError(f"{place}: there is no column {name!r}; {did_you_mean(name, columns)}")
        said = {"kind": what} if isinstance(what, str) else dict(what)
        kind = said.pop("kind", None)
        form = said.pop("format", "")
        if said or kind is None or not isinstance(form, str):
            raise UserError(f"{place}.{name}: give a kind, or {{kind: ..., format: ...}}")
        if kind not in (*STATABLE, IGNORE):
            raise UserError(f"{place}.{name}: {did_you_mean(str(kind), (*STATABLE, IGNORE))}")
        found[name] = Wish(None if kind == IGNORE else cast("Kind", kind), form)
    return found
