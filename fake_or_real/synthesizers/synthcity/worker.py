# /// script
# requires-python = "==3.11.*"
# dependencies = ["synthcity==0.2.12"]
#
# [tool.uv]
# # Its own bounds hold back to releases that lack wheels; it works with these.
# override-dependencies = [
#   "torch==2.13.0",
#   "torchvision==0.28.0",
#   "pyarrow==21.0.0",
#   "torchtext ; sys_platform == 'never'",
#   "nvidia-nccl-cu12 ; sys_platform == 'never'",
# ]
# ///
"""Plugins of synthcity for single tables (Qian, Davis, van der Schaar 2023, NeurIPS)."""

import copyreg
import inspect
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from opacus.optimizers import DPOptimizer
from synthcity.plugins import Plugins
from synthcity.utils.constants import DEVICE
from synthcity.utils.reproducibility import enable_reproducible_results
from synthcity.utils.serialization import load_from_file, save_to_file

# synthcity writes models as pickles only: load none that came from somebody you do not trust.
_MODEL = "synthcity.pkl"


def fit(
    frame: pd.DataFrame, kinds: dict[str, str], settings: dict[str, Any], seed: int, folder: Path
) -> dict[str, Any]:
    """Train the plugin."""
    enable_reproducible_results(seed)
    plugins = Plugins(categories=["generic", "privacy"])
    takes = inspect.signature(plugins.get_type(settings["plugin"])).parameters
    iterations = {"n_iter": settings["n_iter"]} if "n_iter" in takes else {}
    plugin = plugins.get(
        settings["plugin"], random_state=seed, **iterations, **settings["arguments"]
    )
    plugin.fit(frame)
    # dpgan's optimizer could not be loaded again, and drawing needs none.
    copyreg.pickle(DPOptimizer, lambda _: (type(None), ()))
    save_to_file(folder / _MODEL, plugin)
    return {
        "synthcity": version("synthcity"),
        "device": str(DEVICE),
        "ended_by": "n_iter" if iterations else "the plugin's own rule",
        "reproducible": str(DEVICE) == "cpu",
    }


def sample(rows: int, seed: int, folder: Path) -> pd.DataFrame:
    """Draw rows."""
    plugin = load_from_file(folder / _MODEL)
    return plugin.generate(count=rows, random_state=seed).dataframe()
