"""Which repair is known for a give-away: in the synthesizer's own terms, and for any synthesizer.

Proposals name columns and settings, never a value.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from fake_or_real.data.kinds import NUMBERS, Kind, plain
from fake_or_real.data.stored import Rows
from fake_or_real.repairs.pools import pooled_share

Settings = dict[str, Any]  # by dotted key of params.yaml

# How a table of them is stored.
KINDS: dict[str, Kind] = {
    "rank": "integer",
    "own": "text",
    "generic": "text",
    "limit": "categorical",
}
# Why there is none: nothing can imitate values of single rows without giving them away.
SINGLE_VALUES = "single values"

_OVERSAMPLE = 6
_REJECTION: Settings = {"repair.oversample": _OVERSAMPLE, "repair.rejection": True}
_FORMAT: Settings = {"repair.format": True}
_COMPUTE: Settings = {"repair.rules": "compute"}
# By the form of the give-away's question, what mends it for any synthesizer; see `_of_values` for
# what depends on the column. What is not here has no known repair.
_GENERIC: dict[str, Settings] = {
    "function": _COMPUTE,
    "functions": _COMPUTE,
    "relation": _COMPUTE,
    "order": {"repair.oversample": 2, "repair.rules": "redraw"},
    **dict.fromkeys(
        ("decimals", "multiple", "midnight", "whole", "respelt", "blank_at_end", "lower_case"),
        _FORMAT,
    ),
    **dict.fromkeys(("upper_case", "trailing_zero"), _FORMAT),
    **dict.fromkeys(("hardly", "seldom", "interval", "equals", "above", "below"), _REJECTION),
    **dict.fromkeys(("missing", "missing_beside", "longer", "shorter", "shape"), _REJECTION),
}
_VALUES = ("unknown", "rare")
_LEAST_SHARE = 0.5  # of rows with a value that others share, for numbers to be drawn to such
_MOSTLYAI = "generator.mostlyai"
_SDV = "generator.sdv"  # which takes the same constraints, and has none of the other settings
_PLAIN = re.compile(r"[A-Za-z_][\w-]*")
_RESERVED = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def propose(giveaways: pd.DataFrame, seen: Rows, synthesizer: str, min_count: int) -> pd.DataFrame:
    """A line for each give-away for which something is known; `KINDS` has its columns.

    giveaways: with `rank`, `form`, `columns` (JSON), `difference` of rates. seen: the rows that
    the synthesizer learned from, or all real ones where that is not known. synthesizer: its name
    in params.yaml. `own` and `generic` are YAML to be pasted, empty where there is none.
    """
    lines = []
    for giveaway in giveaways.to_dict("records"):
        own, generic, limit = _of(giveaway, seen, synthesizer, min_count)
        if own or generic or limit:
            lines.append(
                {
                    "rank": giveaway["rank"],
                    "own": as_yaml(own),
                    "generic": as_yaml(generic),
                    "limit": limit,
                }
            )
    return pd.DataFrame(lines, columns=list(KINDS))


def merged(proposals: Iterable[Settings]) -> Settings:
    """All of them at once: mappings are joined, and so are lists; of others the first counts.

    A column is in one constraint only, and one that is in a constraint keeps its encoding.
    """
    together: Settings = {}
    for settings in proposals:
        for key, value in settings.items():
            known = together.get(key)
            if isinstance(value, Mapping):
                together[key] = {**value, **(known or {})}
            elif isinstance(value, list):
                free = [each for each in value if _is_free(each, known or [])]
                together[key] = [*(known or []), *free]
            elif key == "repair.oversample":
                together[key] = max(value, known or 1)
            else:
                together.setdefault(key, value)
    encodings = f"{_MOSTLYAI}.columns"
    fixed = {
        name for each in together.get(f"{_MOSTLYAI}.constraints", []) for name in each["columns"]
    }
    if encodings in together:
        free_columns = {n: e for n, e in together[encodings].items() if n not in fixed}
        together[encodings] = free_columns
    return together


def as_yaml(settings: Settings) -> str:
    """Settings as a piece of params.yaml; the empty string for none."""
    tree: dict[str, Any] = {}
    for dotted, value in settings.items():
        *groups, last = dotted.split(".")
        group = tree
        for name in groups:
            group = group.setdefault(name, {})
        group[last] = value
    return "\n".join(_lines(tree, 0))


def _of(
    giveaway: Mapping[str, Any], seen: Rows, synthesizer: str, min_count: int
) -> tuple[Settings, Settings, str]:
    """The synthesizer's own repair, the generic one, and why there is none, of a give-away."""
    form, names = giveaway["form"], json.loads(giveaway["columns"])
    if not all(name in seen.kinds for name in names) or giveaway.get("kind") == "identifier":
        return {}, {}, ""
    if form in _VALUES:
        own, generic, limit = _of_values(names[0], seen, min_count)
    elif form == "relation" and giveaway["difference"] > 0:  # FAKE rows keep it too often
        return {}, _REJECTION, ""
    else:
        own, generic, limit = _own(form, names, seen), _GENERIC.get(form, {}), ""
    return _of_synthesizer(own, synthesizer), generic, limit


