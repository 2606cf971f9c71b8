import numpy as np
import pandas as pd
import pytest

from fake_or_real.data import splits
from fake_or_real.errors import UserError

SEEN = np.arange(0, 100, 2)


def assign(protocol="unseen", seen=SEEN, real=300, synthetic=50, holdout=0.2, seed=1):
    return splits.split(real, synthetic, seen, protocol=protocol, holdout=holdout, seed=seed)


def rows(assigned, part, table="real"):
    frame = assigned.frame
    return frame.loc[(frame["part"] == part) & (frame["table"] == table), "row"].to_numpy(int)


def test_unseen_real_is_only_rows_that_the_generator_never_saw():
    assigned = assign()
    real = np.concatenate([rows(assigned, part) for part in ("train", "holdout", "reserve")])
    np.testing.assert_array_equal(np.sort(real), np.setdiff1d(np.arange(300), SEEN))
    assert splits.counts(assigned)["real_seen"] == 0


def test_every_synthetic_row_is_used_once():
    assigned = assign()
    fake = np.concatenate([rows(assigned, part, "synthetic") for part in ("train", "holdout")])
    np.testing.assert_array_equal(np.sort(fake), np.arange(50))


def test_the_split_is_stratified():
    counts = splits.counts(assign())
    assert counts["holdout_fake"] == 10
    assert counts["holdout_real"] == 40


@pytest.mark.parametrize(("synthetic", "reserve"), [(50, 50), (200, 83)])
def test_the_reserve_is_as_many_rows_as_synthetic_ones_but_at_most_a_third(synthetic, reserve):
    assert splits.counts(assign(synthetic=synthetic))["reserve_real"] == reserve


@pytest.mark.parametrize("protocol", ["all", "tutorial"])
def test_other_protocols_take_every_real_row_and_count_the_seen_ones(protocol):
    counts = splits.counts(assign(protocol))
    assert counts["train_real"] + counts["holdout_real"] == 300
    assert counts["real_seen"] == len(SEEN)
    assert counts["reserve_real"] == 0


def test_the_seed_decides():
    pd.testing.assert_frame_equal(assign().frame, assign().frame)
    assert not assign().frame.equals(assign(seed=2).frame)


def test_where_the_seen_rows_are_not_known_it_says_so():
    assert assign(seen=None).frame["seen"].isna().all()
    assert splits.counts(assign(seen=None))["real_seen"] is None
    assert assign().frame.loc[lambda frame: frame["table"] == "real", "seen"].notna().all()


def test_too_few_rows_are_an_error_that_says_what_to_do():
    with pytest.raises(UserError, match=r"holdout part has only 2 synthetic rows.*probe\.size"):
        assign(synthetic=10)


def test_a_part_holds_the_rows_that_it_names(mixed):
    synthetic = mixed.take(np.arange(60))
    seen = np.arange(20)
    assigned = assign(seen=seen, real=len(mixed), synthetic=60)
    part = splits.part("holdout", assigned, mixed, synthetic)
    assert part.is_fake.sum() == 12
    expected = mixed.take(part.row[~part.is_fake]).frame
    pd.testing.assert_frame_equal(
        part.table.frame[~part.is_fake].reset_index(drop=True), expected, check_dtype=True
    )
