import numpy as np
import pandas as pd
import pytest

from fake_or_real.data import splits, splitting
from fake_or_real.data.equal_rows import row_ids, twins
from fake_or_real.data.tables import Table, concat
from fake_or_real.errors import UserError

SEEN = np.arange(0, 100, 2)


def distinct(rows, start=0):
    """Rows none of which equals another."""
    numbers = np.arange(start, start + rows)
    frame = pd.DataFrame({"tens": numbers // 10, "ones": numbers % 10}).astype("Int64")
    return Table(frame, {"tens": "integer", "ones": "integer"})


def assign(protocol="unseen", seen=SEEN, real=None, synthetic=None, holdout=0.2, seed=1):
    real = distinct(300) if real is None else real
    synthetic = distinct(50, 1000) if synthetic is None else synthetic
    return splitting.split(real, synthetic, seen, protocol=protocol, holdout=holdout, seed=seed)


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


def test_the_halves_share_no_row_and_are_all_unseen_ones():
    real, fake = distinct(300), distinct(50, 1000)

    def half(name):
        assigned = splitting.split(
            real, fake, SEEN, protocol="unseen", holdout=0.2, seed=1, half=name
        )
        return np.concatenate([rows(assigned, part) for part in ("train", "holdout", "reserve")])

    search, final = half("search"), half("final")
    both = np.sort(np.concatenate([search, final]))
    np.testing.assert_array_equal(both, np.setdiff1d(np.arange(300), SEEN))
    assert abs(len(search) - len(final)) <= 1
    for protocol, seen in (("all", SEEN), ("unseen", np.arange(299))):
        with pytest.raises(UserError, match=r"split\.half final needs unseen rows"):
            splitting.split(real, fake, seen, protocol=protocol, holdout=0.2, seed=1, half="final")


def test_the_split_is_stratified():
    counts = splits.counts(assign())
    assert counts["holdout_fake"] == 10
    assert counts["holdout_real"] == 40


@pytest.mark.parametrize(("synthetic", "reserve"), [(50, 50), (200, 83)])
def test_the_reserve_is_as_many_rows_as_synthetic_ones_but_at_most_a_third(synthetic, reserve):
    assert splits.counts(assign(synthetic=distinct(synthetic, 1000)))["reserve_real"] == reserve


@pytest.mark.parametrize("protocol", ["all", "tutorial"])
def test_other_protocols_take_every_real_row_and_count_the_seen_ones(protocol):
    counts = splits.counts(assign(protocol))
    assert counts["train_real"] + counts["holdout_real"] == 300
    assert counts["real_seen"] == len(SEEN)
    assert (counts["reserve_real"], counts["protocol"]) == (0, protocol)


@pytest.mark.parametrize("seen", [300, 275])
def test_where_too_few_rows_are_unseen_every_real_row_takes_part(seen):
    counts = splits.counts(assign("unseen", seen=np.arange(seen)))
    assert counts == splits.counts(assign("all", seen=np.arange(seen)))
    assert (counts["protocol"], counts["real_seen"]) == ("all", seen)
    few = splits.counts(assign("unseen", seen=np.arange(260)))
    assert (few["protocol"], few["real_seen"]) == ("unseen", 0)


def test_the_seed_decides():
    pd.testing.assert_frame_equal(assign().frame, assign().frame)
    assert not assign().frame.equals(assign(seed=2).frame)


def test_where_the_seen_rows_are_not_known_it_says_so():
    assert assign(seen=None).frame["seen"].isna().all()
    assert splits.counts(assign(seen=None))["real_seen"] is None
    assert assign().frame.loc[lambda frame: frame["table"] == "real", "seen"].notna().all()


def test_too_few_rows_are_an_error_that_says_what_to_do():
    with pytest.raises(UserError, match=r"holdout part has only 2 synthetic rows.*probe\.size"):
        assign(synthetic=distinct(10, 1000))


def test_a_part_holds_the_rows_that_it_names(mixed):
    synthetic = mixed.take(np.arange(60))
    seen = np.arange(20)
    assigned = assign(seen=seen, real=mixed, synthetic=synthetic)
    part = splits.part("holdout", assigned, mixed, synthetic)
    assert part.is_fake.sum() == 12
    expected = mixed.take(part.row[~part.is_fake]).frame
    pd.testing.assert_frame_equal(
        part.table.frame[~part.is_fake].reset_index(drop=True), expected, check_dtype=True
    )


def sides(assigned, real, synthetic):
    """The id of each row, whether it judges, and the row's part."""
    ids = np.concatenate(row_ids([real, synthetic]))
    frame = assigned.frame
    place = frame["row"].to_numpy(int) + len(real) * (frame["table"] == "synthetic").to_numpy()
    return pd.DataFrame({"id": ids[place], "judges": frame["holdout"], "part": frame["part"]})


@pytest.mark.parametrize("protocol", ["unseen", "all"])
def test_equal_rows_stand_on_one_side_whatever_their_table(protocol):
    """A third of the real rows repeat, and half of the synthetic ones are copies of real rows."""
    real = concat([distinct(600), distinct(200), distinct(100)])
    synthetic = concat([distinct(150), distinct(150, 2000)])
    assigned = assign(protocol, seen=np.arange(50), real=real, synthetic=synthetic)
    found = sides(assigned, real, synthetic)
    assert found["id"].duplicated().sum() > 300
    assert found.groupby("id")["judges"].agg(lambda judges: judges.all() or not judges.any()).all()
    counts = splits.counts(assigned)
    for label in ("real", "fake"):
        whole = counts[f"train_{label}"] + counts[f"holdout_{label}"]
        assert counts[f"holdout_{label}"] == round(0.2 * whole)


def test_reserve_rows_stand_on_the_side_of_their_twins():
    real = concat([distinct(300), distinct(200), distinct(200, 400)])
    assigned = assign(seen=np.array([], int), real=real, synthetic=distinct(200, 1000))
    found = sides(assigned, real, distinct(200, 1000))
    reserve = found[found["part"] == "reserve"]
    assert reserve["id"].isin(found.loc[found["part"] == "holdout", "id"]).sum() > 10
    train, judging = splits.reserve_rows(assigned)
    assert (len(train), len(judging)) == (160, 40)
    assert sorted([*train, *judging]) == sorted(rows(assigned, "reserve"))
    assert not np.intersect1d(
        reserve.loc[~reserve["judges"], "id"], found.loc[found["part"] == "holdout", "id"]
    ).size


def test_where_every_row_has_a_twin_the_shares_are_close():
    counts = splits.counts(assign("all", real=distinct(300), synthetic=distinct(300)))
    assert (counts["holdout_real"], counts["holdout_fake"]) == (60, 60)


def test_common_values_are_on_both_sides_and_change_no_share():
    """Two columns of few values: nearly every row has a hundred equals, which are no copies."""
    throws = np.random.default_rng(0).integers(0, 3, (1500, 2))
    frame = pd.DataFrame(throws, columns=["first", "second"]).astype("Int64")
    table = Table(frame, {"first": "integer", "second": "integer"})
    real, synthetic = table.take(np.arange(900)), table.take(np.arange(900, 1500))
    assigned = assign("all", real=real, synthetic=synthetic)
    assert (sides(assigned, real, synthetic).groupby("id")["judges"].nunique() == 2).all()
    counts = splits.counts(assigned)
    assert (counts["holdout_real"], counts["holdout_fake"]) == (180, 120)


def test_which_twins_judge_does_not_depend_on_which_are_fake():
    rows = concat([distinct(400), distinct(100), distinct(100, 50), distinct(200, 2000)])
    chosen = []
    for cut in (300, 500):
        real, synthetic = rows.take(np.arange(cut)), rows.take(np.arange(cut, len(rows)))
        found = sides(assign("all", seen=None, real=real, synthetic=synthetic), real, synthetic)
        chosen.append(found.loc[found["id"].duplicated(keep=False) & found["judges"], "id"])
    pd.testing.assert_series_equal(*chosen)
    assert 0.19 < len(chosen[0]) / 350 < 0.21


def test_the_order_of_the_table_is_not_that_of_the_split():
    train = rows(assign(), "train")
    assert abs(np.corrcoef(train, np.arange(len(train)))[0, 1]) < 0.3
    assert sorted(train) != train.tolist()


def test_the_split_tells_twins_and_leaves_common_rows_single():
    real, synthetic = concat([distinct(40), distinct(30)]), distinct(35)
    assigned = assign("all", real=real, synthetic=synthetic, seen=None)
    ids = sides(assigned, real, synthetic)["id"].to_numpy()
    of_twins = assigned.frame["twins"].to_numpy(int)
    np.testing.assert_array_equal(pd.factorize(of_twins)[0], pd.factorize(ids)[0])
    part = splits.part("holdout", assigned, real, synthetic)
    kept = assigned.frame["part"] == "holdout"
    np.testing.assert_array_equal(part.twins, of_twins[kept])
    numbers = np.concatenate([np.zeros(30, int), np.repeat(np.arange(1, 301), 2)])
    found = twins(numbers)
    assert len(np.unique(found)) == 30 + 300
    assert np.bincount(found).max() == 2


def test_missing_values_make_rows_equal():
    frame = pd.DataFrame({"a": [1.0, np.nan, np.nan, -0.0, 0.0], "b": ["x", None, None, "y", "y"]})
    table = Table(frame.astype({"b": "str"}), {"a": "float", "b": "categorical"})
    (ids,) = row_ids([table])
    assert ids.tolist() == [0, 1, 1, 2, 2]


def test_of_larger_tables_rows_are_drawn_and_counted():
    real, synthetic = distinct(3000), distinct(900, 10_000)
    drawn = splitting.split(
        real, synthetic, None, protocol="unseen", holdout=0.2, seed=1, max_rows=200
    )
    counts = splits.counts(drawn)
    assert counts["train_real"] + counts["holdout_real"] == 200
    assert counts["train_fake"] + counts["holdout_fake"] == 200
    assert (counts["eligible_real"], counts["eligible_fake"]) == (2100, 900)
    assert counts["reserve_real"] == 200
    # From all over the table, in whatever order it is.
    assert np.ptp(rows(drawn, "train", "synthetic")) > 600
    assert len(np.unique(rows(drawn, "train"))) == counts["train_real"]


def counting(real, synthetic, seen=None, **how):
    how = {"protocol": "unseen", "holdout": 0.2, "seed": 1, "max_rows": 100, **how}
    return splitting.split(real, synthetic, seen, **how)


def test_values_are_counted_in_more_rows_than_take_part():
    real, synthetic = distinct(3000), distinct(900, 10_000)
    drawn = counting(real, synthetic, np.arange(600), count_rows=500)
    counts = splits.counts(drawn)
    assert (counts["counted_real"], counts["counted_fake"]) == (400, 400)
    assert len(rows(drawn, "counted_reserve")) == 400
    parts = ("train", "holdout", "counted", "reserve", "counted_reserve")
    named = np.concatenate([rows(drawn, part) for part in parts])
    assert len(np.unique(named)) == len(named) == 1000
    assert named.min() >= 600, "a row that was seen"
    every = counting(real, synthetic, np.arange(600))
    assert splits.counts(every)["counted_fake"] == 800
    assert splits.counts(every)["counted_real"] == 1600 - 100


def test_who_learns_from_fewer_rows_counts_in_the_others():
    real, synthetic = distinct(600), distinct(300, 10_000)
    train = splits.part("train", counting(real, synthetic, max_rows=200), real, synthetic)
    some = train.learning_from(50, np.random.default_rng(0))
    assert np.bincount(some.is_fake).tolist() == [50, 50]
    assert set(zip(some.row, some.is_fake, strict=True)) < set(
        zip(train.row, train.is_fake, strict=True)
    )
    assert len(some.counted) == len(train.counted) + len(train.is_fake) - 100
    labels = [table.take(rows).frame["tens"] >= 1000 for table, rows, _ in some.counted.rows]
    for is_fake, (_, _, expected) in zip(labels, some.counted.rows, strict=True):
        assert (is_fake == expected).all()
    every = train.learning_from(1000, np.random.default_rng(0))
    pd.testing.assert_frame_equal(every.table.frame, train.table.frame)
    assert len(every.counted) == len(train.counted) > 0


def test_small_tables_have_no_rows_that_are_only_counted():
    drawn = counting(distinct(90), distinct(80, 1000), max_rows=1000)
    assert set(drawn.frame["part"]) == {"train", "holdout", "reserve"}
    assert splits.counts(drawn)["counted_real"] == 0


def test_no_row_is_counted_that_equals_one_that_judges():
    """Each row stands in its table four times, so that without care its label would be known."""
    real, synthetic = (concat([distinct(200, start)] * 4) for start in (0, 1000))
    drawn = counting(real, synthetic, protocol="all")
    for name, table in (("real", real), ("synthetic", synthetic)):
        values = (10 * table.frame["tens"] + table.frame["ones"]).to_numpy(int)
        judging = values[rows(drawn, "holdout", name)]
        counted = values[rows(drawn, "counted", name)]
        assert len(counted) > 300
        assert not np.isin(counted, judging).any()
        assert np.isin(counted, values[rows(drawn, "train", name)]).any()


@pytest.mark.parametrize(("columns", "taking_part"), [(120, 2000), (160, 1500), (1000, 1000)])
def test_of_wide_tables_fewer_rows_are_drawn_but_enough(columns, taking_part):
    frame = pd.DataFrame(np.arange(2500.0)[:, None] + np.arange(columns))
    wide = Table(frame.rename(columns=str), {str(name): "float" for name in range(columns)})
    drawn = splitting.split(wide, wide, None, protocol="all", holdout=0.2, seed=1, max_rows=2000)
    counts = splits.counts(drawn)
    assert counts["train_real"] + counts["holdout_real"] == taking_part
    assert counts["train_fake"] + counts["holdout_fake"] == taking_part
    assert counts["eligible_real"] == 2500


@pytest.mark.parametrize("max_rows", [200, 400, 5000])
def test_a_restricted_split_names_the_same_rows(max_rows):
    """All rows are unseen, so those that do not take part are those that were too many."""
    tables = distinct(600), distinct(300, 10_000)
    drawn = splitting.split(*tables, None, protocol="all", holdout=0.2, seed=1, max_rows=max_rows)
    kept = splits.restricted(splits.without_counted(drawn), *tables)
    fewer = kept.real, kept.synthetic
    assert [len(table) for table in fewer] == [min(len(t), max_rows) for t in tables]
    for name in ("train", "holdout"):
        whole, part = (splits.part(name, *of) for of in ((drawn, *tables), (kept.assigned, *fewer)))
        pd.testing.assert_frame_equal(whole.table.frame, part.table.frame)
        np.testing.assert_array_equal(whole.is_fake, part.is_fake)
        for of_label, positions in (
            (part.is_fake, kept.fake_rows),
            (~part.is_fake, kept.real_rows),
        ):
            np.testing.assert_array_equal(whole.row[of_label], positions[part.row[of_label]])


def test_a_part_has_its_rows_in_the_order_of_the_split():
    tables = distinct(300), distinct(50, 1000)
    assigned = assign(real=tables[0], synthetic=tables[1])
    part = splits.part("holdout", assigned, *tables)
    for place, (is_fake, row) in enumerate(zip(part.is_fake, part.row, strict=True)):
        expected = tables[int(is_fake)].frame.iloc[row]
        pd.testing.assert_series_equal(part.table.frame.iloc[place], expected, check_names=False)
