"""The one typed reader of params.yaml.

It is strict: a key that is unknown, missing, mistyped or out of range ends the stage with one
line that names the dotted key, what it was and what it may be. Every stage reads the whole file,
so a mistake anywhere shows before any stage has worked.
"""

import difflib
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fake_or_real.errors import UserError

PARAMS = Path("params.yaml")


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


_Share = Annotated[float, Field(ge=0, le=1)]
_Groups = Annotated[list[Literal["values", "frequencies", "pairs", "format"]], Field(min_length=1)]


class Fetch(_Group):
    """Where the real table comes from."""

    dataset: Annotated[str, Field(min_length=1)]


class Mostlyai(_Group):
    """Settings of MOSTLY AI's tabular generator."""

    model: Literal["MOSTLY_AI/Small", "MOSTLY_AI/Medium", "MOSTLY_AI/Large"]
    max_training_time: Annotated[float, Field(gt=0)] | None
    max_epochs: Annotated[float, Field(gt=0)]
    batch_size: Annotated[int, Field(ge=1)] | None
    model_report: bool


class Nothing(_Group):
    """A synthesizer without settings."""


class File(_Group):
    """A synthetic table from elsewhere, and which real rows it was made from."""

    path: Annotated[str, Field(min_length=1)]
    seen: list[int] | str | None

    @field_validator("seen", mode="before")
    @classmethod
    def _rows_or_file(cls, seen: Any) -> Any:
        rows = isinstance(seen, list) and all(type(row) is int and row >= 0 for row in seen)
        if not (rows or seen is None or (isinstance(seen, str) and seen)):
            raise ValueError("should be rows like [0, 7], counted from 0, or a file's path or null")
        return seen


class Arfpy(_Group):
    """Settings of arfpy's adversarial random forests."""

    num_trees: Annotated[int, Field(ge=1)]
    min_node_size: Annotated[int, Field(ge=2)]
    max_iters: Annotated[int, Field(ge=0)]


class Sdv(_Group):
    """Settings of the Synthetic Data Vault's synthesizers for single tables."""

    model: Literal["GaussianCopula", "CTGAN", "TVAE", "CopulaGAN"]
    epochs: Annotated[int, Field(ge=1)]


class Synthcity(_Group):
    """Settings of one of synthcity's plugins."""

    plugin: Annotated[str, Field(min_length=1)]
    n_iter: Annotated[int, Field(ge=1)]
    arguments: dict[str, Any]

    @field_validator("arguments")
    @classmethod
    def _plain_values(cls, arguments: dict[str, Any]) -> dict[str, Any]:
        if not all(isinstance(value, bool | int | float | str) for value in arguments.values()):
            raise ValueError("should give each name a number, a string, true or false")
        return arguments


class Generator(_Group):
    """The synthesizer, and how many real rows it may learn from."""

    name: Literal["mostlyai", "independent", "copy", "file", "arfpy", "sdv", "synthcity"]
    sample_size: Annotated[int, Field(ge=10)]
    mostlyai: Mostlyai
    independent: Nothing
    copy_: Annotated[Nothing, Field(alias="copy")]
    file: File
    arfpy: Arfpy
    sdv: Sdv
    synthcity: Synthcity

    @property
    def settings(self) -> dict[str, Any]:
        """The chosen synthesizer's own group."""
        return _chosen(self, self.name)


class Probe(_Group):
    """How many synthetic rows to draw."""

    size: Annotated[int, Field(ge=10)]


class Split(_Group):
    """What is REAL, and how much of everything the discriminator never trains on."""

    holdout: Annotated[float, Field(gt=0, lt=1)]
    protocol: Literal["unseen", "all", "tutorial"]


class LightGBM(_Group):
    """Settings of the default discriminator."""

    models: Annotated[int, Field(ge=1, le=5)]
    groups: _Groups


class ScikitLearn(_Group):
    """Settings of classifiers of scikit-learn's kind."""

    groups: _Groups
    arguments: dict[str, bool | int | float | str | None]


class Discriminator(_Group):
    """The model family that tells FAKE from REAL."""

    name: Annotated[str, Field(min_length=1)]
    lightgbm: LightGBM
    scikit_learn: Annotated[ScikitLearn, Field(alias="scikit-learn")]

    @property
    def settings(self) -> dict[str, Any]:
        """The chosen family's own group; the two that are one setting have none."""
        if self.name in ("lightgbm-fast", "tutorial"):
            return {}
        return _chosen(self, "lightgbm" if self.name == "lightgbm" else "scikit-learn")


