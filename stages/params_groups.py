"""What params.yaml may hold: a class for each group, in the file's order.

Types and ranges are checked here; what needs more than a value and its neighbours is checked by
`stages.params`, which reads the file.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from fake_or_real.data.files.options import Options
from stages.params_values import codec, package, plain, scheduler


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


_Arguments = dict[str, Annotated[Any, AfterValidator(plain)]]
_Share = Annotated[float, Field(ge=0, le=1)]
_Groups = Annotated[
    list[Literal["values", "frequencies", "pairs", "format", "relations"]],
    Field(min_length=1),
]


class Csv(_Group):
    """What is said of a file; null is found out from its content."""

    header: bool | None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None
    encoding: Annotated[str, AfterValidator(codec)] | None
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
    """What must hold between columns of the rows that a synthesizer makes."""

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
            "DATETIME", "CHARACTER", "LAT_LONG",
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
    constraints: list[Constraint]


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
    count_rows: Annotated[int, Field(ge=0)]
    half: Literal["both", "search", "final"]


class LightGBM(_Group):
    """Settings of the default discriminator."""

    models: Annotated[int, Field(ge=1, le=5)]
    groups: _Groups


class ScikitLearn(_Group):
    """Settings of classifiers of scikit-learn's kind."""

    groups: _Groups
    arguments: _Arguments


class Dask(_Group):
    """The cluster that counts, trains and scores where that is the engine."""

    scheduler: Annotated[str, AfterValidator(scheduler)]


class Discriminator(_Group):
    """The model family that tells FAKE from REAL, and what trains it."""

    name: Annotated[str, Field(min_length=1)]
    engine: Literal["local", "dask"]
    dask: Dask
    trusted: list[Annotated[str, AfterValidator(package)]]
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
    max_rows: Annotated[int, Field(ge=20)]


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


def _chosen(group: _Group, name: str) -> dict[str, Any]:
    settings: dict[str, Any] = group.model_dump(by_alias=True)[name]
    return settings
