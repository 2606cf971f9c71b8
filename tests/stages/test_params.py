from pathlib import Path

import pytest
import yaml

from fake_or_real.errors import UserError
from stages.params import read_params

from ..conftest import ROOT


@pytest.fixture
def edited(tmp_path):
    """Write params.yaml with one dotted key changed, or its text replaced; give the path."""

    def edit(key=None, value=None, *, text=None, drop=False) -> Path:
        values = yaml.safe_load((ROOT / "params.yaml").read_text())
        if key:
            *groups, last = key.split(".")
            group = values
            for name in groups:
                group = group[name]
            group[last] = value
            if drop:
                del group[last]
        path = tmp_path / "params.yaml"
        path.write_text(yaml.safe_dump(values) if text is None else text)
        return path

    return edit


def test_the_committed_file_is_valid_and_every_key_is_commented():
    read_params(ROOT / "params.yaml")
    lines = (ROOT / "params.yaml").read_text().splitlines()
    keys = [line for line in lines if ":" in line.split("#")[0] and not line.endswith((":", "{}"))]
    assert keys
    assert [line for line in keys if "#" not in line] == []


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("split.holdout", 1.5, r"split\.holdout was 1\.5; it should be less than 1"),
        ("split.holdout", "0.2", r"split\.holdout was '0\.2'; it should be a valid number"),
        ("split.protocol", "al", r"split\.protocol was 'al'; it should be 'unseen', 'all' or"),
        ("split.holdot", 0.2, r"split\.holdot is not a parameter; did you mean holdout\?"),
        ("generator.mostlyai.zzz", 1, r"generator\.mostlyai\.zzz is not a parameter; known here"),
        ("seed", True, r"seed was True; it should be a valid integer"),
        ("seed", -1, r"seed was -1; it should be greater than or equal to 0"),
        ("probe", None, r"probe was None; it should be"),
        ("probe.size", 1e3, r"probe\.size was 1000\.0; it should be a valid integer"),
        ("fetch.dataset", "", r"fetch\.dataset was ''; it should"),
        ("generator.file.seen", [0, -1], r"generator\.file\.seen was \[0, -1\]; it should be rows"),
        ("generator.file.seen", 0.5, r"generator\.file\.seen was 0\.5; it should be rows"),
        (
            "generator.synthcity.arguments",
            {"a": [1]},
            r"arguments was .*; it should give each name",
        ),
    ],
)
def test_one_line_names_the_key_what_it_was_and_what_it_may_be(edited, key, value, message):
    with pytest.raises(UserError, match=message):
        read_params(edited(key, value))


def test_a_missing_key_is_named(edited):
    with pytest.raises(UserError, match=r"split\.holdout is missing"):
        read_params(edited("split.holdout", drop=True))


@pytest.mark.parametrize("scalar", ["1e-4", "yes", "017", "12:30:00"])
def test_scalars_that_pyyaml_and_dvc_read_differently_are_refused(edited, scalar):
    text = (ROOT / "params.yaml").read_text().replace("seed: 1 ", f"seed: {scalar} ")
    with pytest.raises(UserError, match=r"seed is read as .* by YAML 1\.1 and as"):
        read_params(edited(text=text))


@pytest.mark.parametrize(("text", "message"), [("seed: [", "not sound YAML"), ("3", "the file")])
def test_what_is_no_mapping_is_refused(edited, text, message):
    with pytest.raises(UserError, match=message):
        read_params(edited(text=text))


def test_a_missing_file_says_where_to_run(tmp_path):
    with pytest.raises(UserError, match="run from the project's folder"):
        read_params(tmp_path / "params.yaml")
