"""The JSON Schemas against what is written: the committed metrics, and a judged pair."""

import json

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from fake_or_real import judge
from team.upkeep.make_schema import FOLDER, SCHEMAS, Metrics, Result, read_metrics, schema

from ..conftest import ROOT


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_the_models(name):
    assert (ROOT / FOLDER / name).read_text() == schema(SCHEMAS[name])


def test_the_committed_metrics_are_as_the_schema_says():
    Metrics.model_validate_json(json.dumps(read_metrics(ROOT / "metrics")))


def test_a_judged_pair_is_as_the_schema_says():
    rng = np.random.default_rng(0)
    tables = [
        pd.DataFrame({"age": rng.normal(mean, 9, 300).round(), "sex": ["f", "m"] * 150})
        for mean in (40, 60)
    ]
    result = judge(*tables, discriminator="lightgbm-fast", yardstick=[], jury=[])
    assert len(result.giveaways) > 0
    Result.model_validate_json(result.to_json())


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("evaluate", "auc", 1.2),
        ("evaluate", "auc", "0.7"),
        ("verdict", "detectable", None),
        ("yardstick", "relation", "beside"),
        ("copies", "other", [1]),
    ],
)
def test_what_is_not_so_is_refused(file, key, value):
    metrics = read_metrics(ROOT / "metrics")
    metrics[file][key] = value
    with pytest.raises(ValidationError, match=key):
        Metrics.model_validate_json(json.dumps(metrics))
    del metrics["evaluate"]
    with pytest.raises(ValidationError, match="evaluate"):
        Metrics.model_validate_json(json.dumps(metrics))
