"""The GitHub Action and the GitLab component: their steps' own shell, as those hosts run it."""

import json
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import yaml

from team.outputs import badge, outputs

from ..conftest import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "name" in step}
SPEC, COMPONENT = yaml.safe_load_all((ROOT / "templates/judge.yml").read_text())


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Two small tables, of which the second is easily told apart."""
    folder = tmp_path_factory.mktemp("tables")
    rng = np.random.default_rng(0)
    for name, mean in (("real table.csv", 40), ("synthetic.csv", 60)):
        frame = pd.DataFrame({"age": rng.normal(mean, 9, 300).round(1), "sex": ["f", "m"] * 150})
        frame.to_csv(folder / name, index=False)
    return folder


def run(script, folder, **variables):
    """Run a script as both hosts do: bash, which ends at the first command that fails."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    for name, words in {"fake-or-real": "-m fake_or_real.cli", "python": ""}.items():
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        program.chmod(0o755)
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={
            **os.environ,
            **{"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            **{"PATH": f"{programs}:{os.environ['PATH']}"},
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def step(name, folder, **inputs):
    """Run a step of the action with its own `env`, filled from the inputs and their defaults."""
    values = {key: str(each.get("default", "")) for key, each in ACTION["inputs"].items()} | inputs
    env = {
        key: values[text.removeprefix("${{ inputs.").removesuffix(" }}")]
        if "inputs." in text
        else str(ROOT)
        for key, text in STEPS[name]["env"].items()
    }
    files = {key: str(folder / key) for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    return run(STEPS[name]["run"], folder, **env, **files)


@pytest.mark.slow
def test_the_action_judges_tells_and_holds_the_gate(tables):
    given = {"real": "real table.csv", "synthetic": "synthetic.csv"}
    for name in ("Judge", "Tell"):
        done = step(name, tables, **given)
        assert done.returncode == 0, done.stderr
    told = dict(line.split("=", 1) for line in (tables / "GITHUB_OUTPUT").read_text().splitlines())
    assert set(told) == set(ACTION["outputs"])
    assert float(told["low"]) < float(told["auc"]) < float(told["high"])
    assert (told["detectable"], told["memorized"]) == ("true", "")
    assert told["verdict"].startswith("Detectable: AUC 0.")
    assert told["verdict"] in (tables / "GITHUB_STEP_SUMMARY").read_text()
    assert (tables / "fake-or-real/page.html").is_file()
    shown = json.loads((tables / "fake-or-real/badge.json").read_text())
    assert shown["message"] == f"AUC {float(told['auc']):.2f}"
    assert step("Gate", tables, **given).returncode == 0
    broken = step("Gate", tables, **given, **{"max-auc": "0.6"})
    assert broken.returncode == 1
    assert "above gate.max_auc 0.6" in broken.stderr


def test_the_action_runs_the_repositorys_own_targets_for_a_review(tmp_path):
    """With a `make` that leaves what the real one does; test_clones.py runs the real ones."""
    for name in ("review", "metrics", "plots", "programs", ".venv/bin"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "programs/make").write_text('#!/bin/sh\necho "$@" >> asked\n')
    (tmp_path / "programs/make").chmod(0o755)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    (tmp_path / "review/report.md").write_text("the review")
    for name in ("metrics/verdict.json", "plots/verdict.txt"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    for name in ("Set up", "Review", "Tell", "Gate"):
        done = step(name, tmp_path, base="origin/it's main")
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "asked").read_text() == "setup\nreview BASE=origin/it's main\ngate\n"
    assert (tmp_path / "GITHUB_STEP_SUMMARY").read_text() == "the review"
    told = (tmp_path / "GITHUB_OUTPUT").read_text()
    assert "detectable=true\nmemorized=false\nverdict=Detectable: AUC " in told


def test_no_input_stands_in_a_script():
    """What a user gives would be shell there."""
    assert not any("${{" in each["run"] for each in STEPS.values())
    assert not any("$[[" in line for line in COMPONENT["fake-or-real"]["script"])


@pytest.mark.slow
def test_the_gitlab_component_does_the_same(tables):
    job = COMPONENT["fake-or-real"]
    given = {"real": "real table.csv", "synthetic": "synthetic.csv", "max-auc": "0.6"}
    values = {key: each.get("default", "") for key, each in SPEC["spec"]["inputs"].items()} | given
    variables = {
        name: values[text.removeprefix("$[[ inputs.").removesuffix(" ]]")]
        for name, text in job["variables"].items()
        if name != "SOURCE"
    }
    (tables / ".fake-or-real").unlink(missing_ok=True)
    (tables / ".fake-or-real").symlink_to(ROOT)
    done = run("\n".join(job["script"]), tables, **variables)
    assert done.returncode == 1, "the gate is broken, and all before it is done"
    assert "above gate.max_auc 0.6" in done.stderr
    lines = (tables / job["artifacts"]["reports"]["dotenv"]).read_text().splitlines()
    assert [line.split("=")[0] for line in lines] == [name.upper() for name in ACTION["outputs"]]


def test_a_verdict_is_one_line_whatever_stands_in_it():
    said = outputs({"auc": 0.5, "sentence": "a\nauc=0.1"})
    assert said["verdict"] == "a auc=0.1"
    assert said["low"] == ""


@pytest.mark.parametrize(
    ("detectable", "memorized", "colour"),
    [(True, False, "orange"), (False, None, "green"), (False, True, "red")],
)
def test_a_badge_is_no_better_than_the_data(detectable, memorized, colour):
    shown = badge({"auc": 0.51, "detectable": detectable, "memorized": memorized})
    assert shown["color"] == colour
    assert ("copies" in shown["message"]) == bool(memorized)
