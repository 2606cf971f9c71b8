"""All that is found out about two tables that were read: what the stages find, in their order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from fake_or_real.choices import Choices
from fake_or_real.data import splits, splitting, tables
from fake_or_real.data.description import describe
from fake_or_real.data.outputs import rounded
from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.evidence import jury as juries
from fake_or_real.evidence import yardstick as yardsticks
from fake_or_real.evidence.content import content
from fake_or_real.evidence.copies import find_copies
from fake_or_real.evidence.evaluation import Evaluation, evaluate
from fake_or_real.evidence.learning import learning_curve
from fake_or_real.evidence.verdict import verdict
from fake_or_real.giveaways.explanation import Explanation, explain
from fake_or_real.repairs.proposals import propose
from fake_or_real.report import sentences
from fake_or_real.result import Result
from fake_or_real.statistics.auc import Auc

PEEL = 5
STEPS = 6


@dataclass(frozen=True)
class Given:
    """What is judged: both tables in the kinds that they were read in, and what is known of them.

    seen: positions in `real`, None: not known. generator: the content of `metrics/generator.json`.
    """

    real: Table
    synthetic: Table
    seen: np.ndarray | None
    generator: dict[str, Any]


@dataclass(frozen=True)
class _Found:
    """What the steps found. some: the rows that the jury learned from. asked, alone: what it said.
    curve: of the yardstick.
    """

    assigned: Table
    some: Part
    model: Discriminator
    evaluation: Evaluation
    explanation: Explanation
    asked: dict[str, Auc]
    alone: dict[str, float]
    curve: pd.DataFrame
    content: dict[str, Any]
    copies: dict[str, Any]


def judgement(given: Given, choices: Choices, bar: tqdm) -> Result:
    """The result; `bar`, of `STEPS`, says which step is worked on."""
    real, synthetic = tables.judged(given.real, given.synthetic)
    found = _find(given, real, synthetic, choices, bar)
    explanation, evaluation = found.explanation, found.evaluation
    learned_from = given.real if given.seen is None else given.real.take(given.seen)
    return Result(
        metrics=_metrics(given, found, choices),
        giveaways=_told(explanation.giveaways, sentences.giveaway),
        repairs=propose(
            explanation.giveaways,
            learned_from,
            given.generator["synthesizer"],
            choices.min_count,
        ),
        segments=_told(explanation.segments, sentences.segment),
        curves={
            **evaluation.curves,
            "columns": explanation.columns,
            "jury": juries.ranked(found.asked),
            "pairs": explanation.pairs,
            "peeling": explanation.peeling,
            "yardstick": yardsticks.drawn(found.curve, rounded(evaluation.metrics)),
        },
        records=explanation.records,
        scores=evaluation.scores.frame,
        discriminator=found.model,
        _real=real,
        _synthetic=synthetic,
        _explanation=explanation,
        _settings=choices.to_dict(),
        _limits=choices.limits,
    )


def _find(given: Given, real: Table, synthetic: Table, choices: Choices, bar: tqdm) -> _Found:
    """Work through the steps; real, synthetic: in the columns that they share."""
    seed, seen = choices.seed, given.seen
    assigned = splitting.split(
        real,
        synthetic,
        seen,
        protocol=choices.protocol,
        holdout=choices.holdout,
        max_rows=choices.max_rows,
        count_rows=choices.count_rows,
        seed=seed,
        half=choices.half,
    )
    _step(bar, "training the discriminator")
    train, holdout = (splits.part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    model = choices.make().fit(train.table, train.is_fake, train.counted)
    evaluation = evaluate(real, synthetic, seen, assigned, model, np.random.default_rng(seed))
    _step(bar, "looking for give-aways")
    explanation = explain(
        *(given.real, given.synthetic, assigned, model, choices.make),
        seed=seed,
        min_count=choices.min_count,
        peel=PEEL,
        progress=not bar.disable,
    )
    _step(bar, "asking other discriminators")
    some = train.learning_from(juries.MAX_ROWS, np.random.default_rng(seed))
    asked, alone = _ask_jury(some, holdout, evaluation.scores, choices)
    p_fake = evaluation.scores.frame["p_fake"].to_numpy(float)
    if choices.jury:
        alone |= learning_curve(train, holdout, p_fake, choices.make, seed)
    _step(bar, "measuring the yardstick")
    # Of the real table alone: what else the synthetic one's cells hold is no concern of real rows.
    curve = _yardstick(tables.judged(given.real)[0], assigned, choices)
    by_content = content(real, synthetic, assigned, p_fake, choices.make)
    _step(bar, "looking for copies")
    copied = find_copies(real, synthetic, seen, np.random.default_rng(seed)).to_dict()
    _step(bar, "done")
    judged = assigned, some, model, evaluation, explanation
    return _Found(*judged, asked, alone, curve, by_content, copied)


def _metrics(given: Given, found: _Found, choices: Choices) -> dict[str, dict[str, Any]]:
    """What the stages write into `metrics/`, by the names of the files."""
    evaluated = rounded(found.evaluation.metrics)
    metrics = {
        "columns": describe(given.real, choices.min_count),
        "content": rounded(found.content),
        "copies": rounded(found.copies),
        "evaluate": evaluated,
        "generator": given.generator,
        "giveaways": found.explanation.metrics,
        "jury": juries.to_dict(found.asked, found.alone, found.some),
        "split": splits.counts(found.assigned),
        "yardstick": yardsticks.metrics(found.curve, evaluated),
    }
    metrics["verdict"] = verdict(metrics)
    return {name: rounded(figures) for name, figures in metrics.items()}


def _yardstick(real: Table, assigned: Table, choices: Choices) -> pd.DataFrame:
    """The yardstick's curve, without lines where none was asked for."""
    if not choices.yardstick:
        return Table.empty(yardsticks.KINDS).frame
    return yardsticks.of_split(real, assigned, choices.yardstick, choices.make, choices.seed).frame


def _told(lines: pd.DataFrame, sentence: Callable[[Mapping[str, Any]], str]) -> pd.DataFrame:
    """The lines, each with its sentence."""
    return lines.assign(sentence=[sentence(line) for line in lines.to_dict("records")])


def _step(bar: tqdm, what: str) -> None:
    """Say what is worked on now; what came before is done."""
    bar.set_description_str(what, refresh=False)
    bar.update()


def _ask_jury(
    train: Part, holdout: Part, scores: Table, choices: Choices
) -> tuple[dict[str, Auc], dict[str, float]]:
    """What each discriminator reaches, ours last, and each group of features."""
    families = [name for name in choices.jury if name != choices.discriminator]
    others = dict(juries.ask_families(train, holdout, families, choices.seed, choices.trusted))
    alone = juries.groups_alone(train, holdout, choices.seed) if choices.jury else {}
    return others | {choices.discriminator: juries.of_scores(scores.frame)}, alone
