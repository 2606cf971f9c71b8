"""Each group of features lets the default discriminator see a flaw that no other group shows."""

import numpy as np
import pandas as pd
import pytest

from fake_or_real import discriminators
from fake_or_real.data.tables import Table
from fake_or_real.features import matrix, screen
from fake_or_real.statistics.auc import auc

ALL = ["values", "frequencies", "pairs", "format", "relations"]
ROWS, TRAIN = 2000, 1400
IS_FAKE = np.random.default_rng(0).permutation(ROWS) < ROWS // 2


def holdout_auc(table, groups=ALL):
    train, holdout = np.arange(TRAIN), np.arange(TRAIN, ROWS)
    settings = {"groups": groups, "models": 1, "threads": 1}
    model = discriminators.make("lightgbm", settings, seed=0).fit(table.take(train), IS_FAKE[train])
    return auc(IS_FAKE[holdout], model.predict_proba(table.take(holdout))[:, 1]).value


def numbers(column):
    return Table(pd.DataFrame({"c": pd.array(column, "Int64")}), {"c": "integer"})


def categories(columns):
    """Columns of whole numbers as categories, whose order tells nothing."""
    names = np.random.default_rng(9).permutation(1000)
    frame = pd.DataFrame({name: [f"v{v}" for v in names[cells]] for name, cells in columns.items()})
    return Table(frame, dict.fromkeys(columns, "categorical"))


def shifted_mean(rng):
    return Table(pd.DataFrame({"c": rng.normal(size=ROWS) + 1.5 * IS_FAKE}), {"c": "float"})


def repeated_numbers(rng):
    """Two FAKE rows share each of their numbers, REAL rows hardly share any."""
    drawn = rng.integers(0, 10**9, ROWS)
    drawn[IS_FAKE] = rng.permutation(np.repeat(drawn[IS_FAKE][::2], 2))
    return numbers(drawn)


def odds_of_single_values(rng):
    """Of 300 equally common numbers, a random half is common in FAKE rows and rare in REAL ones.

    The others are the other way round. Neighbouring numbers have nothing in common.
    """
    fake_first = rng.permutation(np.repeat([True, False], 150))
    usual, unusual = np.flatnonzero(fake_first), np.flatnonzero(~fake_first)
    own = rng.random(ROWS) < 0.95
    drawn = np.where(own == IS_FAKE, rng.choice(usual, ROWS), rng.choice(unusual, ROWS))
    return numbers(drawn)


def broken_pair(rng):
    """REAL rows hold 300 of the 22,500 combinations of two columns, FAKE rows all."""
    a, b = rng.integers(0, 150, (2, ROWS))
    return categories({"a": a, "b": np.where(IS_FAKE, b, (7 * a + rng.integers(0, 2, ROWS)) % 150)})


def broken_triple(rng):
    """Any two of the columns are independent in all rows; in REAL rows two make the third."""
    a, b, c = rng.integers(0, 26, (3, ROWS))
    return categories({"a": a, "b": b, "c": np.where(IS_FAKE, c, (a + b) % 26)})


def rare_words(rng):
    """Each text is new; FAKE rows are made of words that hardly any other row holds."""
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = np.array(["".join(word) for word in rng.choice(letters, (5 * ROWS, 6))])
    common = rng.choice(words[:60], (ROWS, 5))
    rows = np.where(IS_FAKE[:, None], words.reshape(ROWS, 5), common)
    return Table(pd.DataFrame({"t": [" ".join(row) for row in rows]}), {"t": "text"})


def rounded_numbers(rng):
    drawn = rng.integers(0, 10**12, ROWS)
    return numbers(np.where(IS_FAKE, drawn // 10 * 10, drawn))


def unequal_sums(rng):
    """In REAL rows two columns make the third; in FAKE rows it is off by a little."""
    a, b = rng.integers(1, 10**6, (2, ROWS))
    off = np.where(IS_FAKE, rng.integers(-999, 1000, ROWS), 0)
    frame = pd.DataFrame({"a": a, "b": b, "c": a + b + off}).astype("Int64")
    return Table(frame, dict.fromkeys("abc", "integer"))


@pytest.mark.parametrize(
    ("flawed", "group", "floor"),
    [
        (shifted_mean, "values", 0.8),
        (repeated_numbers, "frequencies", 0.8),
        (broken_pair, "pairs", 0.85),
        (broken_triple, "pairs", 0.85),
        (rare_words, "frequencies", 0.95),
        (rounded_numbers, "format", 0.9),
        (unequal_sums, "relations", 0.9),
    ],
)
def test_only_its_own_group_sees_a_flaw(flawed, group, floor):
    table = flawed(np.random.default_rng(1))
    with_it = holdout_auc(table)
    without = holdout_auc(table, [other for other in ALL if other != group])
    assert with_it > floor
    assert without == pytest.approx(0.5, abs=0.1)


def test_pairs_see_less_of_what_only_triples_show(monkeypatch):
    monkeypatch.setattr(screen, "_TRIPLES", 0)
    # Not 0.5: in REAL rows the three pairs stand in the same rows, so their counts agree.
    assert holdout_auc(broken_triple(np.random.default_rng(1))) < 0.72


def test_odds_see_single_values_where_values_are_many(monkeypatch):
    table = odds_of_single_values(np.random.default_rng(1))
    assert holdout_auc(table, ["frequencies"]) > 0.85
    monkeypatch.setattr(matrix, "_TREE_BINS", 300)
    assert holdout_auc(table, ["frequencies"]) == pytest.approx(0.5, abs=0.07)
