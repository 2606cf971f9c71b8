"""The groups of features, and what each must not do."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency
from scipy.stats.contingency import crosstab
from sklearn.metrics import mutual_info_score

from fake_or_real.data.counted import Counted
from fake_or_real.data.tables import Table
from fake_or_real.features.counts import CountFeature, Tally, count_features
from fake_or_real.features.formats import Formats
from fake_or_real.features.keys import KeyColumn, count_equal, hash_keys, joint_key_columns
from fake_or_real.features.matrix import FeatureMatrix
from fake_or_real.features.screen import _candidates, _interactions
from fake_or_real.features.values import Values
from fake_or_real.features.words import Words


def make_table(frame, **kinds):
    return Table(pd.DataFrame(frame), kinds)


LETTERS = make_table(
    {"a": ["x", "x", "x", "y", None, None], "b": list("112212")}, a="categorical", b="categorical"
)
IS_FAKE = np.array([True, False, False, True, True, False])


def fit(table, groups):
    return FeatureMatrix.fit(
        table, np.arange(len(table)) % 2 == 0, groups, np.random.default_rng(0), 1
    )


def test_a_training_row_does_not_count_itself():
    keys = hash_keys(LETTERS, [KeyColumn("a")])
    frequency = [CountFeature("frequency", (0,))]
    own = count_features(frequency, keys, IS_FAKE, None)[:, 0]
    assert own.tolist() == [2, 2, 2, 0, 1, 1]
    assert count_features(frequency, keys, IS_FAKE, None, most=4)[:, 0].tolist() == [2, 2, 2, 0]
    new = hash_keys(
        make_table({"a": ["x", "y", "z", None], "b": list("1111")}, **LETTERS.kinds),
        [KeyColumn("a")],
    )
    assert count_equal(new[:, 0], keys[:, 0]).tolist() == [3, 1, 0, 2]


def test_asking_again_which_is_quicker_gives_the_same():
    rng = np.random.default_rng(0)
    training, rows = (rng.integers(0, 30, (size, 3), dtype=np.uint64) for size in (400, 50))
    counts = [
        CountFeature("frequency", (0,)),
        CountFeature("odds", (0,)),
        CountFeature("surprise", (0, 1)),
        CountFeature("frequency", (0, 1, 2)),
    ]
    tally = Tally(training, rng.random(400) < 0.5)
    first = tally.features(counts, rows)
    assert len(np.unique(first[:, 0])) > 5
    np.testing.assert_array_equal(tally.features(counts, rows), first)
    np.testing.assert_array_equal(tally.features(counts, rows[:7]), first[:7])


def test_odds_of_new_rows_are_those_of_all_training_rows_that_hold_their_value():
    keys = hash_keys(LETTERS, [KeyColumn("b"), KeyColumn("a")])
    new = make_table({"a": ["x", "y", "z"], "b": list("111")}, **LETTERS.kinds)
    asked = hash_keys(new, [KeyColumn("b"), KeyColumn("a")])
    tally = Tally(keys, IS_FAKE)
    for _ in range(2):  # the second time by what was kept
        odds = tally.features([CountFeature("odds", (1,))], asked)[:, 0]
        # x stands in 1 FAKE and 2 REAL rows, y in 1 FAKE one, z in none.
        assert odds == pytest.approx([np.log(3 / 4), np.log(3 / 2), 0])


def test_pair_frequency_and_surprise():
    keys = hash_keys(LETTERS, [KeyColumn("a"), KeyColumn("b")])
    counts = [CountFeature("frequency", (0, 1)), CountFeature("surprise", (0, 1))]
    measured = count_features(counts, keys, IS_FAKE, None)
    assert measured[:, 0].tolist() == [1, 1, 0, 0, 0, 0]
    # Row 0: x and 1 stand together in 1 other row, x in 2, 1 in 2; there are 6 rows.
    assert measured[0, 1] == pytest.approx(np.log(1.5 * 6 / (2.5 * 2.5)))


def test_a_label_never_reaches_the_odds_of_its_own_row():
    rng = np.random.default_rng(0)
    table = make_table({"id": [f"v{i}" for i in range(400)] * 2}, id="categorical")
    keys, is_fake = hash_keys(table, [KeyColumn("id")]), rng.random(800) < 0.5
    odds = count_features([CountFeature("odds", (0,))], keys, is_fake, None)[:, 0]
    # The one twin of each row stands in another fold, or does not count.
    twin_is_fake = np.roll(is_fake, 400)
    expected = np.where(twin_is_fake, np.log(3 / 2), np.log(2 / 3))
    assert np.all(np.isclose(odds, expected) | (odds == 0))
    assert np.mean(odds == 0) < 0.2


def test_numbers_that_hardly_repeat_are_combined_by_ranges_and_prose_not_at_all():
    rng = np.random.default_rng(0)
    table = make_table(
        {
            "float": rng.normal(size=500),
            "whole": pd.array(rng.integers(0, 9, 500), "Int64"),
            "text": pd.array([f"the row with number {i}" for i in range(500)], "str"),
        },
        float="float",
        whole="integer",
        text="text",
    )
    keys = joint_key_columns(table)
    assert [key.name for key in keys] == ["range of float", "whole"]
    assert len(np.unique(hash_keys(table, keys)[:, 0])) == 32


def test_equal_values_have_equal_keys_in_other_tables():
    for kind, values in {
        "float": [0.0, -0.0, np.inf, 1.5],
        "integer": pd.array([2**62, None, -1, 2**62], "Int64"),
        "boolean": pd.array([True, None, False, True], "boolean"),
        "datetime": pd.to_datetime(["2020-01-01", None, "2021-05-05", "2020-01-01"]),
        "text": pd.array(["a b", None, "ä", "a b"], "str"),
    }.items():
        table = make_table({"c": values}, c=kind)
        keys = hash_keys(table, [KeyColumn("c")])[:, 0]
        backwards = hash_keys(table.take(np.arange(3, -1, -1)), [KeyColumn("c")])[::-1, 0]
        assert keys.tolist() == backwards.tolist(), kind
        assert len(np.unique(keys)) == 3, kind


def test_values_of_datetimes_and_texts():
    moments = pd.to_datetime(["1970-01-02 12:00", "2024-02-29 00:00", None])
    table = make_table(
        {"from": moments, "to": moments + pd.Timedelta(days=2), "words": ["a bc", "", None]},
        **{"from": "datetime", "to": "datetime", "words": "text"},
    )
    values = Values.fit(table)
    measured = pd.DataFrame(
        values.transform(table), columns=[feature.name for feature in values.features]
    )
    assert measured["from"].tolist()[:2] == [1.5, 19782]
    assert measured["hour of from"].tolist()[:2] == [12, 0]
    assert measured["day of month of from"].tolist()[:2] == [2, 29]
    assert measured["days from from to to"].tolist()[:2] == [2, 2]
    assert measured["length of words"].tolist()[:2] == [4, 0]
    assert measured["words of words"].tolist()[:2] == [2, 0]
    assert measured.iloc[2].isna().all()


def test_formats():
    table = make_table(
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
    measured = pd.DataFrame(
        formats.transform(table), columns=[feature.name for feature in formats.features]
    )
    assert measured["decimals of f"].tolist() == [2, 0, 1]
    assert measured["last digit of f"].tolist() == [5, 3, 1]
    assert measured["trailing zeros of i"].tolist()[:2] == [2, 0]
    assert measured["finest unit of d"].tolist() == [0, 1, 3]
    assert measured["capitals of s"].tolist()[:2] == [1, 0]
    assert measured["punctuation of s"].tolist()[:2] == [1, 0]
    assert measured.iloc[2][["last digit of i", "capitals of s"]].isna().all()


def test_words_count_other_rows():
    column = pd.Series(["the cat", "the the dog", None, "!"], name="t", dtype="str")
    words = Words.fit(column)
    training = np.expm1(words.transform(column, training=True))
    assert training[0] == pytest.approx([0, 2**0.5 - 1])
    new = words.transform(pd.Series(["the fish", "the"], name="t", dtype="str"), training=False)
    assert np.expm1(new[:, 0]) == pytest.approx([0, 2])
    assert np.isnan(training[2:]).all()


def test_what_is_counted_in_further_rows_is_as_if_they_had_been_learned_from(mixed):
    """All but for which features there are: these are chosen by the rows that are learned from."""
    few, further = mixed.take(np.arange(100)), np.arange(100, 200)
    is_fake = np.arange(200) % 2 == 0
    groups = ["frequencies"]
    counted = Counted(
        tuple((mixed, further[is_fake[further] == label], label) for label in (False, True))
    )
    order = np.concatenate([np.arange(100), *(rows for _, rows, _ in counted.rows)])
    whole = mixed.take(order)
    every = FeatureMatrix.fit(whole, is_fake[order], groups, np.random.default_rng(0), 1)
    some = FeatureMatrix.fit(few, is_fake[:100], groups, np.random.default_rng(0), 1, counted)
    assert some.features == every.features
    np.testing.assert_array_equal(some.fitted(few), every.fitted(whole)[:100])
    np.testing.assert_array_equal(some.transform(whole), every.transform(whole))
    alone = FeatureMatrix.fit(few, is_fake[:100], groups, np.random.default_rng(0), 1)
    assert (some.fitted(few) != alone.fitted(few)).any()


@pytest.mark.parametrize("pairs", [["pairs"], []])
def test_what_is_made_anew_of_changed_columns_is_what_all_rows_give(pairs):
    rng, rows = np.random.default_rng(0), 600
    moments = pd.to_datetime("2020-01-01") + pd.to_timedelta(rng.integers(0, 999, rows), unit="h")
    price, count = rng.integers(1, 99, rows) / 4, rng.integers(2, 40, rows)
    table = make_table(
        {
            "begun": moments,
            "word": rng.choice(["a", "b", "c"], rows),
            "price": price,
            "count": pd.array(count, "Int64"),
            "due": moments[::-1],
            "total": price * count,
            "note": [f"row {i % 50} of it" for i in range(rows)],
            "paid": moments + pd.Timedelta(days=2),
        },
        **{"begun": "datetime", "word": "categorical", "price": "float", "count": "integer"},
        **{"due": "datetime", "total": "float", "note": "text", "paid": "datetime"},
    )
    features = fit(table, ["values", "frequencies", *pairs, "format", "relations"])
    assert {feature.group for feature in features.features} == set(features.groups)
    before = features.transform(table)
    for columns in [*((name,) for name in table.kinds), ("price", "word"), tuple(table.kinds), ()]:
        shuffled = table.frame.take(rng.permutation(rows)).reset_index(drop=True)
        changed = Table(table.frame.assign(**shuffled[list(columns)]), table.kinds)
        found = features.changed(before, changed, columns)
        np.testing.assert_array_equal(found, features.transform(changed), str(columns))
        assert (found is before) == (columns == ())


@pytest.mark.parametrize("group", ["values", "frequencies", "pairs", "format"])
def test_groups_can_be_switched(mixed, group):
    alone = fit(mixed, [group])
    assert {feature.group for feature in alone.features} == {group}
    assert alone.fitted(mixed).shape == (len(mixed), len(alone.features))
    assert alone.transform(mixed).shape == (len(mixed), len(alone.features))


def test_200_columns_have_no_more_pairs_than_a_few():
    rng = np.random.default_rng(0)
    columns = {f"c{i}": rng.integers(0, 5, 600) for i in range(200)}
    is_fake = np.arange(600) % 2 == 0
    # Each of these columns alone is as in REAL; only their dependency is broken.
    columns["c7"] = np.where(is_fake, columns["c7"], columns["c150"])
    # Their pairs with others are more than are kept, and differ only as the columns alone do.
    for name in ("c1", "c2", "c3"):
        columns[name] = np.where(is_fake & (rng.random(600) < 0.7), 0, columns[name])
    table = make_table(columns, **dict.fromkeys(columns, "integer"))
    counts = fit(table, ["pairs"]).counts
    assert len(counts) <= 120
    assert ("surprise", (7, 150)) in [(count.measure, count.columns) for count in counts]


def test_interactions_are_chi_squared_statistics_less_those_of_single_columns():
    rng = np.random.default_rng(0)
    is_fake = np.arange(2000) % 2 == 0
    first = rng.integers(0, 4, 2000)
    second = np.where(is_fake & (rng.random(2000) < 0.5), first, rng.integers(0, 6, 2000))
    levels = np.column_stack([first, second]).astype(np.uint8)

    def chi_squared(column):
        return chi2_contingency(crosstab(column, is_fake).count).statistic

    expected = chi_squared(first * 6 + second) - chi_squared(first) - chi_squared(second)
    # On rates of two classes of 1,000 rows each.
    assert 1000 * _interactions(levels, is_fake)[0, 1] == pytest.approx(expected, rel=1e-3)


def test_the_mean_surprise_is_the_mutual_information():
    rng = np.random.default_rng(0)
    first = rng.integers(0, 3, 20_000)
    second = np.where(rng.random(20_000) < 0.5, first, rng.integers(0, 3, 20_000))
    keys = np.column_stack([first, second]).astype(np.uint64)
    counts = [CountFeature("surprise", (0, 1))]
    surprise = count_features(counts, keys, np.arange(20_000) % 2 == 0, keys)
    assert surprise.mean() == pytest.approx(mutual_info_score(first, second), rel=1e-3)


@pytest.mark.parametrize(
    ("distinct", "measures"), [(255, ["frequency"]), (256, ["frequency", "odds"])]
)
def test_odds_are_for_columns_of_more_values_than_a_tree_has_bins(distinct, measures):
    table = make_table({"c": [f"v{i}" for i in range(distinct)] * 2}, c="categorical")
    assert [count.measure for count in fit(table, ["frequencies"]).counts] == measures


def test_pairs_of_many_columns_are_told_block_by_block_as_at_once(monkeypatch):
    rng = np.random.default_rng(0)
    levels, is_fake = rng.integers(0, 8, (300, 7), dtype=np.uint8), rng.random(300) < 0.5
    at_once = _interactions(levels, is_fake)
    monkeypatch.setattr("fake_or_real.features.screen._BLOCK", 3)
    np.testing.assert_allclose(_interactions(levels, is_fake), at_once, atol=1e-12)


def test_of_many_triples_those_with_the_strongest_pairs_are_counted():
    interactions = np.zeros((18, 18))
    interactions[:3, :3] = 1.0
    triples = [count.columns for count in _candidates(interactions) if len(count.columns) == 3]
    # Of the 816 triples of 18 columns, 1 + 3 * 15 hold a strong pair.
    assert len(triples) == 700
    assert (0, 1, 2) in triples
    assert sum(len({0, 1, 2} & set(triple)) >= 2 for triple in triples) == 1 + 3 * 15
