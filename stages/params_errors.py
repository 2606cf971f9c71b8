"""What is wrong with params.yaml, in one line: pydantic's first error in words."""

import re
import reprlib
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from fake_or_real.errors import did_you_mean, without_secrets


class _Short(reprlib.Repr):
    """Short, and without the secrets that a cut URL might still show."""

    def repr_str(self, x: str, level: int) -> str:
        return super().repr_str(without_secrets(x), level)


_SHORT = _Short()
_SHORT.maxstring = _SHORT.maxother = 100
_SHORT.maxlevel = 2


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """The first error that `model` found, with the dotted key, what it was and what it may be."""
    first = error.errors()[0]
    keys = [str(part) for part in first["loc"]]
    dotted = ".".join(_SHORT.repr(key)[1:-1] for key in keys) or "the file"
    match first["type"]:
        case "extra_forbidden":
            hint = did_you_mean(keys[-1], _known_keys(keys[:-1], model))
            return f"{dotted} is not a parameter; {hint}"
        case "invalid_key":
            return f"{dotted} is not the name of a parameter, since it is no text"
        case "missing":
            return f"{dotted} is missing; see the committed params.yaml for what it may be"
        case "model_type":
            hint = f"it should hold {', '.join(_known_keys(keys, model))}"
        case "literal_error":
            known = re.findall("'(.+?)'", first["msg"])
            hint = did_you_mean(str(first["input"]), known)
        case "bool_type":
            hint = "it should be true or false"
        case _:
            message = first["msg"].removeprefix("Input ").removeprefix("String ")
            hint = f"it {message.removeprefix('Value error, ')}"
    return f"{dotted} was {_SHORT.repr(first['input'])}; {hint}"


def _known_keys(groups: list[str], model: type[BaseModel]) -> list[str]:
    for group in groups:
        if group.isdigit():  # a place in a list, whose groups are all alike
            continue
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        model = next(_groups_in(fields[group].annotation))
    return [field.alias or name for name, field in model.model_fields.items()]


def _groups_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The groups in a type such as `Group`, `list[Group]` or `Group | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _groups_in(part)
