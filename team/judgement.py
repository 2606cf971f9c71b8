"""What may be said of a change: how each metric moved, in which word, and with what caveats."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fake_or_real.report.training import caveat
from fake_or_real.statistics.change import TRAINED_AGAIN, Spread, change, pooled
from fake_or_real.statistics.interval import Interval
from team.experiments import seeds_of
from team.revisions import Revision, changed_params, paired_difference

NOTHING = "no evidence of change"
_LOWER_IS_BETTER = {"auc", "equivalent_corruption", "excess_identical", "closer_to_seen"}
_FIRST = ("auc", "equivalent_corruption")
# What the test depends on, rather than the synthetic data: the beginnings of parameters' keys and
# of paths, for each of its parts.
_TEST = {
    "the discriminator": ("discriminator.", "fake_or_real/discriminators"),
    "its features": ("fake_or_real/features",),
    "the split": ("split.", "fake_or_real/data/splits.py"),
    "the number of rows": ("probe.",),
}
_REAL, _SYNTHETIC = "data/real.parquet", "data/synthetic.parquet"


@dataclass(frozen=True)
class Judgement:
    """Two commits' results, held against each other.

    params: the parameters in which they differ, before and after, by dotted key.
    paired: the difference of the AUCs, row by row, where that is known.
    """

    before: Revision
    after: Revision
    params: Mapping[str, tuple[Any, Any]]
    paired: Interval | None

    @property
    def is_first(self) -> bool:
        """Whether there are no results to compare with."""
        return "evaluate" not in self.before.metrics

    @property
    def stale(self) -> list[str]:
        """The changed parameters with other values than those that the results were made with."""
        ran_with = self.after.ran_with
        changed = {key: new for key, (_, new) in self.params.items()}
        return [key for key, new in changed.items() if key in ran_with and ran_with[key] != new]

    @property
    def other_data(self) -> bool:
        """Whether the real tables differ, so that the figures answer different questions."""
        return self.before.sums.get(_REAL) != self.after.sums.get(_REAL)

    @property
    def trained_again(self) -> bool:
        """Whether the synthetic rows differ, so that the luck of training is in the figures."""
        return self.before.sums.get(_SYNTHETIC) != self.after.sums.get(_SYNTHETIC)

    @cached_property
    def other_test(self) -> list[str]:
        """The parts of the test that changed, each with what changed of it.

        With any of them, a change of the figures says nothing of the data.
        """
        old, new = self.before.sums, self.after.sums
        paths = [path for path in sorted({*old, *new}) if old.get(path) != new.get(path)]
        # A folder that both recorded, and that is the same, speaks for the files in it.
        alike = tuple(f"{path}/" for path in old if old[path] == new.get(path))
        changed = [*self.params, *(path for path in paths if not path.startswith(alike))]
        found = {
            part: [name for name in changed if name.startswith(beginnings)]
            for part, beginnings in _TEST.items()
        }
        return [f"{part} ({', '.join(names)})" for part, names in found.items() if names]

    @cached_property
    def spread(self) -> Spread | None:
        """Of the AUCs of these commits' runs that differ in the seed alone, where there are any."""
        return pooled([*seeds_of(self.before.commit), *seeds_of(self.after.commit)])

    @cached_property
    def moves(self) -> dict[str, Interval]:
        """How each metric moved that both have with an interval."""
        old, new = estimates(self.before.metrics), estimates(self.after.metrics)
        moves = {name: change(old[name], new[name]) for name in old if name in new}
        if self.trained_again and "auc" in moves:
            moves["auc"] = change(old["auc"], new["auc"], self.spread or TRAINED_AGAIN)
        return moves | ({} if self.paired is None else {"auc": self.paired})

    @cached_property
    def words(self) -> dict[str, str]:
        """The word that each change has earned: better and worse are the synthetic data's."""
        if self.other_data:
            return dict.fromkeys(self.moves, "not comparable")
        words = {name: self._word(name, moved) for name, moved in self.moves.items()}
        # The equivalent corruption follows from the AUC, and its interval leaves out the luck of
        # training: alone, it would call a change in many a rerun.
        if words.get("auc") == NOTHING and "equivalent_corruption" in words:
            words["equivalent_corruption"] = NOTHING
        return words

    @property
    def headline(self) -> str:
        """The most important thing to say, in Markdown."""
        if self.before.flaw:
            return "the base's results are not of one run, so not to be compared"
        if self.stale:
            return "the results are older than the parameters, so they say nothing of this change"
        if self.is_first:
            return "the first results"
        if self.other_data:
            return "another data set, so not to be compared"
        old, new = (estimates(run.metrics)["auc"].value for run in (self.before, self.after))
        said = f"AUC {old:.3f} → {new:.3f}, {self.words['auc']}"
        was, now = (
            run.metrics.get("copies", {}).get("memorized") for run in (self.before, self.after)
        )
        # A generator that copies has the best of AUCs.
        if now and not was:
            return f"{said}; **but now it copies rows that it saw**"
        return f"{said}; it no longer copies rows that it saw" if was and not now else said

    @property
    def notes(self) -> list[str]:
        """What a reader must know before believing the figures, in Markdown."""
        notes = []
        if self.stale:
            notes.append(
                f"the results were not made with this commit's {', '.join(self.stale)};"
                " run `make repro` and commit what it changes."
            )
        for label, run in (("before", self.before), ("after", self.after)):
            if said := caveat(run.metrics.get("generator", {})):
                notes.append(f"{label}: {said}.")
        if self.before.flaw:
            notes.append(f"before: {self.before.flaw}.")
        if self.is_first:
            return notes
        if self.other_data:
            notes.append("the real table is another, so the figures answer different questions.")
        elif self.other_test:
            notes.append(
                f"the test itself changed: {', '.join(self.other_test)}. A higher AUC may be a"
                " sharper test, and is not worse data."
            )
        if self.paired is not None:
            notes.append("both runs scored the same rows, so their AUCs are compared row by row.")
        return notes

    def _word(self, metric: str, moved: Interval) -> str:
        if not moved.excludes(0):
            return NOTHING
        if metric in _LOWER_IS_BETTER and not self.other_test:
            return "better" if moved.value < 0 else "worse"
        return "lower" if moved.value < 0 else "higher"


def judge(before: Revision, after: Revision) -> Judgement:
    """Hold two commits' results against each other."""
    params, paired = changed_params(before, after), paired_difference(before, after)
    return Judgement(before, after, params, paired)


def estimates(metrics: Mapping[str, Mapping[str, Any]]) -> dict[str, Interval]:
    """Each metric that has an interval, by its name; those of the verdict first.

    metrics: by file; where names clash, the one in `evaluate` counts.
    """
    values = {name: value for file in metrics.values() for name, value in file.items()}
    values |= metrics.get("evaluate", {})
    names = [*_FIRST, *(name for name in values if name not in _FIRST)]
    return {
        name: Interval(values[name], values[f"{name}_ci_low"], values[f"{name}_ci_high"])
        for name in names
        if values.get(f"{name}_ci_low") is not None
    }
