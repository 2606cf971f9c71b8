"""What each chart and table of the report shows, in a sentence: their titles.

Frames are as the stages write them to `plots/`, metrics as in `metrics/`. Shares and AUCs are in
[0, 1].
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from fake_or_real.evidence.copies_sentence import copies_sentence
from fake_or_real.report.sentences import percent

_FALSE_ALARMS = 0.05  # of REAL rows, at which the ROC curve is read
_CLOSE = 0.03  # a mean distance from the diagonal that nobody would see


def scores(evaluated: Mapping[str, Any]) -> str:
    """How well rows are recognized at P(FAKE) 0.5."""
    right = percent(evaluated["balanced_accuracy"])
    return f"Called FAKE above 0.5, {right} of rows are called rightly at equal priors"


def yardstick(measured: Mapping[str, Any]) -> str:
    """Of the yardstick's curve."""
    return _opened(measured.get("sentence", "no real rows to spare for a yardstick"))


def copies(found: Mapping[str, Any]) -> str:
    """Of the copied rows."""
    return _opened(copies_sentence(found))


def roc(curve: pd.DataFrame) -> str:
    """Of the ROC curve: what is found at few false alarms."""
    found = float(np.interp(_FALSE_ALARMS, curve["fpr"], curve["tpr"]))
    return f"With {percent(_FALSE_ALARMS)} false alarms it finds {percent(found)} of FAKE rows"


def precision_recall(curve: pd.DataFrame) -> str:
    """Of the precision-recall curve: how right it is about the first half of FAKE rows."""
    rising = curve.sort_values("recall", kind="stable")
    precision = float(np.interp(0.5, rising["recall"], rising["precision"]))
    return f"Of what it calls FAKE to find half of them, {percent(precision)} is FAKE"


def calibration(curve: pd.DataFrame) -> str:
    """Of the reliability curve: how far P(FAKE) is from what is so."""
    error = np.average((curve["predicted"] - curve["observed"]).abs(), weights=curve["rows"])
    word = "P(FAKE) can be taken at its word" if error <= _CLOSE else "P(FAKE) is only a rank"
    return f"{word}: it is off by {error:.2f} on average"


def jury(found: pd.DataFrame) -> str:
    """Of the jury: who sees most, and what the next one sees."""
    first = found.iloc[0]
    if len(found) == 1:
        return f"{first['discriminator']} alone was asked: AUC {first['auc']:.2f}"
    second = found.iloc[1]
    return (
        f"{first['discriminator']} sees most, AUC {first['auc']:.2f}; the next,"
        f" {second['discriminator']}, {second['auc']:.2f}"
    )


def giveaways(listed: pd.DataFrame) -> str:
    """How many give-aways there are."""
    if listed.empty:
        return "Nothing in particular gives the FAKE rows away"
    count = "1 pattern gives" if len(listed) == 1 else f"{len(listed)} patterns give"
    return f"{count} the FAKE rows away"


def peeling(curve: pd.DataFrame) -> str:
    """What the AUC of a new fit is without the columns that were taken out."""
    before, after = curve["auc"].iloc[0], curve["auc"].iloc[-1]
    if len(curve) == 1:
        return f"No give-away's columns were taken out; a new fit has AUC {before:.2f}"
    count = "this pattern's" if len(curve) == 2 else f"these {len(curve) - 1} patterns'"
    change = "falls" if after < before else "goes"
    return f"Without {count} columns the AUC {change} from {before:.2f} to {after:.2f}"


def segments(missing: pd.DataFrame) -> str:
    """How many groups of real rows the synthesizer fails to make, and the surest of them."""
    if missing.empty:
        return "No group of real rows is missing"
    first = missing.iloc[0]
    count = "1 group is" if len(missing) == 1 else f"{len(missing)} groups are"
    fake = "no FAKE one" if first["fake"] == 0 else f"{percent(first['rate_fake'])} of FAKE rows"
    real = f"{percent(first['rate_real'])} of REAL rows"
    named = f": {first['rule']}" if len(missing) == 1 else f", e.g. {first['rule']}"
    return f"{count} missing or too rare{named} ({real}, {fake})"


def _opened(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
