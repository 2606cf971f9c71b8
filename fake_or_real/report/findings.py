"""What each chart and table of the report shows, in a sentence: their titles.

Frames are as the stages write them to `plots/`, metrics as in `metrics/`. Shares and AUCs are in
[0, 1].
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from fake_or_real.report import verdict
from fake_or_real.report.copies import copied
from fake_or_real.report.sentences import percent

_FALSE_ALARMS = 0.05  # of REAL rows, at which the ROC curve is read
_CLOSE = 0.03  # a mean distance from the diagonal that nobody would see


def scores(evaluated: Mapping[str, Any]) -> str:
    """How well rows are recognized at P(FAKE) 0.5."""
    right = percent(evaluated["balanced_accuracy"])
    return f"Drawing the line at 0.5 recognizes {right} of rows, with as many FAKE as REAL"


def yardstick(measured: Mapping[str, Any]) -> str:
    """How damaged real data would be as detectable."""
    return _opened(verdict.equivalent(measured))


def copies(figures: Mapping[str, Any]) -> str:
    """Whether rows were copied."""
    return _opened(copied(figures))


def roc(curve: pd.DataFrame) -> str:
    """How many FAKE rows are found at few false alarms."""
    share = float(np.interp(_FALSE_ALARMS, curve["fpr"], curve["tpr"]))
    return f"With {percent(_FALSE_ALARMS)} false alarms it finds {percent(share)} of FAKE rows"


def precision_recall(curve: pd.DataFrame) -> str:
    """How many alarms are right when half of the FAKE rows are found."""
    rising = curve.sort_values("recall", kind="stable")
    precision = float(np.interp(0.5, rising["recall"], rising["precision"]))
    return f"When it finds half of the FAKE rows, {percent(precision)} of its alarms are right"


def calibration(curve: pd.DataFrame) -> str:
    """How far P(FAKE) is from the share of FAKE rows among rows that are scored alike."""
    error = np.average((curve["predicted"] - curve["observed"]).abs(), weights=curve["rows"])
    points = f"{100 * error:.0f} points" if round(100 * error) != 1 else "1 point"
    if error <= _CLOSE:
        return f"The probabilities can be trusted: they are off by {points} on average"
    return f"Use P(FAKE) to sort rows only: as a probability it is off by {points}"


def jury(aucs: pd.DataFrame) -> str:
    """Who sees most, and what the next one sees."""
    first = aucs.iloc[0]
    if len(aucs) == 1:
        return f"{first['discriminator']} alone was asked: AUC {first['auc']:.2f}"
    second = aucs.iloc[1]
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
