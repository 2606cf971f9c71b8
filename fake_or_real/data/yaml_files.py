"""YAML files that people write, read as DVC reads them, at once and whatever stands in them."""

import textwrap
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import Node, ScalarNode

from fake_or_real.errors import UserError

# Far beyond what settings need, and too little to keep the reader busy for long. A few aliases that
# refer to each other can stand for billions of values.
_MOST_CHARACTERS = 100_000
_MOST_LEVELS = 20
_MOST_ALIASES = 10


class Unreadable:
    """What stands for a scalar such as 2020-13-45, which looks like a date and is none.

    It is of no type that a setting can have, so whoever checks the settings refuses it and can
    say at which key it stood.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


class _Constructor(SafeConstructor):
    def construct_object(self, node: Node, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep)
            if isinstance(node, ScalarNode):
                repr(value)  # an integer of more than 4,300 digits has none
        except (ValueError, LookupError):
            return Unreadable(node.value)
        return value


def read(path: Path) -> Any:
    """The content of a file of at most 100,000 characters; see `parse`.

    Raises `UserError` for a file that is missing, unreadable, no UTF-8 or no sound YAML.
    """
    return parse(_text(path), str(path))


def parse(text: str, name: str) -> Any:
    """The content of a YAML text, by ruamel.yaml, as YAML 1.2.

    A scalar that cannot be what it looks like is an `Unreadable`. Raises `UserError`, which calls
    the text by `name`, if it is no sound YAML, or expands beyond all measure.
    """
    yaml = YAML(typ="safe")
    yaml.Constructor = _Constructor
    try:
        _refuse_expansion(text, name)
        return yaml.load(text)
    except MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        problem = textwrap.shorten(str(error.problem), 200)
        raise UserError(f"{name}{line} is not sound YAML: {problem}") from None
    except YAMLError as error:  # a character that no YAML may hold
        raise UserError(f"{name} is not sound YAML: {textwrap.shorten(str(error), 200)}") from None


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_MOST_CHARACTERS + 1)
    except FileNotFoundError:
        raise UserError(f"{path} is missing; run from the project's folder") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 ({error.reason}); save it as UTF-8") from None
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from None
    if len(text) > _MOST_CHARACTERS:
        raise UserError(
            f"{path} has more than {_MOST_CHARACTERS:,} characters; name files in it instead of"
            " writing long lists"
        )
    return text


def _refuse_expansion(text: str, name: str) -> None:
    """Look for what would take the reader long or endlessly deep, without building anything."""
    levels = aliases = 0
    for event in YAML(typ="safe").parse(text):
        levels += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        aliases += isinstance(event, AliasEvent)
        if levels > _MOST_LEVELS or aliases > _MOST_ALIASES:
            raise UserError(
                f"{name}, line {event.start_mark.line + 1}: more than {_MOST_LEVELS} levels of"
                f" nesting or more than {_MOST_ALIASES} aliases; write the values plainly"
            )
