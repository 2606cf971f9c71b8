"""Runs one worker in its own environment, on its own: `python -P run.py WORKER FOLDER MODEL`.

This file and the workers import nothing of this project. FOLDER holds request.json and, to fit,
table.parquet; the answer, report.json or drawn.parquet, goes there. MODEL is the folder for what
the worker keeps between fitting and sampling. A worker has two functions:

    fit(frame, kinds, settings, seed, folder) -> report, flat
    sample(rows, seed, folder) -> frame
"""

import json
import os
import random
import runpy
import signal
import sys
import threading
from pathlib import Path

import numpy as np
import pandas as pd


def end_with_parent() -> None:
    """End, with all child processes, when the pipe from the parent closes, so however it ends."""

    def watch() -> None:
        os.read(0, 1)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def main(worker_path: str, folder: Path, model: Path) -> None:
    """Answer the request."""
    end_with_parent()
    # By path, since a worker is called like the package that it imports.
    worker = runpy.run_path(worker_path)
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    random.seed(request["seed"])
    np.random.seed(request["seed"])  # noqa: NPY002 - the packages draw from it
    if "rows" in request:
        drawn = worker["sample"](request["rows"], request["seed"], model)
        drawn.to_parquet(folder / "drawn.parquet", index=False)
    else:
        frame = pd.read_parquet(folder / "table.parquet")
        report = worker["fit"](frame, request["kinds"], request["settings"], request["seed"], model)
        (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
