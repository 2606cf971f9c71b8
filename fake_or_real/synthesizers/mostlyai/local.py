"""MOSTLY AI's SDK on this machine, with what its numbers depend on held fast."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fake_or_real.data.outputs import temporary_folder
from fake_or_real.synthesizers.base import Report

# The trained weights depend on how many threads share a sum and on the instructions that MKL uses.
# One thread is also fastest: the generator is too small for more, and threads that wait for each
# other spin. COMPATIBLE is MKL's only setting that gives the same matrix products on Intel's CPUs
# as on AMD's; it costs no time here.
_PINNED = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MKL_CBWR": "COMPATIBLE"}
# The kinds of machine on which a training gave the same bytes as on others of their kind, whatever
# was set from outside: one for each maker of CPUs, since MKL's square root, which the optimizer
# uses, starts from an instruction (rsqrtps) that each maker approximates in its own way.
_REPRODUCIBLE = [
    {"device": "cpu", "cpu_vendor": maker, "cpu_capability": "AVX2", "threads": 1}
    for maker in ("AuthenticAMD", "GenuineIntel")
]


@contextmanager
def local_sdk() -> Iterator[tuple[Any, Path]]:
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


def machine() -> Report:
    """The machine and its engine, and whether a training gives the same bytes on its like."""
    import torch  # noqa: PLC0415 - takes seconds

    found = {
        "device": "cuda" if torch.cuda.is_available() else "cpu",
        "cpu_vendor": _cpu().get("vendor_id", "unknown"),
        "cpu_capability": torch.backends.cpu.get_cpu_capability(),
        "threads": torch.get_num_threads(),
    }
    return {
        **found,
        "reproducible": found in _REPRODUCIBLE,
        "mostlyai_engine": version("mostlyai-engine"),
    }


def _cpu() -> dict[str, str]:
    """What Linux says of the CPU, such as its `vendor_id` and `flags`; nothing elsewhere."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    fields = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in fields}
