"""Each synthesizer in the pipeline's stages, on the embedded data set at tiny settings."""

import json
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
import yaml

from fake_or_real.data import seen_rows, tables
from fake_or_real.errors import UserError

ROOT = Path(__file__).parents[2]
COMMON = {"synthesizer", "rows", "seed", "threads", "device", "ended_by", "values_not_cast"}


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run stages in a folder of their own, with these parameters."""
    monkeypatch.chdir(tmp_path)

    def stages(*names, **changes):
        params = yaml.safe_load((ROOT / "params.yaml").read_text())
        params["fetch"]["dataset"] = "stdlib"
        params["generator"] |= {"sample_size": 300, **changes}
        params["probe"]["size"] = 150
        params["yardstick"]["fractions"] = [0, 1]
        params["discriminator"]["name"] = "tutorial"  # the quickest
        Path("params.yaml").write_text(yaml.safe_dump(params))
        for name in names:
            import_module(f"stages.{name}").main()

    return stages


def metrics(name):
    return json.loads(Path(f"metrics/{name}.json").read_text())


def own(module):
    """A mark for synthesizers with an environment of their own."""
    return [pytest.mark.slow, *([pytest.mark.environments] if module != "arfpy" else [])]


SDV = {"epochs": 1, "constraints": []}
SYNTHCITY = {"n_iter": 5, "arguments": {}}


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("independent", {}),
        ("copy", {}),
        pytest.param(
            "arfpy", {"num_trees": 5, "min_node_size": 5, "max_iters": 1}, marks=own("arfpy")
        ),
        pytest.param("sdv", SDV | {"model": "GaussianCopula"}, marks=own("sdv")),
        pytest.param("sdv", SDV | {"model": "CTGAN"}, marks=own("sdv")),
        pytest.param("sdv", SDV | {"model": "TVAE"}, marks=own("sdv")),
        pytest.param("sdv", SDV | {"model": "CopulaGAN"}, marks=own("sdv")),
        pytest.param("synthcity", SYNTHCITY | {"plugin": "arf"}, marks=own("sc")),
        pytest.param("synthcity", SYNTHCITY | {"plugin": "ctgan"}, marks=own("sc")),
    ],
)
def test_one_seed_gives_the_same_rows_and_a_full_report(run, name, settings):
    drawn = []
    for _ in range(2):
        stages = ("fetch", "train_generator", "probe", "repair", "split")
        run(*stages, name=name, **{name: settings})
        drawn.append(tables.read(Path("data/synthetic.parquet")).frame)
        report = metrics("generator")
        assert set(report) >= COMMON
        assert report["synthesizer"] == name
        assert len(drawn[-1]) == 150
    if report["reproducible"]:
        pd.testing.assert_frame_equal(*drawn)
    assert drawn[0].equals(drawn[1]) == report["reproducible"]


@pytest.mark.slow
@pytest.mark.environments
def test_sdv_keeps_what_it_is_told_to_keep(run):
    constraints = [
        {"type": "FixedCombinations", "columns": ["module", "args"]},
        {"type": "Inequality", "columns": ["returns", "statements"]},
    ]
    kept = {"model": "GaussianCopula", "epochs": 1, "constraints": constraints}
    run("fetch", "train_generator", "probe", name="sdv", sdv=kept)
    real, drawn = (tables.read(Path(f"data/{name}.parquet")).frame for name in ("real", "drawn"))
    seen = real.iloc[seen_rows.read(Path("data/seen.parquet"))]
    combinations = [set(zip(each["module"], each["args"], strict=True)) for each in (drawn, seen)]
    assert combinations[0] <= combinations[1]
    assert not (drawn["returns"] > drawn["statements"]).any()
    gone = kept | {"constraints": [{"type": "Inequality", "columns": ["return", "statements"]}]}
    with pytest.raises(UserError, match=r"sdv\.constraints\.0: there is no column 'return'; did"):
        run("train_generator", name="sdv", sdv=gone)


def bring(frame, seen):
    frame.to_csv("mine.csv", index=False)
    plain = dict.fromkeys(["header", "delimiter", "encoding", "decimal", "sheet"])
    return {"name": "file", "file": {"path": "mine.csv", "seen": seen, "csv": plain}}


@pytest.fixture
def stdlib(run):
    """The real table, fetched."""
    run("fetch")
    return tables.read(Path("data/real.parquet")).frame


LATER = ("train_discriminator", "evaluate", "content", "yardstick", "copies", "verdict")


def test_where_the_seen_rows_are_not_known_every_number_says_so(run, stdlib):
    run("train_generator", "probe", "repair", "split", *LATER, **bring(stdlib.head(200), seen=None))
    assert seen_rows.read(Path("data/seen.parquet")) is None
    assert metrics("generator")["rows"] is None
    assert metrics("split")["real_seen"] is None
    assert metrics("evaluate")["seen_known"] is False
    assert "memorized" not in metrics("copies")
    assert metrics("copies")["identical_to_real"] == 1
    assert metrics("verdict")["memorized"] is None
    said = Path("plots/verdict.txt").read_text()
    assert "100 % of the synthetic rows are rows of the real table" in said


def test_where_they_are_known_they_are_kept_out_of_real_and_copies_are_found(run, stdlib):
    seen = list(range(0, 400, 2))
    run("train_generator", "probe", "repair", "split", *LATER, **bring(stdlib.iloc[seen], seen))
    assert list(seen_rows.read(Path("data/seen.parquet"))) == seen
    assert metrics("generator")["rows"] == 200
    assert metrics("split")["real_seen"] == 0
    assert metrics("evaluate")["seen_known"] is True
    assert metrics("verdict")["memorized"] is True


def test_a_table_made_from_none_of_the_real_rows(run, stdlib):
    run("train_generator", "probe", "repair", "split", *LATER, **bring(stdlib.head(200), seen=[]))
    assert metrics("split")["real_seen"] == 0
    assert metrics("verdict")["memorized"] is False
    said = Path("plots/verdict.txt").read_text()
    assert "100 % of the synthetic rows are rows of the real table" in said
