"""What is proposed, in words and on the first screen."""

import pandas as pd

from fake_or_real.report import repairs


def proposals(*lines):
    columns = ["rank", "own", "generic", "limit"]
    return pd.DataFrame(lines, columns=columns)


def test_the_first_screen_says_against_which_reasons_a_repair_is_known():
    given = proposals(
        (1, "", "", "single values"),
        (4, "own: 1", "repair: {pools: true}", ""),
        (5, "", "repair: {rejection: true}", ""),
        (6, "own: 1", "", ""),
    )
    told = repairs.to_try(given, [1, 4, 3, 6, 5])
    assert [line["yaml"] for line in told] == ["", "own: 1", "repair: {rejection: true}"]
    said = [line["said"] for line in told]
    assert said[0].startswith("Against 1: hardly any of its values")
    assert said[1:] == ["Against 2 and 4: in params.yaml", "Against 5: in params.yaml"]


def test_where_no_repair_is_known_nothing_is_to_be_tried():
    assert repairs.to_try(proposals((1, "own: 1", "", "")), [2]) == []
