"""A monotone curve through AUCs."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.optimize import isotonic_regression
from scipy.special import expit
from scipy.special import logit as of_share


def monotone(
    places: Sequence[float] | np.ndarray, aucs: Sequence[float] | np.ndarray
) -> Callable[[np.ndarray], np.ndarray]:
    """The rising curve through AUCs at rising places, as a function of places.

    aucs: (n,), or (n, m) for m curves at once. They are made monotone by isotonic regression.
    Between them runs a monotone cubic (Fritsch and Carlson 1980, "Monotone piecewise cubic
    interpolation") on the logit scale: straight lines would be far off where the curve bends
    towards an AUC of 1.
    """
    values = np.asarray(aucs, dtype=float)
    curves = values.reshape(len(values), -1).T
    rising = np.stack([isotonic_regression(each).x for each in curves], axis=1)
    cubic = PchipInterpolator(places, logit(rising.reshape(values.shape)))
    return lambda wanted: np.asarray(expit(cubic(wanted)))


def logit(aucs: Sequence[float] | Sequence[Sequence[float]] | np.ndarray) -> np.ndarray:
    """The logit of AUCs, with 0 and 1, which have none, drawn in by a ten-thousandth."""
    return np.asarray(of_share(np.clip(aucs, 1e-4, 1 - 1e-4)))
