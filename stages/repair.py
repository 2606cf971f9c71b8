"""Repair the drawn rows, from what the seen ones are like, and keep as many as are wanted.

in:  data/drawn.parquet, data/real.parquet (only its seen rows), data/seen.parquet
out: data/synthetic.parquet, metrics/repair.json (what was done; with every repair switched off the
     first `probe.size` rows are kept as they were drawn)
"""

from pathlib import Path

from fake_or_real import repairs
from fake_or_real.data import seen_rows, tables
from fake_or_real.data.outputs import write_json
from fake_or_real.errors import run
from stages.params import read_params


def main() -> None:
    """The stage."""
    params = read_params()
    real, drawn = (tables.read(Path(f"data/{name}.parquet")) for name in ("real", "drawn"))
    rows = seen_rows.read(Path("data/seen.parquet"))
    chosen = repairs.make(
        format=params.repair.format,
        pools=params.repair.pools,
        rules=params.repair.rules,
        rejection=params.repair.rejection,
        min_count=params.explain.min_count,
        seed=params.seed,
    )
    seen = None if rows is None else real.take(rows)
    synthetic, figures = repairs.repair(seen, drawn, chosen, params.probe.size, params.seed)
    tables.write(synthetic, Path("data/synthetic.parquet"))
    write_json(Path("metrics/repair.json"), figures)
    done = ", ".join(each.name for each in chosen) or "no repair"
    print(f"{done}: kept {len(synthetic)} of {len(drawn)} drawn rows")


if __name__ == "__main__":
    run(main)
