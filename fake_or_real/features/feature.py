"""What one column of the discriminators' matrix is, and which groups of them there are."""

from dataclasses import dataclass
from typing import Literal

Group = Literal["values", "frequencies", "pairs", "format", "relations"]


@dataclass(frozen=True)
class Feature:
    """One column of the matrix that a model sees.

    name: what a reader calls it, for example `frequency of age`.
    columns: the columns of the table that it is made from.
    group: the sort of evidence it carries.
    """

    name: str
    columns: tuple[str, ...]
    group: Group
