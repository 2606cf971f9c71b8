"""Identifier columns: keys, codes and numbers that name a row and measure nothing.

Every synthesizer makes new ones. So they would hide copied rows, and would tell FAKE from REAL by
nothing but where a counter began. They are recognized from the real table alone. It does more harm
to take a measurement for an identifier than to miss an identifier. So a column is called one only
when hardly any of its values repeats and the values also look as if somebody had assigned them.
"""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from fake_or_real.data.kinds import Kind

# So many of the values that are not missing must be distinct, and so many must not be missing.
_DISTINCT, _KNOWN = 0.99, 0.5
# Values that independent draws would repeat at least 20 times, but that repeat less than 4 times,
# were assigned: by chance that happens in 2 of 100,000 columns (Poisson's law).
_EXPECTED, _FEW = 20, 0.2
_INNER = (0.05, 0.95)  # only values between these quantiles count there, so that no outlier decides
# Numbers that all have at least so many digits: evenly spread ones are codes; any are.
_DIGITS, _MANY_DIGITS = 9, 16
_EVEN = 0.05  # how far their distribution function may be from a straight line
# Where the column's name says that it is a key, this is enough: rows, repeats that independent
# draws would show, digits.
_NAMED_ROWS, _NAMED_EXPECTED, _NAMED_DIGITS = 10, 1, 6

_VARIED = 0.5  # of random codes so many differ in their letters

_NAMES_A_KEY = (
    r"(^|_)(id|key|uuid|guid|pk|index|code|phone|telephone|tel|mobile|account|iban|ssn|serial"
    r"|token|hash|reference)(_|$)"
)
_NAMES_A_TIME = r"(^|_)(date|day|time|timestamp|year|month|week|hour|minute)(_|$)"
_FORMS = {
    "UUIDs": r"\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?",
    "hashes": r"(?=.*[a-fA-F])([0-9a-f]{16,}|[0-9A-F]{16,})",
    "e-mail addresses": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    # No dates with hyphens or slashes.
    "telephone numbers": r"(?!\d{1,4}[-/ ]\d{1,2}[-/ ]\d{1,4}$)[+(0][0-9 ()/-]{7,20}",
    # Like ORD-2023-000123, but neither a date nor a length of time (Jan-31-2023, PT2H30M).
    "codes": r"(?!(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|P\d|PT))"
    r"[A-Za-z]{2,}[-_/#]?[0-9]+([-_/#]?[A-Za-z]*[-_/#]?[0-9]+)+[A-Za-z]*",
}
_MIXED = r"(?=.*[0-9].*[0-9])(?=.*[A-Za-z].*[A-Za-z])[A-Za-z0-9]{6,}"
# One whole number without a sign, and what is before and after it.
_NUMBERED = r"([^0-9.,+-]*[^0-9.,+])?([0-9]+)([^0-9.,]*)"
_LONGEST = 18  # digits that always fit into 64 bits


def identifiers(frame: pd.DataFrame, kinds: Mapping[str, Kind]) -> dict[str, str]:
    """The columns of a real table that name its rows, each with why it is taken for one.

    frame: its columns, in the dtypes of their kinds.

    Dates, prose and numbers with decimals are never identifiers.
    """
    found = {name: _why(frame[name], kind, name) for name, kind in kinds.items()}
    return {name: why for name, why in found.items() if why is not None}


def _why(column: pd.Series, kind: str, name: str) -> str | None:
    values = column.dropna()
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|\W+", "_", name).lower()
    if (
        kind not in ("integer", "float", "categorical")
        or len(values) < max(_KNOWN * len(column), 1)
        or values.nunique() < _DISTINCT * len(values)
        or re.search(_NAMES_A_TIME, words)
    ):
        return None
    named = bool(re.search(_NAMES_A_KEY, words))
    if kind == "categorical":
        return _why_strings(values, named=named)
    numbers = values.to_numpy(float)
    if np.any(numbers != np.floor(numbers)) or np.any(np.abs(numbers) > 2**62):
        return None
    return _why_numbers(values.astype("int64").to_numpy(), named=named)


