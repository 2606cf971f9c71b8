"""Tell synthetic data from real: how surely a machine can, and what gives it away.

>>> from fake_or_real import judge
>>> result = judge("real.csv", "synthetic.csv")  # doctest: +SKIP
>>> print(result)  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fake_or_real.data.files import read_table
    from fake_or_real.errors import UserError
    from fake_or_real.judging import judge
    from fake_or_real.repairing import repair
    from fake_or_real.report.limits import Limits
    from fake_or_real.result import Result
    from fake_or_real.scoring import score

__all__ = ["Limits", "Result", "UserError", "judge", "read_table", "repair", "score"]

_HOMES = {
    "Limits": "fake_or_real.report.limits",
    "Result": "fake_or_real.result",
    "UserError": "fake_or_real.errors",
    "judge": "fake_or_real.judging",
    "read_table": "fake_or_real.data.files",
    "repair": "fake_or_real.repairing",
    "score": "fake_or_real.scoring",
}


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first asked for: pandas and LightGBM take a second."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
