"""Reviews of made-up results, in a repository that has never had a cache."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from fake_or_real.data import tables
from fake_or_real.data.tables import Table
from fake_or_real.errors import UserError
from fake_or_real.statistics.proportions import difference, g_statistic
from team.judgement import judge
from team.review import MARKER, draw, main, report
from team.revisions import fork, paired_difference, revision

from ..conftest import ROOT
from ..test_end_to_end import git, set_params
from .conftest import commit

HOLDOUT = ("data/real.parquet", "data/synthetic.parquet", "data/split.parquet")


@pytest.fixture
def repository(tmp_path, monkeypatch) -> Path:
    """On `main`: results with an AUC of 0.7. Checked out: `branch`, which has left it."""
    shutil.copytree(ROOT / ".dvc", tmp_path / ".dvc", ignore=shutil.ignore_patterns("cache", "tmp"))
    shutil.copy2(ROOT / "params.yaml", tmp_path)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    write(tmp_path)
    commit(tmp_path, "results")
    git(tmp_path, "checkout", "--quiet", "-b", "branch")
    monkeypatch.chdir(tmp_path)
    # Asking DVC for experiments takes seconds, and test_experiments.py does.
    monkeypatch.setattr("team.judgement.seeds_of", lambda commit: [])
    return tmp_path


def write(folder, auc=0.7, reach=0.02, memorized=False, sums=None, giveaways=None, lock=None):
    """The results of a run, as the pipeline leaves them."""
    ends = {"auc": auc, "auc_ci_low": auc - reach, "auc_ci_high": auc + reach}
    share = auc - 0.5
    metrics = {
        "evaluate": {**ends, "accuracy": auc - 0.1},
        "yardstick": {
            "equivalent_corruption": share,
            "equivalent_corruption_ci_low": share - 0.001,
            "equivalent_corruption_ci_high": share + 0.001,
        },
        "copies": {"memorized": memorized},
        "verdict": {"sentence": f"Detectable: AUC {auc:.2f}."},  # where older commits have it
    }
    for folder_name in ("metrics", "plots"):
        (folder / folder_name).mkdir(exist_ok=True)
    for name, values in metrics.items():
        (folder / f"metrics/{name}.json").write_text(json.dumps(values))
    (folder / "plots/roc.csv").write_text("fpr,tpr\n0,0\n0.2,0.6\n1,1\n")
    if giveaways:
        lines = pd.DataFrame(giveaways)
        lines.to_csv(folder / "plots/giveaways.csv", index=False)
    outs = [{"path": path, "md5": path} for path in HOLDOUT]
    outs = [{**out, "md5": (sums or {}).get(out["path"], out["md5"])} for out in outs]
    outs += [
        {"path": path, "md5": md5} for path, md5 in (sums or {}).items() if path not in HOLDOUT
    ]
    stage = {"outs": outs, "params": {"params.yaml": lock or {"generator.sample_size": 5000}}}
    (folder / "dvc.lock").write_text(yaml.safe_dump({"stages": {"evaluate": stage}}))


def reviewed(folder, **results) -> str:
    write(folder, **results)
    commit(folder, "change")
    head = revision("HEAD")
    return report(judge(fork("main", head), head))


def giveaway(column, term, fake):
    """A line of plots/giveaways.csv, of 5,000 rows of which this many have the value."""
    fields = {"columns": json.dumps([column]), "terms": json.dumps([term]), "example": "[]"}
    counts = fake, 5000, 0, 5000
    found = difference(*counts)
    figures = {
        **{"fake": fake, "fake_rows": 5000, "rate_fake": fake / 5000, "rate_real": 0.0},
        **{"difference": found.value, "difference_low": found.low, "difference_high": found.high},
        "evidence": float(g_statistic(*counts)),
    }
    return {"kind": "value", "form": "equals", "name": f"value: {column}", **fields, **figures}


def before_sha():
    return revision("main").commit[:8]


def headline(shown: str) -> str:
    return shown.splitlines()[1].removeprefix("## Fake or real: ")


@pytest.mark.parametrize(
    ("auc", "said"), [(0.76, "worse"), (0.64, "better"), (0.725, "no evidence of change")]
)
def test_a_word_is_earned(repository, auc, said):
    shown = reviewed(repository, auc=auc)
    assert headline(shown) == f"AUC 0.700 → {auc:.3f}, {said}"
    rows = [line for line in shown.splitlines() if line.startswith(("| AUC", "| equivalent"))]
    assert [row.strip("| ").split("|")[-1].strip() for row in rows] == [said, said]
    assert shown.startswith(MARKER)
    assert f"- after (`{revision('HEAD').commit[:8]}`): Detectable: AUC {auc:.2f}." in shown
    assert "luck" not in shown
    assert "No parameter changed." in shown
    assert "| accuracy | 0.6" in shown


@pytest.mark.parametrize(("auc", "said"), [(0.735, "no evidence of change"), (0.745, "worse")])
def test_the_luck_of_training_again_is_allowed_for(repository, auc, said):
    shown = reviewed(repository, auc=auc, sums={"data/synthetic.parquet": "other"})
    assert headline(shown).endswith(said)
    assert "the luck of training again, a standard deviation of 0.01" in shown
    assert "That is an assumption: it was measured on MOSTLY AI's generator" in shown
    assert headline(reviewed(repository, auc=auc)).endswith("worse"), "the same synthetic rows"


@pytest.mark.parametrize(("auc", "said"), [(0.72, "no evidence of change"), (0.76, "worse")])
def test_the_luck_of_training_again_is_taken_from_the_seeds(repository, monkeypatch, auc, said):
    monkeypatch.setattr("team.judgement.seeds_of", lambda commit: [[0.7, 0.71, 0.72]])
    shown = reviewed(repository, auc=auc, reach=0.001, sums={"data/synthetic.parquet": "other"})
    # 2.78, Student's t with 4 degrees of freedom, times 0.01 times the root of 2: 0.039
    assert headline(shown).endswith(said)
    assert "0.01 for each run, as runs of these commits show" in shown
    assert "(4 degrees of freedom)" in shown
    assert "assumption" not in shown


def test_copies_are_never_just_better(repository):
    shown = reviewed(repository, auc=0.5, memorized=True)
    assert headline(shown).endswith("better; **but now it copies rows that it saw**")


def test_another_real_table_is_not_compared(repository):
    shown = reviewed(repository, auc=0.9, sums={"data/real.parquet": "other"})
    assert headline(shown) == "another data set, so not to be compared"
    assert "worse" not in shown
    assert shown.count("not comparable") == 2


def test_a_sharper_test_is_not_worse_data(repository):
    set_params(repository, {"discriminator.name": "tutorial"})
    shown = reviewed(repository, auc=0.8, lock={"discriminator.name": "tutorial"})
    assert headline(shown) == "AUC 0.700 → 0.800, higher"
    assert "is not worse data" in shown
    assert "| `discriminator.name` | lightgbm | tutorial |" in shown


def test_a_training_that_the_clock_ended_is_told(repository):
    write(repository)
    ended = {"ended_by": "max_training_time", "epochs": 4.0, "reproducible": False}
    (repository / "metrics/generator.json").write_text(json.dumps(ended))
    commit(repository, "change")
    head = revision("HEAD")
    shown = report(judge(fork("main", head), head))
    assert "> **Note:** after: the clock ended the training after 4 epochs, so" in shown
    assert "before: the clock" not in shown


def test_results_of_other_parameters_are_told(repository):
    set_params(repository, {"generator.sample_size": 400})
    shown = reviewed(repository)
    assert headline(shown).startswith("the results are older than the parameters")
    assert "not made with this commit's generator.sample_size; run `make repro`" in shown


def test_giveaways_come_and_go(repository):
    kept, new = giveaway("a, b", "kept", 200), giveaway("d", "<b>@all | `x`", 900)
    write(repository, giveaways=[kept, giveaway("c", "x", 900)])
    commit(repository, "before")
    git(repository, "branch", "--force", "main")
    shown = reviewed(repository, giveaways=[kept, new])
    assert (
        "- new: 18 % of FAKE rows (900 of 5,000) have d = &lt;b&gt;&#64;all \\| \\`x\\`;" in shown
    )
    assert "- gone: 18 % of FAKE rows (900 of 5,000) have c = x;" in shown
    assert "kept" not in shown


def test_the_part_of_the_test_that_changed_is_named(repository):
    write(repository, sums={"fake_or_real/features": "a", "fake_or_real/report": "a"})
    commit(repository, "before")
    git(repository, "branch", "--force", "main")
    set_params(repository, {"split.holdout": 0.3})
    sums = {"fake_or_real/features": "b", "fake_or_real/report": "b"}
    shown = reviewed(repository, auc=0.8, lock={"split.holdout": 0.3}, sums=sums)
    changed = "its features (fake_or_real/features), the split (split.holdout)."
    assert f"the test itself changed: {changed}" in shown


def test_the_gate_is_told_before_and_after(repository):
    set_params(repository, {"gate.max_auc": 0.6})
    shown = reviewed(repository)
    assert f"(`{before_sha()}`): Detectable: AUC 0.70. Its gate passes." in shown
    assert "**Its gate fails: the AUC is at least 0.68, above gate.max_auc 0.6.**" in shown
    (drawn,) = [line for line in shown.splitlines() if line.startswith("limit ")]
    # The eleventh of 51 characters from 0.5 to 1.
    assert drawn == f"{'limit':7}{'':10}▲{'':40} 0.600"


def test_the_chart_is_in_the_comment_itself(repository):
    shown = reviewed(repository, auc=0.8, reach=0.1)
    (drawn,) = [line for line in shown.splitlines() if line.startswith("after ")]
    assert drawn == f"{'after':7}{'·' * 20}{'━' * 10}●{'━' * 10}{'·' * 10} 0.800"
    assert "picks the synthetic one in 70 of 100 cases before and in 80 of 100 after" in shown


def test_a_branch_that_is_its_own_base_is_refused(repository, monkeypatch):
    monkeypatch.setattr("sys.argv", ["review", "main"])
    with pytest.raises(UserError, match="HEAD has nothing that main lacks"):
        main()


def test_first_results_have_nothing_to_be_compared_with(repository):
    git(repository, "rm", "--quiet", "-r", "metrics", "plots", "dvc.lock")
    commit(repository, "none")
    git(repository, "branch", "--force", "main")
    assert headline(reviewed(repository)) == "the first results"


def test_only_what_the_branch_changed_is_seen(repository):
    write(repository, auc=0.64)
    commit(repository, "branch")
    git(repository, "checkout", "--quiet", "main")
    write(repository, auc=0.9)
    commit(repository, "main goes on")
    git(repository, "checkout", "--quiet", "branch")
    head = revision("HEAD")
    assert headline(report(judge(fork("main", head), head))) == "AUC 0.700 → 0.640, better"


def test_charts_are_drawn(repository):
    write(repository, auc=0.8)
    commit(repository, "change")
    draw(revision("main"), revision("HEAD"), repository / "review")
    for name in ("metrics.png", "roc.png"):
        assert (repository / "review" / name).stat().st_size > 5000


def test_an_unknown_base_and_a_shallow_clone_are_refused(repository, monkeypatch):
    with pytest.raises(UserError, match="nope is no commit of this clone"):
        fork("nope", revision("HEAD"))
    shallow = repository / "shallow"
    git(repository, "clone", "--quiet", "--depth=1", repository.as_uri(), str(shallow))
    monkeypatch.chdir(shallow)
    with pytest.raises(UserError, match="git fetch --unshallow"):
        fork("origin/main", revision("HEAD"))


def test_the_same_rows_are_compared_row_by_row(repository):
    """Two discriminators whose scores go hand in hand: a small difference is a sure one."""
    rng = np.random.default_rng(0)
    is_fake = np.repeat([True, False], 500)
    signal, noise = rng.normal(is_fake * 0.5), rng.normal(size=1000)
    for scores, md5 in ((signal + noise, "aa1"), (signal + 0.8 * noise, "bb1")):
        row = np.arange(1000)
        frame = pd.DataFrame({"is_fake": is_fake, "row": row, "p_fake": scores, "twins": row})
        kinds = {"is_fake": "boolean", "row": "integer", "p_fake": "float", "twins": "integer"}
        path = repository / ".dvc/cache/files/md5" / md5[:2] / md5[2:]
        types = {"is_fake": "boolean", "row": "Int64", "twins": "Int64"}
        tables.write(Table(frame.astype(types), kinds), path)
    write(repository, sums={"data/scores.parquet": "aa1"})
    commit(repository, "before")
    git(repository, "branch", "--force", "main")
    shown = reviewed(repository, auc=0.72, sums={"data/scores.parquet": "bb1"})
    assert "compared row by row" in shown
    assert headline(shown).endswith("worse")
    other = reviewed(
        repository,
        auc=0.72,
        sums={"data/scores.parquet": "bb1", "data/synthetic.parquet": "other"},
    )
    assert headline(other).endswith("no evidence of change")
    assert paired_difference(revision("main"), revision("HEAD")) is None
