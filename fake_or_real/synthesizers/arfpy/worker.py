# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["arfpy==0.1.1", "numpy<2.4", "pandas<3", "pyarrow"]
# ///
"""Adversarial random forests (Watson et al. 2023, AISTATS), from the package arfpy."""

import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from arfpy import arf

# All that sampling needs; as tables, so that no model file has to be a pickle.
_TABLES = ("bnds", "params", "class_probs")


def fit(
    frame: pd.DataFrame, kinds: dict[str, str], settings: dict[str, Any], seed: int, folder: Path
) -> dict[str, Any]:
    """Grow forests until they cannot tell real from synthetic rows, then estimate densities."""
    threads = int(os.environ["OMP_NUM_THREADS"])
    forest = arf.arf(frame, random_state=seed, n_jobs=threads, **settings)
    forest.forde()
    for name in _TABLES:
        getattr(forest, name).to_parquet(folder / f"{name}.parquet")
    levels = {name: list(values) for name, values in forest.levels.items()}
    about = {"columns": list(frame), "num_trees": forest.num_trees, "levels": levels}
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    if forest.acc[-1] <= 0.5:
        ended_by = "convergence"
    elif len(forest.acc) > settings["max_iters"]:
        ended_by = "max_iters"
    else:
        ended_by = "no further gain"
    return {
        "arfpy": version("arfpy"),
        "device": "cpu",
        "ended_by": ended_by,
        "iterations": len(forest.acc) - 1,
        "reproducible": True,
    }


def sample(rows: int, seed: int, folder: Path) -> pd.DataFrame:
    """Draw rows; the runner has seeded NumPy, from which they come."""
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    forest = arf.arf.__new__(arf.arf)
    for name in _TABLES:
        setattr(forest, name, pd.read_parquet(folder / f"{name}.parquet"))
    forest.orig_colnames, forest.num_trees = about["columns"], about["num_trees"]
    forest.p, forest.dist, forest.levels = len(about["columns"]), "truncnorm", about["levels"]
    strings = pd.Series([name in about["levels"] for name in about["columns"]], about["columns"])
    forest.factor_cols = forest.object_cols = strings
    return forest.forge(rows)
