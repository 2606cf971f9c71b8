"""Put everything on one page.

in:  all metrics and plots, data/side_by_side.parquet, data/bars.parquet, data/reasons.parquet and
     the tables
out: plots/report.html (aggregates only: safe to commit and to share),
     data/report-full.html (the same with records, which git ignores),
     plots/histogram.png (the tutorial's picture; DVC draws the other charts from their CSV files)
"""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fake_or_real.data import stored, tables
from fake_or_real.data.outputs import read_json, whole_file
from fake_or_real.errors import run
from fake_or_real.report import charts, page, records
from fake_or_real.report.limits import Limits
from fake_or_real.report.page import Results
from stages.params import read_params
from stages.params_groups import Params

DATA, METRICS, PLOTS = Path("data"), Path("metrics"), Path("plots")
FULL = DATA / "report-full.html"
_FIGURES = (
    "columns",
    "content",
    "copies",
    "evaluate",
    "generator",
    "giveaways",
    "jury",
    "split",
    "verdict",
    "yardstick",
)
_CURVES = (
    *("calibration", "columns", "giveaways", "histogram", "jury", "pairs", "peeling"),
    *("precision_recall", "repairs", "roc", "segments", "yardstick"),
)
_PACKAGES = ("lightgbm", "mostlyai", "numpy", "pandas", "scikit-learn")
_RECORDS = 10  # of each end


def ran_with(params: Params) -> dict[str, Any]:
    """All that decided this run, by dotted key: of each choice only the chosen one's settings."""
    groups = {
        "fetch": params.fetch.model_dump(),
        f"generator.{params.generator.name}": params.generator.settings,
        "probe": params.probe.model_dump(),
        "repair": params.repair.model_dump(),
        "split": params.split.model_dump(),
        "discriminator": params.discriminator.settings,
        "jury": params.jury.model_dump(),
        "explain": params.explain.model_dump(),
        "yardstick": params.yardstick.model_dump(),
    }
    names = {
        "seed": params.seed,
        "generator.name": params.generator.name,
        "generator.sample_size": params.generator.sample_size,
        "discriminator.name": params.discriminator.name,
    }
    settings = {
        f"{group}.{key}": value for group, values in groups.items() for key, value in values.items()
    }
    return names | settings


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """The stage."""
    params = read_params()
    real, synthetic = stored.judged(DATA)
    inputs = [DATA / f"{name}.parquet" for name in ("real", "synthetic", "seen", "split")]
    results = Results(
        about=real.about,
        metrics={name: read_json(METRICS / f"{name}.json") for name in _FIGURES},
        plots={name: tables.read_csv(PLOTS / f"{name}.csv") for name in _CURVES},
        side_by_side=tables.read(DATA / "side_by_side.parquet").frame,
        bars=tables.read(DATA / "bars.parquet").frame,
        params=ran_with(params),
        versions={name: version(name) for name in _PACKAGES},
        sha256={str(path): _sha256(path) for path in inputs},
        limits=Limits(**params.gate.model_dump()),
    )
    scores = tables.read(DATA / "scores.parquet").frame
    for name, figure in page.charts_of(results, scores).items():
        charts.save_png(figure, PLOTS / f"{name}.png")
    explained = tables.read(DATA / "reasons.parquet").frame
    shown = records.of_reasons(explained, results.plots["giveaways"], real, synthetic, _RECORDS)
    for path, part in ((PLOTS / "report.html", None), (FULL, shown)):
        with whole_file(path) as temporary:
            temporary.write_text(page.render(results, part, str(FULL)), encoding="utf-8")
    print(f"{PLOTS / 'report.html'} (to share), {FULL} (with records): look at them: make open")


if __name__ == "__main__":
    run(main)