def _of_synthesizer(own: Settings, synthesizer: str) -> Settings:
    """MOSTLY AI's settings as those of another synthesizer, where it has them."""
    if synthesizer == "sdv":
        constraints = own.get(f"{_MOSTLYAI}.constraints")
        return {f"{_SDV}.constraints": constraints} if constraints else {}
    return own if synthesizer == "mostlyai" else {}


def _of_values(name: str, seen: Rows, min_count: int) -> tuple[Settings, Settings, str]:
    """Of values that the reference lacks, or hardly has."""
    if plain(seen.kinds[name]) == "categorical":
        return {f"{_MOSTLYAI}.rare_category_replacement_method": "SAMPLE"}, _REJECTION, ""
    if seen.kinds[name] not in NUMBERS:
        return {}, {}, ""
    if pooled_share(seen.column(name), min_count) < _LEAST_SHARE:
        return {}, {}, SINGLE_VALUES
    own = {f"{_MOSTLYAI}.columns": {name: "NUMERIC_DISCRETE"}}
    return own, {"repair.pools": True}, ""


def _own(form: str, names: list[str], seen: Rows) -> Settings:
    """What MOSTLY AI's own settings can do."""
    if form in ("function", "functions"):
        constraint = {"type": "FixedCombinations", "columns": names}
        return {f"{_MOSTLYAI}.constraints": [constraint]}
    if form == "order":
        kinds = {plain(seen.kinds[name]) for name in names}
        alike = kinds <= {"integer", "float"} or kinds == {"datetime"}
        constraint = {"type": "Inequality", "columns": names}
        return {f"{_MOSTLYAI}.constraints": [constraint]} if alike else {}
    if form in ("hardly", "seldom"):
        return {f"{_MOSTLYAI}.flexible_generation": False}
    return {}


def _is_free(constraint: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> bool:
    """Whether none of its columns is in another constraint."""
    taken = {name for other in others for name in other["columns"]}
    return taken.isdisjoint(constraint["columns"])


def _lines(tree: Mapping[str, Any], depth: int) -> Iterable[str]:
    for name, value in tree.items():
        opened = f"{'  ' * depth}{_scalar(name)}:"
        if isinstance(value, Mapping):
            yield opened
            yield from _lines(value, depth + 1)
        else:
            yield f"{opened} {_flow(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(n)}: {_flow(v)}" for n, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    """A value as YAML: a plain word where it is one, else as JSON, which is YAML too."""
    is_word = isinstance(value, str) and _PLAIN.fullmatch(value)
    if is_word and value.lower() not in _RESERVED:
        return str(value)
    return json.dumps(value, ensure_ascii=False)
