"""Say in one sentence how surely the synthetic table can be told from the real one.

in:  metrics/evaluate.json, metrics/copies.json, data/yardstick.parquet
out: metrics/verdict.json, metrics/yardstick.json, plots/yardstick.csv and .png
"""

from pathlib import Path
from typing import Any

from stages import tables
from stages.errors import run
from stages.evidence.auc import Auc
from stages.evidence.verdict import verdict
from stages.evidence.yardstick import Yardstick
from stages.outputs import read_json, write_json
from stages.report import charts


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
