"""Markdown of any text."""

from team import markdown


def test_text_is_shown_as_it_is():
    assert markdown.text("a|b <img src=x> @team #12 [x](y)\n`c`") == (
        "a\\|b &lt;img src=x&gt; &#64;team &#35;12 [x]\\(y) \\`c\\`"
    )
    assert markdown.text("sample_size=500 [0.1, 0.2]") == "sample_size=500 [0.1, 0.2]"
    assert [markdown.text(value) for value in (None, True, 5000, 0.12345)] == [
        "-",
        "yes",
        "5000",
        "0.123",
    ]


def test_a_figure_without_an_interval_stands_alone():
    assert markdown.interval(0.5, 0.4, 0.61) == "0.500 [0.400, 0.610]"
    assert markdown.interval(None, None, None) == "-"


def test_a_table_is_readable_as_text_too():
    assert markdown.table(["a", "long"], [["12345", "x"]]) == (
        "| a     | long |\n| ----- | ---- |\n| 12345 | x    |\n"
    )
