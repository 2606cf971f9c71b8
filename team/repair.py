"""Search for repairs that help, and prove them: `make repair ROUNDS=3`.

The settings of params.yaml are evaluated, then, round by round, with the most valuable repair that
was not tried yet, as the give-aways of the best settings so far propose it. A repair is kept where
the AUC has surely fallen, and neither copies nor membership have surely risen. A rule that every
real row keeps is a fault however little an AUC shows of it: what mends one comes first, and is kept
where the AUC has not surely risen.

All of that is measured on one half of the unseen real rows; the first and the last settings are
judged on the other half, which no step of the search has seen, each time by a fresh discriminator.
Beside that stands how good a model of a target column is there that learned from the synthetic
rows.

Every evaluation is an experiment of its own, so an interrupted search goes on where it was.
params.yaml stays as it is: what to paste is printed in the end.

out: repair/table.md, repair/table.csv, repair/steps.png, repair/params.yaml (what to paste)
"""

import argparse
import hashlib
import io
import json
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from dvc.api import DVCFileSystem

from fake_or_real.data import seen_rows, splits, tables, yaml_files
from fake_or_real.data.outputs import parse_json
from fake_or_real.errors import UserError, run
from fake_or_real.evidence import downstream
from fake_or_real.repairs.proposals import Settings, as_yaml, merged
from fake_or_real.statistics.change import TRAINED_AGAIN, change
from fake_or_real.statistics.interval import Interval
from team.commands import dvc, git
from team.experiments import Experiment, flat, read_experiments
from team.judgement import estimates
from team.repair_steps import FOLDER, GUARDS, HALF, Step, write
from team.sweep import DECIDES, check, run_experiment

# Groups of params.yaml whose keys are a table's columns, and not parameters.
_OF_COLUMNS = ("generator.mostlyai.columns",)


class FailedError(UserError):
    """An evaluation did not run through."""


def search(rounds: int) -> list[Step]:
    """Try at most so many repairs on the rows of the search; the settings as they are come first.

    A repair that does not run through, such as a rule that too few rows keep, is left out. Raises
    `FailedError` when already the settings as they are do not.
    """
    best = Step("as it is", {}, evaluated({}, "search"), "the start")
    steps = [best]
    failed: set[str] = set()
    for position in range(1, rounds + 1):
        repair = next(_untried(best, steps, failed), None)
        if repair is None:
            print("none of the repairs that are known is left to be tried")
            break
        print(f"round {position} of {rounds}: {_words(repair)}", flush=True)
        settings = merged([best.settings, repair])
        try:
            experiment = evaluated(settings, "search")
        except FailedError:
            print("  left out: it did not run through, as shown above", flush=True)
            failed.add(_words(repair))
            continue
        mended = broken_rules(best.experiment) - broken_rules(experiment)
        reason = refusal(best.experiment, experiment, mended)
        step = Step(
            _words(repair), settings, experiment, f"refused: {reason}" if reason else "kept"
        )
        print(f"  {step.decision}", flush=True)
        steps.append(step)
        best = best if reason else step
    return steps


def final(kept: Settings, target: str | None) -> list[Step]:
    """The first and the last settings on rows that no step has seen."""
    print("the first and the last settings on rows that no step has seen:", flush=True)
    steps = []
    for tried, settings in (("as it is", {}), ("all that was kept", kept))[: 1 + bool(kept)]:
        experiment = evaluated(settings, "final")
        name, useful, of_real = usefulness(experiment, target)
        beside = "" if of_real is None else f" ({of_real:.3f} from as many seen real rows)"
        print(f"  {name} is learned from the synthetic rows with a score of {useful:.3f}{beside}")
        steps.append(Step(tried, settings, experiment, "the final figure", useful))
    # Each step may rise by less than is sure, and all together by more.
    if reason := risen(steps[0].experiment, steps[-1].experiment):
        steps[-1] = replace(steps[-1], decision=f"the final figure: in all, {reason}")
        print(f"  in all, {reason}: weigh that against the lower AUC")
    return steps


