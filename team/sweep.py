"""Run the pipeline once for each combination of parameters: `make sweep S= SEEDS=`.

Plain `dvc exp run`, one after another, each in DVC's temporary workspace, so that the working
tree stays as it is. An experiment that this commit already has is skipped: an interrupted sweep
continues where it was. A failing run loses no other; it is reported, and the exit code is 1.
"""

import argparse
import difflib
import itertools
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from dvc.exceptions import DvcException
from dvc.utils.hydra import apply_overrides
from omegaconf.errors import OmegaConfBaseException

from fake_or_real.data import yaml_files
from fake_or_real.errors import UserError, run
from stages.params import PARAMS, checked, read_params
from team.commands import DVC, dvc, git
from team.experiments import flat

# What decides a run's results: with changes here, a name would not say what ran.
DECIDES = ("dvc.yaml", "params.yaml", "stages", "fake_or_real")


def parse_grid(text: str, seeds: int | None, known: list[str]) -> dict[str, list[str]]:
    """The values of each parameter in a text like `a.b=1,2 c.d=x,y`, and `seed` from 1 on.

    seeds: how many, if the seed varies. known: the parameters that there are.
    Commas inside brackets separate no values: `yardstick.fractions=[0,0.1,1]` is one.

    Raises `UserError` for what is not of that form or not a parameter.
    """
    grid: dict[str, list[str]] = {}
    for word in text.split():
        key, equals, values = word.partition("=")
        if not equals or not values:
            raise UserError(f"S: {word!r} has no value; write S='generator.sample_size=500,1000'")
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "params.yaml lists them"
            raise UserError(f"S: {key} is not a parameter; {hint}")
        grid[key] = list(dict.fromkeys(re.split(r",(?![^\[]*\])", values)))
    if seeds is not None and seeds < 1:
        raise UserError(f"SEEDS was {seeds}; it should be 1 or more")
    if seeds is not None:
        grid["seed"] = [str(seed) for seed in range(1, seeds + 1)]
    if not grid:
        raise UserError("nothing to sweep; write make sweep S='generator.sample_size=500,1000'")
    return grid


def experiments(grid: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    """The changed parameters of each run by its name, like `generator.sample_size=500,seed=2`.

    Raises `UserError` when two runs would have one name.
    """
    found: dict[str, dict[str, str]] = {}
    for values in itertools.product(*grid.values()):
        changes = dict(zip(grid, values, strict=True))
        words = ",".join(f"{key}={value}" for key, value in changes.items())
        # git allows few other characters in a name, and two dots in a row not at all.
        name = re.sub(r"[^\w.,=+-]", "-", words).replace("..", "-")
        if name in found:
            raise UserError(f"two runs would be called {name}; sweep them one at a time")
        found[name] = changes
    return found


def check(runs: Mapping[str, dict[str, str]]) -> None:
    """Raise `UserError` for the first run whose parameters no stage would take; runs nothing."""
    with tempfile.TemporaryDirectory() as folder:
        for changes in runs.values():
            path = shutil.copy(PARAMS, folder)
            words = [f"{key}={value}" for key, value in changes.items()]
            called = f"S: {' '.join(words)}"
            try:
                apply_overrides(path, words)
            except (DvcException, OmegaConfBaseException):
                raise UserError(f"{called} is nothing that DVC can read; mend the values") from None
            checked(yaml_files.read(Path(path)), called)


def sweep(runs: Mapping[str, dict[str, str]]) -> list[str]:
    """Run what this commit does not have yet; the names of the runs that failed."""
    done = set(dvc("exp", "list", "--name-only").split())
    failed = []
    for position, (name, changes) in enumerate(runs.items(), start=1):
        print(f"[{position}/{len(runs)}] {name}:", end=" ", flush=True)
        if name in done:
            print("there already")
        elif not run_experiment(name, changes):
            failed.append(name)
    return failed


def run_experiment(name: str, changes: Mapping[str, str]) -> bool:
    """Run one experiment, naming its stages as they start, and whether it succeeded."""
    started = time.monotonic()
    words = [*DVC, "exp", "run", "--temp", "--name", name]
    words += [f"--set-param={key}={value}" for key, value in changes.items()]
    output = []
    with subprocess.Popen(  # noqa: S603
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            output.append(line.strip())
            if stage := re.match(r"Running stage '(.+)':", line):
                print(stage[1], end=" ", flush=True)
    seconds = time.monotonic() - started
    if process.returncode:
        said = [line for line in output if line.startswith("error:")] or output[-5:]
        print(f"failed after {seconds:.0f} s", *said, sep="\n    ", flush=True)
        return False
    print(f"done in {seconds:.0f} s", flush=True)
    _note_seconds(name, seconds)
    return True


def _note_seconds(name: str, seconds: float) -> None:
    """Keep the time as a git note of the experiment: in a metric no two runs would be equal."""
    head = git("rev-parse", "HEAD").strip()
    # A note is a commit, and not every machine has told git who is at work.
    author = ("-c", "user.name=sweep", "-c", "user.email=sweep@localhost")
    note = ("notes", "--ref=seconds", "add", "--force", f"--message={seconds:.0f}")
    git(*author, *note, f"refs/exps/{head[:2]}/{head[2:]}/{name}")


def _number(seeds: str | None) -> int | None:
    if seeds is None or (seeds.isascii() and seeds.isdigit() and len(seeds) < 5):
        return None if seeds is None else int(seeds)
    raise UserError(f"SEEDS was {seeds!r:.50}; it should be a number of seeds below 10,000")


def main() -> None:
    """Sweep the grid on the command line; exit code 1 when a run failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("grid", help="for example 'generator.sample_size=500,1000'")
    parser.add_argument("--seeds", help="how many seeds, from 1 on")
    arguments = parser.parse_args()
    known = list(flat(read_params().model_dump(by_alias=True)))
    runs = experiments(parse_grid(arguments.grid, _number(arguments.seeds), known))
    check(runs)
    if changed := git("status", "--porcelain", "--", *DECIDES).split():
        raise UserError(
            f"{changed[1]} is changed since the last commit, and an experiment's name could not"
            " say so; commit it, or name its parameters in S"
        )
    try:
        failed = sweep(runs)
    except KeyboardInterrupt:
        print()
        raise KeyboardInterrupt("interrupted; the same command goes on from here") from None
    if failed:
        raise UserError(
            f"{len(failed)} of {len(runs)} runs failed: {', '.join(failed)};"
            " the others are kept, and the same command tries these again"
        )
    print(f"all {len(runs)} experiments are there; compare them: make compare")


if __name__ == "__main__":
    run(main)
