"""The stages of the pipeline: each is a small script, and params.py reads their parameters."""

import sys
from collections.abc import Sequence
from pathlib import Path

from fake_or_real.errors import say_hook


def announced(words: Sequence[str]) -> str:
    """Which stage of how many a command is and what it does; empty for what is no stage's command.

    words: the command line, such as `python -m stages.probe`.
    """
    from fake_or_real.data import yaml_files  # noqa: PLC0415 - for stages only, not for all of team/

    stages = yaml_files.read(Path("dvc.yaml"))["stages"]
    for place, stage in enumerate(stages.values(), start=1):
        if stage["cmd"].split()[1:] == [*words[1:]]:
            return f"stage {place} of {len(stages)}: {stage['desc']}"
    return ""


# Its imports take a command seconds, in which it can be interrupted or find a package missing.
sys.excepthook = say_hook
# In these seconds there shall be something to read; DVC itself says no more than the name.
if (
    sys.orig_argv[1:2] == ["-m"]
    and Path("dvc.yaml").is_file()
    and (said := announced(sys.orig_argv))
):
    print(said, flush=True)