class Jury(_Group):
    """Other discriminators that are asked about the same rows."""

    families: list[str]


class Explain(_Group):
    """How far to look for what gives FAKE rows away, and what may be named."""

    min_count: Annotated[int, Field(ge=1)]
    peel: Annotated[int, Field(ge=0)]


class Yardstick(_Group):
    """The damages to real rows that an AUC is held against."""

    fractions: Annotated[list[_Share], Field(min_length=2)]

    @field_validator("fractions")
    @classmethod
    def _from_null_to_ceiling(cls, fractions: list[float]) -> list[float]:
        if (fractions[0], fractions[-1]) != (0, 1) or sorted(set(fractions)) != fractions:
            raise ValueError("should rise from 0 (the null) to 1 (the ceiling)")
        return fractions


class Gate(_Group):
    """How detectable the data may be."""

    max_auc: _Share
    max_equivalent_corruption: _Share
    allow_memorized: bool


class Params(_Group):
    """All of params.yaml."""

    seed: Annotated[int, Field(ge=0, lt=2**31)]
    fetch: Fetch
    generator: Generator
    probe: Probe
    split: Split
    discriminator: Discriminator
    explain: Explain
    jury: Jury
    yardstick: Yardstick
    gate: Gate


def read_params(path: Path = PARAMS) -> Params:
    """The parameters of this run.

    Raises `UserError` for the first thing in the file that is not as it must be.
    """
    values = _parse(path)
    try:
        return Params.model_validate(values)
    except ValidationError as error:
        raise UserError(f"{path}: {_explain(error)}") from None


def _chosen(group: _Group, name: str) -> dict[str, Any]:
    settings: dict[str, Any] = group.model_dump(by_alias=True)[name]
    return settings


def _parse(path: Path) -> Any:
    """The file's content, if PyYAML (YAML 1.1) and DVC (YAML 1.2) read the same in it."""
    try:
        text = path.read_text(encoding="utf-8")
        ours, theirs = yaml.safe_load(text), YAML(typ="safe").load(text)
    except FileNotFoundError:
        raise UserError(f"{path} is missing; run from the project's folder") from None
    except (UnicodeDecodeError, yaml.YAMLError, YAMLError) as error:
        raise UserError(f"{path} is not sound YAML: {error}") from None
    _refuse_ambiguous(ours, theirs, path, "")
    return ours


def _refuse_ambiguous(ours: Any, theirs: Any, path: Path, key: str) -> None:
    if isinstance(ours, dict) and isinstance(theirs, dict) and list(ours) == list(theirs):
        for name, value in ours.items():
            _refuse_ambiguous(value, theirs[name], path, f"{key}.{name}".lstrip("."))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for position, value in enumerate(ours):
            _refuse_ambiguous(value, theirs[position], path, f"{key}.{position}")
    elif type(ours) is not type(theirs) or ours != theirs:
        raise UserError(
            f"{path}: {key or 'the file'} is read as {ours!r} by YAML 1.1 and as {theirs!r} by"
            " YAML 1.2 (DVC); write it so that both agree, for example 0.0001, true, 17 or quoted"
        )


def _explain(error: ValidationError) -> str:
    """The first error in words."""
    first = error.errors()[0]
    keys = [str(part) for part in first["loc"]]
    dotted = ".".join(keys) or "the file"
    if first["type"] == "extra_forbidden":
        known = _known_keys(keys[:-1])
        near = difflib.get_close_matches(keys[-1], known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
        return f"{dotted} is not a parameter; {hint}"
    if first["type"] == "missing":
        return f"{dotted} is missing; see README.md for what it may be"
    message = first["msg"].removeprefix("Input ").removeprefix("String ")
    message = message.removeprefix("Value error, ")
    return f"{dotted} was {first['input']!r}; it {message}"


def _known_keys(groups: list[str]) -> list[str]:
    model: type[BaseModel] = Params
    for group in groups:
        inner = {
            field.alias or name: field.annotation for name, field in model.model_fields.items()
        }
        annotation = inner[group]
        assert isinstance(annotation, type)
        assert issubclass(annotation, BaseModel)
        model = annotation
    return [field.alias or name for name, field in model.model_fields.items()]
