"""Two tables, one answer: what the pipeline's stages call, called one after the other."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from tqdm import tqdm

from fake_or_real.choices import Choices, check
from fake_or_real.data import files, foreign, matching, splits, tables
from fake_or_real.data.description import describe
from fake_or_real.data.files import Source, options
from fake_or_real.data.files.options import Options
from fake_or_real.data.outputs import rounded
from fake_or_real.data.splits import Part
from fake_or_real.data.tables import Table
from fake_or_real.data.wishes import Stated
from fake_or_real.evidence import jury as juries
from fake_or_real.evidence import yardstick as yardsticks
from fake_or_real.evidence.content import content
from fake_or_real.evidence.copies import find_copies
from fake_or_real.evidence.evaluation import evaluate
from fake_or_real.evidence.learning import learning_curve
from fake_or_real.evidence.verdict import verdict
from fake_or_real.giveaways.explanation import explain
from fake_or_real.progress import progress as bars
from fake_or_real.repairs.proposals import propose
from fake_or_real.report import sentences
from fake_or_real.report.limits import Limits
from fake_or_real.result import Result
from fake_or_real.statistics.auc import Auc

# The defaults of params.yaml; a test compares.
FRACTIONS = (0, 0.05, 0.1, 0.2, 0.4, 1)
FAMILIES = ("tutorial", "random-forest", "logistic-regression")
PEEL = 5
_STEPS = 6


def judge(  # noqa: PLR0913 - each is a choice that somebody has to make
    real: Source,
    synthetic: Source,
    seen: Source | Sequence[int] | None = None,
    *,
    columns: Mapping[str, Stated] | None = None,
    real_options: Mapping[str, Any] | None = None,
    synthetic_options: Mapping[str, Any] | None = None,
    seed: int = 1,
    discriminator: str = "lightgbm",
    trusted: Sequence[str] = (),
    holdout: float = 0.2,
    protocol: str = "unseen",
    max_rows: int = splits.MAX_ROWS,
    half: str = "both",
    yardstick: Sequence[float] = FRACTIONS,
    jury: Sequence[str] = FAMILIES,
    min_count: int = 5,
    limits: Limits | None = None,
    progress: bool = False,
) -> Result:
    """Judge how surely a machine tells synthetic rows from real ones, and what gives them away.

    Parameters
    ----------
    real, synthetic
        Tables of the same columns: pandas frames, Arrow tables, paths of files or folders,
        patterns such as `part-*.csv`, or URLs of databases (`postgresql://user@host/name`,
        `sqlite:///file.db`) and of files in object stores (`s3://`, `gs://`, `az://`).
        The synthetic one's columns may stand in another order or be spelled a little otherwise;
        that is mended, and said in `metrics["generator"]`.
    seen
        The real rows that the synthesizer learned from: a table or a path that holds them, or
        their positions in `real`, counted from 0. They are kept out of the test, and copies of
        them are looked for. None: not known.
    columns
        What columns are to be taken for, where that is not what they look like, for example
        `{"customer_id": "identifier", "started": {"kind": "datetime", "format": "%d.%m.%Y"},
        "note": "ignore"}`. `metrics["columns"]` says what each was taken for.
    real_options, synthetic_options
        How to read each table, where that cannot be found out: of a file `header`, `delimiter`,
        `encoding`, `decimal` and `sheet`, of a database `table` or `query`, of what is elsewhere
        `max_megabytes`. For example `{"delimiter": ";", "decimal": ","}`. What is said of the
        synthetic file holds for `seen` as well, where that is a file of the same kind.
    seed
        Of every random draw, 0 or more: the same seed gives the same result.
    discriminator
        The model that tells FAKE from REAL: `lightgbm` (the strongest), `lightgbm-fast`,
        `tutorial`, `random-forest`, ..., or the dotted name of a scikit-learn classifier.
    trusted
        Further packages, such as `["imblearn"]`, whose classifiers `discriminator` and `jury` may
        name; their code is run.
    holdout
        The share of the rows that the discriminator never trains on, between 0 and 1.
    protocol
        What is REAL: `unseen` (rows not in `seen`; where these are too few, all), `all`, or
        `tutorial` (all, split as MOSTLY AI's tutorial does).
    max_rows
        Of more REAL, or FAKE, rows so many of each take part, drawn at random; 20 or more. The
        verdict says so. Copies are counted in all rows.
    half
        Which of the unseen rows take part: `both` halves, or one, so that what was chosen by
        `search` can be judged by `final`, which shares no row with it.
    yardstick
        Shares of scrambled cells that the result is held against, rising from 0 to 1; each costs
        a fit. Empty: no yardstick.
    jury
        Other discriminators that are asked about the same rows; empty: none.
    min_count
        No aggregate names a value that fewer real rows share.
    limits
        How bad the verdict may be, such as `Limits(max_auc=0.8)`: the page says whether it keeps
        them, and `violations` of the result what breaks them. None: no limits.
    progress
        Whether to show, on stderr, which step is being worked on and how far it is.

    Returns
    -------
    Result
        `print` shows the verdict; its attributes hold the rest.

    Raises
    ------
    UserError
        In one line, what was wrong, where, and what to do: a table that cannot be read, columns
        that do not match, too few rows to judge by.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from fake_or_real import judge
    >>> rng = np.random.default_rng(0)
    >>> real = pd.DataFrame({"age": rng.normal(40, 9, 900), "sex": rng.choice(["f", "m"], 900)})
    >>> fake = pd.DataFrame({"age": rng.normal(60, 9, 300), "sex": rng.choice(["f", "m"], 300)})
    >>> result = judge(real, fake, discriminator="lightgbm-fast", yardstick=[], jury=[])
    >>> print(result)  # doctest: +ELLIPSIS
    Detectable: AUC 0.91 [0.83, 0.95]; there is no yardstick to hold it against; no more ...
    """
    check(
        seed=seed,
        trusted=trusted,
        holdout=holdout,
        protocol=protocol,
        max_rows=max_rows,
        half=half,
        yardstick=yardstick,
        jury=jury,
        min_count=min_count,
    )
    choices = Choices(
        seed,
        discriminator,
        tuple(trusted),
        holdout,
        protocol,
        max_rows,
        half,
        tuple(yardstick),
        tuple(jury),
        min_count,
        dict(columns or {}),
        limits,
    )
    real_how = options.options(real_options, "real_options")
    how = options.options(synthetic_options, "synthetic_options")
    with bars(progress):
        real_table = files.read_table(real, "real table", real_how, columns)
        synthetic_table, differences = _synthetic(synthetic, real_table, how)
        seen_rows = _seen(seen, real_table, options.like(how, synthetic, seen))
    generator = {
        "synthesizer": "file",
        "rows": None if seen_rows is None else len(seen_rows),
        "seed": seed,
        "threads": int(os.environ.get("OMP_NUM_THREADS", "1")),
        **differences,
    }
    steps = tqdm(total=_STEPS, disable=not progress, bar_format="{n} of {total}: {desc}")
    with bars(progress), steps as bar:
        pair = real_table, synthetic_table, seen_rows
        return _judge(*pair, generator=generator, choices=choices, bar=bar)


def _judge(  # noqa: PLR0913 - the tables, what is known of them, and how to judge
    real: Table,
    synthetic: Table,
    seen: np.ndarray | None,
    *,
    generator: dict[str, Any],
    choices: Choices,
    bar: tqdm,
) -> Result:
    seed = choices.seed
    given = real, synthetic
    real, synthetic = tables.judged(real, synthetic)
    assigned = splits.split(
        real,
        synthetic,
        seen,
        protocol=choices.protocol,
        holdout=choices.holdout,
        max_rows=choices.max_rows,
        seed=seed,
        half=choices.half,
    )
    _step(bar, "training the discriminator")
    train, holdout = (splits.part(name, assigned, real, synthetic) for name in ("train", "holdout"))
    model = choices.make().fit(train.table, train.is_fake)
    evaluation = evaluate(real, synthetic, seen, assigned, model, np.random.default_rng(seed))
    evaluated = rounded(evaluation.metrics)
    _step(bar, "looking for give-aways")
    explanation = explain(
        *(*given, assigned, model, choices.make),
        seed=seed,
        min_count=choices.min_count,
        peel=PEEL,
        progress=not bar.disable,
    )
    _step(bar, "asking other discriminators")
    asked, alone = _ask_jury(train, holdout, evaluation.scores, choices)
    _step(bar, "measuring the yardstick")
    # Of the real table alone: what else the synthetic one's cells hold is no concern of real rows.
    curve = _yardstick(tables.judged(given[0])[0], assigned, choices)
    p_fake = evaluation.scores.frame["p_fake"].to_numpy(float)
    by_content = content(real, synthetic, assigned, p_fake, choices.make)
    _step(bar, "looking for copies")
    copied = find_copies(real, synthetic, seen, np.random.default_rng(seed)).to_dict()
    _step(bar, "done")
    metrics = _with_verdict(
        {
            "columns": describe(given[0], choices.min_count),
            "content": rounded(by_content),
            "copies": rounded(copied),
            "evaluate": evaluated,
            "generator": generator,
            "giveaways": explanation.metrics,
            "jury": juries.to_dict(asked, alone, train),
            "split": splits.counts(assigned),
            "yardstick": yardsticks.metrics(curve, evaluated),
        }
    )
    return Result(
        metrics={name: rounded(figures) for name, figures in metrics.items()},
        giveaways=_told(explanation.giveaways, sentences.giveaway),
        repairs=propose(
            explanation.giveaways,
            given[0] if seen is None else given[0].take(seen),
            generator["synthesizer"],
            choices.min_count,
        ),
        segments=_told(explanation.segments, sentences.segment),
        curves={
            **evaluation.curves,
            "columns": explanation.columns,
            "jury": juries.ranked(asked),
            "pairs": explanation.pairs,
            "peeling": explanation.peeling,
            "yardstick": yardsticks.drawn(curve, evaluated),
        },
        records=explanation.records,
        scores=evaluation.scores.frame,
        discriminator=model,
        _real=real,
        _synthetic=synthetic,
        _explanation=explanation,
        _settings=choices.to_dict(),
        _limits=choices.limits,
    )


def _yardstick(real: Table, assigned: Table, choices: Choices) -> pd.DataFrame:
    """The yardstick's curve, without lines where none was asked for."""
    if not choices.yardstick:
        return Table.empty(yardsticks.KINDS).frame
    return yardsticks.of_split(real, assigned, choices.yardstick, choices.make, choices.seed).frame


def _with_verdict(metrics: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The metrics, and the verdict's figures that are made of them."""
    return metrics | {"verdict": verdict(metrics)}


def _told(lines: pd.DataFrame, sentence: Callable[[Mapping[str, Any]], str]) -> pd.DataFrame:
    """The lines, each with its sentence."""
    return lines.assign(sentence=[sentence(line) for line in lines.to_dict("records")])


def _step(bar: tqdm, what: str) -> None:
    """Say what is worked on now; what came before is done."""
    bar.set_description_str(what, refresh=False)
    bar.update()


def _synthetic(source: Source, real: Table, how: Options) -> tuple[Table, dict[str, Any]]:
    """The synthetic table in the real one's column kinds, and what had to be mended."""
    raw = files.read_raw(source, "synthetic table", how)
    matched, differences = matching.match(raw.table, real, "the synthetic table")
    synthetic, unfit = foreign.conform(matched, real.kinds, real.styles)
    differences |= matching.misfits(synthetic, real, unfit)
    return replace(synthetic, about=files.reading(raw)), matching.UNTRAINED | differences


def _seen(seen: Source | Sequence[int] | None, real: Table, how: Options) -> np.ndarray | None:
    """Positions of the rows that were seen, from the rows themselves or from their positions."""
    if seen is None:
        return None
    if not isinstance(seen, pd.DataFrame | pa.Table | str | Path):
        return matching.checked_positions(seen, real, "seen")
    raw = files.read_raw(seen, "table of seen rows", how)
    matched, _ = matching.match(raw.table, real, "the table of seen rows")
    learned, _ = foreign.conform(matched, real.kinds, real.styles)
    return matching.positions(learned, real, "seen")


def _ask_jury(
    train: Part, holdout: Part, scores: Table, choices: Choices
) -> tuple[dict[str, Auc], dict[str, float]]:
    """What each discriminator reaches, ours last; each group of features; ours with fewer rows."""
    families = [name for name in choices.jury if name != choices.discriminator]
    others = dict(juries.ask_families(train, holdout, families, choices.seed, choices.trusted))
    alone: dict[str, float] = {}
    if choices.jury:
        p_fake = scores.frame["p_fake"].to_numpy(float)
        alone = juries.groups_alone(train, holdout, choices.seed)
        alone |= learning_curve(train, holdout, p_fake, choices.make, choices.seed)
    return others | {choices.discriminator: juries.of_scores(scores.frame)}, alone
