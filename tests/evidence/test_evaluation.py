import numpy as np

from fake_or_real.evidence.evaluation import seen_against_unseen


class Knowing:
    """Calls exactly the rows FAKE whose `is_fake` value is in a set."""

    def __init__(self, values):
        self.values = values

    def predict_proba(self, table):
        p_fake = table.frame["is_fake"].isin(self.values).to_numpy(float)
        return np.column_stack([1 - p_fake, p_fake])


def test_seen_rows_that_look_fake_show_and_trained_rows_do_not_count(mixed):
    seen = np.flatnonzero(mixed.frame["is_fake"].isin([1, 2, 3]))
    found = seen_against_unseen(Knowing([1, 2, 3]), mixed, seen, np.array([], dtype=int))
    assert found["auc_seen_unseen"] == 1
    # Half of the seen rows look REAL, but they are the ones that the discriminator trained on.
    trained_on = np.flatnonzero(mixed.frame["is_fake"].isin([2, 3]))
    found = seen_against_unseen(Knowing([1]), mixed, seen, trained_on)
    assert found["auc_seen_unseen"] == 1


def test_where_no_seen_row_is_known_there_is_nothing_to_compare(mixed):
    nothing = np.array([], dtype=int)
    assert seen_against_unseen(Knowing([]), mixed, None, nothing) == {"seen_known": False}
    for rows in (nothing, np.arange(len(mixed)), np.arange(len(mixed) - 1)):
        assert seen_against_unseen(Knowing([]), mixed, rows, nothing) == {"seen_known": True}


def test_no_difference_is_a_half(mixed):
    found = seen_against_unseen(Knowing([]), mixed, np.arange(50), np.arange(100, 150))
    assert found["auc_seen_unseen"] == 0.5
