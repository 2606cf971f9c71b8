"""Tables whose order of detectability is known from how they were made."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

LEAST = 0.95
# What a name ends with, and what the AUC does as the number there grows. Cells that were replaced;
# epochs that a generator learned; its sampling temperature (05 is 0.5); the epsilon of differential
# privacy. From a temperature of 1 on down, rows get more alike, and easier to tell.
_ORDERS: dict[str, tuple[str, int, Callable[[str], float]]] = {
    "flips": (r"_flip(\d+)$", 1, float),
    "epochs": (r"_e(\d+)$", -1, float),
    "temperature": (r"_temp(\d+)$", -1, lambda digits: float(digits) / 10),
    "epsilon": (r"_eps([\d.]+)$", -1, float),
}


@dataclass(frozen=True)
class Order:
    """How far the AUCs of one discriminator follow a known order.

    aucs: means over the seeds, in that order, which rises. rank: Spearman's correlation, -1 to 1.
    """

    name: str
    discriminator: str
    aucs: dict[str, float]
    rank: float

    @property
    def kept(self) -> bool:
        return self.rank >= LEAST


def check(lines: pd.DataFrame) -> list[Order]:
    """Each known order of three tables or more, by the first discriminator of the lines."""
    first = lines["discriminator"].iloc[0]
    means = lines[lines["discriminator"] == first].groupby("table")["auc"].mean()
    found = []
    for kind, (pattern, sign, number) in _ORDERS.items():
        known: dict[str, dict[float, str]] = {}
        for table in map(str, means.index):
            if ending := re.search(pattern, table):
                start = table[: ending.start()]
                known.setdefault(start, {})[sign * number(ending[1])] = table
        for start, tables in known.items():
            if len(tables) > 2:
                aucs = {tables[level]: float(means[tables[level]]) for level in sorted(tables)}
                rank = float(spearmanr(np.arange(len(aucs)), list(aucs.values())).statistic)
                found.append(Order(f"{start} by {kind}", str(first), aucs, rank))
    return found


def to_markdown(found: list[Order]) -> list[str]:
    """A table of the orders, if there are any."""
    if not found:
        return []
    rows = [
        "| known order, the hardest to tell first | AUC | Spearman |",
        "| --- | --- | --- |",
        *(
            f"| {order.name}: {' < '.join(order.aucs)}"
            f" | {', '.join(f'{value:.3f}' for value in order.aucs.values())}"
            f" | {order.rank:.2f}{'' if order.kept else ' **broken**'} |"
            for order in found
        ),
    ]
    return [f"Orders that are known, by {found[0].discriminator}:", "\n".join(rows)]
