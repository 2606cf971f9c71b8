"""What the verdict says of how columns are written, and of those that it leaves out."""

from collections.abc import Iterable, Mapping
from typing import Any

_NAMED = 3  # columns that are named; more are counted


def by_writing(evaluate: Mapping[str, Any], content: Mapping[str, Any]) -> list[str]:
    """How much of the AUC is told by writing alone; of those files in `metrics/`."""
    if content.get("auc_writing_ci_low", 0) <= 0:
        return []
    alone = content["auc_content"]
    part = "mostly" if evaluate["auc"] - alone > alone - 0.5 else "partly"
    low, high = content["auc_content_ci_low"], content["auc_content_ci_high"]
    names = _listed(content["columns_written_alike"].split(", "))
    return [
        f"{part} by how values of {names} are written: by content alone AUC {alone:.2f}"
        f" [{low:.2f}, {high:.2f}]"
    ]


def written_otherwise(generator: Mapping[str, Any]) -> list[str]:
    """Columns that were read alike although they are written otherwise; of `generator.json`."""
    names = [name for name in generator.get("columns_written_otherwise", "").split(", ") if name]
    if not names:
        return []
    verb = "is" if len(names) == 1 else "are"
    return [f"{_listed(names)} {verb} written otherwise than in the real table, and read alike"]


def left_out(columns: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Columns that take no part since they only name rows; of `metrics/columns.json`."""
    why = {name: told["why"] for name, told in columns.items() if told["kind"] == "identifier"}
    if not why:
        return []
    if len(why) > _NAMED:
        return [f"{_listed(why)} are left out, as they only name rows"]
    told = [f"{name} ({reason})" if reason else name for name, reason in why.items()]
    verb = "is left out, as it only names" if len(why) == 1 else "are left out, as they only name"
    return [f"{_listed(told)} {verb} rows"]


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    if len(shown) > _NAMED:
        shown = [*shown[:_NAMED], f"{len(shown) - _NAMED} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
