"""What `judge` and `repair` may be asked for; stages/params.py refuses the same of params.yaml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

from fake_or_real import discriminators
from fake_or_real.data.wishes import Stated
from fake_or_real.discriminators.base import Discriminator
from fake_or_real.errors import UserError, did_you_mean
from fake_or_real.report.limits import Limits

_PROTOCOLS = ("unseen", "all", "tutorial")
_HALVES = ("both", "search", "final")


@dataclass(frozen=True)
class Choices:
    """The arguments of `judge` that are no tables."""

    seed: int
    discriminator: str
    trusted: tuple[str, ...]
    holdout: float
    protocol: str
    max_rows: int
    count_rows: int
    half: str
    yardstick: tuple[float, ...]
    jury: tuple[str, ...]
    min_count: int
    columns: Mapping[str, Stated]
    limits: Limits | None

    def make(self) -> Discriminator:
        """The chosen discriminator, unfitted."""
        return discriminators.make(self.discriminator, {}, self.seed, self.trusted)

    def to_dict(self) -> dict[str, Any]:
        """By the dotted keys that they have in params.yaml."""
        return {
            "discriminator.name": self.discriminator,
            "discriminator.trusted": list(self.trusted),
            "explain.min_count": self.min_count,
            "fetch.columns": self.columns,
            "jury.families": list(self.jury),
            "seed": self.seed,
            "split.holdout": self.holdout,
            "split.max_rows": self.max_rows,
            "split.count_rows": self.count_rows,
            "split.half": self.half,
            "split.protocol": self.protocol,
            "yardstick.fractions": list(self.yardstick),
        }


def check(  # noqa: PLR0913 - each is an argument of `judge`
    *,
    seed: Any,
    trusted: Any,
    holdout: Any,
    protocol: Any,
    max_rows: Any,
    count_rows: Any,
    half: Any,
    yardstick: Sequence[Any],
    jury: Any,
    min_count: Any,
) -> None:
    """Raise `UserError` for the first choice that cannot be made."""
    _check_shared(seed, min_count)
    named = not isinstance(trusted, str) and all(_package(name) for name in trusted)
    _require(named, "trusted", trusted, "a list of packages by their names, such as ['imblearn']")
    _require(_number(holdout) and 0 < holdout < 1, "holdout", holdout, "a share between 0 and 1")
    if protocol not in _PROTOCOLS:
        hint = did_you_mean(str(protocol), _PROTOCOLS)
        raise UserError(f"protocol was {protocol!r:.100}; {hint}")
    _require(_whole(max_rows) and max_rows >= 20, "max_rows", max_rows, "a whole number from 20")
    counts = _whole(count_rows) and count_rows >= 0
    _require(counts, "count_rows", count_rows, "a whole number from 0")
    if half not in _HALVES:
        raise UserError(f"half was {half!r:.100}; {did_you_mean(str(half), _HALVES)}")
    shares = list(yardstick)
    rising = all(_number(share) for share in shares) and sorted(set(shares)) == shares
    sound = not shares or (rising and (shares[0], shares[-1]) == (0, 1))
    _require(sound, "yardstick", yardstick, "shares that rise from 0 to 1, or empty")
    _require(not isinstance(jury, str), "jury", jury, "a list of names, such as ['tutorial']")


def check_repair(*, size: Any, rules: Any, min_count: Any, seed: Any) -> None:
    """Raise `UserError` for the first choice that cannot be made."""
    _check_shared(seed, min_count)
    whole = size is None or (_whole(size) and size >= 1)
    _require(whole, "size", size, "a whole number above 0, or None")
    _require(rules in (None, "compute", "redraw"), "rules", rules, "compute, redraw or None")


def _check_shared(seed: Any, min_count: Any) -> None:
    _require(_whole(seed) and 0 <= seed < 2**31, "seed", seed, "a whole number from 0 to 2^31 - 1")
    _require(_whole(min_count) and min_count >= 1, "min_count", min_count, "a whole number above 0")


def _require(sound: bool, name: str, value: Any, should_be: str) -> None:
    if not sound:
        raise UserError(f"{name} was {value!r:.100}; it should be {should_be}")


def _whole(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _package(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier()


def _number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
