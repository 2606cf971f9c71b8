"""Rows that are only counted come block by block, from memory and from disk alike."""

import numpy as np
import pandas as pd

from fake_or_real.data import tables
from fake_or_real.data.counted import NOTHING, Counted
from fake_or_real.data.stored import Stored

ROWS = np.array([150, 3, 7, 199, 20])


def joined(counted):
    blocks = list(counted.blocks())
    labels = np.concatenate([np.full(len(block), is_fake) for block, is_fake in blocks])
    return tables.concat([block for block, _ in blocks]), labels


def test_blocks_are_the_rows_in_the_tables_order(mixed, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "BLOCK", 2)
    tables.write(mixed, tmp_path / "t.parquet")
    for table in (mixed, Stored(tmp_path / "t.parquet")):
        counted = Counted(((table, ROWS, False), (table, ROWS[:2], True)))
        found, labels = joined(counted)
        expected = mixed.take(np.array([3, 7, 20, 150, 199, 3, 150]))
        pd.testing.assert_frame_equal(found.frame, expected.frame)
        assert labels.tolist() == [False] * 5 + [True] * 2
        assert len(counted) == 7
        assert all(len(block) <= 2 for block, _ in Counted(((mixed, ROWS, False),)).blocks())


def test_blocks_come_in_the_columns_that_are_asked_for(mixed):
    kinds = dict(list(mixed.kinds.items())[:2])
    (block, _), *_ = Counted(((mixed, ROWS, False),)).in_kinds(kinds).blocks()
    assert block.kinds == kinds
    assert list(block.frame) == list(kinds)


def test_a_share_is_drawn_from_each_table(mixed):
    counted = Counted(((mixed, np.arange(100), False), (mixed, np.arange(40), True)))
    fewer = counted.thinned(0.25, np.random.default_rng(0))
    assert [len(positions) for _, positions, _ in fewer.rows] == [25, 10]
    assert len(NOTHING) == len(list(NOTHING.blocks())) == 0
