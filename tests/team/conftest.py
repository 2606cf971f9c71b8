"""Small repositories to run the team's tools in."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from ..conftest import ROOT
from ..test_end_to_end import SMALL, command, git, new_clone

# A pipeline of one quick stage, whose AUC follows from the parameters.
STAGE = """
import json, pathlib, sys, yaml

params = yaml.safe_load(open("params.yaml"))
rows, seed = params["generator"]["sample_size"], params["seed"]
if rows == 666:
    sys.exit("error: no luck with 666 rows")
auc = 0.5 + 50 / rows + seed / 1000
pathlib.Path("metrics").mkdir(exist_ok=True)
values = {"auc": auc, "auc_ci_low": auc - 0.02, "auc_ci_high": auc + 0.02}
pathlib.Path("metrics/evaluate.json").write_text(json.dumps(values))
"""
PIPELINE = """
stages:
  evaluate:
    cmd: python evaluate.py
    params: [seed, generator]
    deps: [evaluate.py]
    outs: [{metrics/evaluate.json: {cache: false}}]
metrics: [metrics/evaluate.json]
"""


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", f"--message={message}")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    """A repository with the team's tools and a pipeline of one quick stage, not run yet."""
    folder = tmp_path_factory.mktemp("tiny")
    for code in ("stages", "fake_or_real", "team"):
        shutil.copytree(ROOT / code, folder / code)
    shutil.copytree(ROOT / ".dvc", folder / ".dvc", ignore=shutil.ignore_patterns("cache", "tmp"))
    for name in ("params.yaml", ".dvcignore", ".gitignore"):
        shutil.copy2(ROOT / name, folder / name)
    (folder / "evaluate.py").write_text(STAGE)
    (folder / "dvc.yaml").write_text(PIPELINE)
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "start")
    return folder


@pytest.fixture(scope="session")
def finished(tmp_path_factory) -> Path:
    """A clone in which the whole pipeline has run and was committed; leave it as it is."""
    folder = tmp_path_factory.mktemp("finished")
    table = pd.read_parquet(ROOT / "fake_or_real/sources/stdlib.parquet").sample(
        1500, random_state=0
    )
    (folder / "tests").mkdir()  # where git takes tables
    table.to_csv(folder / "tests/table.csv", index=False)
    changes = SMALL | {
        "fetch.dataset": "tests/table.csv",
        "generator.name": "copy",
        "discriminator.lightgbm.models": 1,
        "explain.peel": 0,
        "jury.families": [],
        "yardstick.fractions": [0, 1],
        "gate.allow_memorized": True,
        "gate.max_identical": 1.0,
    }
    new_clone(folder, changes)
    command(folder, "dvc", "repro")
    commit(folder, "finished")
    return folder
