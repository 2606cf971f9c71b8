"""A figure and how far chance may have moved it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float

    def excludes(self, value: float) -> bool:
        """Whether chance alone would seldom (in 5 % of cases) leave out this value."""
        return not self.low <= value <= self.high
