import numpy as np

from fake_or_real.evidence import evaluation
from fake_or_real.evidence.evaluation import seen_against_unseen


class Knowing:
    """Calls exactly the rows FAKE whose `is_fake` value is in a set."""

    def __init__(self, values):
        self.values = values

    def predict_proba(self, table):
        p_fake = table.frame["is_fake"].isin(self.values).to_numpy(float)
        return np.column_stack([1 - p_fake, p_fake])


def found_by(model, real, seen, trained_on):
    return seen_against_unseen(model, real, seen, trained_on, np.random.default_rng(1))


def test_seen_rows_that_look_fake_show_and_trained_rows_do_not_count(mixed):
    seen = np.flatnonzero(mixed.frame["is_fake"].isin([1, 2, 3]))
    found = found_by(Knowing([1, 2, 3]), mixed, seen, np.array([], dtype=int))
    assert found["auc_seen_unseen"] == 1
    # Half of the seen rows look REAL, but they are the ones that the discriminator trained on.
    trained_on = np.flatnonzero(mixed.frame["is_fake"].isin([2, 3]))
    found = found_by(Knowing([1]), mixed, seen, trained_on)
    assert found["auc_seen_unseen"] == 1


def test_where_no_seen_row_is_known_there_is_nothing_to_compare(mixed):
    nothing = np.array([], dtype=int)
    assert found_by(Knowing([]), mixed, None, nothing) == {"seen_known": False}
    for rows in (nothing, np.arange(len(mixed)), np.arange(len(mixed) - 1)):
        assert found_by(Knowing([]), mixed, rows, nothing) == {"seen_known": True}


def test_no_difference_is_a_half(mixed):
    found = found_by(Knowing([]), mixed, np.arange(50), np.arange(100, 150))
    assert found["auc_seen_unseen"] == 0.5


def test_of_many_rows_some_are_drawn(mixed, monkeypatch):
    """Seen rows look FAKE, the others do not: a few of each show it."""
    monkeypatch.setattr(evaluation, "_MOST", 2)
    asked = []

    class Counting(Knowing):
        def predict_proba(self, table):
            asked.append(len(table))
            return super().predict_proba(table)

    seen = np.flatnonzero(mixed.frame["is_fake"].isin([1, 2, 3]))
    found = found_by(Counting([1, 2, 3]), mixed, seen, np.array([], dtype=int))
    assert found["auc_seen_unseen"] == 1
    assert asked == [4]
