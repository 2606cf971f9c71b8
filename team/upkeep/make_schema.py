"""What programs may rely on in `metrics/` and in what `judge --json` writes, as a JSON Schema.

Run `python -m team.upkeep.make_schema` after a change of the models below; it writes
docs/schema/metrics.json (an object with the content of each file in `metrics/`, by its name) and
docs/schema/result.json. What they name stays; other figures may come, so none is forbidden.
"""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from fake_or_real.data.outputs import whole_file
from fake_or_real.errors import run

FOLDER = Path("docs/schema")

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Figure = float | int | bool | str | None


class _Figures(BaseModel):
    """Figures by name: those that are declared, and any others."""

    model_config = ConfigDict(extra="allow", strict=True)
    __pydantic_extra__: dict[str, Figure]


class _Auc(_Figures):
    auc: Share
    auc_ci_low: Share
    auc_ci_high: Share
    detectable: Annotated[bool, Field(description="The whole interval lies above 0.5.")]


class Evaluate(_Auc):
    """How surely FAKE rows of the holdout are told from REAL ones."""

    p_value: Share
    n_real: Count
    n_fake: Count


class Verdict(_Auc):
    """The figures that decide; null where nobody can tell."""

    equivalent_corruption: Share | None
    memorized: bool | None


class Yardstick(_Figures):
    """What an AUC is worth; empty where no real rows were left to damage."""

    equivalent_corruption: Share | None = None
    relation: Literal["below", "within", "above", "flat", "chance"] | None = None
    null_holds: bool | None = None


class Copies(_Figures):
    """Synthetic rows that equal, or nearly equal, real ones."""

    identical_to_real: Share
    real_repeats: Share
    memorized: bool | None = None
    seen_rows: Count | None = None


class Split(_Figures):
    """How many rows took part."""

    protocol: Literal["unseen", "all", "tutorial"]
    train_real: Count
    train_fake: Count
    holdout_real: Count
    holdout_fake: Count


class Generator(_Figures):
    """What made the synthetic rows, and how they were read."""

    synthesizer: str
    rows: Count | None = None


class Giveaways(_Figures):
    """How many give-aways and missing segments there are."""

    giveaways: Count
    missing_segments: Count


class Column(_Figures):
    """What a column of the real table was taken for."""

    kind: str


class Metrics(BaseModel):
    """The content of each file in `metrics/`, by its name without the suffix."""

    model_config = ConfigDict(extra="allow", strict=True)

    columns: dict[str, Column]
    content: dict[str, Figure]
    copies: Copies
    evaluate: Evaluate
    generator: Generator
    giveaways: Giveaways
    jury: dict[str, float]
    split: Split
    verdict: Verdict
    yardstick: Yardstick


class Line(_Figures):
    """A give-away or a missing segment."""

    sentence: str
    rate_fake: Share
    rate_real: Share


class Result(BaseModel):
    """What `fake-or-real judge --json` writes."""

    model_config = ConfigDict(extra="allow", strict=True)

    metrics: Metrics
    sentence: Annotated[str, Field(description="The verdict in words.")]
    giveaways: list[Line]
    segments: list[Line]


def schema(model: type[BaseModel]) -> str:
    """A model's JSON Schema, as it is committed."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(dialect | model.model_json_schema(), indent=2) + "\n"


SCHEMAS: dict[str, type[BaseModel]] = {"metrics.json": Metrics, "result.json": Result}


def read_metrics(folder: Path) -> dict[str, Any]:
    """The content of each file in a folder like `metrics/`, by its name without the suffix."""
    return {path.stem: json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))}


def main() -> None:
    """Write both."""
    for name, model in SCHEMAS.items():
        with whole_file(FOLDER / name) as temporary:
            temporary.write_text(schema(model), encoding="utf-8")


if __name__ == "__main__":
    run(main)
