"""Results to make a page of, as an unfriendly table would give them."""

import json

import pandas as pd

from fake_or_real.repairs.proposals import as_yaml
from fake_or_real.report.limits import Limits
from fake_or_real.report.page import Results
from fake_or_real.report.records import Cell, Record

# What a table may hold; each must come out as what it is, and do nothing.
NASTY = (
    "<script>window.__injected = 1</script>",
    "\"'><img src=x onerror='window.__injected = 2'>",
    "</style></svg><script>window.__injected = 3</script>",
    "=cmd('calc')!A1",
    "{{ 7 * 191 }} $\\frac{1}{2}$",
    "مرحبا \u202e עולם",
    "👩\u200d🚀 é ﷽",
    "x" * 10_000,
)


def results(values):
    """All that a page is made of, with these strings wherever strings can be."""
    name, other = values[0], values[1 % len(values)]
    cells = [(1, value, "", 0.1, 0.2) for value in values]
    cells += [(2, a, b, float("nan") if a == b else 0.0, 0.1) for a in values for b in values]
    return Results(
        about={"name": name, "source": other, "sha256": "0" * 64, "licence": name, "rows": 1234},
        metrics=metrics(name),
        plots=plots(values),
        side_by_side=pd.DataFrame(cells, columns=["rank", "first", "second", "real", "fake"]),
        bars=pd.DataFrame(
            [(column, value, 0.1, 0.2) for column in columns_of(name) for value in values[:7]],
            columns=["column", "value", "real", "fake"],
        ),
        params={"discriminator.name": name, "seed": 1, "jury.families": list(values)},
        versions={"pandas": "3"},
        sha256={"data/real.parquet": "0" * 64},
        limits=Limits(max_auc=0.9),
    )


def columns_of(name):
    """The columns that are judged, one of this name."""
    return [name, "when", "size"]


def metrics(name):
    """The figures, of a synthesizer of this name."""
    column = {"why": name, "style": "", "missing": 0.1, "distinct": 7, "low": None, "high": None}
    return {
        "columns": {
            name: column | {"kind": "categorical"},
            "when": column | {"kind": "datetime", "low": "2020-01-01T00:00:00", "high": "2021"},
            "size": column | {"kind": "float", "low": 0.0, "high": 1.5},
            f"key of {name}": column | {"kind": "identifier"},
        },
        "content": {},
        "copies": {
            "closer_to_seen": 0.5,
            "distance_rows": 500,
            "closer_to_seen_ci_high": 0.52,
            "closer_to_seen_ci_low": 0.48,
            "identical_to_seen": 0.0,
            "identical_to_unseen": 0.0,
            "excess_identical": 0.0,
            "excess_identical_ci_low": 0.0,
            "excess_identical_to_real_ci_low": 0.0,
            "membership_auc": 0.5,
            "membership_auc_ci_high": 0.53,
            "membership_auc_ci_low": 0.47,
            "excess_repeats_ci_low": 0.0,
            "identical_to_real": 0.0,
            "seen_rows": 100,
            "unseen_rows": 400,
        },
        "evaluate": {
            "auc": 0.8,
            "auc_ci_high": 0.85,
            "auc_ci_low": 0.75,
            "balanced_accuracy": 0.7,
            "detectable": True,
            "n_fake": 1000,
            "n_real": 8000,
            "p_value": 0.0,
        },
        "generator": {"synthesizer": name, "rows": 500},
        "giveaways": {},
        "jury": {"auc_values": 0.7},
        "split": {
            "train_real": 800,
            "holdout_real": 200,
            "eligible_real": 1000,
            "train_fake": 400,
            "holdout_fake": 100,
            "eligible_fake": 500,
            "counted_real": 0,
            "counted_fake": 0,
            "protocol": "unseen",
            "real_seen": 0,
        },
        "verdict": {
            "auc": 0.8,
            "auc_ci_high": 0.85,
            "auc_ci_low": 0.75,
            "detectable": True,
            "equivalent_corruption": 0.2,
            "memorized": False,
            "relation": "within",
        },
        "yardstick": {
            "equivalent_corruption": 0.2,
            "equivalent_corruption_ci_high": 0.22,
            "equivalent_corruption_ci_low": 0.18,
            "null_auc": 0.5,
            "null_auc_ci_high": 0.51,
            "null_auc_ci_low": 0.49,
            "null_holds": True,
            "relation": "within",
        },
    }


def plots(values):
    """The curves and lists, with these strings for columns, rules and discriminators."""
    listed = pd.DataFrame(
        [
            {
                "rank": rank,
                "kind": ("value", "rule", "pair")[rank % 3],
                "form": ("unknown", "function", "hardly")[rank % 3],
                "columns": json.dumps([value, values[1 % len(values)]]),
                "alike": "[]",
                "terms": "[]",
                "example": json.dumps([value]),
                "fake": 90,
                "fake_rows": 1000 * rank,
                "rate_fake": 0.09 / rank,
                "rate_real": 0.0,
                "auc": 0.545,
                "auc_drop": 0.1 / rank,
            }
            for rank, value in enumerate(values, start=1)
        ]
    )
    steps = [0.0, 0.5, 1.0]
    bins = [(i + 0.5) / 20 for i in range(20)]
    return {
        "calibration": pd.DataFrame({"predicted": steps, "observed": steps, "rows": 5}),
        "giveaways": listed,
        "histogram": pd.DataFrame(
            {"p_fake": bins * 2, "label": ["REAL"] * 20 + ["FAKE"] * 20, "share": 0.05}
        ),
        "jury": pd.DataFrame({"discriminator": values, "auc": 0.7, "low": 0.65, "high": 0.75}),
        "columns": pd.DataFrame(
            {
                "column": columns_of(values[0]),
                "auc": [0.7, 0.5, 0.5],
                "low": 0.4,
                "high": 0.8,
                "tells": [1, 0, 0],
                "missing_real": 0.0,
                "missing_fake": 0.1,
                "distinct_real": 7,
                "distinct_fake": 9,
            }
        ),
        "pairs": pd.DataFrame(
            {
                "first": [values[0], values[0], "when"],
                "second": ["when", "size", "size"],
                "real": [0.9, 0.0, 0.5],
                "fake": [0.1, 0.4, 0.5],
                "change": ["lost", "invented", "none"],
            }
        ),
        "peeling": pd.DataFrame(
            {
                "rank": range(len(values) + 1),
                "columns": ["", *values],
                "auc": 0.7,
                "low": 0.65,
                "high": 0.75,
            }
        ),
        "precision_recall": pd.DataFrame({"recall": steps[::-1], "precision": 0.7}),
        "repairs": pd.DataFrame(
            {
                "rank": range(1, len(values) + 1),
                "own": [as_yaml({f"columns.{i}": value}) for i, value in enumerate(values)],
                "generic": "",
                "limit": "",
            }
        ),
        "roc": pd.DataFrame({"fpr": steps, "tpr": steps}),
        "segments": pd.DataFrame(
            {"rule": values, "rate_real": 0.1, "rate_fake": 0.0, "fake": range(len(values))}
        ),
        "yardstick": pd.DataFrame({"corruption": steps, "auc": 0.7, "low": 0.65, "high": 0.75}),
    }


def records(values):
    """A FAKE and a REAL record with these values."""
    cells = [
        Cell(f"{i} {value}", value, "other", is_telling=i < 2) for i, value in enumerate(values)
    ]
    return [
        Record(end, label, 0.9, f"2 times likelier FAKE because {values[0]}", [values[0]], cells, 7)
        for end, label in (("most_fake", "FAKE"), ("most_real", "REAL"))
    ]