def refusal(before: Experiment, after: Experiment, mended: Collection[str] = ()) -> str | None:
    """Why a repair is not kept; None where it helps and costs nothing.

    mended: the columns of rules that were broken before and are not after; with any, it is enough
    that the AUC has not surely risen. Trainings of the synthesizer differ by luck, which counts
    where it was trained again.
    """
    old, new = (estimates({"evaluate": each.metrics}) for each in (before, after))
    trained_again = any(
        before.params.get(key) != value
        for key, value in after.params.items()
        if key.startswith("generator.")
    )
    auc = change(old["auc"], new["auc"], TRAINED_AGAIN if trained_again else 0.0)
    if mended and auc.low > 0:
        return f"the AUC has risen ({_signed(auc)})"
    if not mended and auc.high >= 0:
        return f"the AUC has not surely fallen ({_signed(auc)})"
    return risen(before, after)


def risen(before: Experiment, after: Experiment) -> str | None:
    """Which of the copies' figures has surely risen, if any has."""
    old, new = (estimates({"evaluate": each.metrics}) for each in (before, after))
    for name in GUARDS:
        if name in old and name in new and (moved := change(old[name], new[name])).low > 0:
            return f"{name} has risen ({_signed(moved)})"
    return None


def evaluated(settings: Settings, half: str) -> Experiment:
    """The experiment with these settings, which runs if this commit does not have it yet.

    Raises `FailedError` when it fails.
    """
    changes = {HALF: half} | settings
    words = {f"++{key}": _value(value) for key, value in changes.items()}
    digest = hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:10]
    name = f"repair-{half}-{digest}"
    check({name: words})
    print(f"  {name}:", end=" ", flush=True)
    if name in dvc("exp", "list", "--name-only").split():
        print("there already", flush=True)
    elif not run_experiment(name, words):
        raise FailedError(
            f"{name} failed, as shown above; what ran before is kept: mend it, then make repair"
        )
    # Of this commit alone: DVC takes minutes to look at all.
    found = next(each for each in read_experiments([]) if each.name == name)
    # DVC shows the verdict's few figures; what must not rise stands in a file of its own.
    copies = parse_json(_file(found, "metrics/copies.json"), f"metrics/copies.json of {name}")
    return replace(found, metrics=found.metrics | copies)


