"""Two tables, one answer: read, judged as the pipeline's stages judge, and given back as one."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from tqdm import tqdm

from fake_or_real.choices import Choices, check
from fake_or_real.data import files, foreign, matching, splitting
from fake_or_real.data.files import Source, options
from fake_or_real.data.files.options import Options
from fake_or_real.data.tables import Table
from fake_or_real.data.wishes import Stated
from fake_or_real.judgement import STEPS, Given, judgement
from fake_or_real.progress import progress as bars
from fake_or_real.report.limits import Limits
from fake_or_real.result import Result

# The defaults of params.yaml; a test compares.
FRACTIONS = (0, 0.05, 0.1, 0.2, 0.4, 1)
FAMILIES = ("tutorial", "random-forest", "logistic-regression")


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
    max_rows: int = splitting.MAX_ROWS,
    count_rows: int = splitting.COUNT_ROWS,
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
        Of more REAL, or FAKE, rows so many of each take part, drawn at random; 20 or more. Of
        tables of more than 120 columns in proportion fewer: 12,000 of 1,000 columns. The verdict
        says so. Copies are counted in all rows.
    count_rows
        In so many rows of each it is counted how often values occur, those that take part
        included; 0 or more. Of tables of more than 20 columns in proportion fewer.
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
        count_rows=count_rows,
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
        count_rows,
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
    steps = tqdm(total=STEPS, disable=not progress, bar_format="{n} of {total}: {desc}")
    with bars(progress), steps as bar:
        given = Given(real_table, synthetic_table, seen_rows, generator)
        return judgement(given, choices, bar)


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
