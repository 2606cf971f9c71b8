"""The verdict in words: one sentence for all the evidence."""

from collections.abc import Mapping
from typing import Any

from fake_or_real.report import copies, writing
from fake_or_real.report.training import clock
from fake_or_real.statistics.auc import detectable_from

_NO_YARDSTICK = "there is no yardstick to hold it against"
_NO_EQUIVALENT = {
    "below": "no more detectable than intact real data",
    "chance": "not detectable, so no damage to real data is equivalent",
    "flat": (
        "the yardstick can scale nothing, as real rows with every cell scrambled are not surely"
        " detectable either (AUC {:.2f})"
    ),
}
_FINE = 0.55  # an AUC that is little: what can only miss less has rows enough
_WIDE = 0.1  # an interval of shares of scrambled cells that is said
_BELOW_HALF = (
    "the whole interval lies below 0.5: what the discriminator learned is reversed in"
    " the rows that it was tested on. That happens where rows repeat one another, and does not"
    " mean that the data is like real data."
)


def headline(metrics: Mapping[str, Mapping[str, Any]]) -> str:
    """The verdict in a few words, for a title; metrics as `sentence` takes them."""
    evaluate, figures = metrics["evaluate"], metrics["copies"]
    if not copies.equal_rows(figures):
        return _word(evaluate)
    first = copies.headline(figures)
    return f"{first}; detectable" if evaluate["detectable"] else first


def sentence(metrics: Mapping[str, Mapping[str, Any]]) -> str:
    """All the evidence in one sentence, with a warning behind it where one is needed.

    metrics: by the names of the files in `metrics/`: `columns`, `content`, `copies`, `evaluate`,
        `generator`, `split`, `yardstick`.

    Equal rows are said first: a discriminator is asked about single rows, so it cannot see them,
    and rows of the real table look real to it.
    """
    evaluate, yardstick, figures = (metrics[name] for name in ("evaluate", "yardstick", "copies"))
    equal_rows = copies.equal_rows(figures)
    parts = [
        *equal_rows,
        _test(evaluate, metrics["split"], bool(equal_rows)),
        *remarks_on_test(metrics),
        *([] if yardstick.get("relation") == "chance" else [equivalent(yardstick)]),
        *(copies.kinship(figures) if equal_rows else [copies.copied(figures)]),
        *remarks_on_columns(metrics),
    ]
    said = [f"{'; '.join(parts)}.", these_rows(metrics["split"])]
    return " ".join([*said, *(f"Warning: {warning}" for warning in warnings(metrics))])


