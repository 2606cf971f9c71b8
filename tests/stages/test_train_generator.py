import numpy as np
import pytest

from stages.train_generator import draw_rows


def test_rows_are_drawn_once_each_by_the_seed():
    rows = draw_rows(1000, 100, seed=1)
    assert len(np.unique(rows)) == 100
    np.testing.assert_array_equal(rows, draw_rows(1000, 100, seed=1))
    assert not np.array_equal(rows, draw_rows(1000, 100, seed=2))


@pytest.mark.parametrize(("rows", "most"), [(1000, 800), (101, 80)])
def test_a_fifth_of_the_rows_stays_unseen_and_it_says_so(rows, most, capsys):
    assert len(draw_rows(rows, rows, seed=1)) == most
    assert f"lowered from {rows} to {most}" in capsys.readouterr().out
