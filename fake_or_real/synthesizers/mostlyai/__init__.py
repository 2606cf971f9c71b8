"""MOSTLY AI's tabular generator, trained by its SDK on this machine or on a server."""

import io
import re
import shutil
import uuid
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd

from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.synthesizers.base import Report, Synthesizer
from fake_or_real.synthesizers.mostlyai.client import REMOTE, remote_sdk
from fake_or_real.synthesizers.mostlyai.local import local_sdk, machine
from fake_or_real.synthesizers.mostlyai.settings import Settings, sampling

_TABLE = "data"
_ARCHIVE = "generator.zip"
_DESCRIPTION = "generator.json"
_NEEDED = {"model-configs.json", "model-weights.pt", "stats.json"}


class Mostlyai(Synthesizer):
    """A generator that lives as the SDK's exported archive, since that is what it can reload.

    Wherever it was trained, its rows are drawn on this machine.
    """

    def __init__(  # noqa: PLR0913 - each is a setting in params.yaml
        self,
        *,
        mode: str = "local",
        base_url: str | None = None,
        model: str = "MOSTLY_AI/Medium",
        max_training_time: float | None = None,
        max_epochs: float = 100,
        batch_size: int | None = 32,
        model_report: bool = False,
        **means: Any,
    ) -> None:
        """mode: where it is trained: `local` or `client`, the server at `base_url`.

        means: those of `Settings`.
        """
        self._server = base_url if mode == "client" else None
        self.model = model
        self.max_training_time = max_training_time
        self.max_epochs = max_epochs
        self.batch_size = batch_size
        self.model_report = model_report
        self.settings = Settings(**means)
        self._sampling: dict[str, float] = {}
        self._archive = b""
        self._reports: dict[str, bytes] = {}

    def fit(self, table: Table, seed: int) -> Report:
        self.settings.check(table)
        config = {
            "name": "fake-or-real",
            "random_state": seed,
            "tables": [
                {
                    "name": _TABLE,
                    # The engine fails on infinities.
                    "data": table.frame.replace([np.inf, -np.inf], np.nan),
                    "columns": self.settings.encodings(table),
                    "tabular_model_configuration": {
                        "model": self.model,
                        "max_training_time": self.max_training_time,
                        "max_epochs": self.max_epochs,
                        "batch_size": self.batch_size,
                        "enable_model_report": self.model_report,
                        **self.settings.model(),
                    },
                }
            ],
            **self.settings.rules(_TABLE),
        }
        with remote_sdk(self._server) if self._server else local_sdk() as (sdk, home):
            generator = sdk.train(config=config)
            check_trained(generator)
            self._archive = _canonical(generator.export_to_file(home / _ARCHIVE))
            if self.model_report:
                generator.reports(home / "reports.zip")
                self._reports = _unzipped(home / "reports.zip")
            report = self._describe(generator)
            generator.delete()  # with the real rows that it was given
            return report

    def sample(self, rows: int, seed: int) -> pd.DataFrame:
        with local_sdk() as (sdk, home):
            (home / _ARCHIVE).write_bytes(self._archive)
            generator = sdk.generators.import_from_file(home / _ARCHIVE)
            table = {"name": _TABLE, "configuration": {"sample_size": rows, **self._sampling}}
            # With `size=` in place of `config=` the SDK ignores every seed.
            drawn: pd.DataFrame = sdk.probe(
                generator, config={"random_state": seed, "tables": [table]}
            )
            return drawn

    def set_sampling(self, temperature: float, top_p: float) -> None:
        self._sampling = sampling(temperature, top_p)

    def save(self, folder: Path) -> None:
        (folder / _ARCHIVE).write_bytes(self._archive)
        for name, content in self._reports.items():
            (folder / name).write_bytes(content)

    @classmethod
    def load(cls, folder: Path) -> Self:
        synthesizer = cls()
        synthesizer._archive = (folder / _ARCHIVE).read_bytes()
        return synthesizer

    def _describe(self, generator: Any) -> Report:
        """What was trained, and which of its limits ended it, from the SDK's training log."""
        steps = generator.training.progress().steps
        training = next(step for step in steps if step.step_code.value == "TRAIN_MODEL")
        minutes = (training.end_date - training.start_date).total_seconds() / 60
        log = training.messages
        losses = [entry["val_loss"] for entry in log if entry["val_loss"] is not None]
        # The log's last entry may be older than the end, so only the step's own clock tells.
        if self.max_training_time is not None and minutes >= self.max_training_time:
            ended_by = "max_training_time"
        elif log[-1]["epoch"] >= self.max_epochs:
            ended_by = "max_epochs"
        else:
            ended_by = "early stopping"
        where = REMOTE if self._server else machine()
        return {
            **where,
            "reproducible": (
                bool(where["reproducible"])
                and ended_by != "max_training_time"
                and self.batch_size is not None  # else the free memory decides
            ),
            "mostlyai": version("mostlyai"),
            "ended_by": ended_by,
            "epochs": float(log[-1]["epoch"]),
            **({"validation_loss": float(min(losses))} if losses else {}),
            **self.settings.reached(log),
        }


def check_trained(generator: Any) -> None:
    """Raise `UserError` if the training failed; the SDK itself only prints that it did."""
    status = generator.training_status.value
    if status == "FAILED":
        steps = generator.training.progress().steps
        failed = next(step for step in steps if step.status.value == "FAILED")
        raise UserError(
            f"MOSTLY AI failed in its step {failed.step_code.value}; the end of its traceback,"
            " above or in the log of its server, says why"
        )
    if status != "DONE":
        raise UserError(f"MOSTLY AI's training ended as {status}; begin it again")


def _canonical(exported: Path) -> bytes:
    """The exported archive with only what the SDK draws rows from, the same for the same training.

    The export also holds times, random ids, the optimizer's state and samples of real rows.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(exported) as source, zipfile.ZipFile(content, "w") as target:
        for name in sorted(source.namelist()):
            if name != _DESCRIPTION and Path(name).name not in _NEEDED:
                continue
            data = source.read(name)
            if name == _DESCRIPTION:
                data = _without_chance(data.decode()).encode()
            # An entry without a date of its own is from 1980.
            target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _without_chance(description: str) -> str:
    """The generator's JSON with numbered ids, one time and no temporary path."""
    ids: dict[str, str] = {}

    def numbered(match: re.Match[str]) -> str:
        return ids.setdefault(match[0], str(uuid.UUID(int=len(ids) + 1)))

    description = re.sub(r'"location": ?"[^"]*"', '"location": ""', description)
    description = re.sub(r'"\d{4}-\d\d-\d\dT[^"]*"', '"1980-01-01T00:00:00Z"', description)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", numbered, description)


def _unzipped(archive: Path) -> dict[str, bytes]:
    folder = archive.with_suffix("")
    shutil.unpack_archive(archive, folder)
    return {file.name: file.read_bytes() for file in sorted(folder.rglob("*.html"))}
