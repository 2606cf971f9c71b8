"""The one typed reader of params.yaml.

It is strict: a key that is unknown, missing, mistyped or out of range ends the stage with one
line that names the dotted key, what it was and what it may be. Every stage reads the whole file,
so a mistake anywhere shows before any stage has worked.

`python -m stages.params` only looks for mistakes, in better words than DVC's, which reads first.
"""

import codecs
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from fake_or_real import discriminators
from fake_or_real.data import addresses, yaml_files
from fake_or_real.data.files import databases, parts
from fake_or_real.data.files.options import Options
from fake_or_real.data.paths import resolve
from fake_or_real.errors import UserError, run
from stages.params_errors import explain

PARAMS = Path("params.yaml")


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _plain(value: Any) -> Any:
    finite = not isinstance(value, float) or math.isfinite(value)
    if not (finite and isinstance(value, bool | int | float | str | None)):
        raise ValueError("should be a number, a string, true, false or null")
    return value


def _codec(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError("should be an encoding such as utf-8, cp1252 or cp1251") from None
    return name


def _package(name: str) -> str:
    if not name.isidentifier():
        raise ValueError("should be the name of a package, such as imblearn")
    return name


_Arguments = dict[str, Annotated[Any, AfterValidator(_plain)]]
_Share = Annotated[float, Field(ge=0, le=1)]
_Groups = Annotated[
    list[Literal["values", "frequencies", "pairs", "format", "relations"]],
    Field(min_length=1),
]


class Csv(_Group):
    """What is said of a file; null is found out from its content."""

    header: bool | None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None
    encoding: Annotated[str, AfterValidator(_codec)] | None
    decimal: Literal[".", ","] | None
    sheet: Annotated[str, Field(min_length=1)] | None


class Fetch(_Group):
    """Where the real table comes from, and how to read it."""

    dataset: Annotated[str, Field(min_length=1)]
    table: Annotated[str, Field(min_length=1)] | None
    query: Annotated[str, Field(min_length=1)] | None
    max_megabytes: Annotated[int, Field(ge=1)]
    csv: Csv
    # Which columns there are and what may be said of them is known once the table is read.
    columns: dict[str, str | dict[str, str]]

    @property
    def options(self) -> Options:
        """How to read it."""
        asked = self.model_dump(include={"table", "query", "max_megabytes"})
        return Options(**self.csv.model_dump(), **asked)


class Constraint(_Group):
    """What must hold between columns of rows that MOSTLY AI's generator makes."""

    type: Literal["FixedCombinations", "Inequality"]
    columns: Annotated[list[str], Field(min_length=2)]


class DifferentialPrivacy(_Group):
    """Limits and noise of MOSTLY AI's training; what is left out is at the SDK's default."""

    max_epsilon: Annotated[float, Field(gt=0, le=10_000)] | None = 10.0
    delta: Annotated[float, Field(gt=0, le=1)] = 1e-5
    noise_multiplier: Annotated[float, Field(ge=0, le=10_000)] = 1.5
    max_grad_norm: Annotated[float, Field(ge=0, le=10_000)] = 1.0
    value_protection_epsilon: Annotated[float, Field(gt=0, le=10_000)] | None = 1.0


class Mostlyai(_Group):
    """Settings of MOSTLY AI's tabular generator."""

    mode: Literal["local", "client"]
    base_url: Annotated[str, Field(min_length=1)] | None
    model: Literal["MOSTLY_AI/Small", "MOSTLY_AI/Medium", "MOSTLY_AI/Large"]
    max_training_time: Annotated[float, Field(gt=0)] | None
    max_epochs: Annotated[float, Field(gt=0)]
    batch_size: Annotated[int, Field(ge=1)] | None
    model_report: bool
    # Whether the table has such columns is known once it is read.
    columns: dict[
        str,
        Literal[
            "CATEGORICAL", "NUMERIC_AUTO", "NUMERIC_DISCRETE", "NUMERIC_BINNED", "NUMERIC_DIGIT",
            "DATETIME", "CHARACTER",
        ],
    ]  # fmt: skip
    constraints: list[Constraint]
    value_protection: bool
    rare_category_replacement_method: Literal["CONSTANT", "SAMPLE"]
    differential_privacy: DifferentialPrivacy | None
    flexible_generation: bool


class Nothing(_Group):
    """A synthesizer without settings."""


class File(_Group):
    """A synthetic table from elsewhere, and which real rows it was made from."""

    path: Annotated[str, Field(min_length=1)]
    seen: list[int] | str | None
    csv: Csv

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

    # Those for single tables in the release that worker.lock pins. `goggle` lacks its libraries.
    plugin: Literal[
        "adsgan", "aim", "arf", "bayesian_network", "ctgan", "ddpm", "decaf", "dpgan",
        "dummy_sampler", "great", "marginal_distributions", "nflow", "pategan", "privbayes",
        "rtvae", "tvae", "uniform_sampler",
    ]  # fmt: skip
    n_iter: Annotated[int, Field(ge=1)]
    arguments: _Arguments


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

    size: Annotated[int, Field(ge=10, le=10_000_000)]  # more fit into no machine's memory
    sampling_temperature: Annotated[float, Field(gt=0, le=2)]
    sampling_top_p: Annotated[float, Field(ge=0.9, le=1)]


class Repair(_Group):
    """What is mended in drawn rows, from what the seen ones are like."""

    oversample: Annotated[int, Field(ge=1, le=100)]
    format: bool
    pools: bool
    rules: Literal["compute", "redraw"] | None
    rejection: bool


class Split(_Group):
    """What is REAL, and how much of everything the discriminator never trains on."""

    holdout: Annotated[float, Field(gt=0, lt=1)]
    protocol: Literal["unseen", "all", "tutorial"]
    max_rows: Annotated[int, Field(ge=20)]
    half: Literal["both", "search", "final"]


class LightGBM(_Group):
    """Settings of the default discriminator."""

    models: Annotated[int, Field(ge=1, le=5)]
    groups: _Groups


class ScikitLearn(_Group):
    """Settings of classifiers of scikit-learn's kind."""

    groups: _Groups
    arguments: _Arguments


class Discriminator(_Group):
    """The model family that tells FAKE from REAL."""

    name: Annotated[str, Field(min_length=1)]
    trusted: list[Annotated[str, AfterValidator(_package)]]
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
    """How detectable the data may be, and how many of its rows may be real ones."""

    max_auc: _Share
    max_equivalent_corruption: _Share
    max_identical: _Share
    max_copies: _Share
    max_near_copies: _Share
    allow_memorized: bool


class Params(_Group):
    """All of params.yaml."""

    seed: Annotated[int, Field(ge=0, lt=2**31)]
    fetch: Fetch
    generator: Generator
    probe: Probe
    repair: Repair
    split: Split
    discriminator: Discriminator
    explain: Explain
    jury: Jury
    yardstick: Yardstick
    gate: Gate


def read_params(path: Path = PARAMS) -> Params:
    """The parameters of this run.

    Raises `UserError` for the first thing in the file that is not as it must be, and for a
    discriminator that cannot be made here.
    """
    return checked(yaml_files.read(path), str(path))


def checked(values: Any, name: str) -> Params:
    """The parameters that the content of params.yaml holds; errors call the content by `name`.

    Raises `UserError` as `read_params` does.
    """
    try:
        params = Params.model_validate(values)
    except ValidationError as error:
        raise UserError(f"{name}: {explain(error, Params)}") from None
    for key, location in _locations(params).items():
        with _errors_at(f"{name}: {key}"):
            addresses.check(location)
    with _errors_at(f"{name}: fetch.dataset"):
        databases.check(params.fetch.dataset, params.fetch.table, params.fetch.query, "fetch.")
    _check_server(params, name)
    _check_discriminators(params, name)
    _check_sampling(params, name)
    return params


def check_files(params: Params, path: Path = PARAMS) -> None:
    """Raise `UserError` when a file that the chosen generator reads is not there.

    Only the stages before and at the generator ask: later ones need what it made, which may come
    from DVC's cache on a machine that never had the file.
    """
    if params.generator.name == "file":
        for key, value in params.generator.settings.items():
            if isinstance(value, str) and "://" not in value and not parts.is_pattern(value):
                with _errors_at(f"{path}: generator.file.{key}"):
                    resolve(value, folders=True)


def _locations(params: Params) -> dict[str, str]:
    """Paths and URLs of tables, by dotted key."""
    file = params.generator.file
    seen = {"generator.file.seen": file.seen} if isinstance(file.seen, str) else {}
    return {"fetch.dataset": params.fetch.dataset, "generator.file.path": file.path, **seen}


def _check_server(params: Params, file: str) -> None:
    own = params.generator.mostlyai
    with _errors_at(f"{file}: generator.mostlyai.base_url"):
        if own.base_url is not None:
            addresses.check(own.base_url, "put it into the environment variable MOSTLY_API_KEY")
            if not addresses.is_url(own.base_url):
                raise UserError(f"{own.base_url!r:.100} is no address of a server; see params.yaml")
        elif own.mode == "client":
            raise UserError("it was null; where mode is client, name the server")


def _check_sampling(params: Params, file: str) -> None:
    for key in ("sampling_temperature", "sampling_top_p"):
        value = getattr(params.probe, key)
        if value != 1 and params.generator.name != "mostlyai":
            raise UserError(
                f"{file}: probe.{key} was {value}, but {params.generator.name} has no such setting;"
                " set it to 1 (only mostlyai takes another)"
            )


def _check_discriminators(params: Params, file: str) -> None:
    chosen = params.discriminator
    with _errors_at(f"{file}: discriminator.name"):
        discriminators.check_name(chosen.name, chosen.trusted)
    with _errors_at(f"{file}: discriminator.scikit-learn.arguments"):
        arguments = chosen.settings.get("arguments", {})
        discriminators.check_arguments(chosen.name, arguments, chosen.trusted)
    for place, name in enumerate(params.jury.families):
        with _errors_at(f"{file}: jury.families.{place}"):
            discriminators.check_name(name, chosen.trusted)
            discriminators.check_arguments(name, {}, chosen.trusted)


@contextmanager
def _errors_at(place: str) -> Iterator[None]:
    try:
        yield
    except UserError as error:
        raise UserError(f"{place}: {error}") from None


def _chosen(group: _Group, name: str) -> dict[str, Any]:
    settings: dict[str, Any] = group.model_dump(by_alias=True)[name]
    return settings


def main() -> None:
    """Exit code 1 and one line when no run can work with params.yaml."""
    check_files(read_params())


if __name__ == "__main__":
    run(main)
