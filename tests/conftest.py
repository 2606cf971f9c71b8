"""What several tests need."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the public data sets and the tutorial's fixture, beside the repository."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared (the data sets and the tutorial's fixture), which is missing")
    return folder


@pytest.fixture
def mixed() -> Table:
    """200 rows with every column kind, missing values, and column names that could clash."""
    rng = np.random.default_rng(0)
    rows = 200
    frame = pd.DataFrame(
        {
            "split": pd.array(rng.choice(["a", "b", None], rows), dtype="str"),
            "is_fake": pd.array(rng.integers(0, 9, rows), dtype="Int64"),
            "label": rng.normal(size=rows).round(2),
            "index": pd.array(rng.integers(0, 2, rows), dtype="boolean"),
            "when": pd.to_datetime("2020-01-01")
            + pd.to_timedelta(rng.integers(0, 999, rows), unit="h"),
            "words": pd.array([f"row {i} of it" for i in range(rows)], dtype="str"),
        }
    )
    frame["when"] = frame["when"].astype("datetime64[us]")
    frame.loc[::7, "is_fake"] = pd.NA
    frame.loc[::5, "label"] = np.nan
    return Table(
        frame,
        {
            "split": "categorical",
            "is_fake": "integer",
            "label": "float",
            "index": "boolean",
            "when": "datetime",
            "words": "text",
        },
    )