def usefulness(experiment: Experiment, target: str | None) -> tuple[str, float, float | None]:
    """The target, how well it is learned from the synthetic rows, and from as many seen real ones.

    The model is judged on the unseen real rows of the experiment. target: None: the last column.
    The last figure is None where the seen rows are not known.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = DVCFileSystem(rev=experiment.name)
        for name in ("real", "synthetic", "seen", "split"):
            files.get_file(f"data/{name}.parquet", f"{folder}/{name}.parquet")
        real, synthetic = tables.read_judged(Path(folder))
        rows = seen_rows.read(Path(folder, "seen.parquet"))
        assigned = tables.read(Path(folder, "split.parquet"))
    target, seed = target or list(real.kinds)[-1], experiment.params["seed"]
    parts = [splits.real_rows(name, assigned) for name in ("train", "holdout", "reserve")]
    judging = real.take(np.concatenate(parts))
    made = downstream.score(synthetic, judging, target, seed)
    if rows is None or len(rows) == 0:
        return target, made, None
    learned = np.random.default_rng(seed).permutation(rows)[: len(synthetic)]
    return target, made, downstream.score(real.take(learned), judging, target, seed)


def ranked(proposals: pd.DataFrame, giveaways: pd.DataFrame) -> list[Settings]:
    """The proposed repairs, first those of rules, then those of the most evidence together.

    Of a give-away's two repairs the synthesizer's own comes first.
    """
    known = giveaways.set_index("rank")
    broken = _is_broken_rule(known)
    worth: dict[str, float] = {}
    of_rules = set()
    for line in proposals.to_dict("records"):
        for text in filter(None, (line["own"], line["generic"])):
            worth[text] = worth.get(text, 0.0) + float(known["evidence"][line["rank"]])
            if broken[line["rank"]]:
                of_rules.add(text)
    # Stable: of equals the own one.
    order = sorted(worth, key=lambda text: (text not in of_rules, -worth[text]))
    return [_settings(text) for text in order]


def broken_rules(experiment: Experiment) -> set[str]:
    """The columns, as JSON, of each rule that every real row keeps and FAKE rows surely break."""
    found = _plot(experiment, "giveaways")
    return set(found.loc[_is_broken_rule(found), "columns"])


def _is_broken_rule(giveaways: pd.DataFrame) -> pd.Series:
    """Of each give-away; a formula that FAKE rows keep too often is none."""
    kept_too_often = (giveaways["form"] == "relation") & (giveaways["difference"] > 0)
    return (giveaways["kind"] == "rule") & ~kept_too_often


def _untried(best: Step, steps: list[Step], failed: Collection[str]) -> Iterator[Settings]:
    """Repairs that would change the best settings so far to something that was not evaluated.

    failed: what did not run through, in words.
    """
    proposals, giveaways = (_plot(best.experiment, name) for name in ("repairs", "giveaways"))
    known = [step.settings for step in steps]
    words = {*failed, *(step.tried for step in steps)}
    for repair in ranked(proposals, giveaways):
        if merged([best.settings, repair]) not in known and _words(repair) not in words:
            yield repair


def _plot(experiment: Experiment, name: str) -> pd.DataFrame:
    """One of the tables that an experiment wrote to `plots/`."""
    content = _file(experiment, f"plots/{name}.csv")
    return pd.read_csv(io.StringIO(content), keep_default_na=False)


def _file(experiment: Experiment, path: str) -> str:
    """A file that git keeps of an experiment of this commit."""
    head = git("rev-parse", "HEAD").strip()
    return git("show", f"refs/exps/{head[:2]}/{head[2:]}/{experiment.name}:{path}")


def _settings(text: str) -> Settings:
    """What a proposal's YAML sets, by dotted key."""
    values = yaml_files.parse(text, "plots/repairs.csv")
    settings = flat(values)
    for group in _OF_COLUMNS:
        inner = {key: settings.pop(key) for key in list(settings) if key.startswith(f"{group}.")}
        if inner:
            settings[group] = {key.removeprefix(f"{group}."): each for key, each in inner.items()}
    return settings


def _value(value: Any) -> str:
    """A value as DVC takes it after `=`: JSON, but for the names of a mapping's keys."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _words(settings: Settings) -> str:
    return ", ".join(f"{key}={_value(value)}" for key, value in settings.items())


def _signed(moved: Interval) -> str:
    return f"{moved.value:+.3f} [{moved.low:+.3f}, {moved.high:+.3f}]"


def main() -> None:
    """Search, judge what was kept on the other rows, and say what to paste."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="repairs to try at most")
    parser.add_argument("--target", help="the column that a model learns; default: the last one")
    arguments = parser.parse_args()
    rounds = arguments.rounds
    if rounds < 1:
        raise UserError(f"ROUNDS was {rounds}; it should be 1 or more")
    if changed := git("status", "--porcelain", "--", *DECIDES).split():
        raise UserError(
            f"{changed[1]} is changed since the last commit, and an experiment's name could not"
            " say so; commit it first"
        )
    try:
        steps = search(rounds)
        kept = [step for step in steps if not step.decision.startswith("refused")][-1].settings
        steps += final(kept, arguments.target)
    except KeyboardInterrupt:
        print()
        raise KeyboardInterrupt("interrupted; the same command goes on from here") from None
    print(write(steps, kept))
    if not kept:
        print("none of the repairs that ran through helps; params.yaml stays as it is")
    else:
        print(f"to keep it, paste this into params.yaml:\n\n{as_yaml(kept)}\n")
    print(f"The same is in {FOLDER}/, with a picture: {FOLDER}/steps.png")


if __name__ == "__main__":
    run(main)
