import re

import numpy as np
import pandas as pd
import pytest

from fake_or_real import synthesizers
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.synthesizers.mostlyai.settings import Settings, sampling

FIXED = {"type": "FixedCombinations", "columns": ["split", "is_fake"]}
ORDER = {"type": "Inequality", "columns": ["is_fake", "label"]}


def test_what_is_at_its_default_is_not_passed_on(mixed):
    settings = Settings()
    settings.check(mixed)
    assert settings.model() == {}
    assert settings.rules("data") == {}
    assert sampling(1.0, 1.0) == {}
    assert {each["name"]: each["model_encoding_type"] for each in settings.encodings(mixed)} == {
        "split": "TABULAR_CATEGORICAL",
        "is_fake": "TABULAR_NUMERIC_AUTO",
        "label": "TABULAR_NUMERIC_AUTO",
        "index": "TABULAR_CATEGORICAL",
        "when": "TABULAR_DATETIME",
        "words": "TABULAR_CHARACTER",
    }


def test_what_is_set_is_passed_on_in_the_sdks_words(mixed):
    settings = Settings(
        columns={"label": "NUMERIC_DISCRETE"},
        constraints=[FIXED],
        value_protection=False,
        rare_category_replacement_method="SAMPLE",
        differential_privacy={"max_epsilon": 5.0},
        flexible_generation=False,
    )
    settings.check(mixed)
    assert settings.model() == {
        "value_protection": False,
        "rare_category_replacement_method": "SAMPLE",
        "differential_privacy": {"max_epsilon": 5.0},
        "enable_flexible_generation": False,
    }
    encodings = [each["model_encoding_type"] for each in settings.encodings(mixed)]
    assert encodings[:3] == ["TABULAR_CATEGORICAL"] * 2 + ["TABULAR_NUMERIC_DISCRETE"]
    config = {"table_name": "data", "columns": ["split", "is_fake"]}
    assert settings.rules("data") == {
        "constraints": [{"type": "FixedCombinations", "config": config}]
    }
    config = {"table_name": "data", "low_column": "is_fake", "high_column": "label"}
    ordered = Settings(constraints=[ORDER]).rules("data")
    assert ordered == {"constraints": [{"type": "Inequality", "config": config}]}
    assert sampling(0.9, 1.0) == {"sampling_temperature": 0.9}


@pytest.mark.parametrize(
    ("means", "message"),
    [
        ({"columns": {"lable": "NUMERIC_DISCRETE"}}, "no column 'lable'; did you mean 'label'?"),
        (
            {"columns": {"split": "NUMERIC_DISCRETE"}},
            "split holds categorical values, which cannot be encoded as NUMERIC_DISCRETE;"
            " CATEGORICAL can",
        ),
        ({"columns": {"label": "DATETIME"}}, "label holds float values"),
        (
            {"constraints": [FIXED | {"columns": ["split", "gone"]}]},
            "constraints.0: there is no column 'gone'",
        ),
        ({"constraints": [FIXED, ORDER]}, "constraints.1: is_fake is in another constraint"),
        ({"constraints": [ORDER | {"columns": ["label", "when"]}]}, "these are float, datetime"),
        ({"constraints": [ORDER | {"columns": ["label", "is_fake", "when"]}]}, "takes two columns"),
        (
            {"constraints": [FIXED], "columns": {"is_fake": "NUMERIC_DIGIT"}},
            "is_fake is in FixedCombinations, which needs CATEGORICAL",
        ),
    ],
)
def test_columns_that_cannot_be_so_are_refused_before_the_training(mixed, means, message):
    synthesizer = synthesizers.make("mostlyai", means)
    with pytest.raises(UserError, match=re.escape(message)):
        synthesizer.fit(mixed, seed=1)


def test_the_epsilon_is_that_of_the_weights_that_were_kept():
    log = [
        {"is_checkpoint": 1, "dp_eps": 3.0, "dp_delta": 1e-5},
        {"is_checkpoint": 1, "dp_eps": 4.5, "dp_delta": 1e-5},
        {"is_checkpoint": 0, "dp_eps": 5.5, "dp_delta": 1e-5},
    ]
    limited = Settings(differential_privacy={"max_epsilon": 5.0})
    spent = {"dp_epsilon": 4.5, "dp_delta": 1e-5}
    assert limited.reached(log) == spent | {"ended_by": "max_epsilon"}
    assert Settings(differential_privacy={"max_epsilon": 6.0}).reached(log) == spent
    assert Settings().reached(log) == {}


def test_only_a_synthesizer_that_has_a_temperature_takes_one():
    synthesizers.make("independent", {}).set_sampling(1, 1)
    with pytest.raises(UserError, match=r"set both \(probe.sampling_temperature"):
        synthesizers.make("independent", {}).set_sampling(0.9, 1)


@pytest.mark.slow
def test_the_sdk_keeps_what_it_was_told_and_says_what_it_spent(mixed):
    mixed.frame["is_fake"] = mixed.frame["split"].map({"a": 1, "b": 2}).astype("Int64")
    means = {"constraints": [FIXED], "differential_privacy": {"max_epsilon": 50.0}}
    synthesizer = synthesizers.make("mostlyai", {"max_epochs": 1} | means)
    assert 0 < synthesizer.fit(mixed, seed=1)["dp_epsilon"] <= 50
    synthesizer.set_sampling(0.8, 0.95)
    drawn = synthesizer.sample(100, seed=1)
    pairs = set(zip(drawn["split"].fillna(""), drawn["is_fake"].astype(str), strict=True))
    assert {pair for pair in pairs if pair[0] in ("a", "b")} <= {("a", "1"), ("b", "2")}
    assert pairs


@pytest.mark.slow
def test_places_are_learned_as_coordinates():
    rng = np.random.default_rng(1)
    towns = rng.choice([[48.20849, 16.37208], [47.07071, 15.43950]], 400)
    places = [f"{lat:.5f}, {long:.5f}" for lat, long in towns + rng.normal(0, 0.01, (400, 2))]
    frame = pd.DataFrame({"place": pd.array(places, dtype="str"), "size": rng.normal(size=400)})
    table = Table(frame, {"place": "text", "size": "float"})
    means = {"max_epochs": 20, "columns": {"place": "LAT_LONG"}}
    synthesizer = synthesizers.make("mostlyai", means)
    synthesizer.fit(table, seed=1)
    drawn = synthesizer.sample(100, seed=1)["place"].str.extract(
        r"^(-?\d+\.\d{5}), (-?\d+\.\d{5})$"
    )
    latitude, longitude = drawn.astype(float).to_numpy().T
    near = (np.abs(latitude - 47.6) < 1) & (np.abs(longitude - 15.9) < 1)
    # How many depends on the CPU's maker. Places that are not learned lie anywhere on earth, or
    # are no places.
    assert near.mean() > 0.5
