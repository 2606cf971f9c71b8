"""What DVC knows of this repository's experiments, read from `dvc exp show --json`."""

import json
from dataclasses import dataclass
from typing import Any

from fake_or_real.errors import UserError
from team.commands import dvc, git

SEED = "seed"
DATASET, SYNTHESIZER = "fetch.dataset", "generator.name"


@dataclass(frozen=True)
class Experiment:
    """One run.

    name: what DVC calls it. title: its data set, and the parameters that it changed.
    params: by dotted key. metrics: by name; where files clash, `metrics/evaluate.json` counts.
    seconds: how long `make sweep` took for it, if it did.
    """

    name: str
    title: str
    params: dict[str, Any]
    metrics: dict[str, Any]
    seconds: float | None


def read_experiments(names: list[str]) -> list[Experiment]:
    """The named experiments of any commit; without names this commit and all experiments of it.

    Raises `UserError` when there is no experiment, or not one of a name.
    """
    shown = json.loads(dvc("exp", "show", "--json", *(["--all-commits"] if names else [])))
    seconds = _seconds()
    found = _finished(shown, seconds)
    if missing := [name for name in names if name not in found]:
        raise UserError(f"there is no experiment {missing[0]}; list them: dvc exp list --all")
    if names:
        return [found[name] for name in names]
    if not found:
        raise UserError(
            "this commit has no experiments; make some: make sweep S='generator.sample_size=500'"
        )
    experiments = list(found.values())
    keys = varying(experiments)
    experiments.sort(key=lambda each: [_order(each.params.get(key)) for key in keys])
    head = _head(shown)
    this = [_experiment("(this commit)", head, head, seconds)] if head.get("data") else []
    return [each for each in this if each.metrics] + experiments


def seeds_of(commit: str) -> list[list[float]]:
    """The AUCs of a commit's runs, a list for each two or more that differ in the seed alone.

    Only runs on the commit's own data set, and of its synthesizer, count; its own run does too.
    """
    shown = json.loads(dvc("exp", "show", "--json", "--rev", commit))
    head = _head(shown)
    if not head.get("data"):
        return []
    own = _experiment("", head, head, {})
    groups: dict[str, dict[Any, float]] = {}
    for each in (own, *_finished(shown, {}).values()):
        rest = {key: value for key, value in each.params.items() if key != SEED}
        is_kin = all(rest.get(key) == own.params.get(key) for key in (DATASET, SYNTHESIZER))
        if is_kin and each.metrics.get("auc") is not None:
            alike = groups.setdefault(json.dumps(rest, sort_keys=True), {})
            alike[each.params.get(SEED)] = each.metrics["auc"]
    return [list(alike.values()) for alike in groups.values() if len(alike) > 1]


def varying(experiments: list[Experiment]) -> list[str]:
    """The parameters in which the experiments differ, in the order of params.yaml, SEED last."""
    keys = dict.fromkeys(key for each in experiments for key in each.params)
    differ = [key for key in keys if len({repr(each.params.get(key)) for each in experiments}) > 1]
    return sorted(differ, key=lambda key: key == SEED)


def flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested groups by dotted key."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = value
    return found


def _head(shown: list[dict[str, Any]]) -> dict[str, Any]:
    """The one commit that is shown."""
    (head,) = (commit for commit in shown if commit["rev"] != "workspace")
    return head


def _finished(shown: list[dict[str, Any]], seconds: dict[str, float]) -> dict[str, Experiment]:
    """The experiments that ran to their end, by name."""
    found = {}
    for commit in shown:
        for entry in commit["experiments"] or []:
            run = (entry["revs"] or [{}])[0]
            # What still runs, or failed, shows metrics of the commit that it started from.
            if not entry["executor"] and run.get("data") and run["data"]["metrics"]:
                found[entry["name"]] = _experiment(entry["name"], run, commit, seconds)
    return found


def _order(value: Any) -> tuple[bool, float, str]:
    """Numbers by size, before all else by its text."""
    is_number = isinstance(value, (int, float))
    return not is_number, value if is_number else 0, str(value)


def _experiment(
    name: str, run: dict[str, Any], commit: dict[str, Any], seconds: dict[str, float]
) -> Experiment:
    """A run; commit: what it started from, which may be the run itself."""
    params = _params(run)
    title = _title(params, _params(commit) if commit.get("data") else params)
    metrics: dict[str, Any] = {}
    files = run["data"]["metrics"]
    for path in sorted(files, key=lambda path: path == "metrics/evaluate.json"):
        # A file that a failed stage did not write has no data.
        metrics |= files[path].get("data") or {}
    return Experiment(name, title, params, metrics, seconds.get(run["rev"]))


def _params(run: dict[str, Any]) -> dict[str, Any]:
    return flat(run["data"]["params"]["params.yaml"]["data"])


def _title(params: dict[str, Any], committed: dict[str, Any]) -> str:
    """The data set and what is not as committed; the gate's limits change no result."""
    changed = [
        f"{key}={value}"
        for key, value in params.items()
        if value != committed.get(key) and key != DATASET and not key.startswith("gate.")
    ]
    return f"{params.get(DATASET)}: {', '.join(changed) or 'as committed'}"


def _seconds() -> dict[str, float]:
    """By experiment's commit, what `make sweep` noted."""
    listed = [line.split() for line in git("notes", "--ref=seconds", "list").splitlines()]
    return {commit: float(git("cat-file", "blob", note)) for note, commit in listed}
