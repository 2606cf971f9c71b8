import numpy as np
import pytest

from fake_or_real.data import seen_rows


@pytest.mark.parametrize("rows", [[], [0, 7]])
def test_known_rows_come_back(tmp_path, rows):
    seen_rows.write(np.array(rows, dtype=int), tmp_path / "seen.parquet")
    np.testing.assert_array_equal(seen_rows.read(tmp_path / "seen.parquet"), rows)


def test_not_known_is_not_the_same_as_none(tmp_path):
    seen_rows.write(None, tmp_path / "seen.parquet")
    assert seen_rows.read(tmp_path / "seen.parquet") is None
