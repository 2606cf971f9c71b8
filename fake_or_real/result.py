"""What `judge` found: figures, frames, and a page."""

import json
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from fake_or_real.data.outputs import whole_file
from fake_or_real.data.tables import Table
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.giveaways.explanation import Explanation
from fake_or_real.report import page
from fake_or_real.report import records as single_records
from fake_or_real.report.limits import Limits, violations
from fake_or_real.report.page import Results
from fake_or_real.report.verdict import sentence

_PACKAGES = ("lightgbm", "numpy", "pandas", "scikit-learn")
_RECORDS = 10  # of each end
_FULL = 'result.report("page.html", records=True)'


@dataclass(frozen=True, repr=False)
class Result:
    """The answer for two tables; `print` shows the verdict.

    metrics: figures by the names of the pipeline's files in `metrics/`: `verdict`, `evaluate`,
        `yardstick`, `copies`, `giveaways`, `jury`, `split`, `generator`.
    giveaways: a line for each pattern that tells FAKE rows from REAL ones, the strongest first:
        its fields, and what it says as `sentence`.
    repairs: for give-aways, by `rank`, what is known to mend them: `generic`, YAML for params.yaml
        in words that `repair` takes too, or `limit`, why there is nothing.
    segments: likewise for each group of real rows that the synthesizer fails to make.
    curves: frames by the names of the pipeline's files in `plots/`: `roc`, `peeling`, ...
    records: frames of single rows, `most_fake` and `most_real`, and crosstabs of pairs. They hold
        real values, as `scores` does; everything above is aggregates that may be shared.
    scores: `is_fake`, `row`, `p_fake` and `twins` (the same number for equal rows) of each holdout
        row.
    discriminator: the fitted model; `discriminator.save(folder)` keeps it for `score`.
    """

    metrics: dict[str, dict[str, Any]]
    giveaways: pd.DataFrame
    repairs: pd.DataFrame
    segments: pd.DataFrame
    curves: dict[str, pd.DataFrame]
    records: dict[str, pd.DataFrame]
    scores: pd.DataFrame
    discriminator: Discriminator
    _real: Table = field(repr=False)
    _synthetic: Table = field(repr=False)
    _explanation: Explanation = field(repr=False)
    _settings: dict[str, Any] = field(repr=False)
    _limits: Limits | None = field(repr=False)

    @property
    def verdict(self) -> dict[str, Any]:
        """The verdict's figures."""
        return self.metrics["verdict"]

    @property
    def violations(self) -> list[str]:
        """What breaks the limits that were given, a line each."""
        return violations(self.metrics, self._limits) if self._limits else []

    @property
    def notes(self) -> list[str]:
        """What was unusual in reading the tables, such as their encoding, a line for each."""
        read = {"real table": self._real, "synthetic table": self._synthetic}
        return [
            f"{name}: {table.about['reading']}"
            for name, table in read.items()
            if "reading" in table.about
        ]

    def __str__(self) -> str:
        return sentence(self.metrics)

    def __repr__(self) -> str:
        return f"<Result: {self}>"

    def _repr_html_(self) -> str:
        """A few lines for a notebook, of aggregates only."""
        return page.summary(self._page())

    def report(self, path: str | Path, *, records: bool = False) -> Path:
        """Write the page, one HTML file that needs no network, and give its path.

        records: whether it shows single rows, real ones too; without them it may be shared.
        Raises `UserError` when it cannot be written there.
        """
        shown = self._records() if records else None
        with whole_file(Path(path)) as temporary:
            temporary.write_text(page.render(self._page(), shown, _FULL), encoding="utf-8")
        return Path(path)

    def to_json(self) -> str:
        """The metrics, the verdict's sentence, give-aways and segments as JSON: aggregates only."""
        lists = {
            "giveaways": json.loads(self.giveaways.to_json(orient="records")),
            "repairs": json.loads(self.repairs.to_json(orient="records")),
            "segments": json.loads(self.segments.to_json(orient="records")),
        }
        return json.dumps(
            {"metrics": self.metrics, "sentence": str(self)} | lists,
            indent=2,
            sort_keys=True,
            ensure_ascii=False,
        )

    def _records(self) -> list[single_records.Record]:
        explained = self._explanation.reasons.frame
        tables = self._real, self._synthetic
        return single_records.of_reasons(explained, self.giveaways, *tables, _RECORDS)

    def _page(self) -> Results:
        return Results(
            about=self._real.about,
            metrics=self.metrics,
            plots=self.curves
            | {
                "giveaways": self.giveaways,
                "repairs": self.repairs,
                "segments": self.segments,
            },
            side_by_side=self._explanation.side_by_side,
            bars=self._explanation.bars,
            params=self._settings,
            versions={name: version(name) for name in _PACKAGES},
            sha256={},
            limits=self._limits,
        )
