"""Every family keeps the promises of `Discriminator`."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit
from sklearn.metrics import roc_auc_score

from fake_or_real import discriminators
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError

KNN = "sklearn.neighbors.KNeighborsClassifier"
# Small versions where the default takes seconds.
FAMILIES = {
    "lightgbm": {},
    "lightgbm-fast": {},
    "tutorial": {},
    "random-forest": {"arguments": {"n_estimators": 30}},
    "hist-gradient-boosting": {},
    "logistic-regression": {},
    KNN: {"arguments": {"n_neighbors": 15}},
    "sklearn.svm.LinearSVC": {},
    "xgboost": {},
    "catboost": {"arguments": {"iterations": 50}},
}


@pytest.fixture(params=FAMILIES)
def made(request):
    """Makes an unfitted discriminator of each family from a seed."""
    if request.param in ("xgboost", "catboost"):
        pytest.importorskip(request.param)
    return lambda seed: discriminators.make(request.param, FAMILIES[request.param], seed)


@pytest.fixture
def is_fake() -> np.ndarray:
    return np.random.default_rng(0).permutation(1000) < 300


@pytest.fixture
def table(is_fake: np.ndarray) -> Table:
    """Four columns of noise, and `planted`, which gives most FAKE rows away."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "split": rng.choice(["a", "b", "c"], 1000),
            '{"is_fake": [1]}': rng.normal(size=1000),
            "count": pd.array(rng.integers(0, 9, 1000), "Int64"),
            "planted": np.where(is_fake & (rng.random(1000) < 0.8), "x", "y"),
            "is_fake": rng.normal(size=1000),
        }
    )
    kinds = ["categorical", "float", "integer", "categorical", "float"]
    return Table(frame, dict(zip(frame, kinds, strict=True)))


def test_finds_the_planted_leak_and_names_it_first(made, table, is_fake):
    train, holdout = np.arange(700), np.arange(700, 1000)
    discriminator = made(0).fit(table.take(train), is_fake[train])

    proba = discriminator.predict_proba(table.take(holdout))

    assert proba.shape == (300, 2)
    assert proba.sum(axis=1) == pytest.approx(1)
    assert roc_auc_score(is_fake[holdout], proba[:, 1]) > 0.8
    gains = discriminator.feature_gain()
    assert gains["columns"][0] == ("planted",)
    assert gains["gain"].sum() == pytest.approx(1)
    assert next(iter(discriminator.column_gain())) == "planted"


def test_a_saved_discriminator_is_the_same(made, table, is_fake, tmp_path):
    discriminator = made(0).fit(table, is_fake)
    discriminator.save(tmp_path / "model")
    loaded = discriminators.load(tmp_path / "model")

    assert loaded == discriminator
    np.testing.assert_array_equal(loaded.predict_proba(table), discriminator.predict_proba(table))
    pd.testing.assert_frame_equal(loaded.feature_gain(), discriminator.feature_gain())
    assert not list(tmp_path.glob("**/*.pkl"))


def test_the_same_seed_gives_the_same_model_and_the_table_stays(made, table, is_fake):
    before = table.frame.copy()
    first, second = (made(3).fit(table, is_fake).predict_proba(table) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    pd.testing.assert_frame_equal(table.frame, before)


def test_unseen_categories_and_missing_values_are_fine(made, table, is_fake):
    discriminator = made(0).fit(table, is_fake)
    odd = table.frame.head(2).copy()
    odd["split"] = ["never seen", None]
    odd.loc[0, "is_fake"] = np.inf
    assert np.isfinite(discriminator.predict_proba(Table(odd, table.kinds))).all()


def test_contributions_add_up_and_name_the_leak(table, is_fake):
    discriminator = discriminators.make("lightgbm", {}, seed=0).fit(table, is_fake)
    added = discriminator.contributions(table)
    assert added.shape == (1000, len(discriminator.features))
    # They differ from the log-odds by a constant.
    rest = logit(discriminator.predict_proba(table)[:, 1]) - added.sum(axis=1)
    assert rest.std() < 1e-6
    columns = [feature.columns for feature in discriminator.features]
    strongest = added[table.frame["planted"] == "x"].abs().mean().to_numpy().argmax()
    assert "planted" in columns[strongest]


@pytest.mark.parametrize("name", ["lightgbm", "hist-gradient-boosting"])
def test_p_fake_is_at_equal_priors_whatever_the_class_sizes(name):
    rng = np.random.default_rng(0)
    is_fake = np.arange(11_000) >= 10_000
    frame = pd.DataFrame({"value": rng.normal(size=11_000) + is_fake})
    table = Table(frame, {"value": "float"})
    p_fake = discriminators.make(name, {}, seed=0).fit(table, is_fake).predict_proba(table)
    # Two unit normals one apart: the densities are equal half way.
    assert p_fake[np.abs(frame["value"] - 0.5) < 0.1, 1].mean() == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        ("oracle", {}, "no discriminator 'oracle'; choose one of lightgbm, "),
        ("random-forest", {"arguments": {"leaves": 1}}, "has no argument 'leaves'"),
    ],
)
def test_what_cannot_be_made(name, settings, message):
    with pytest.raises(UserError, match=message):
        discriminators.make(name, settings, seed=0)


def test_too_few_rows_of_a_class(table):
    with pytest.raises(UserError, match="996 REAL and 4 FAKE rows"):
        discriminators.make("lightgbm", {}, seed=0).fit(table, np.arange(1000) < 4)


def test_a_folder_without_a_sound_discriminator(tmp_path):
    with pytest.raises(UserError, match=r"no schema\.json"):
        discriminators.load(tmp_path)
    for content, message in [
        ("[1", "train again"),
        (json.dumps({"version": 99}), "version 99"),
        (json.dumps({"version": 2, "discriminator": "oracle", "sha256": {}}), "'oracle'"),
    ]:
        (tmp_path / "schema.json").write_text(content)
        with pytest.raises(UserError, match=message):
            discriminators.load(tmp_path)


def test_importing_the_package_imports_no_model_library():
    """They take seconds, also where a model is only named."""
    code = "import sys, fake_or_real.discriminators; print(*sys.modules)"
    imported = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "fake_or_real.discriminators.base" in imported
    heavy = {"lightgbm", "sklearn", "scipy.stats", "skops", "matplotlib", "torch"}
    assert not heavy & set(imported)
