"""Mixed tables of any size for `scale.py`: real rows, and synthetic ones that differ slightly.

Rows are made and written a block at a time, each from a seed of its own, so that a table of ten
million rows takes no more memory than one of a million.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fake_or_real.data.outputs import whole_file

_BLOCK = 500_000
_SORTS = 15  # columns after which the sorts come again
_CITIES = np.array([f"city {number:04d}" for number in range(3000)])
_WORDS = {
    "kind": np.array(["car", "bike", "van", "bus", "tram", "train"]),
    "region": np.array([f"region {number}" for number in range(40)]),
    "rating": np.array(["low", "middle", "high", "none"]),
}
_BROKEN = 0.2  # share of synthetic rows in which a dependence between columns is broken


def write(path: Path, rows: int, columns: int, seed: int, *, is_fake: bool) -> None:
    """Write a Parquet file of so many rows and columns.

    Every 15 columns: three of words, one of 3,000 cities, one of few and two of many whole numbers,
    four floats (one in whole cents, one derived, one heavy-tailed, one with missing values), two
    booleans, a date and a moment. In a fifth of the synthetic rows the derived columns are drawn
    anew; every fifth cent is rounded.
    """
    writer = None
    with whole_file(path) as temporary:
        for number, start in enumerate(range(0, rows, _BLOCK)):
            size = min(_BLOCK, rows - start)
            made = [
                _columns(size, part, np.random.default_rng([seed, is_fake, number, part]), is_fake)
                for part in range(-(-columns // _SORTS))
            ]
            block = pa.table({name: values for part in made for name, values in part.items()})
            block = block.select(block.column_names[:columns])
            writer = writer or pq.ParquetWriter(temporary, block.schema)
            writer.write_table(block)
        assert writer is not None, "a table of no rows"
        writer.close()


def _columns(rows: int, part: int, rng: np.random.Generator, is_fake: bool) -> dict[str, pa.Array]:
    """The fifteen columns of one part."""
    broken = rng.random(rows) < _BROKEN * is_fake
    latent = rng.normal(size=rows)
    other = np.where(broken, rng.permutation(latent), latent)
    days = np.datetime64("2015-01-01") + rng.integers(0, 3000, rows).astype("timedelta64[D]")
    cents = np.exp(4 + 0.6 * other + 0.5 * rng.normal(size=rows)).round(2)
    cents = np.where(is_fake & (rng.random(rows) < 0.2), cents.round(1), cents)
    count = rng.poisson(np.exp(1 + 0.4 * latent))
    columns = {
        "kind": _of(_WORDS["kind"], latent, rng),
        "region": _of(_WORDS["region"], other, rng),
        "rating": _of(_WORDS["rating"], rng.normal(size=rows), rng),
        "city": _of(_CITIES, rng.normal(size=rows), rng),
        "count": count,
        "weight": np.exp(11 + 0.5 * rng.normal(size=rows)).astype(int),
        "visits": rng.integers(0, 20_000, rows),
        "price": cents,
        "total": (cents * np.where(broken, rng.permutation(count), count)).round(2),
        "income": (rng.pareto(3, rows) * 20_000).round(1),
        "score": np.where(rng.random(rows) < 0.1, np.nan, latent + rng.normal(size=rows)),
        "member": latent + rng.normal(size=rows) > 0,
        "online": rng.random(rows) < 0.3,
        "joined": days,
        "last seen": days.astype("datetime64[s]") + rng.integers(0, 10**8, rows),
    }
    ending = f" {part}" if part else ""
    # Missing floats are null, as whoever writes Parquet has them.
    return {f"{name}{ending}": pa.array(v, from_pandas=True) for name, v in columns.items()}


def _of(values: np.ndarray, latent: np.ndarray, rng: np.random.Generator) -> pa.Array:
    """Words by a normal number; the middle ones are the most common."""
    place = (latent + 0.5 * rng.normal(size=len(latent))) / 6 + 0.5
    codes = np.clip((place * len(values)).astype(int), 0, len(values) - 1)
    words = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(values))
    return words.cast(pa.string())
