"""Synthesizers that run in an environment of their own, each by a worker script.

They exchange Parquet and JSON with the pipeline, which never imports them.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, ClassVar, Self

import numpy as np
import pandas as pd

from fake_or_real.data import files, kinds, tables
from fake_or_real.data.outputs import read_json, temporary_folder
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.synthesizers.base import Report, Synthesizer
from fake_or_real.synthesizers.isolated import environment, plain

_RUN = Path(__file__).with_name("run.py")
_CODE = "code.json"
_TAIL = 2000  # bytes of output that are kept for the error message


class Isolated(Synthesizer):
    """A synthesizer whose code is `worker.py`, and whose packages are `worker.lock`, in its folder.

    folder: that folder; its name is the synthesizer's.
    python: the version that it needs, None if any of ours will do.
    plain: whether it takes numbers and strings only, with nothing missing (see `plain`).
    """

    folder: ClassVar[Path]
    python: ClassVar[str | None] = None
    plain: ClassVar[bool] = True

    def __init__(self, **settings: Any) -> None:
        self._settings = settings
        self._home = temporary_folder()
        self._model = Path(self._home.name)

    def fit(self, table: Table, seed: int) -> Report:
        if self.plain:
            table, code = plain.encode(table, np.random.default_rng(seed))
            (self._model / _CODE).write_text(json.dumps(code), encoding="utf-8")
        if len(table.kinds) < 2:
            raise UserError(
                f"{self.folder.name} needs two columns that vary in the rows it may learn from, and"
                f" here are {len(table.kinds)}; raise generator.sample_size or take another"
                " synthesizer"
            )
        with self._exchange() as folder:
            tables.write(table, folder / "table.parquet")
            request = {"settings": self._settings, "kinds": table.kinds, "seed": seed}
            self._call(folder, request)
            report: Report = read_json(folder / "report.json")
        return report

    def sample(self, rows: int, seed: int) -> pd.DataFrame:
        with self._exchange() as folder:
            self._call(folder, {"rows": rows, "seed": seed})
            drawn = files.read_foreign(folder / "drawn.parquet", f"the table of {self.folder.name}")
        frame = kinds.to_pandas(drawn.table)
        if not self.plain:
            return frame
        return plain.decode(frame, json.loads((self._model / _CODE).read_text(encoding="utf-8")))

    def save(self, folder: Path) -> None:
        shutil.copytree(self._model, folder, dirs_exist_ok=True)

    @classmethod
    def load(cls, folder: Path) -> Self:
        synthesizer = cls()
        shutil.copytree(folder, synthesizer._model, dirs_exist_ok=True)
        return synthesizer

    @contextmanager
    def _exchange(self) -> Iterator[Path]:
        """A folder for request and answer; also the worker's working directory."""
        with temporary_folder() as folder:
            yield Path(folder)

    def _call(self, folder: Path, request: dict[str, Any]) -> None:
        """Run the worker; raise `UserError` when it fails."""
        (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
        python = environment.interpreter(self.folder / "worker.lock", self.python)
        script = self.folder / "worker.py"
        # -P: else the worker's folder would hide the package that it is named after.
        command = [str(python), "-u", "-P", str(_RUN)]
        with subprocess.Popen(  # noqa: S603 - our own arguments
            [*command, str(script), str(folder), str(self._model)],
            cwd=folder,
            env=_environment(),
            # The worker ends when this pipe does, and takes its own processes with it.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            assert process.stdout is not None
            last = _pass_through(process.stdout)
        if process.returncode:
            raise UserError(
                f"{self.folder.name} failed with exit status {process.returncode}: {last};"
                " its output above says more"
            )


def _environment() -> dict[str, str]:
    """Ours, with what makes results repeatable and without what leads to our own packages."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    defaults = {"OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore::FutureWarning"}
    return {**defaults, **ours, "PYTHONHASHSEED": "0"}


def _pass_through(stream: IO[bytes]) -> str:
    """Show output as it comes, progress bars and all; give its last line."""
    tail = b""
    # What is there, without waiting for the end of a line, which a progress bar never gives.
    while chunk := os.read(stream.fileno(), 4096):
        sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
        tail = (tail + chunk)[-_TAIL:]
    lines = tail.decode("utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "no output")
