"""Columns of strings for the tests of this folder."""

import pyarrow as pa

from fake_or_real.data import readings


def column(strings) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(list(strings), pa.string())])


def guessed(strings, name="x", **known):
    """Kind, style and values; (None, why) where the column stays as it is."""
    reading, why = readings.guess(column(strings), name, **known)
    if reading is None:
        return None, why
    return reading.kind, reading.style, reading.values.to_pylist()


def why(strings, name="x"):
    """What is said of the column."""
    return readings.guess(column(strings), name)[1]


def read(strings, kind, **known):
    """Style and values."""
    reading = readings.read(column(strings), kind, **known)
    assert reading.kind == kind
    return reading.style, reading.values.to_pylist()


def stated(strings, kind, how):
    return readings.read_as(column(strings), kind, how).values.to_pylist()
