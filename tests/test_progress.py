"""What is said of long work, and where."""

import sys

from fake_or_real import progress
from fake_or_real.progress import bar
from stages import announced


def test_nothing_is_said_where_nobody_asked(capsys):
    assert list(bar([1, 2], "fits")) == [1, 2]
    assert capsys.readouterr() == ("", "")


def test_a_log_gets_a_plain_line_at_most_every_ten_seconds(capsys, monkeypatch):
    times = iter([0, 4, 11, 11, 12, 25, 25])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(times))
    with progress.progress(True):
        assert list(bar("abcd", "yardstick fits")) == list("abcd")
    assert capsys.readouterr() == ("", "yardstick fits: 2 of 4\nyardstick fits: 4 of 4\n")


def test_a_terminal_gets_a_bar_that_goes(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.progress(True):
        assert list(bar([1, 2], "yardstick fits")) == [1, 2]
    said = capsys.readouterr().err
    assert "yardstick fits: 1 of 2 |" in said
    assert said.endswith("\r"), "nothing of it stays"


def test_a_stage_says_which_of_how_many_it_is():
    words = ["/usr/bin/python3", "-m", "stages.probe"]
    assert announced(words).startswith("stage 3 of 14: Draw synthetic rows")
    assert announced([*words[:2], "stages.fetch", "--check"]) == ""
    assert announced([*words[:2], "team.gate"]) == ""
