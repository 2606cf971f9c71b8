"""The cells of a column, each distinct string once, so that reading them costs little."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fake_or_real.data.readings.style import Flags, Whole, flags

# Where more of the first rows than this share are distinct, looking for repeats does not pay.
_FIRST, _DISTINCT = 100_000, 0.5
_SAMPLE = 1000


@dataclass(frozen=True)
class Cells:
    """The cells of a column.

    strings: without blanks around them, none of them null; equal ones mostly once.
    rows: in how many rows each stands.
    places: for each row the position of its string, null for a missing cell.
    """

    strings: pa.Array
    rows: Whole
    places: pa.Array

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> "Cells":
        trimmed = pa.concat_arrays(
            [pc.utf8_trim_whitespace(chunk.cast(pa.large_string())) for chunk in column.chunks]
            or [pa.array([], pa.large_string())]
        )
        first = pc.drop_null(trimmed[:_FIRST])
        if len(pc.unique(first)) > _DISTINCT * len(first):
            known = flags(pc.is_valid(trimmed))
            places = pa.array(np.cumsum(known) - 1, mask=~known)
            return cls(pc.drop_null(trimmed), np.ones(known.sum(), dtype=np.int64), places)
        encoded = trimmed.dictionary_encode()
        found = pc.drop_null(encoded.indices).to_numpy()
        rows = np.bincount(found, minlength=len(encoded.dictionary))
        return cls(encoded.dictionary, rows.astype(np.int64), encoded.indices)

    def __len__(self) -> int:
        """How many cells are not missing."""
        return int(self.rows.sum())

    def sample(self) -> "Cells":
        """About 1,000 of the strings, or all if there are fewer, spread evenly over the column."""
        step = max(1, len(self.strings) // _SAMPLE)
        chosen = pa.array(np.arange(0, len(self.strings), step))
        return Cells(self.strings.take(chosen), self.rows[::step], pa.nulls(0, pa.int64()))

    def where(self, chosen: Flags) -> pa.Array:
        """These of the strings, each once."""
        return pc.unique(self.strings.filter(pa.array(chosen)))

    def spread(self, values: pa.Array) -> pa.ChunkedArray:
        """One value for each row, from one for each string."""
        return pa.chunked_array([values.take(self.places)])
