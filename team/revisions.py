"""What a commit says of its run: the files that git tracks, without any cache or remote."""

import csv
import io
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fake_or_real.data import tables, yaml_files
from fake_or_real.data.outputs import parse_json
from fake_or_real.errors import UserError
from fake_or_real.statistics.auc import compare
from fake_or_real.statistics.interval import Interval
from stages.params import checked
from team import gate, results
from team.commands import blobs, dvc, git
from team.experiments import flat

_SCORES = "data/scores.parquet"
# With these alike, two runs have the same holdout, row by row.
_HOLDOUT = ("data/real.parquet", "data/synthetic.parquet", "data/split.parquet")


@dataclass(frozen=True)
class Revision:
    """A commit, by its full SHA."""

    commit: str

    @cached_property
    def flaw(self) -> str:
        """What shows that its results are not of one run; empty where nothing does."""
        listed = [path for name in results.PATHS for path in self._list(name)]
        return results.flaw_of(blobs(self.commit, listed))

    def has(self, path: str) -> bool:
        """Whether there is such a file or folder in it."""
        return bool(self._list(path))

    @cached_property
    def metrics(self) -> dict[str, dict[str, Any]]:
        """The content of each file in `metrics/`, by its name without the suffix.

        Nothing where the results are not of one run.
        """
        if self.flaw:
            return {}
        paths = [path for path in self._list("metrics/") if path.endswith(".json")]
        return {Path(path).stem: parse_json(*self._named(path)) for path in paths}

    @cached_property
    def broken(self) -> list[str] | None:
        """The limits of its own params.yaml that its verdict breaks.

        None where its metrics are not all there, or its parameters are not this version's.
        """
        with suppress(UserError):
            return gate.broken(self.metrics, checked(self._params, "params.yaml"))
        return None

    @cached_property
    def _params(self) -> Any:
        return yaml_files.parse(*self._named("params.yaml"))

    @cached_property
    def params(self) -> dict[str, Any]:
        """The content of params.yaml by dotted key, in its order."""
        return flat(self._params)

    def plot(self, name: str) -> list[dict[str, str]]:
        """The lines of `plots/NAME.csv`; none where there is none, or not of one run."""
        path = f"plots/{name}.csv"
        if self.flaw or path not in self._list("plots/"):
            return []
        return list(csv.DictReader(io.StringIO(self._read(path))))

    @cached_property
    def sentence(self) -> str:
        """The verdict in words; empty where the commit has none."""
        if self._list("plots/verdict.txt"):
            return self._read("plots/verdict.txt").strip()
        # Where older commits have it.
        return str(self.metrics.get("verdict", {}).get("sentence", ""))

    @cached_property
    def stages(self) -> dict[str, Any]:
        """What `dvc.lock` recorded of each stage's run."""
        if not self._list("dvc.lock"):
            return {}
        return results.stages_of(yaml_files.parse(*self._named("dvc.lock")), "dvc.lock")

    @cached_property
    def sums(self) -> dict[str, str]:
        """The MD5 sums of all that the stages read and wrote, by path."""
        files = [
            file
            for stage in self.stages.values()
            for file in (*stage.get("deps", ()), *stage.get("outs", ()))
        ]
        return {file["path"]: file["md5"] for file in files if "md5" in file}

    @cached_property
    def ran_with(self) -> dict[str, Any]:
        """The parameters that the run depended on, by dotted key, as `dvc.lock` has them."""
        found: dict[str, Any] = {}
        for stage in self.stages.values():
            found |= stage.get("params", {}).get("params.yaml", {})
        return found

    def _list(self, path: str) -> list[str]:
        listed = git("ls-tree", "-r", "--name-only", "--full-tree", self.commit, "--", path)
        return listed.splitlines()

    def _named(self, path: str) -> tuple[str, str]:
        """A file's text, and what error messages call it."""
        return self._read(path), f"{path} of commit {self.commit[:8]}"

    def _read(self, path: str) -> str:
        return git("show", f"{self.commit}:{path}")


def revision(name: str) -> Revision:
    """The commit that a branch, a tag or a SHA names.

    Raises `UserError` when this clone does not have it.
    """
    try:
        return Revision(git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip())
    except UserError:
        raise UserError(
            f"{name} is no commit of this clone; get it with git fetch, or name another"
        ) from None


def fork(base: str, head: Revision) -> Revision:
    """The last commit that a base and a head share, so that only the head's changes are seen.

    Raises `UserError` when it is not in this clone.
    """
    if git("rev-parse", "--is-shallow-repository").strip() == "true":
        raise UserError(
            "this clone is shallow, so it lacks the commits to compare; get them with"
            " git fetch --unshallow (GitHub: fetch-depth: 0; GitLab: GIT_DEPTH: 0)"
        )
    tip = revision(base)
    try:
        return Revision(git("merge-base", tip.commit, head.commit).strip())
    except UserError:
        raise UserError(f"{base} shares no commit with what is reviewed; name another") from None


def changed_params(before: Revision, after: Revision) -> dict[str, tuple[Any, Any]]:
    """The parameters in which two commits differ, before and after, in the order of params.yaml.

    None where one of them lacks it.
    """
    keys = dict.fromkeys((*after.params, *before.params))
    pairs = {key: (before.params.get(key), after.params.get(key)) for key in keys}
    return {key: (old, new) for key, (old, new) in pairs.items() if old != new}


def paired_difference(before: Revision, after: Revision) -> Interval | None:
    """The AUC after less the one before, where both runs scored the same rows.

    None where they did not, or where their scores are not in this machine's cache.
    """
    if any(before.sums.get(path) != after.sums.get(path) for path in _HOLDOUT):
        return None
    cache = Path(dvc("cache", "dir").strip(), "files", "md5")
    paths = [
        cache / run.sums[_SCORES][:2] / run.sums[_SCORES][2:]
        for run in (after, before)
        if _SCORES in run.sums
    ]
    if len(paths) < 2 or not all(path.is_file() for path in paths):
        return None
    now, then = (tables.read(path).frame for path in paths)
    assert (now["row"] == then["row"]).all(), "the same holdout has the same rows"
    return compare(
        now["is_fake"].to_numpy(dtype=bool),
        now["p_fake"].to_numpy(dtype=float),
        then["p_fake"].to_numpy(dtype=float),
        now["twins"].to_numpy(dtype=int),
    )
