"""Whether the results that git tracks are one run's: a merge or a rebase may leave those of two."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fake_or_real.data import yaml_files
from fake_or_real.errors import UserError
from team.commands import git

LOCK = "dvc.lock"
# What the pipeline writes and git tracks: right together or not at all.
PATHS = (LOCK, "metrics", "plots")
# The lines that git leaves around what two sides changed.
_CONFLICT = re.compile(rb"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)


def check_working_tree() -> None:
    """Raise `UserError`, in one line, where the results in the working tree are of no one run."""
    if unmerged := git("diff", "--name-only", "--diff-filter=U", "--", *PATHS).splitlines():
        raise UserError(f"{_listed(unmerged)} half merged; take one side's results: make resolve")
    found = [path for name in PATHS for path in (Path(name), *Path(name).rglob("*"))]
    if flaw := flaw_of({str(path): path.read_bytes() for path in found if path.is_file()}):
        raise UserError(
            f"{flaw}; make them anew: make repro (after a merge first take one side's whole:"
            " make resolve)"
        )


def flaw_of(files: Mapping[str, bytes]) -> str:
    """What shows that results are not of one run, in a few words; empty where nothing does.

    files: the content of all that git tracks of the results, by path.
    """
    if conflicts := [path for path, content in files.items() if _CONFLICT.search(content)]:
        return f"{_listed(conflicts)} half merged"
    if LOCK not in files:
        return ""
    stages = stages_of(yaml_files.parse(files[LOCK].decode(errors="replace"), LOCK), LOCK)
    if others := [path for path, md5 in _made(stages) if _md5(files.get(path)) != md5]:
        return f"{_listed(others)} not what {LOCK} recorded, so the results are not of one run"
    if stale := overtaken(stages):
        return f"{LOCK} is not of one run: {', '.join(stale)} read what has been made anew since"
    return ""


def stages_of(lock: Any, name: str) -> dict[str, Any]:
    """The stages in the content of a dvc.lock; raises `UserError` for what is none."""
    if not (isinstance(lock, dict) and isinstance(lock.get("stages"), dict)):
        raise UserError(f"{name} lists no stages; make it anew: make repro")
    return dict(lock["stages"])


def overtaken(stages: Mapping[str, Any]) -> dict[str, list[str]]:
    """What each stage read that another has made anew since; from the stages in dvc.lock."""
    made = {out["path"]: out["md5"] for stage in stages.values() for out in stage.get("outs", ())}
    found = {
        name: [
            dep["path"]
            for dep in stage.get("deps", ())
            if made.get(dep["path"], dep["md5"]) != dep["md5"]
        ]
        for name, stage in stages.items()
    }
    return {stage: paths for stage, paths in found.items() if paths}


def _made(stages: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The path and the MD5 sum of each result that git tracks, as dvc.lock recorded them."""
    for stage in stages.values():
        for out in stage.get("outs", ()):
            if out["path"].startswith(PATHS[1:]):
                yield out["path"], out["md5"]


def _md5(content: bytes | None) -> str | None:
    return None if content is None else hashlib.md5(content, usedforsecurity=False).hexdigest()


def _listed(paths: list[str]) -> str:
    """The first path and how many more, as the subject of a sentence."""
    return f"{paths[0]} is" if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more are"
