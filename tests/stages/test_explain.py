"""The stages after the discriminator on a small table, and what git would see of it."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from fake_or_real import discriminators
from fake_or_real.data import seen_rows, splits, splitting, tables
from fake_or_real.data.description import describe
from fake_or_real.data.outputs import write_json
from fake_or_real.data.tables import Table
from fake_or_real.giveaways.explanation import reference_and_control
from fake_or_real.sources import fetch
from stages import content, copies, evaluate, explain, jury, verdict, yardstick
from stages import report as render_report

from ..conftest import ROOT

SECRET_WORD, SECRET_NUMBER = "Zwickau-Planitz", 77777


@pytest.fixture(scope="module")
def explained(tmp_path_factory):
    """A folder in which `evaluate` and `explain` have run on real rows with unique values.

    One of the FAKE rows holds the same values, as a copying generator would make it, and others
    hold them misspelt.
    """
    real = fetch("stdlib").take(np.random.default_rng(0).permutation(15_000)[:3000])
    frame = real.frame.copy()
    frame.loc[7, "module"], frame.loc[7, "lines"] = SECRET_WORD, SECRET_NUMBER
    fake = frame.iloc[:600].reset_index(drop=True)
    fake.loc[:150, "area"] = "_RARE_"
    fake.loc[50:70, "module"] = SECRET_WORD.lower()
    fake.loc[80:99, "lines"] = SECRET_NUMBER
    real, fake = Table(frame, real.kinds, real.about), Table(fake, real.kinds)
    assigned = splitting.split(real, fake, np.arange(600), protocol="unseen", holdout=0.3, seed=1)
    train = splits.part("train", assigned, real, fake)

    folder = tmp_path_factory.mktemp("explained")
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    params["discriminator"]["name"] = "tutorial"
    params["jury"]["families"] = []
    params["yardstick"]["fractions"] = [0, 1]
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    tables.write(real, folder / "data/real.parquet")
    tables.write(fake, folder / "data/synthetic.parquet")
    tables.write(assigned, folder / "data/split.parquet")
    seen_rows.write(np.arange(600), folder / "data/seen.parquet")
    model = discriminators.make("tutorial", {}, 1).fit(train.table, train.is_fake)
    model.save(folder / "data/discriminator")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_json(Path("metrics/generator.json"), {"synthesizer": "copy", "rows": 600})
        write_json(Path("metrics/columns.json"), describe(real, 5))
        write_json(Path("metrics/split.json"), splits.counts(assigned))
        for stage in (evaluate, content, explain, jury, yardstick, copies, verdict, render_report):
            stage.main()
    return folder


@pytest.mark.parametrize("protocol", ["unseen", "tutorial"])
@pytest.mark.parametrize("holdout", [0.2, 0.8])
def test_real_rows_are_halved_and_no_holdout_row_asks(protocol, holdout):
    table = fetch("stdlib").take(np.arange(1000))
    assigned = splitting.split(
        table,
        table.take(np.arange(200)),
        np.arange(200),
        protocol=protocol,
        holdout=holdout,
        seed=1,
    )
    rows = reference_and_control(table, table.take(np.arange(200)), assigned, min_count=5)
    both = np.append(rows.reference, rows.control)
    real, fake = (assigned.frame[assigned.frame["table"] == of] for of in ("real", "synthetic"))
    assert sorted(both) == sorted(real.loc[real["part"] != "holdout", "row"])
    train = real.loc[real["part"] == "train", "row"]
    assert set(rows.reference) <= set(train)
    assert len(rows.reference) == min(len(both) // 2, len(train))
    # The holdout's rows, in its order, neither choose nor test.
    assert rows.holdout_real.tolist() == real.loc[real["part"] == "holdout", "row"].tolist()
    assert rows.holdout_fake.tolist() == fake.loc[fake["part"] == "holdout", "row"].tolist()
    assert not rows.tested[rows.holdout_fake].any()
    assert rows.tested.sum() == len(fake) - len(rows.holdout_fake)
    assert not rows.tested_anew[np.append(rows.holdout_fake, rows.fake_reference)].any()
    assert rows.tested_anew.sum() == rows.tested.sum() - len(rows.fake_reference)


def test_the_planted_give_away_is_named_first(explained):
    found = json.loads((explained / "metrics/giveaways.json").read_text())
    first, *_ = tables.read(explained / "data/giveaways.parquet").frame.to_dict("records")
    assert (first["form"], json.loads(first["columns"])) == ("unknown", ["area"])
    assert json.loads(first["example"]) == ["_RARE_"]
    assert found["giveaways"] >= 1
    assert all(isinstance(value, int | float) for value in found.values())


def test_the_table_and_the_plot_agree(explained):
    table = tables.read(explained / "data/giveaways.parquet").frame
    plotted = pd.read_csv(explained / "plots/giveaways.csv")
    for name in ("form", "columns", "terms", "example", "fake", "fake_rows"):
        assert plotted[name].tolist() == table[name].tolist()
    assert table["auc_drop"].iloc[0] > 0
    assert table["rank"].tolist() == list(range(1, len(table) + 1))


def test_no_unique_real_value_is_in_what_git_tracks(explained):
    tracked = [*(explained / "metrics").iterdir(), *(explained / "plots").iterdir()]
    assert len(tracked) >= 10
    for file in tracked:
        content = file.read_bytes().lower()
        assert SECRET_WORD.lower().encode() not in content, file
        # A drawing's coordinates may hold any digits.
        content = re.sub(rb"<svg.*?</svg>", b"", content, flags=re.DOTALL)
        assert str(SECRET_NUMBER).encode() not in content, file


def test_it_would_be_found_there(explained):
    # The same search finds what may be named.
    assert b"_RARE_" in (explained / "plots/giveaways.csv").read_bytes()
    assert SECRET_WORD in tables.read(explained / "data/real.parquet").frame["module"].tolist()


def test_the_full_report_has_the_records_and_the_safe_one_none(explained):
    full, safe = (
        (explained / path).read_text() for path in ("data/report-full.html", "plots/report.html")
    )
    assert full.count('class="card record"') == 20
    assert 'class="card record"' not in safe
    assert "data/report-full.html" in safe


def test_the_curve_records_and_crosstabs_are_there(explained):
    curve = pd.read_csv(explained / "plots/peeling.csv")
    assert curve["auc"].iloc[-1] <= curve["auc"].iloc[0]
    assert len(tables.read(explained / "data/reasons.parquet")) == 200
    names = {file.stem for file in (explained / "data/records").iterdir()}
    assert {"most_fake", "most_real"} <= names


def test_a_second_run_writes_the_same(explained, monkeypatch):
    monkeypatch.chdir(explained)
    files = [*(explained / "plots").iterdir(), explained / "metrics/giveaways.json"]
    before = {file: file.read_bytes() for file in files}
    explain.main()
    assert {file: file.read_bytes() for file in files} == before
