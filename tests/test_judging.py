"""Two tables in three lines: the pipeline's own numbers, and an answer that shows itself."""

import doctest
import json
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import yaml

import fake_or_real
from fake_or_real import UserError, judge, judgement, judging
from fake_or_real.data import tables
from fake_or_real.evidence import jury as juries
from stages.params import read_params

from .conftest import ROOT

STAGES = (
    *(
        "fetch",
        "train_generator",
        "probe",
        "repair",
        "split",
        "train_discriminator",
        "evaluate",
        "content",
    ),
    "explain",
    *("jury", "yardstick", "copies", "verdict"),
)
COLUMNS = ["area", "module", "async", "args", "lines", "line_length", "docstring_words"]
QUICK = {"discriminator": "lightgbm-fast", "yardstick": [0, 1], "jury": ["tutorial"]}


@pytest.fixture(scope="module")
def frames():
    """800 real rows and 300 made from the first 200 of them, with lines too long in half."""
    real = pd.read_parquet(ROOT / "fake_or_real/sources/stdlib.parquet")[COLUMNS]
    real = real.sample(800, random_state=1, ignore_index=True)
    fake = real.head(200).sample(300, replace=True, random_state=2, ignore_index=True)
    fake.loc[::2, "lines"] += 400
    return real, fake


@pytest.fixture(scope="module")
def result(frames):
    return judge(*frames, range(200), **QUICK)


@pytest.fixture(scope="module")
def pipeline(frames, tmp_path_factory):
    """A folder in which the stages have run on the same two tables."""
    folder = tmp_path_factory.mktemp("pipeline")
    for frame, name in zip(frames, ("real", "fake"), strict=True):
        frame.to_parquet(folder / f"{name}.parquet")
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    params["fetch"]["dataset"] = "real.parquet"
    params["generator"]["name"] = "file"
    params["generator"]["file"] |= {"path": "fake.parquet", "seen": list(range(200))}
    params["discriminator"]["name"] = QUICK["discriminator"]
    params["yardstick"]["fractions"] = QUICK["yardstick"]
    params["jury"]["families"] = QUICK["jury"]
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for stage in STAGES:
            import_module(f"stages.{stage}").main()
    return folder


def test_the_pipelines_tables_give_the_pipelines_metrics_and_plots(pipeline, monkeypatch):
    monkeypatch.chdir(pipeline)
    result = judge("data/real.parquet", "data/synthetic.parquet", range(200), **QUICK)
    files = {path.stem: json.loads(path.read_text()) for path in Path("metrics").glob("*.json")}
    # The tables that are judged are as they were given, so nothing is repaired.
    assert files.pop("repair") == {"drawn_rows": 300, "kept_rows": 300}
    assert result.metrics == files
    assert str(result) == Path("plots/verdict.txt").read_text().strip()
    for path in Path("plots").glob("*.csv"):
        frames = result.curves | {"giveaways": result.giveaways, "segments": result.segments}
        frames |= {"repairs": result.repairs}
        frame = frames[path.stem].drop(columns="sentence", errors="ignore")
        tables.write_csv(frame, pipeline / "again.csv")
        assert (pipeline / "again.csv").read_text() == path.read_text(), path.stem


def test_the_defaults_are_those_of_params_yaml():
    params = read_params(ROOT / "params.yaml")
    defaults = judge.__kwdefaults__
    assert list(defaults["yardstick"]) == params.yardstick.fractions
    assert list(defaults["jury"]) == params.jury.families
    assert params.jury.max_rows == juries.MAX_ROWS
    assert params.explain.peel == judgement.PEEL
    assert defaults["min_count"] == params.explain.min_count
    assert defaults["seed"] == params.seed
    assert defaults["max_rows"] == params.split.max_rows
    assert defaults["count_rows"] == params.split.count_rows
    assert (defaults["holdout"], defaults["protocol"]) == (
        params.split.holdout,
        params.split.protocol,
    )
    assert defaults["half"] == params.split.half
    assert defaults["discriminator"] == params.discriminator.name
    assert list(defaults["trusted"]) == params.discriminator.trusted


