import numpy as np
import pandas as pd
import pytest

from fake_or_real import cli, discriminators
from fake_or_real.data import tables
from fake_or_real.data.outputs import whole_folder
from fake_or_real.data.tables import Table


@pytest.fixture
def trained(mixed, tmp_path, monkeypatch):
    """A working directory with a discriminator that knows FAKE rows by their label."""
    fake = mixed.frame.assign(label=mixed.frame["label"] + 100)
    both = tables.concat([mixed, Table(fake, mixed.kinds)])
    model = discriminators.make("lightgbm", {}, 1).fit(both, np.arange(len(both)) >= len(mixed))
    monkeypatch.chdir(tmp_path)
    with whole_folder(tmp_path / "data/discriminator") as folder:
        model.save(folder)
    return tmp_path


def run(*words):
    return cli.main(["score", *words])


def test_a_csv_is_scored_in_its_own_order(trained, mixed, capsys):
    rows = mixed.frame.assign(label=mixed.frame["label"] + np.where(mixed.frame.index < 50, 100, 0))
    rows.to_csv("mine.csv", index=False)
    assert run("mine.csv", "scored.csv") == 0
    scored = pd.read_csv("scored.csv")
    assert list(scored.columns) == ["P(FAKE)", "misfits", *mixed.kinds]
    known = mixed.frame["label"].notna()
    assert scored.loc[known, "P(FAKE)"][:40].min() > scored.loc[known, "P(FAKE)"][50:].max()
    assert "200 rows" in capsys.readouterr().out


def test_its_own_cells_come_back_and_what_does_not_fit_is_named(trained, mixed):
    rows = mixed.frame.assign(note="x")[["note", *reversed(mixed.kinds)]]
    rows = rows.rename(columns={"is_fake": "Is Fake"}).astype({"label": "str"})
    rows.loc[3, "label"] = "much"
    rows.to_csv("mine.csv", index=False)
    assert run("mine.csv", "scored.csv") == 0
    scored = pd.read_csv("scored.csv", dtype="str", keep_default_na=False)
    mine = pd.read_csv("mine.csv", dtype="str", keep_default_na=False)
    pd.testing.assert_frame_equal(scored[mine.columns], mine)
    assert scored["misfits"].tolist() == ["label" if row == 3 else "" for row in range(len(mine))]


def test_a_table_with_other_columns_is_refused(trained, capsys):
    pd.DataFrame({"label": [1.5], "other": [2]}).to_csv("mine.csv", index=False)
    assert run("mine.csv", "scored.csv") == 2
    assert "lacks columns ['split'" in capsys.readouterr().err
    assert not (trained / "scored.csv").exists()


def test_without_a_discriminator_it_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run("mine.csv", "scored.csv") == 2
    assert "train one first" in capsys.readouterr().err