def remarks_on_test(metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What must be known of the test to take its AUC rightly; metrics as `sentence` takes them."""
    return [
        *writing.by_writing(metrics["evaluate"], metrics["content"]),
        *_power(metrics["evaluate"]),
        *real_rows(metrics["split"]),
        *drawn(metrics["split"]),
    ]


def remarks_on_columns(metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Which columns were read alike or left out; metrics as `sentence` takes them."""
    return [
        *writing.written_otherwise(metrics["generator"]),
        *writing.left_out(metrics["columns"]),
    ]


def warnings(metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Why the verdict may not be what it seems, in sentences; metrics as `sentence` takes them."""
    yardstick = metrics["yardstick"]
    said = [f"{ended}." for ended in filter(None, [clock(metrics["generator"])])]
    if metrics["evaluate"]["auc_ci_high"] < 0.5:
        said.append(_BELOW_HALF)
    if yardstick and not yardstick["null_holds"]:
        said.append(
            f"real against real rows gave {_auc('null_auc', yardstick)}, which should hold 0.5; if"
            " it does not with another seed either, the test itself is broken."
        )
    return said


def real_rows(split: Mapping[str, Any]) -> list[str]:
    """How many REAL rows the synthesizer saw, where there are any; of `metrics/split.json`."""
    seen = split["real_seen"]
    if not seen:
        return []
    rows = split["train_real"] + split["holdout_real"]
    if seen == rows:
        return ["every real row was seen, so REAL are rows that the synthesizer saw"]
    return [f"REAL are {rows:,} rows, of which the synthesizer saw {seen:,}"]


def drawn(split: Mapping[str, Any]) -> list[str]:
    """Of how many rows the test is, where the tables have more; of `metrics/split.json`."""
    taking_part = {
        label.upper(): (
            split[f"train_{label}"] + split[f"holdout_{label}"],
            split[f"eligible_{label}"],
        )
        for label in ("real", "fake")
    }
    fewer = [
        f"{rows:,} of {eligible:,} {label} rows"
        for label, (rows, eligible) in taking_part.items()
        if rows < eligible
    ]
    said = [f"from {' and '.join(fewer)}, drawn at random"] if fewer else []
    counted = [
        f"{split[f'train_{label}'] + split[f'counted_{label}']:,} {label.upper()}"
        for label in ("real", "fake")
    ]
    if split["counted_real"] or split["counted_fake"]:
        said.append(f"how often values occur is counted in {' and '.join(counted)} rows")
    return said


def equivalent(yardstick: Mapping[str, Any]) -> str:
    """How damaged real data would be as detectable; the content of `metrics/yardstick.json`."""
    if not yardstick:
        return _NO_YARDSTICK
    relation = yardstick["relation"]
    if relation in _NO_EQUIVALENT:
        return _NO_EQUIVALENT[relation].format(yardstick["ceiling_auc"])
    if relation == "above":
        is_more = yardstick["equivalent_corruption_ci_low"] == 1
        than = "more detectable than" if is_more else "as detectable as"
        return f"{than} real data with every cell scrambled"
    return f"as detectable as real data with {scrambled(yardstick)} of its cells scrambled"


def scrambled(yardstick: Mapping[str, Any]) -> str:
    """The equivalent corruption as a percentage, with its interval where that is wide."""
    low, high = (yardstick[f"equivalent_corruption_ci_{end}"] for end in ("low", "high"))
    share = _percent(yardstick["equivalent_corruption"])
    # Where a figure of two digits would be taken at its word and should not be.
    return share if high - low <= _WIDE else f"{share} ({_percent(low)} to {_percent(high)})"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share < 0.0095 else f"{100 * share:.0f} %"


def _word(evaluate: Mapping[str, Any]) -> str:
    if evaluate["detectable"]:
        return "Detectable"
    return "Below chance" if evaluate["auc_ci_high"] < 0.5 else "Not detectable"


def _test(evaluate: Mapping[str, Any], split: Mapping[str, Any], has_equal_rows: bool) -> str:
    """What the discriminator found; where rows are equal, what that has to do with it."""
    auc = _auc("auc", evaluate)
    if not has_equal_rows:
        return f"{_word(evaluate)}: {auc}"
    if split["protocol"] == "tutorial":
        return f"the tutorial's split has equal rows on both sides, so that they sway its {auc}"
    if evaluate["detectable"]:
        return f"on top of that detectable: {auc}"
    found = "is misled" if evaluate["auc_ci_high"] < 0.5 else "finds nothing else"
    return f"a test of single rows cannot see that, and {found}: {auc}"


def these_rows(split: Mapping[str, Any]) -> str:
    """What the verdict is about; of `metrics/split.json`."""
    rows = split["eligible_fake"]
    return (
        f"This speaks of these {rows:,} synthetic rows, not of all that the synthesizer might make."
    )


def _power(evaluate: Mapping[str, Any]) -> list[str]:
    """What is easily missed where nothing was found among few rows; of `metrics/evaluate.json`."""
    if evaluate["detectable"] or evaluate["auc_ci_high"] <= _FINE:
        return []
    rows, label = min((evaluate["n_real"], "REAL"), (evaluate["n_fake"], "FAKE"))
    least = detectable_from(evaluate["n_real"], evaluate["n_fake"])
    if least is not None and least <= _FINE:
        return []
    missed = "any AUC" if least is None else f"an AUC below {least:.2f}"
    return [
        f"with only {rows:,} {label} rows to judge by, {missed} is easily missed: more rows would"
        " tell more"
    ]


def _auc(name: str, values: Mapping[str, Any]) -> str:
    low, high = values[f"{name}_ci_low"], values[f"{name}_ci_high"]
    return f"AUC {values[name]:.2f} [{low:.2f}, {high:.2f}]"