def test_frames_arrow_tables_and_paths_are_judged_alike(frames, result, tmp_path):
    real, fake = frames
    real.to_csv(tmp_path / "real.csv", index=False)
    arrow = pa.Table.from_pandas(fake)
    again = judge(tmp_path / "real.csv", arrow, real.head(200), **QUICK)
    assert again.metrics["evaluate"] == result.metrics["evaluate"]
    assert again.verdict == result.verdict


def test_a_result_shows_itself(frames, result, tmp_path):
    assert "on top of that detectable: AUC " in str(result)
    assert result.verdict["detectable"]
    assert "lines" in " ".join(result.giveaways["columns"].head(3))
    assert "<script" not in result._repr_html_()
    first = str(result).split(";")[0].replace(" %", "\u00a0%")
    assert first in result._repr_html_()
    page = result.report(tmp_path / "page.html").read_text()
    assert "<html" in page
    stored = json.loads(result.to_json())
    assert stored["metrics"]["verdict"] == result.verdict
    assert len(stored["giveaways"]) == len(result.giveaways)


def test_single_rows_are_shown_only_when_asked_for(frames, tmp_path):
    real, fake = (frame.copy() for frame in frames)
    real.loc[600:, "module"] = [f"Zwickau{row}" for row in range(600, len(real))]
    fake.loc[0, "module"] = "Zwickau700"
    result = judge(real, fake, **QUICK | {"yardstick": [], "jury": []})
    shared = result.report(tmp_path / "page.html").read_text() + result._repr_html_()
    shared += result.to_json() + str(result)
    assert "Zwickau" not in shared
    assert "Zwickau" in result.report(tmp_path / "full.html", records=True).read_text()


def test_of_many_rows_some_are_drawn_and_keep_their_places(frames):
    result = judge(*frames, max_rows=200, **QUICK)
    assert "from 200 of 534 REAL rows and 200 of 300 FAKE rows, drawn at random" in str(result)
    assert result.metrics["copies"]["identical_to_real"] > 0.4  # of all 300
    place = ["is_fake", "row", "p_fake"]
    scores, reasons = result.scores[place], result._explanation.reasons.frame[place]
    assert (scores["row"] >= 300).any()
    assert len(reasons.merge(scores)) == len(reasons) > 0


def test_values_that_hardly_repeat_are_counted_in_all_rows():
    """Real codes are shared by four rows each; those of the synthesizer are new every time."""
    rng = np.random.default_rng(0)
    codes = rng.permutation(np.repeat(np.arange(4000), 4)) / 7, rng.permutation(16_000) / 28
    real, fake = (pd.DataFrame({"code": of, "n": rng.integers(9, size=16_000)}) for of in codes)
    quick = QUICK | {"protocol": "all", "yardstick": [], "jury": []}
    few, many = (judge(real, fake, max_rows=1000, count_rows=rows, **quick) for rows in (0, 16_000))
    assert few.metrics["evaluate"]["auc"] < 0.7
    assert many.metrics["evaluate"]["auc"] > 0.9
    assert many.metrics["split"]["counted_fake"] > 14_000
    assert "how often values occur is counted in" in str(many)
    assert "counted in" not in str(few)


def test_who_asks_for_progress_gets_it_in_the_search_for_give_aways_too(frames, monkeypatch):
    asked = []
    explain = judgement.explain

    def watched(*given, progress, **choices):
        asked.append(progress)
        return explain(*given, progress=progress, **choices)

    monkeypatch.setattr(judgement, "explain", watched)
    for progress in (True, False):
        judge(*frames, **QUICK | {"yardstick": [], "jury": []}, progress=progress)
    assert asked == [True, False]


def test_without_yardstick_and_jury_it_says_so(frames):
    result = judge(*frames, **QUICK | {"yardstick": [], "jury": []})
    assert result.verdict["equivalent_corruption"] is None
    assert "no yardstick" in str(result)
    assert list(result.metrics["jury"]) == ["auc_lightgbm-fast"]


