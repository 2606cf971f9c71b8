"""Nothing that git tracks, that is logged or shared names what fewer than five real rows have."""

import json
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from fake_or_real import judge
from fake_or_real.data.tables import read

from .conftest import ROOT
from .test_judging import STAGES

REAL, FAKE = 700, 500
SECRET = "Zquix Hapax 7041"
# What FAKE rows make of a value that one real row has, by column.
MADE_OF_IT = {
    "same": [SECRET, f"{SECRET} ", f"{SECRET}.", f"Dr. {SECRET}"],
    "case": [SECRET.upper(), SECRET.lower(), SECRET.replace(" ", "  "), SECRET.replace(" ", "-")],
    "part": [SECRET[:11], SECRET[-4:], f"see ({SECRET}) there", SECRET.replace("7", "007")],
    "near": [SECRET.replace("Hapax", other) for other in ("Hapex", "Hepex", "Hapx", "Hápax")],
}
TRACES = (r"z.?[uü]ix", r"h.?[aáe]p.?[aáe]x", "7041")
NUMBERS = {"most": 987_654, "least": -987_654, "decimals": 4321.98765}
MOMENT = pd.Timestamp("1887-03-05 06:07:08")
RARE_PAIR = ("Ulm", "mauve")  # two real rows have both


def planted(rows: int, seed: int) -> pd.DataFrame:
    """A table in which nothing is rare but what the tests plant."""
    rng = np.random.default_rng(seed)
    frame = {name: rng.choice(["ash", "elm", "oak"], rows) for name in (*MADE_OF_IT, "tree")}
    frame |= {name: rng.integers(0, 40, rows).astype(float) for name in NUMBERS}
    frame["when"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 30, rows), "D")
    frame["town"] = rng.choice(["Ulm", "Jena", "Bonn"], rows)
    colours = rng.choice(["red", "blue"], rows)
    frame["colour"] = np.where(frame["town"] == "Jena", "mauve", colours)
    frame["note"] = [f"{word} and {other}" for word, other in rng.choice(["tea", "rye"], (rows, 2))]
    return pd.DataFrame(frame)


@pytest.fixture(scope="module")
def tables():
    real, fake = planted(REAL, 1), planted(FAKE, 2)
    for place, (name, made) in enumerate(MADE_OF_IT.items()):
        real.loc[place, name] = SECRET
        fake.loc[20 * place : 20 * place + 119, name] = np.repeat(made, 30)
    fake.loc[300:360, "tree"] = SECRET  # in another column than the real one has it in
    for place, (name, number) in enumerate(NUMBERS.items()):
        real.loc[50 + place, name] = number
        fake.loc[90 * place : 90 * place + 60, name] = number
    real.loc[60, "when"] = MOMENT
    fake.loc[60:120, "when"] = MOMENT
    real.loc[70, "note"] = f"{SECRET} had tea"
    fake.loc[70:140, "note"] = f"{SECRET} had tea"
    real.loc[[80, 81], ["town", "colour"]] = RARE_PAIR
    fake.loc[200:260, ["town", "colour"]] = RARE_PAIR
    return real, fake


@pytest.fixture(scope="module")
def folder(tables, tmp_path_factory):
    """A folder in which all stages have run on these tables."""
    folder = tmp_path_factory.mktemp("leaks")
    for frame, name in zip(tables, ("real", "fake"), strict=True):
        frame.to_csv(folder / f"{name}.csv", index=False)
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    params["fetch"]["dataset"] = "real.csv"
    params["generator"] |= {
        "name": "file",
        "file": params["generator"]["file"] | {"path": "fake.csv"},
    }
    params["discriminator"]["name"] = "lightgbm-fast"
    params["explain"]["peel"] = 1
    params["yardstick"]["fractions"] = [0, 1]
    params["jury"]["families"] = []
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    return folder


def traces(text: str) -> list[str]:
    """What of the planted values stands in a text."""
    # The page draws charts from coordinates, and the sums of files are hexadecimal.
    text = re.sub(r' (d|x|y|points|transform|style)="[^"]*"|\b[0-9a-f]{32,}\b', "", text)
    numbers = [r"(?<![\d.])987,?654(?!\d)", r"4,?321\.9", r"(?<![\d.])1887"]
    return [found for trace in (*TRACES, *numbers) for found in re.findall(trace, text, re.I)]


def test_the_traces_would_be_seen():
    assert all(traces(value) for made in MADE_OF_IT.values() for value in made)
    assert all(traces(f"{number}") for number in (*NUMBERS.values(), MOMENT))


def test_what_git_tracks_and_what_is_logged_holds_no_rare_value(folder, monkeypatch, capfd):
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.argv", ["stage"])
    for stage in (*STAGES, "report"):
        import_module(f"stages.{stage}").main()
    logged = capfd.readouterr()
    assert traces(logged.out + logged.err) == []
    files = [path for top in ("metrics", "plots") for path in Path(top).iterdir()]
    assert {"columns.csv", "pairs.csv", "verdict.txt", "report.html"} <= {f.name for f in files}
    bars = read(Path("data/bars.parquet")).frame
    assert set(bars["column"]) >= {*MADE_OF_IT, *NUMBERS, "when", "town"}
    assert traces(bars.to_csv()) == []
    for path in files:
        if path.suffix != ".png":  # drawn from the same frames, and of scores alone
            assert traces(path.read_text()) == [], path
    listed = pd.read_csv("plots/giveaways.csv")
    # By itself or together with others, each is told of, so that its values could have been named.
    told = [set(json.loads(of)) for of in (*listed["columns"], *listed["alike"])]
    assert {*MADE_OF_IT, *NUMBERS, "tree", "when", "note"} <= set.union(*told)
    assert any({"town", "colour"} <= names for names in told)
    assert not listed["example"].str.contains("mauve").any()


def test_what_judge_shares_holds_no_rare_value(tables, tmp_path):
    names = ["same", "part", "town", "colour"]
    real, fake = (table[names] for table in tables)
    result = judge(real, fake, discriminator="lightgbm-fast", yardstick=[], jury=[])
    page = result.report(tmp_path / "page.html").read_text()
    assert traces(page + result._repr_html_() + result.to_json() + str(result)) == []
    pairs = result._explanation.side_by_side
    rare = pairs[(pairs["first"] == RARE_PAIR[0]) & (pairs["second"] == RARE_PAIR[1])]
    assert len(rare) == 1
    assert rare["real"].isna().all()
    assert traces(result.report(tmp_path / "full.html", records=True).read_text())
