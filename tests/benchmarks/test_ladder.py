"""The ladder benchmark on a small ladder."""

import sys

import numpy as np
import pandas as pd
import pytest

from fake_or_real.errors import UserError
from tests.benchmarks import ladder


@pytest.fixture
def folder(tmp_path):
    rng = np.random.default_rng(0)
    for name, shift in {"d_hol": 0, "d_trn": 0, "d_ctgan": 2, "d_2_hol": 0, "d_2_arf": 2}.items():
        frame = pd.DataFrame(
            {"x": rng.normal(shift, 1, 300).round(3), "s": rng.choice(["a", "b"], 300)}
        )
        frame.to_csv(tmp_path / f"{name}.csv.gz", index=False)
    return tmp_path


def test_nulls_come_first_and_names_may_contain_others(folder):
    found = [(real.name, fake.name) for real, fake in ladder.comparisons(folder)]
    assert found == [
        ("d_hol.csv.gz", "d_trn.csv.gz"),
        ("d_2_hol.csv.gz", "d_2_arf.csv.gz"),
        ("d_hol.csv.gz", "d_ctgan.csv.gz"),
    ]


def test_a_folder_without_real_tables(tmp_path):
    with pytest.raises(UserError, match="holds no table D_hol"):
        ladder.comparisons(tmp_path)


@pytest.mark.slow
def test_lines_table_and_picture(folder, monkeypatch, capsys):
    out = folder / "bench.csv"
    arguments = ["--seeds", "2", "--only", "tutorial", "--tables", "d_trn", "d_ctgan"]
    monkeypatch.setattr(sys, "argv", ["ladder", str(folder), str(out), *arguments])
    ladder.main()

    lines = pd.read_csv(out)
    assert list(lines) == [
        *("table", "discriminator", "seed", "auc", "ci_low", "ci_high", "p_value"),
        *("seconds", "peak_mb"),
    ]
    assert lines["table"].tolist() == ["d_trn", "d_trn", "d_ctgan", "d_ctgan"]
    assert (lines["auc"][2:] > 0.85).all()
    assert (lines["peak_mb"] > 50).all()
    assert out.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    table = capsys.readouterr().out.splitlines()
    assert table[2].startswith("| d_trn (null) |")
    assert table[3].startswith("| d_ctgan | **0.")
