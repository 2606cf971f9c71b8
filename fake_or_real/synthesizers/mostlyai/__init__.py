"""MOSTLY AI's tabular generator, run locally through its SDK."""

import io
import os
import re
import shutil
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd

from fake_or_real.data.outputs import temporary_folder
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.synthesizers.base import Report, Synthesizer
from fake_or_real.synthesizers.mostlyai.settings import Settings, sampling

_TABLE = "data"
_ARCHIVE = "generator.zip"
_DESCRIPTION = "generator.json"
_NEEDED = {"model-configs.json", "model-weights.pt", "stats.json"}
# The trained weights depend on how many threads share a sum and on the instructions that MKL uses.
# One thread is also fastest: the generator is too small for more, and threads that wait for each
# other spin. COMPATIBLE is MKL's only setting that gives the same matrix products on Intel's CPUs
# as on AMD's; it costs no time here.
_PINNED = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MKL_CBWR": "COMPATIBLE"}
# The kind of machine on which a training gives the same bytes as on others of its kind. On Intel's
# CPUs the weights may differ: MKL's square root, which the optimizer uses, starts from an
# instruction (rsqrtps) whose result each maker approximates in its own way.
_REPRODUCIBLE = {
    "device": "cpu",
    "cpu_vendor": "AuthenticAMD",
    "cpu_capability": "AVX2",
    "threads": 1,
}


class Mostlyai(Synthesizer):
    """A generator that lives as the SDK's exported archive, since that is what it can reload."""

    def __init__(
        self,
        *,
        model: str = "MOSTLY_AI/Medium",
        max_training_time: float | None = None,
        max_epochs: float = 100,
        batch_size: int | None = 32,
        model_report: bool = False,
        **means: Any,
    ) -> None:
        """means: those of `Settings`."""
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
        with _local_sdk() as (sdk, home):
            generator = sdk.train(config=config)
            check_trained(generator)
            self._archive = _canonical(generator.export_to_file(home / _ARCHIVE))
            if self.model_report:
                generator.reports(home / "reports.zip")
                self._reports = _unzipped(home / "reports.zip")
            return self._describe(generator)

    def sample(self, rows: int, seed: int) -> pd.DataFrame:
        with _local_sdk() as (sdk, home):
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
        import torch  # noqa: PLC0415 - takes seconds

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
        machine = {
            "device": "cuda" if torch.cuda.is_available() else "cpu",
            "cpu_vendor": _cpu().get("vendor_id", "unknown"),
            "cpu_capability": torch.backends.cpu.get_cpu_capability(),
            "threads": torch.get_num_threads(),
        }
        return {
            **machine,
            "reproducible": (
                machine == _REPRODUCIBLE
                and ended_by != "max_training_time"
                and self.batch_size is not None  # else the free memory decides
            ),
            "mostlyai": version("mostlyai"),
            "mostlyai_engine": version("mostlyai-engine"),
            "ended_by": ended_by,
            "epochs": float(log[-1]["epoch"]),
            **({"validation_loss": float(min(losses))} if losses else {}),
            **self.settings.reached(log),
        }


@contextmanager
def _local_sdk() -> Iterator[tuple[Any, Path]]:
    """The SDK in local mode, and its folder, which is gone afterwards with all it wrote."""
    with temporary_folder() as folder:
        # The engine and torch read all these on import, here and in the SDK's training process.
        os.environ.update(_PINNED)
        # The instructions that torch itself uses; named where the CPU has them, else it crashes.
        if "avx2" in _cpu().get("flags", "").split():
            os.environ["ATEN_CPU_CAPABILITY"] = "avx2"
        # Encoded training rows stay in the datasets' cache.
        os.environ["HF_DATASETS_CACHE"] = str(Path(folder, "datasets"))
        # Otherwise training counts a download at the Hugging Face hub.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from mostlyai.sdk import MostlyAI  # noqa: PLC0415 - see above, and it takes seconds

        sdk: Any = MostlyAI(local=True, local_dir=folder)
        try:
            yield sdk, Path(folder)
        finally:
            sdk.local_server.stop()


def _cpu() -> dict[str, str]:
    """What Linux says of the CPU, such as its `vendor_id` and `flags`; nothing elsewhere."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    fields = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in fields}


def check_trained(generator: Any) -> None:
    """Raise `UserError` if the training failed; the SDK itself only prints that it did."""
    if generator.training_status.value == "FAILED":
        steps = generator.training.progress().steps
        failed = next(step for step in steps if step.status.value == "FAILED")
        raise UserError(
            f"MOSTLY AI failed in its step {failed.step_code.value}; the end of its traceback above"
            " says why"
        )


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