def test_where_no_row_is_unseen_it_says_what_it_can(frames, tmp_path):
    real, fake = frames
    result = judge(real, fake, real, **QUICK | {"yardstick": [], "jury": []})
    assert result.metrics["split"]["protocol"] == "all"
    assert "every real row was seen" in str(result)
    page = result.report(tmp_path / "page.html").read_text()
    assert "the synthesizer saw every real row, so none is left to compare with" in page
    none = judge(real, fake, [], **QUICK | {"yardstick": [], "jury": []})
    assert none.metrics["copies"]["seen_rows"] == 0
    assert none.metrics["split"]["protocol"] == "unseen"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"real": "nowhere.csv"}, "there is no file nowhere.csv"),
        ({"real": 7}, "the real table is a int; give a pandas frame"),
        ({"seen": [800]}, "seen names row 800, but the real table's rows are 0 to 799"),
        ({"seen": [-1]}, "seen names row -1"),
        ({"seen": [0.5]}, "seen should be whole numbers, the positions of real rows"),
        ({"seen": 7}, "seen should be whole numbers, the positions of real rows"),
        ({"discriminator": "lightgmb"}, "there is no discriminator 'lightgmb'"),
        ({"seed": -1}, "seed was -1; it should be a whole number from 0"),
        ({"seed": True}, "seed was True; it should be a whole number from 0"),
        ({"holdout": float("nan")}, "holdout was nan; it should be a share between 0 and 1"),
        ({"holdout": 1}, "holdout was 1; it should be a share between 0 and 1"),
        ({"holdout": 0.9999, "protocol": "tutorial"}, "split.holdout 0.9999 leaves none of 1100"),
        ({"protocol": "al"}, "protocol was 'al'; did you mean 'all'"),
        ({"half": "fnal"}, "half was 'fnal'; did you mean 'final'"),
        ({"yardstick": [0, 2]}, "yardstick was [0, 2]; it should be shares that rise from 0 to 1"),
        ({"yardstick": "ab"}, "yardstick was 'ab'; it should be shares"),
        ({"jury": "tutorial"}, "jury was 'tutorial'; it should be a list of names"),
        ({"min_count": 0}, "min_count was 0; it should be a whole number above 0"),
    ],
)
def test_a_mistake_is_one_line(frames, change, message):
    arguments = {"real": frames[0], "synthetic": frames[1], **QUICK} | change
    with pytest.raises(UserError, match=re.escape(message)) as caught:
        judge(**arguments)
    assert "\n" not in str(caught.value)


def test_columns_that_cannot_be_matched_or_told_apart_are_refused(frames):
    real, fake = frames
    with pytest.raises(UserError, match=r"the synthetic table lacks columns \['lines'\]"):
        judge(real, fake.drop(columns="lines"))
    twice = pd.concat([fake, fake[["lines"]]], axis=1)
    with pytest.raises(UserError, match=r"several columns called \['lines'\]"):
        judge(real, twice)
    mixed = fake.assign(lines=[1, "a"] * 150)
    with pytest.raises(UserError, match="mixes types"):
        judge(real, mixed)


def test_the_examples_are_what_they_print():
    failures, tried = doctest.testmod(judging)
    assert (failures, tried > 0) == (0, True)


def test_a_name_that_is_not_public_is_an_attribute_error():
    assert not hasattr(fake_or_real, "nothing")
    assert np.all([hasattr(fake_or_real, name) for name in fake_or_real.__all__])


def test_the_yardstick_knows_nothing_of_the_synthetic_table(frames, monkeypatch):
    """As the stage, which reads the real table alone."""
    real, fake = frames
    unfit = fake.assign(lines=fake["lines"].astype("str").where(fake.index > 9, "many"))
    seen = []
    monkeypatch.setattr(
        judgement.yardsticks, "of_split", lambda real, *_: seen.append(real) or real
    )
    monkeypatch.setattr(judgement.yardsticks, "metrics", lambda *_: {})
    monkeypatch.setattr(judgement.yardsticks, "drawn", lambda curve, _: curve)
    result = judge(real, unfit, **QUICK)
    assert "lines (as written)" in result.discriminator.kinds
    assert list(seen[0].kinds) == COLUMNS
