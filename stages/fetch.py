"""Fetch the real table.

In: the name, path or URL in `fetch.dataset`.
Out: `data/real.parquet`, the table with its column kinds and what it is (name, source, sha256,
licence, rows).

`python -m stages.fetch --check` only says whether a known data set can be had from here, by its
exit code and one line.
"""

import sys
from collections import Counter
from pathlib import Path

from fake_or_real import sources
from fake_or_real.data import tables
from fake_or_real.data.tables import Table
from fake_or_real.errors import run
from stages.params import check_files, read_params

REAL = Path("data/real.parquet")


def fetch(dataset: str, max_megabytes: int) -> Table:
    """The real table; raises `UserError` when it cannot be had."""
    return sources.fetch(dataset, max_megabytes)


def summary(table: Table) -> str:
    """One line: name, size, column kinds, licence."""
    kinds = Counter(table.kinds.values())
    return (
        f"{table.about['name']}: {len(table):,} rows, {len(table.kinds)} columns"
        f" ({', '.join(f'{count} {kind}' for kind, count in kinds.items())}),"
        f" licence: {table.about['licence']}"
    )


def main() -> None:
    """Run the stage, or only the check."""
    params = read_params()
    check_files(params)
    dataset = params.fetch.dataset
    if sys.argv[1:] == ["--check"]:
        sources.check(dataset)
        return
    table = fetch(dataset, params.fetch.max_megabytes)
    tables.write(table, REAL)
    print(summary(table))


if __name__ == "__main__":
    run(main)
