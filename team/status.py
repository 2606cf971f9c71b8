"""Fail when the committed results are older than the committed code and parameters: `make status`.

Works on a fresh clone: the data need not be there.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fake_or_real.errors import UserError, run
from team.commands import dvc, git
from team.results import LOCK, check_working_tree

_CACHED = "data/"  # not committed, so neither old nor new


def changed(status: Mapping[str, list[Any]]) -> dict[str, list[str]]:
    """What git tracks and changed since the run, by stage.

    status: the content of `dvc status --json`.
    """
    found = {
        stage: [path for path in _paths(changes) if not path.startswith(_CACHED)]
        for stage, changes in status.items()
    }
    return {stage: paths for stage, paths in found.items() if paths}


def _paths(changes: list[Any]) -> Iterator[str]:
    """What a stage depends on or makes that is not as dvc.lock says."""
    for change in changes:
        if isinstance(change, str):  # such as "changed command"
            yield change
            continue
        for paths in change.values():
            for path, state in paths.items():
                # Of params.yaml, the parameters.
                yield from state if isinstance(state, dict) else [path]


def tables_in_git() -> list[str]:
    """Files that git tracks although .gitignore keeps such tables out of it."""
    return git("ls-files", "--cached", "--ignored", "--exclude-standard").splitlines()


def main() -> None:
    """Exit code 1 and one line when a stage would have to run again; warns of tables in git."""
    for path in tables_in_git():
        print(
            f"warning: git tracks {path}, which may hold real records: git rm --cached it, move it"
            " to data/own/, and clean the history if they are real",
            file=sys.stderr,
        )
    check_working_tree()
    if not Path(LOCK).is_file():
        raise UserError(f"{LOCK} is missing; run the pipeline and commit it: make repro")
    found = changed(json.loads(dvc("status", "--json")))
    if found:
        said = "; ".join(f"{stage} ({', '.join(paths)})" for stage, paths in found.items())
        raise UserError(
            f"{LOCK} is older than this commit: {said}; run make repro and commit what it changes"
        )
    print(f"status: {LOCK} is what this commit's code and parameters gave")


if __name__ == "__main__":
    run(main)
