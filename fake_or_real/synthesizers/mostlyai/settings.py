"""The SDK's own means against what gives synthetic rows away, as params.yaml has them.

What is at the SDK's default is not passed on, so that it changes no training.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fake_or_real.data.kinds import NUMBERS, Kind
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.synthesizers import constraints as shared
from fake_or_real.synthesizers.constraints import kind_of

_GROUP = "generator.mostlyai"
_PREFIX = "TABULAR_"
_USUAL: dict[Kind, str] = {
    "categorical": "CATEGORICAL",
    "integer": "NUMERIC_AUTO",
    "float": "NUMERIC_AUTO",
    "boolean": "CATEGORICAL",
    "datetime": "DATETIME",
    # The engine's language models are downloads of gigabytes; characters need none.
    "text": "CHARACTER",
}
# Which kinds of columns an encoding can take; a category may be anything.
_TAKES: dict[str, tuple[Kind, ...]] = {
    "NUMERIC_AUTO": NUMBERS,
    "NUMERIC_DISCRETE": NUMBERS,
    "NUMERIC_BINNED": NUMBERS,
    "NUMERIC_DIGIT": NUMBERS,
    "DATETIME": ("datetime",),
    "CHARACTER": ("categorical", "text"),
    # Of strings such as "48.20849, 16.37208": latitude and longitude, in degrees.
    "LAT_LONG": ("categorical", "text"),
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How columns are encoded, what must hold between them, and how values are protected.

    columns: encodings by column, without the SDK's `TABULAR_`; others follow from their kinds.
    constraints: each a `type` and `columns`: of `FixedCombinations` two or more that only occur in
        the seen combinations, of `Inequality` the lower and the higher one.
    value_protection: whether rare categories and extreme values are kept from the generator.
    rare_category_replacement_method: what stands for a rare category: `CONSTANT`, the token
        `_RARE_`, or `SAMPLE`, another category.
    differential_privacy: limits and noise of the training; None: none.
    flexible_generation: whether any columns can be given and the others drawn; without it the
        order of the columns is fixed.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constraints: Sequence[Mapping[str, Any]] = ()
    value_protection: bool = True
    rare_category_replacement_method: str = "CONSTANT"
    differential_privacy: Mapping[str, float | None] | None = None
    flexible_generation: bool = True

    def check(self, table: Table) -> None:
        """Raise `UserError` for a column that is not there, or that cannot be what it should be."""
        for name, encoding in self.columns.items():
            kind = kind_of(table, name, f"{_GROUP}.columns")
            if kind not in _TAKES.get(encoding, (kind,)):
                raise UserError(
                    f"{_GROUP}.columns: {name} holds {kind} values, which cannot be encoded as"
                    f" {encoding}; {_USUAL[kind]} can"
                )
        shared.check(self.constraints, table, f"{_GROUP}.constraints")
        for name in shared.fixed(self.constraints):
            if self.columns.get(name, "CATEGORICAL") != "CATEGORICAL":
                raise UserError(
                    f"{_GROUP}.constraints: {name} is in FixedCombinations, which needs"
                    f" CATEGORICAL, but {_GROUP}.columns says {self.columns[name]}; leave it out"
                    " there"
                )

    def encodings(self, table: Table) -> list[dict[str, str]]:
        """The SDK's columns: of each its name and its encoding."""
        fixed = dict.fromkeys(shared.fixed(self.constraints), "CATEGORICAL")
        usual = {name: _USUAL[kind] for name, kind in table.kinds.items()}
        return [
            {"name": name, "model_encoding_type": f"{_PREFIX}{encoding}"}
            for name, encoding in (usual | fixed | dict(self.columns)).items()
        ]

    def model(self) -> dict[str, Any]:
        """What of the SDK's model configuration is not at its default."""
        changed: dict[str, Any] = {}
        if not self.value_protection:
            changed["value_protection"] = False
        if self.rare_category_replacement_method != "CONSTANT":
            method = self.rare_category_replacement_method
            changed["rare_category_replacement_method"] = method
        if self.differential_privacy is not None:
            changed["differential_privacy"] = dict(self.differential_privacy)
        if not self.flexible_generation:
            changed["enable_flexible_generation"] = False
        return changed

    def rules(self, table_name: str) -> dict[str, Any]:
        """The SDK's constraints on its table, if there are any, as an entry of its config."""
        found = []
        for constraint in self.constraints:
            names = list(constraint["columns"])
            if constraint["type"] == "FixedCombinations":
                columns: dict[str, Any] = {"columns": names}
            else:
                columns = {"low_column": names[0], "high_column": names[1]}
            config = {"table_name": table_name, **columns}
            found.append({"type": constraint["type"], "config": config})
        return {"constraints": found} if found else {}

    def reached(self, log: Sequence[Mapping[str, Any]]) -> dict[str, float | str]:
        """The privacy that was spent, and whether its limit ended the training; by the SDK's log.

        `dp_epsilon` is that of the weights that were kept, the share of `value_protection_epsilon`
        included. Empty without differential privacy.
        """
        if self.differential_privacy is None:
            return {}
        spent = [line for line in log if line.get("dp_eps") is not None]
        kept = [line for line in spent if line["is_checkpoint"]] or spent
        limit = self.differential_privacy.get("max_epsilon")
        is_over = limit is not None and spent[-1]["dp_eps"] > limit
        return {
            "dp_epsilon": float(kept[-1]["dp_eps"]),
            "dp_delta": float(kept[-1]["dp_delta"]),
            **({"ended_by": "max_epsilon"} if is_over else {}),
        }


def sampling(temperature: float, top_p: float) -> dict[str, float]:
    """What of the SDK's sampling configuration is not at its default, which is 1."""
    values = {"sampling_temperature": temperature, "sampling_top_p": top_p}
    return {name: value for name, value in values.items() if value != 1}
