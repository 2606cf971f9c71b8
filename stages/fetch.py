"""Fetch the real table.

In: the name, path or URL in `fetch.dataset`; of a database, `fetch.table` or `fetch.query`.
Out: `data/real.parquet`, the table with its column kinds and what it is (name, source, sha256,
licence, rows), and `metrics/columns.json`, what each column was taken for and what it holds.

`python -m stages.fetch --check` only says whether a known data set can be had from here, by one
line and its exit code: 3 where there is no network, 1 for all else.
"""

import sys
from collections import Counter
from pathlib import Path

from fake_or_real import sources
from fake_or_real.data import tables
from fake_or_real.data.description import describe
from fake_or_real.data.outputs import write_json
from fake_or_real.data.tables import Table
from fake_or_real.errors import UnreachableError, one_line, run
from fake_or_real.progress import progress
from fake_or_real.report import columns
from stages.params import check_files, read_params

REAL = Path("data/real.parquet")
UNREACHABLE = 3


def summary(table: Table) -> str:
    """One line: name, size, column kinds, licence."""
    kinds = Counter(table.kinds.values())
    return (
        f"{table.about['name']}: {len(table):,} rows, {len(table.kinds)} columns"
        f" ({', '.join(f'{count} {kind}' for kind, count in kinds.items())}),"
        f" licence: {table.about['licence']}"
    )


def check(dataset: str) -> int:
    """The exit code of the check."""
    try:
        sources.check(dataset)
    except UnreachableError as error:
        print(f"error: {one_line(error)}", file=sys.stderr)
        return UNREACHABLE
    return 0


def main() -> int:
    """Run the stage, or only the check; the exit code."""
    params = read_params()
    check_files(params)
    dataset = params.fetch.dataset
    if sys.argv[1:] == ["--check"]:
        return check(dataset)
    fetched = params.fetch
    with progress(True):
        table = sources.fetch(dataset, fetched.options, fetched.columns)
    described = describe(table, params.explain.min_count)
    tables.write(table, REAL)
    write_json(Path("metrics/columns.json"), described)
    print(summary(table))
    if "reading" in table.about:
        print(table.about["reading"])
    print(columns.table(described))
    return 0


if __name__ == "__main__":
    run(main)
