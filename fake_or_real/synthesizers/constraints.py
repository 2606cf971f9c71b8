"""What rows must keep, as params.yaml says it for the synthesizers that take constraints."""

from collections.abc import Mapping, Sequence
from typing import Any

from fake_or_real.data.kinds import NUMBERS, Kind
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError, did_you_mean


def check(constraints: Sequence[Mapping[str, Any]], table: Table, where: str) -> None:
    """Raise `UserError` where the table's columns cannot keep the constraints.

    constraints: each a `type` and `columns`: of `FixedCombinations` two or more that only occur in
        the seen combinations, of `Inequality` the lower and the higher one. where: their group in
        params.yaml.
    """
    used: set[str] = set()
    for place, constraint in enumerate(constraints):
        here = f"{where}.{place}"
        kinds = [kind_of(table, name, here) for name in constraint["columns"]]
        if constraint["type"] == "Inequality":
            _check_order(kinds, here)
        names = list(constraint["columns"])
        if again := used.intersection(names) or {name for name in names if names.count(name) > 1}:
            raise UserError(
                f"{here}: {min(again)} is in another constraint already, or twice in this one;"
                " each column may be in one: put FixedCombinations of a column together"
            )
        used.update(names)


def fixed(constraints: Sequence[Mapping[str, Any]]) -> list[str]:
    """The columns of all `FixedCombinations`, which are learned as categories."""
    return [
        name
        for constraint in constraints
        if constraint["type"] == "FixedCombinations"
        for name in constraint["columns"]
    ]


def kind_of(table: Table, name: str, where: str) -> Kind:
    """The kind of a column; raises `UserError` where there is none of that name."""
    if name not in table.kinds:
        raise UserError(f"{where}: there is no column {name!r}; {did_you_mean(name, table.kinds)}")
    return table.kinds[name]


def _check_order(kinds: list[Kind], where: str) -> None:
    are_numbers = [kind in NUMBERS for kind in kinds]
    are_moments = [kind == "datetime" for kind in kinds]
    if len(kinds) != 2 or not (all(are_numbers) or all(are_moments)):
        raise UserError(
            f"{where}: Inequality takes two columns of numbers, or two of moments, the lower"
            f" one first; these are {', '.join(kinds)}"
        )
