"""What the page says of each column."""

import pandas as pd

from fake_or_real.report.column_cards import of_columns, pairs_title, title

ALONE = pd.DataFrame(
    {"column": ["a", "b", "c"], "auc": [0.5, 0.5, 0.7], "tells": [False, False, True]}
)
BARS = pd.DataFrame({"column": ["a"], "real": [0.5], "fake": [0.5]})


def cards(*columns: str) -> list[dict]:
    listed = pd.DataFrame({"columns": columns, "rank": range(1, len(columns) + 1)})
    return of_columns(ALONE, BARS, {}, listed)


def test_a_column_with_a_pattern_of_its_own_is_not_fine():
    found = cards('["a", "b"]', '["b"]')
    assert [(card["tells"], card["giveaway"]) for card in found] == [
        (False, None),
        (True, 2),
        (True, None),
    ]
    assert title(found) == "1 of 3 columns is fine by itself"
    assert title(cards()) == "2 of 3 columns are fine by themselves"


def test_where_not_all_columns_were_paired_it_says_which():
    pairs = pd.DataFrame({"first": ["a", "a", "b"], "second": ["b", "c", "c"], "change": "none"})
    assert pairs_title(pairs, 3) == "Columns depend on one another as in real rows"
    assert pairs_title(pairs, 4) == "The first 3 columns depend on one another as in real rows"
    pairs["change"] = ["none", "lost", "none"]
    said = (
        "Of 3 pairs of the first 3 columns 1 depend less on one another than in real rows, 0 more"
    )
    assert pairs_title(pairs, 4) == said
    assert pairs_title(pairs, 3) == said.replace("the first 3 ", "")
