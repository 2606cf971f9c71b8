"""Say in one sentence how surely the synthetic table can be told from the real one.

in:  metrics/evaluate.json, metrics/copies.json, data/yardstick.parquet
out: metrics/verdict.json, metrics/yardstick.json, plots/yardstick.csv
"""

from pathlib import Path

from fake_or_real.data import tables
from fake_or_real.data.outputs import read_json, write_json
from fake_or_real.errors import run
from fake_or_real.evidence import yardstick
from fake_or_real.evidence.verdict import verdict
from fake_or_real.report.verdict import sentence


def main() -> None:
    """The stage."""
    evaluated = read_json(Path("metrics/evaluate.json"))
    curve = tables.read(Path("data/yardstick.parquet")).frame
    measured = yardstick.metrics(curve, evaluated)
    evidence = evaluated, measured, read_json(Path("metrics/copies.json"))
    said = sentence(*evidence)
    write_json(Path("metrics/yardstick.json"), measured)
    write_json(Path("metrics/verdict.json"), verdict(*evidence) | {"sentence": said})
    tables.write_csv(yardstick.drawn(curve, evaluated), Path("plots/yardstick.csv"))
    print(said)


if __name__ == "__main__":
    run(main)
