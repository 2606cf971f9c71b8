"""Rows that keep every rule that all seen rows keep."""

from typing import ClassVar, Self

import numpy as np

from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.repairs.base import Repair, Repaired
from fake_or_real.repairs.learned_rules import learn


class Rules(Repair):
    """Computes the cell that depends, if asked to, and leaves out rows that still break a rule.

    computes: whether cells are computed; else spare rows make up for all that break a rule.
    """

    name: ClassVar[str] = "rules"

    def __init__(self, *, computes: bool) -> None:
        self.computes = computes

    def fit(self, seen: Table) -> Self:
        self._rules = learn(seen)
        return self

    def apply(self, drawn: Table, size: int, rng: np.random.Generator) -> Repaired:  # noqa: ARG002
        broken = ~np.all([np.ones(len(drawn), bool), *self._kept(drawn)], axis=0)
        table, cells = self._computed(drawn) if self.computes else (drawn, 0)
        kept_by_rule = self._kept(table)
        kept = np.flatnonzero(np.all([np.ones(len(table), bool), *kept_by_rule], axis=0))
        if len(kept) < size:
            worst = int(np.argmin([keeps.mean() for keeps in kept_by_rule]))
            rate = float(kept_by_rule[worst].mean())
            advice = "" if self.computes else ", or compute cells (repair.rules: compute)"
            raise UserError(
                f"repair.rules: {len(kept)} of {len(drawn)} drawn rows keep the rules of the seen"
                f" rows, and {size} are wanted; {rate:.0%} keep {self._rules[worst].says}, the"
                f" least kept: raise repair.oversample (for a file, lower probe.size){advice}"
            )
        figures = {
            "rules_learned": len(self._rules),
            "rules_broken_rows": float(broken.mean()),
            "rules_computed_cells": cells,
            "rules_acceptance": len(kept) / len(table),
        }
        return Repaired(table.take(kept), kept, figures)

    def _kept(self, table: Table) -> list[np.ndarray]:
        return [rule.keeps(table) for rule in self._rules]

    def _computed(self, drawn: Table) -> tuple[Table, int]:
        """The table with each cell that follows from others, and how many had to be changed."""
        table, cells = drawn, 0
        for rule in self._rules:
            column = rule.compute(table)
            if column is not None:
                broken = ~rule.keeps(table)
                frame = table.frame.copy()
                frame[column.name] = frame[column.name].mask(broken, column)
                table, cells = Table(frame, table.kinds), cells + int(broken.sum())
        return table, cells
