"""Strings read as values: the kind and the style of a whole column, decided from all its cells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from fake_or_real.data.readings import boolean, duration, moment, names, number, position
from fake_or_real.data.readings.attempt import Attempt, may_hold
from fake_or_real.data.readings.cells import Cells
from fake_or_real.data.readings.stated import by_kind, stated
from fake_or_real.data.readings.style import Style, matches

_NEARLY = 0.5  # a column is nearly of a kind when more than this share of its cells read
_MOSTLY = 0.9
_ASK = "state a format"


@dataclass(frozen=True)
class Reading:
    """A column of strings as values.

    kind: boolean, integer, float, datetime, time, duration or location.
    style: an example of how it is written, for people; "" for the plain way (ISO 8601, 1234.5,
        true, hh:mm:ss, `48.21,16.37`).
    values: in the type that `style.TYPES` gives the kind, one for each cell. Times of day and
        durations are in seconds, moments with a zone in UTC, positions in degrees. Null for a
        missing cell and for one that is not written in this style.
    """

    kind: str
    style: str
    values: pa.ChunkedArray


def guess(
    strings: pa.ChunkedArray, name: str, *, decimal: str | None = None
) -> tuple[Reading | None, str]:
    """The reading of a whole column, or None where it holds something else.

    All cells decide; the column's name does so only between dates and plain numbers, and between
    times of day and durations. At most 10 distinct words in at most 10 % of the rows are let pass,
    as null. decimal: the decimal mark of the file's numbers, where it is known.

    The second value says why, in counts alone: what nearly made the column something else. It is
    "" where nothing did.
    """
    cells = Cells.of(strings)
    if len(cells) == 0:
        return None, ""
    sample = cells.sample()
    decimal = decimal or _decimal_mark(cells, sample)
    for styles in _stages(sample, name, decimal):
        held = _held(styles, cells, sample)
        if held:
            best = min(held, key=Attempt.others)
            if any(best.is_rivalled_by(other) for other in held):
                return None, f"these look like {best.nouns}, but {best.style.rivalry}: {_ASK}"
            reading = _reading(best)
            return reading, best.why() or _hidden_dates(reading, cells, sample)
    return None, _nearest(cells, sample, name, decimal)


def read(
    strings: pa.ChunkedArray, kind: str, *, prefer: str = "", decimal: str | None = None
) -> Reading:
    """The strings as values of a kind, in the one style that reads most of them.

    Of styles that read as many, `prefer` is taken: the style of the other table. Whole numbers may
    have decimals if these are zero (39.0). Eight digits are dates of 1900 to 2100, longer numbers
    counts since 1970 from 1990 to 2099, unless `prefer` is such a style.
    """
    cells = Cells.of(strings)
    sample = cells.sample()
    styles = _styles(kind, sample, prefer=prefer, decimal=decimal)
    styles.sort(key=lambda style: Attempt.of(style, sample).others())
    best = Attempt.of(styles[0], cells)
    for style in styles[1:]:
        if best.is_exceeded_by(style):
            best = min(best, Attempt.of(style, cells), key=Attempt.others)
    return _reading(best)


def read_as(strings: pa.ChunkedArray, kind: str, format: str) -> Reading:  # noqa: A002
    """The strings as values of a kind in the format that the user states.

    format: for dates and times of day a pattern of `strptime` such as "%d.%m.%Y"; for dates also
    "excel" and "epoch seconds" (or milli-, micro-, nanoseconds); for all kinds the style of a
    `Reading`. Raises `UserError` for any other.
    """
    attempt = Attempt.of(stated(kind, format), Cells.of(strings))
    return replace(_reading(attempt), style=format)


def _reading(attempt: Attempt) -> Reading:
    kind, style, values = attempt.style.settled(attempt.cells.strings, attempt.values)
    return Reading(kind, style, attempt.cells.spread(values))


def _decimal_mark(cells: Cells, sample: Cells) -> str | None:
    """The decimal mark, if the column shows it; a sample that does not spares the rest."""
    return number.decimal_mark(sample.strings) and number.decimal_mark(cells.strings)


def _styles(kind: str, sample: Cells, *, prefer: str, decimal: str | None) -> list[Style]:
    """All styles of a kind, the preferred one first and then the likeliest."""
    if kind in ("integer", "float"):
        found = number.styles(sample.strings, kind=kind, decimal=decimal)
    elif kind == "datetime":
        found = [
            *moment.styles(),
            moment.digits(any_year=prefer == "20201231"),
            *moment.epochs(any_year=prefer.startswith("epoch")),
        ]
    else:
        found = by_kind(kind)
    if kind in ("datetime", "time") and not any(style.is_called(prefer) for style in found):
        found = [stated(kind, prefer), *found]
    return sorted(found, key=lambda style: not style.is_called(prefer))


def _stages(sample: Cells, name: str, decimal: str | None) -> Iterator[Sequence[Style]]:
    """The styles that a column may have, in groups; the first group with a fitting one decides."""
    yield [boolean.plain()]
    # As numbers they fit too.
    yield [moment.digits()] if names.says_event(name) else []
    yield moment.epochs() if names.says_moment(name) else []
    if decimal != ",":
        yield [number.plain()]
    yield number.styles(sample.strings, decimal=decimal)
    yield moment.styles()
    lengths = names.says_duration(name)
    clocks = [
        *duration.times(),
        *duration.durations(named=lengths, in_hours=names.says_hours(name)),
    ]
    yield sorted(clocks, key=lambda style: (style.kind == "time") == lengths)
    yield position.styles()


def _held(styles: Iterable[Style], cells: Cells, sample: Cells) -> list[Attempt]:
    """The attempts that hold, but for those that are surely no better than an earlier one."""
    attempts: list[Attempt] = []
    for style in styles:
        if all(earlier.may_be_beaten_by(style) for earlier in attempts) and may_hold(style, sample):
            attempts.append(Attempt.of(style, cells))
    return [attempt for attempt in attempts if attempt.holds()]


def _hidden_dates(reading: Reading, cells: Cells, sample: Cells) -> str:
    """A word about whole numbers that could all be dates, although the column's name is silent."""
    if reading.kind != "integer" or len(sample.strings) < number.ENOUGH:
        return ""
    held = _held([moment.digits()], cells, sample)
    return f"its numbers may be dates such as 20201231: {_ASK} if they are" if held else ""


def _nearest(cells: Cells, sample: Cells, name: str, decimal: str | None) -> str:
    """What a column nearly is that is none of the kinds."""
    short = matches(cells.strings, moment.TWO_DIGIT_YEARS)
    if cells.rows[short].sum() >= _MOSTLY * len(cells):
        return f"these look like dates, but their years have two digits: {_ASK}"
    styles = [
        style
        for group in _stages(sample, name, decimal)
        for style in group
        if sample.rows[matches(sample.strings, style.hint)].sum() > _NEARLY * len(sample)
    ]
    best = min((Attempt.of(style, sample) for style in styles), key=Attempt.others)
    attempt = Attempt.of(best.style, cells)
    if attempt.others() >= _NEARLY * len(cells):
        return ""
    return attempt.why() or f"these look like {attempt.nouns}, but may be codes: {_ASK} if not"
