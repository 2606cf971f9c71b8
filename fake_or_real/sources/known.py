"""The data sets that go by a name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A data set whose content is pinned.

    file: its name in a mirror or, when embedded, beside this module.
    source: its URL or, when embedded, what it was made from.
    sha256: of the file as it is served, checked whatever the file came from.
    """

    file: str
    source: str
    sha256: str
    licence: str


KNOWN = {
    "census": Known(
        file="census.csv.gz",
        source="https://github.com/mostly-ai/public-demo-data/raw/dev/census/census.csv.gz",
        sha256="e894df34ea1348ec0b421403bf8f0c7f719da4578222cb733615d091c49dff62",
        licence="CC BY 4.0 (UCI Adult; Becker, Kohavi 1996)",
    ),
    "bank-marketing": Known(
        file="bank_marketing.csv.gz",
        source="https://github.com/mostly-ai/public-demo-data"
        "/raw/dev/bank_marketing/bank_marketing.csv.gz",
        sha256="db2d8235ca635878ff977af00d128df153a1df50e6f34831a6511c708302dd23",
        licence="CC BY 4.0 (UCI Bank Marketing; Moro, Rita, Cortez 2014)",
    ),
    "stdlib": Known(
        file="stdlib.parquet",
        source="the standard library of Python 3.11.7",
        sha256="350eca8990776743e60fd4de1ece054de5d82e56609fb788f2d5910405d86a66",
        licence="PSF-2.0 (facts about CPython's source)",
    ),
}