def _why_strings(values: pd.Series, *, named: bool) -> str | None:
    for form, pattern in _FORMS.items():
        if _share(values, pattern) >= _DISTINCT:
            return f"holds {form}"
    parts = values.str.extract(f"^{_NUMBERED}$").fillna("")
    around, number = parts[[0, 2]], parts[1]
    fewest, most = number.str.len().min(), number.str.len().max()
    if around.nunique().max() > 1 or fewest == 0:
        letters = values.str.replace(r"[^A-Za-z]", "", regex=True)
        varied = letters.nunique() >= _VARIED * len(values)
        return "holds codes" if varied and _share(values, _MIXED) >= _DISTINCT else None
    if most <= _LONGEST and (why := _why_numbers(number.astype("int64").to_numpy(), named=named)):
        return why
    padded = most >= _NAMED_DIGITS and number.str.startswith("0").any()
    in_nanoseconds = number.str.endswith("000").all()
    if fewest == most and (padded or (most > _LONGEST and not in_nanoseconds)):
        return _says_digits(most)
    return None


def _why_numbers(numbers: np.ndarray, *, named: bool) -> str | None:
    """Why whole numbers, shape (n,), are assigned ones, if they are."""
    distinct = np.unique(numbers)
    if len(distinct) < 2 or (_may_be_times(distinct) and not named):
        return None
    expected = _expected_repeats(distinct)
    if expected >= _EXPECTED and len(numbers) - len(distinct) < _FEW * expected:
        return "holds whole numbers that fill their range and hardly ever repeat"
    digits = len(str(distinct[0])) if distinct[0] > 0 else 0
    if digits != len(str(distinct[-1])):
        digits = 0
    if digits >= _MANY_DIGITS or (digits >= _DIGITS and (named or _is_even(distinct))):
        return _says_digits(digits)
    enough = expected >= _NAMED_EXPECTED or digits >= _NAMED_DIGITS
    if named and enough and len(distinct) == len(numbers) >= _NAMED_ROWS:
        return "is named like a key and holds whole numbers that never repeat"
    return None


def _says_digits(digits: int) -> str:
    return f"holds numbers of {digits} digits that hardly ever repeat"


def _expected_repeats(distinct: np.ndarray) -> float:
    """How many pairs of as many independent draws from the same range would be equal, at least.

    Even draws repeat least, and n of them from a range of r numbers give n (n - 1) / 2r equal
    pairs (the birthday problem). Numbers that are all multiples of a step are divided by it.
    """
    steps = np.diff(distinct)
    first, last = (int(q * (len(distinct) - 1)) for q in _INNER)
    reach = (distinct[last] - distinct[first]) / np.gcd.reduce(steps) + 1
    inner = last - first + 1
    return float(inner * (inner - 1) / 2 / reach)


def _may_be_times(distinct: np.ndarray) -> bool:
    """Whether whole numbers, sorted, may be years, dates like 20201231 or seconds since 1970."""
    low, high = int(distinct[0]), int(distinct[-1])
    if low >= 1500 and high <= 2200:
        return True
    if low >= 1500_01_01 and high <= 2200_12_31:
        return bool(np.all(distinct % 100 <= 31) and np.all(distinct // 100 % 100 <= 12))
    # From 1980 to 2050, and finer: milliseconds, microseconds and, unless their last three digits
    # are used, which no clock's are, nanoseconds.
    thousands = 0
    while low >= 2_600_000_000 and thousands < 3:
        low, high, thousands = low // 1000, high // 1000, thousands + 1
    in_range = low >= 300_000_000 and high <= 2_600_000_000
    return in_range and (thousands < 3 or bool(np.all(distinct % 1000 == 0)))


def _is_even(distinct: np.ndarray) -> bool:
    """Whether numbers, sorted, are spread evenly over their range."""
    places = (distinct - distinct[0]) / (distinct[-1] - distinct[0])
    return bool(np.abs(places - np.linspace(0, 1, len(distinct))).max() <= _EVEN)


def _share(values: pd.Series, pattern: str) -> float:
    return float(values.str.fullmatch(pattern).mean())
