"""Say in one sentence how surely the synthetic table can be told from the real one.

in:  metrics/evaluate.json, metrics/copies.json, data/yardstick.parquet
out: metrics/verdict.json, metrics/yardstick.json, plots/yardstick.csv and .png
"""

from pathlib import Path
from typing import Any

from fake_or_real.data import tables
from fake_or_real.data.outputs import read_json, write_json
from fake_or_real.errors import run
from fake_or_real.evidence.verdict import verdict
from fake_or_real.evidence.yardstick import Yardstick
from fake_or_real.report import charts
from fake_or_real.statistics.auc import Auc


def main() -> None:
    """The stage."""
    evaluated = read_json(Path("metrics/evaluate.json"))
    found = Auc(*(evaluated[key] for key in ("auc", "auc_ci_low", "auc_ci_high", "p_value")))
    curve = tables.read(Path("data/yardstick.parquet")).frame
    measured: dict[str, Any] = Yardstick.from_frame(curve).to_dict(found) if len(curve) else {}
    said = verdict(evaluated, measured, read_json(Path("metrics/copies.json")))
    write_json(Path("metrics/yardstick.json"), measured)
    write_json(Path("metrics/verdict.json"), said)
    drawn = curve.drop(columns=["p_value", "rows"]).assign(result=found.value)
    tables.write_csv(drawn, Path("plots/yardstick.csv"))
    charts.save_png(charts.yardstick(curve, found, said["sentence"]), Path("plots/yardstick.png"))
    print(said["sentence"])


if __name__ == "__main__":
    run(main)
