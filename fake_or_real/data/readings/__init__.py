"""How people write numbers, dates, times, durations, booleans and positions.

`guess` finds out what a column of strings holds, `read` takes it for a kind that is known, and
`read_as` for a kind and a format that the user states.
"""

from fake_or_real.data.readings.reading import Reading, guess, read, read_as

__all__ = ["Reading", "guess", "read", "read_as"]
