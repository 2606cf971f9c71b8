"""Values written as the seen rows write them."""

from typing import ClassVar, Self

import numpy as np

from fake_or_real.data.tables import Table
from fake_or_real.data.written_alike import written_alike
from fake_or_real.repairs.base import Repair, Repaired, unmoved


class Format(Repair):
    """Rounds numbers and moments, and spells strings, as nearly all seen rows do.

    Where the drawn rows are the coarser ones nothing can be done: what they lack was never drawn.
    """

    name: ClassVar[str] = "format"

    def fit(self, seen: Table) -> Self:
        self._seen = seen
        return self

    def apply(self, drawn: Table, size: int, rng: np.random.Generator) -> Repaired:  # noqa: ARG002
        seen, alike, changed = written_alike(self._seen, drawn)
        frame, cells = drawn.frame.copy(), 0
        for name in changed:
            if seen.frame[name].equals(self._seen.frame[name]):
                column = alike.frame[name]
                differs = ~column.eq(drawn.frame[name]).fillna(value=True).to_numpy(bool)
                cells += int((differs & drawn.frame[name].notna().to_numpy()).sum())
                frame[name] = column
        return unmoved(Table(frame, drawn.kinds), {"format_cells": cells})
