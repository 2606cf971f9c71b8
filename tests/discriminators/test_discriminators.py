"""Every family keeps the promises of `Discriminator`."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from stages import discriminators
from stages.errors import UserError
from stages.tables import Table

FAMILIES = ["lightgbm", "tutorial"]


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
    kinds = dict(
        zip(frame, ["categorical", "float", "integer", "categorical", "float"], strict=True)
    )
    return Table(frame, kinds)


@pytest.mark.parametrize("name", FAMILIES)
def test_finds_the_planted_leak_and_names_it_first(
    name: str, table: Table, is_fake: np.ndarray
) -> None:
    train, holdout = np.arange(700), np.arange(700, 1000)
    discriminator = discriminators.make(name, {}, seed=0).fit(table.take(train), is_fake[train])

    proba = discriminator.predict_proba(table.take(holdout))

    assert proba.shape == (300, 2)
    assert proba.sum(axis=1) == pytest.approx(1)
    assert roc_auc_score(is_fake[holdout], proba[:, 1]) > 0.8
    gains = discriminator.feature_gain()
    assert gains["columns"][0] == ("planted",)
    assert gains["gain"].sum() == pytest.approx(1)
    assert next(iter(discriminator.column_gain())) == "planted"


@pytest.mark.parametrize("name", FAMILIES)
def test_a_saved_discriminator_is_the_same(
    name: str, table: Table, is_fake: np.ndarray, tmp_path: Path
) -> None:
    discriminator = discriminators.make(name, {}, seed=0).fit(table, is_fake)
    discriminator.save(tmp_path / "model")
    loaded = discriminators.load(tmp_path / "model")

    assert loaded == discriminator
    np.testing.assert_array_equal(loaded.predict_proba(table), discriminator.predict_proba(table))
    pd.testing.assert_frame_equal(loaded.feature_gain(), discriminator.feature_gain())


@pytest.mark.parametrize("name", FAMILIES)
def test_the_same_seed_gives_the_same_model_and_the_caller_keeps_the_table(
    name: str, table: Table, is_fake: np.ndarray
) -> None:
    before = table.frame.copy()
    first = discriminators.make(name, {}, seed=3).fit(table, is_fake)
    second = discriminators.make(name, {}, seed=3).fit(table, is_fake)
    np.testing.assert_array_equal(first.predict_proba(table), second.predict_proba(table))
    pd.testing.assert_frame_equal(table.frame, before)


@pytest.mark.parametrize("name", FAMILIES)
def test_unseen_categories_and_missing_values_are_fine(
    name: str, table: Table, is_fake: np.ndarray
) -> None:
    discriminator = discriminators.make(name, {}, seed=0).fit(table, is_fake)
    odd = table.frame.head(2).copy()
    odd["split"] = ["never seen", None]
    odd.loc[0, "is_fake"] = np.inf
    assert np.isfinite(discriminator.predict_proba(Table(odd, table.kinds))).all()


def test_p_fake_is_at_equal_priors_whatever_the_class_sizes() -> None:
    rng = np.random.default_rng(0)
    is_fake = np.arange(11_000) >= 10_000
    frame = pd.DataFrame({"value": rng.normal(size=11_000) + is_fake})
    table = Table(frame, {"value": "float"})
    p_fake = discriminators.make("lightgbm", {}, seed=0).fit(table, is_fake).predict_proba(table)
    # Two unit normals one apart: the densities are equal half way.
    assert p_fake[np.abs(frame["value"] - 0.5) < 0.1, 1].mean() == pytest.approx(0.5, abs=0.05)


def test_unknown_name() -> None:
    with pytest.raises(UserError, match=r"'oracle'.*'lightgbm', 'tutorial'"):
        discriminators.make("oracle", {}, seed=0)


def test_too_few_rows_of_a_class(table: Table) -> None:
    with pytest.raises(UserError, match="996 REAL and 4 FAKE rows"):
        discriminators.make("lightgbm", {}, seed=0).fit(table, np.arange(1000) < 4)


def test_a_folder_without_a_sound_discriminator(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no schema\.json"):
        discriminators.load(tmp_path)
    (tmp_path / "schema.json").write_text("[1")
    with pytest.raises(UserError, match="train again"):
        discriminators.load(tmp_path)
    (tmp_path / "schema.json").write_text(json.dumps({"version": 99}))
    with pytest.raises(UserError, match="version 99"):
        discriminators.load(tmp_path)
