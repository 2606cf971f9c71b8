# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["sdv==2.0.0", "torch==2.13.0", "pyarrow"]
# ///
"""The Synthetic Data Vault's synthesizers for single tables, as they come.

SDV's licence is the Business Source License 1.1, which is not an open one.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
import torch
from sdv import cag, single_table
from sdv.metadata import Metadata
from sdv.utils import load_synthesizer

_TABLE = "t"
# SDV writes models as pickles only: load none that came from somebody you do not trust.
_MODEL = "sdv.pkl"
# SDV would replace text by made-up words; as categories its values are real ones.
_SDTYPES = {
    "categorical": "categorical",
    "text": "categorical",
    "integer": "numerical",
    "float": "numerical",
    "boolean": "boolean",
    "datetime": "datetime",
}


def fit(
    frame: pd.DataFrame, kinds: dict[str, str], settings: dict[str, Any], seed: int, folder: Path
) -> dict[str, Any]:
    """Train; the runner has seeded NumPy and `random`."""
    torch.manual_seed(seed)
    # SDV takes other units than nanoseconds for them.
    times = {name: "datetime64[ns]" for name, kind in kinds.items() if kind == "datetime"}
    columns = {name: {"sdtype": _SDTYPES[kind]} for name, kind in kinds.items()}
    constraints = [_constraint(each, columns) for each in settings.get("constraints", [])]
    # The metadata that SDV would detect embeds real values; these are only the kinds.
    metadata = Metadata.load_from_dict({"tables": {_TABLE: {"columns": columns}}})
    trained_by_epochs = settings["model"] != "GaussianCopula"
    options = {"epochs": settings["epochs"], "verbose": True} if trained_by_epochs else {}
    synthesizer = getattr(single_table, f"{settings['model']}Synthesizer")(metadata, **options)
    synthesizer.add_constraints(constraints)
    # In threads its parts would draw in any order.
    with joblib.parallel_config(backend="sequential"):
        synthesizer.fit({_TABLE: frame.astype(times)})
    synthesizer.save(folder / _MODEL)
    on_gpu = trained_by_epochs and torch.cuda.is_available()
    return {
        "sdv": version("sdv"),
        "device": "cuda" if on_gpu else "cpu",
        "ended_by": "epochs" if trained_by_epochs else "solved in one pass",
        "reproducible": not on_gpu,
    }


def sample(rows: int, seed: int, folder: Path) -> pd.DataFrame:
    """Draw rows."""
    synthesizer = load_synthesizer(folder / _MODEL)
    # Without this private call every sample is drawn with one seed fixed in SDV's source.
    synthesizer._set_random_state(seed)
    return synthesizer.sample(num_rows=rows)[_TABLE]


def _constraint(asked: dict[str, Any], columns: dict[str, dict[str, str]]) -> Any:
    """One of SDV's own; the columns of combinations become categories, as SDV wants them."""
    names = asked["columns"]
    if asked["type"] == "Inequality":
        return cag.Inequality(low_column_name=names[0], high_column_name=names[1])
    columns.update({name: {"sdtype": "categorical"} for name in names})
    return cag.FixedCombinations(column_names=names)
