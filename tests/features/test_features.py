"""The groups of features, and what each must not do."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real.data.tables import Table
from fake_or_real.features.counts import Count, count_features
from fake_or_real.features.formats import Formats
from fake_or_real.features.keys import Key, how_many, joint_keys, keys_of
from fake_or_real.features.matrix import Features
from fake_or_real.features.values import Values
from fake_or_real.features.words import Words


def of(frame, **kinds):
    return Table(pd.DataFrame(frame), kinds)


LETTERS = of(
    {"a": ["x", "x", "x", "y", None, None], "b": list("112212")}, a="categorical", b="categorical"
)
IS_FAKE = np.array([True, False, False, True, True, False])


def features(table, groups):
    return Features.fit(table, np.arange(len(table)) % 2 == 0, groups, np.random.default_rng(0), 1)


def test_a_training_row_does_not_count_itself():
    keys = keys_of(LETTERS, [Key("a")])
    assert how_many(keys[:, 0]).tolist() == [2, 2, 2, 0, 1, 1]
    new = keys_of(of({"a": ["x", "y", "z", None], "b": list("1111")}, **LETTERS.kinds), [Key("a")])
    assert how_many(new[:, 0], keys[:, 0]).tolist() == [3, 1, 0, 2]


def test_pair_frequency_and_surprise():
    keys = keys_of(LETTERS, [Key("a"), Key("b")])
    counts = [Count("frequency", (0, 1)), Count("surprise", (0, 1))]
    found = count_features(counts, keys, IS_FAKE, None)
    assert found[:, 0].tolist() == [1, 1, 0, 0, 0, 0]
    # Row 0: x and 1 stand together in 1 other row, x in 2, 1 in 2; there are 6 rows.
    assert found[0, 1] == pytest.approx(np.log(1.5 * 6 / (2.5 * 2.5)))


def test_a_label_never_reaches_the_odds_of_its_own_row():
    rng = np.random.default_rng(0)
    table = of({"id": [f"v{i}" for i in range(400)] * 2}, id="categorical")
    keys, is_fake = keys_of(table, [Key("id")]), rng.random(800) < 0.5
    odds = count_features([Count("odds", (0,))], keys, is_fake, None)[:, 0]
    flipped = is_fake.copy()
    flipped[3] = ~flipped[3]
    again = count_features([Count("odds", (0,))], keys, flipped, None)[:, 0]
    # The twin of row 3 sees the change, row 3 does not (the folds may move other rows).
    assert odds[403] != again[403]
    assert abs(odds[3]) <= np.log(1.5) + 1e-6


def test_numbers_that_hardly_repeat_are_combined_by_ranges_and_prose_not_at_all():
    rng = np.random.default_rng(0)
    table = of(
        {
            "float": rng.normal(size=500),
            "whole": pd.array(rng.integers(0, 9, 500), "Int64"),
            "text": pd.array([f"the row with number {i}" for i in range(500)], "str"),
        },
        float="float",
        whole="integer",
        text="text",
    )
    keys = joint_keys(table)
    assert [key.name for key in keys] == ["range of float", "whole"]
    assert len(np.unique(keys_of(table, keys)[:, 0])) == 32


def test_equal_values_have_equal_keys_in_other_tables():
    for kind, values in {
        "float": [0.0, -0.0, np.inf, 1.5],
        "integer": pd.array([2**62, None, -1, 2**62], "Int64"),
        "boolean": pd.array([True, None, False, True], "boolean"),
        "datetime": pd.to_datetime(["2020-01-01", None, "2021-05-05", "2020-01-01"]),
        "text": pd.array(["a b", None, "ä", "a b"], "str"),
    }.items():
        table = of({"c": values}, c=kind)
        keys = keys_of(table, [Key("c")])[:, 0]
        backwards = keys_of(table.take(np.arange(3, -1, -1)), [Key("c")])[::-1, 0]
        assert keys.tolist() == backwards.tolist(), kind
        assert len(np.unique(keys)) == 3, kind


def test_values_of_datetimes_and_texts():
    moments = pd.to_datetime(["1970-01-02 12:00", "2024-02-29 00:00", None])
    table = of(
        {"from": moments, "to": moments + pd.Timedelta(days=2), "words": ["a bc", "", None]},
        **{"from": "datetime", "to": "datetime", "words": "text"},
    )
    values = Values.fit(table)
    found = pd.DataFrame(values.transform(table), columns=[of.name for of in values.features])
    assert found["from"].tolist()[:2] == [1.5, 19782]
    assert found["hour of from"].tolist()[:2] == [12, 0]
    assert found["day of month of from"].tolist()[:2] == [2, 29]
    assert found["days from from to to"].tolist()[:2] == [2, 2]
    assert found["length of words"].tolist()[:2] == [4, 0]
    assert found["words of words"].tolist()[:2] == [2, 0]
    assert found.iloc[2].isna().all()


def test_formats():
    table = of(
        {
            "f": [1.25, -3.0, 0.1],
            "i": pd.array([1200, 7, None], "Int64"),
            "d": pd.to_datetime(
                ["2020-01-01", "2020-01-01T10", "2020-01-01T10:00:07"], format="ISO8601"
            ),
            "s": ["A-1", "a b", None],
        },
        f="float",
        i="integer",
        d="datetime",
        s="categorical",
    )
    formats = Formats(table.kinds)
    found = pd.DataFrame(formats.transform(table), columns=[of.name for of in formats.features])
    assert found["decimals of f"].tolist() == [2, 0, 1]
    assert found["last digit of f"].tolist() == [5, 3, 1]
    assert found["trailing zeros of i"].tolist()[:2] == [2, 0]
    assert found["finest unit of d"].tolist() == [0, 1, 3]
    assert found["capitals of s"].tolist()[:2] == [1, 0]
    assert found["punctuation of s"].tolist()[:2] == [1, 0]
    assert found.iloc[2][["last digit of i", "capitals of s"]].isna().all()


def test_words_count_other_rows():
    column = pd.Series(["the cat", "the the dog", None, "!"], name="t", dtype="str")
    words = Words.fit(column)
    training = np.expm1(words.transform(column, training=True))
    assert training[0] == pytest.approx([0, 2**0.5 - 1])
    new = words.transform(pd.Series(["the fish", "the"], name="t", dtype="str"), training=False)
    assert np.expm1(new[:, 0]) == pytest.approx([0, 2])
    assert np.isnan(training[2:]).all()


@pytest.mark.parametrize("group", ["values", "frequencies", "pairs", "format"])
def test_groups_can_be_switched(mixed, group):
    alone = features(mixed, [group])
    assert {feature.group for feature in alone.features} == {group}
    assert alone.fitted(mixed).shape == (len(mixed), len(alone.features))
    assert alone.transform(mixed).shape == (len(mixed), len(alone.features))


def test_200_columns_have_no_more_pairs_than_a_few():
    rng = np.random.default_rng(0)
    columns = {f"c{i}": rng.integers(0, 5, 600) for i in range(200)}
    is_fake = np.arange(600) % 2 == 0
    # Each column alone is as in REAL; only their dependency is broken.
    columns["c7"] = np.where(is_fake, columns["c7"], columns["c150"])
    table = of(columns, **dict.fromkeys(columns, "integer"))
    counts = features(table, ["pairs"]).counts
    assert len(counts) <= 120
    assert ("surprise", (7, 150)) in [(count.measure, count.columns) for count in counts]
