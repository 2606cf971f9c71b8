"""Say in one sentence how surely the synthetic table can be told from the real one.

in:  metrics/ (columns, content, copies, evaluate, generator, split), data/yardstick.parquet
out: metrics/verdict.json, metrics/yardstick.json, plots/yardstick.csv, plots/verdict.txt (the
     sentence)
"""

from pathlib import Path

from fake_or_real.data import tables
from fake_or_real.data.outputs import read_json, whole_file, write_json
from fake_or_real.errors import run
from fake_or_real.evidence import yardstick
from fake_or_real.evidence.verdict import verdict
from fake_or_real.report.verdict import sentence

METRICS = Path("metrics")
_EVIDENCE = ("columns", "content", "copies", "evaluate", "generator", "split")


def main() -> None:
    """The stage."""
    metrics = {name: read_json(METRICS / f"{name}.json") for name in _EVIDENCE}
    curve = tables.read(Path("data/yardstick.parquet")).frame
    metrics["yardstick"] = yardstick.metrics(curve, metrics["evaluate"])
    said = sentence(metrics)
    write_json(METRICS / "yardstick.json", metrics["yardstick"])
    write_json(METRICS / "verdict.json", verdict(metrics))
    with whole_file(Path("plots/verdict.txt")) as temporary:
        temporary.write_text(f"{said}\n", encoding="utf-8")
    tables.write_csv(yardstick.drawn(curve, metrics["evaluate"]), Path("plots/yardstick.csv"))
    print(said)


if __name__ == "__main__":
    run(main)
