"""The library as it is installed: from the wheel alone, in an empty environment."""

import subprocess
import sys

import pandas as pd
import pytest

from .conftest import ROOT

PROBE = """
import sys
from fake_or_real import judge
result = judge("real.csv", "fake.csv", discriminator="lightgbm-fast", yardstick=[0, 1])
result.report("page.html")
heavy = {"dvc", "torch", "mostlyai", "pooch", "pydantic", "ruamel", "skops", "stages", "team"}
assert not heavy & {name.split(".")[0] for name in sys.modules}, heavy & set(sys.modules)
print(result)
"""


def uv(*words, cwd=ROOT):
    done = subprocess.run(
        [sys.executable, "-m", "uv", *words], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_wheel_alone_judges_two_tables_from_another_folder(tmp_path):
    uv("build", "--wheel", "--out-dir", str(tmp_path / "dist"))
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    home = tmp_path / "environment"
    uv("venv", "--python", sys.executable, str(home))
    uv("pip", "install", "--python", str(home / "bin/python"), str(wheel))
    table = pd.read_parquet(ROOT / "fake_or_real/sources/stdlib.parquet").head(900)
    table.head(600).to_csv(tmp_path / "real.csv", index=False)
    table.tail(300).to_csv(tmp_path / "fake.csv", index=False)

    def ran(*words):
        return subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)

    judged = ran(str(home / "bin/python"), "-c", PROBE)
    assert judged.returncode == 0, judged.stderr
    assert "AUC" in judged.stdout
    assert (tmp_path / "page.html").is_file()
    gated = ran(str(home / "bin/fake-or-real"), "judge", "real.csv", "fake.csv", "--max-auc", "0.5")
    assert gated.returncode in (0, 1), gated.stderr
    assert "AUC" in gated.stdout
