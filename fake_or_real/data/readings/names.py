"""What a column's name says about it, where its values alone do not decide."""

import re

_MOMENT = {
    *("at", "born", "created", "dob", "dt", "epoch", "fecha", "hora", "jour", "modified", "moment"),
    *("posted", "registered", "seen", "tag", "temps", "ts", "unix", "updated", "utc", "when"),
    *("begin", "end", "expires", "from", "joined", "since", "start", "until", "zeitpunkt"),
}
_MOMENT_ENDS = ("date", "datum", "day", "stamp", "time", "zeit")
_NO_MOMENT = {"id", "ids", "update", "candidate", "mandate"}
_DURATION = {
    *("dauer", "delay", "duracion", "duración", "duration", "duree", "durée", "elapsed", "hours"),
    *("interval", "lap", "laufzeit", "length", "playtime", "runtime", "spent", "stunden", "took"),
    *("uptime", "wait", "waited", "waiting", "worked"),
}
_HOURS = {"arbeitszeit", "heures", "horas", "hours", "std", "stunden", "worked"}


def says_moment(name: str) -> bool:
    """Whether the values are dates or times."""
    words = _words(name)
    named = not words.isdisjoint(_MOMENT) or any(word.endswith(_MOMENT_ENDS) for word in words)
    return named and words.isdisjoint(_NO_MOMENT)


def says_event(name: str) -> bool:
    """Whether the values are dates or times, or may be: ordered, shipped."""
    words = _words(name)
    event = any(word.endswith("ed") for word in words) and words.isdisjoint(_NO_MOMENT)
    return event or says_moment(name)


def says_duration(name: str) -> bool:
    """Whether the values are lengths of time."""
    return not _words(name).isdisjoint(_DURATION)


def says_hours(name: str) -> bool:
    """Whether the values are counted in hours."""
    return not _words(name).isdisjoint(_HOURS)


def _words(name: str) -> set[str]:
    """The words of a name such as created_at, createdAt or `Created at`, in lower case."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return set(re.split(r"[\W_]+", parted.lower()))
