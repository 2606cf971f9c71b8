"""What is proposed for which give-away; every piece of YAML is taken by params.yaml's reader."""

import json

import numpy as np
import pandas as pd
import pytest
import yaml

from fake_or_real.data.tables import Table
from fake_or_real.repairs.proposals import SINGLE_VALUES, as_yaml, merged, propose
from fake_or_real.report import repairs as said
from stages.params import checked
from team.experiments import flat

from ..conftest import ROOT

KINDS = {
    "school": "categorical",
    "years": "integer",
    "gain": "integer",
    "weight": "integer",
    "from": "datetime",
    "to": "datetime",
}


@pytest.fixture(scope="module")
def seen():
    rng = np.random.default_rng(0)
    start = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 99, 400), unit="D")
    return Table(
        pd.DataFrame(
            {
                "school": rng.choice(["low", "high"], 400),
                "years": rng.choice([4, 12], 400),
                "gain": rng.choice([0, 5013, 7688], 400),
                "weight": np.arange(400),
                "from": start,
                "to": start,
            }
        ),
        KINDS,
    )


def proposed(seen, form, *columns, difference=0.1, synthesizer="mostlyai"):
    line = {
        "rank": 3,
        "kind": "value",
        "form": form,
        "columns": json.dumps(columns),
        "difference": difference,
    }
    lines = propose(pd.DataFrame([line]), seen, synthesizer, 5)
    if lines.empty:
        return None
    (found,) = lines.to_dict("records")
    assert found["rank"] == 3
    own, generic = (flat(yaml.safe_load(found[key]) or {}) for key in ("own", "generic"))
    return own, generic, found["limit"]


REJECTED = {"repair.oversample": 6, "repair.rejection": True}


@pytest.mark.parametrize(
    ("form", "columns", "own", "generic"),
    [
        (
            "function",
            ("school", "years"),
            {
                "generator.mostlyai.constraints": [
                    {"type": "FixedCombinations", "columns": ["school", "years"]}
                ]
            },
            {"repair.rules": "compute"},
        ),
        (
            "functions",
            ("school", "years", "gain"),
            {
                "generator.mostlyai.constraints": [
                    {"type": "FixedCombinations", "columns": ["school", "years", "gain"]}
                ]
            },
            {"repair.rules": "compute"},
        ),
        (
            "order",
            ("from", "to"),
            {"generator.mostlyai.constraints": [{"type": "Inequality", "columns": ["from", "to"]}]},
            {"repair.oversample": 2, "repair.rules": "redraw"},
        ),
        (
            "unknown",
            ("gain",),
            {"generator.mostlyai.columns.gain": "NUMERIC_DISCRETE"},
            {"repair.pools": True},
        ),
        (
            "unknown",
            ("school",),
            {"generator.mostlyai.rare_category_replacement_method": "SAMPLE"},
            REJECTED,
        ),
        ("multiple", ("gain",), {}, {"repair.format": True}),
        ("seldom", ("gain", "school"), {"generator.mostlyai.flexible_generation": False}, REJECTED),
    ],
)
def test_each_form_has_its_repair_which_params_yaml_takes(seen, form, columns, own, generic):
    assert proposed(seen, form, *columns) == (own, generic, "")
    assert proposed(seen, form, *columns, synthesizer="file") == ({}, generic, "")
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    for key, value in (own | generic).items():
        *groups, last = key.split(".")
        group = params
        for name in groups:
            group = group[name]
        group[last] = value
    checked(params, "params.yaml")


def test_sdv_is_offered_the_constraints_and_nothing_that_it_lacks(seen):
    own, generic, _ = proposed(seen, "function", "school", "years", synthesizer="sdv")
    constraint = {"type": "FixedCombinations", "columns": ["school", "years"]}
    assert own == {"generator.sdv.constraints": [constraint]}
    assert generic == {"repair.rules": "compute"}
    assert proposed(seen, "unknown", "gain", synthesizer="sdv")[0] == {}


def test_values_of_single_rows_have_no_repair_and_the_page_says_why(seen):
    assert proposed(seen, "unknown", "weight") == ({}, {}, SINGLE_VALUES)
    line = {"limit": SINGLE_VALUES, "own": "", "generic": ""}
    assert "without giving real values away" in said.proposal(line)


def test_a_formula_that_fake_rows_keep_too_often_is_not_enforced(seen):
    assert proposed(seen, "relation", "gain", "years", difference=-0.1)[1] == {
        "repair.rules": "compute"
    }
    assert proposed(seen, "relation", "gain", "years", difference=0.1)[1] == REJECTED


def test_for_what_is_not_known_there_is_no_line(seen):
    assert proposed(seen, "of a later version", "gain") is None
    assert proposed(seen, "unknown", "a column of words") is None
    assert propose(pd.DataFrame(columns=["rank"]), seen, "file", 5).empty


def test_all_at_once_a_column_is_in_one_constraint_and_keeps_no_other_encoding():
    def fixed(*columns):
        constraint = {"type": "FixedCombinations", "columns": list(columns)}
        return {"generator.mostlyai.constraints": [constraint]}

    columns = "generator.mostlyai.columns"
    together = merged(
        [
            {columns: {"a": "NUMERIC_DISCRETE"}},
            fixed("a", "b"),
            {columns: {"c": "NUMERIC_DISCRETE"}},
            fixed("b", "d"),
            {"repair.oversample": 2},
            {"repair.oversample": 6},
        ]
    )
    assert together == {
        columns: {"c": "NUMERIC_DISCRETE"},
        **fixed("a", "b"),
        "repair.oversample": 6,
    }


def test_any_name_of_a_column_is_one_in_yaml():
    names = ["yes", "a: b", "12", "Ä # x", 'say "so"', "two\nlines", "null", "a-b"]
    settings = {"generator.mostlyai.constraints": [{"type": "Inequality", "columns": names}]}
    read = yaml.safe_load(as_yaml(settings))
    assert read["generator"]["mostlyai"]["constraints"][0]["columns"] == names
    columns = {"generator.mostlyai.columns": dict.fromkeys(names, "CATEGORICAL")}
    assert list(yaml.safe_load(as_yaml(columns))["generator"]["mostlyai"]["columns"]) == names
