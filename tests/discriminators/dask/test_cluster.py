"""The Dask engine on a scheduler and two workers in processes of their own, one of which dies."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import yaml

from fake_or_real import discriminators
from fake_or_real.data import seen_rows, splits, splitting, stored, tables
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.sources import fetch
from fake_or_real.statistics.auc import auc

from ...conftest import ROOT
from .clusters import cluster

pytest.importorskip("distributed", reason="needs fake-or-real[dask]")

from fake_or_real.discriminators.dask import fit, rows, scoring
from fake_or_real.discriminators.dask.cluster import connected

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A pipeline's folder after `split`: a table with a text, and FAKE rows somewhat scrambled.

    A third of the rows is only counted.
    """
    rng = np.random.default_rng(0)
    whole = fetch("stdlib").take(rng.permutation(15_000)[:12_000])
    frame = whole.frame.assign(
        text=whole.frame["module"].astype("str") + " of " + whole.frame["kind"]
    )
    whole = Table(frame, whole.kinds | {"text": "text"}, whole.about)
    real, fake = whole.take(np.arange(6000)), whole.take(np.arange(6000, 12_000)).frame
    for name in list(fake)[::4]:
        moved = np.flatnonzero(rng.random(len(fake)) < 0.6)
        fake.loc[moved, name] = fake.loc[rng.permutation(moved), name].to_numpy()
    fake = Table(fake, whole.kinds, whole.about)
    folder = tmp_path_factory.mktemp("pipeline")
    tables.write(real, folder / "data/real.parquet")
    tables.write(fake, folder / "data/synthetic.parquet")
    how = {"protocol": "all", "holdout": 0.3, "max_rows": 4000, "seed": 1}
    assigned = splitting.split(real, fake, None, **how)
    tables.write(assigned, folder / "data/split.parquet")
    seen_rows.write(None, folder / "data/seen.parquet")
    return folder


@pytest.fixture(scope="module")
def assigned(folder):
    return tables.read(folder / "data/split.parquet")


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("cluster") / "logs", nannies=False) as (address, _):
        yield address


def trained(address, folder, assigned):
    model = discriminators.make("lightgbm", {}, 1)
    with connected(address, folder / "data") as dask:
        parts = (splits.members(name, assigned) for name in ("train", "counted"))
        fit.fit(dask, model, *parts)
        return model, scoring.p_fake(dask, model, splits.members("holdout", assigned))


def test_features_and_scores_are_those_of_one_machine(two_workers, folder, assigned, tmp_path):
    train, holdout = (
        splits.part(name, assigned, *stored.judged(folder / "data"))
        for name in ("train", "holdout")
    )
    local = discriminators.make("lightgbm", {}, 1).fit(train.table, train.is_fake, train.counted)
    assert len(train.counted) > 1000
    with connected(two_workers, folder / "data") as dask:
        how = train.table, train.is_fake, np.random.default_rng(1), train.counted
        seen = local.look(*how)
        parts = (splits.members(name, assigned) for name in ("train", "counted"))
        _, made = rows.measure(dask, seen, *parts)
        found = np.empty((len(train.is_fake), len(seen.features)), np.float32)
        for matrix, places in zip(dask.gather(made.matrices), made.places, strict=True):
            found[places] = matrix
    np.testing.assert_array_equal(found, seen.fitted(train.table))

    model, p_fake = trained(two_workers, folder, assigned)
    model.save(tmp_path)
    loaded = discriminators.load(tmp_path)
    np.testing.assert_array_equal(loaded.predict_proba(holdout.table)[:, 1], p_fake)
    expected = local.predict_proba(holdout.table)[:, 1]
    apart = auc(holdout.is_fake, p_fake).value - auc(holdout.is_fake, expected).value
    assert abs(apart) < 0.005
    again, _ = trained(two_workers, folder, assigned)
    again.save(tmp_path / "again")
    for file in tmp_path.glob("model_*.txt"):
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()


def test_a_worker_that_does_not_see_the_folder_is_named(two_workers, tmp_path):
    with (
        pytest.raises(UserError, match=f"tcp://.* does not see {tmp_path}/nowhere; it must lie on"),
        connected(two_workers, tmp_path / "nowhere"),
    ):
        pass


def started(folder, stage, address):
    """A stage with this scheduler as a process, as DVC starts it."""
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    params["discriminator"] |= {"engine": "dask", "dask": {"scheduler": address}}
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", f"stages.{stage}"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed_in_the_middle(folder, tmp_path, nannies):
    """The exit code and stderr of a training in the middle of which a worker was killed."""
    with cluster(tmp_path / "logs", nannies=nannies) as (address, workers):
        stage = started(folder, "train_discriminator", address)
        until = time.monotonic() + 120
        while workers.trained() < 2 and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.1)
        workers.kill_first()
        _, error = stage.communicate(timeout=300)
    assert "Traceback" not in error
    return stage.returncode, error


@pytest.fixture
def before(folder):
    """The one file in the model's folder, which a new model takes the place of."""
    shutil.rmtree(folder / "data/discriminator", ignore_errors=True)
    (folder / "data/discriminator").mkdir()
    old = folder / "data/discriminator/old"
    old.write_text("as it was")
    return old


def test_where_a_nanny_restarts_workers_a_killed_one_is_no_end(folder, before, tmp_path):
    code, error = killed_in_the_middle(folder, tmp_path, nannies=True)
    assert code == 0, error
    assert not before.exists()
    assert len(discriminators.load(folder / "data/discriminator").features) > 50
    assert list(folder.glob("data/.writing*")) == []


def test_without_nannies_a_killed_worker_ends_it_in_one_line_or_not_at_all(
    folder, before, tmp_path
):
    code, error = killed_in_the_middle(folder, tmp_path, nannies=False)
    if code:
        (said,) = [line for line in error.splitlines() if "models:" not in line]
        assert said.startswith("error: a worker of tcp://127.0.0.1:")
        assert before.read_text() == "as it was"
        assert list(Path(before.parent).iterdir()) == [before]
    else:
        assert not before.exists()
    assert list(folder.glob("data/.writing*")) == []


def test_the_stages_write_the_same_metrics_as_on_one_machine(two_workers, folder):
    for stage in ("train_discriminator", "evaluate"):
        process = started(folder, stage, two_workers)
        _, error = process.communicate(timeout=300)
        assert process.returncode == 0, error
    figures = yaml.safe_load((folder / "metrics/evaluate.json").read_text())
    assert {"auc", "auc_ci_low", "detectable", "seen_known"} <= set(figures)
    scores = tables.read(folder / "data/scores.parquet").frame
    assert 0.5 < figures["auc"] < 1
    assert len(scores) == 2400
