import pytest

from fake_or_real.data.paths import resolve
from fake_or_real.errors import UserError


def test_a_path_is_relative_to_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "t.csv").touch()
    monkeypatch.chdir(tmp_path)
    assert resolve("t.csv") == tmp_path / "t.csv"


def test_an_absolute_path_and_a_home(tmp_path, monkeypatch):
    (tmp_path / "t.csv").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert resolve(str(tmp_path / "t.csv")) == tmp_path / "t.csv"
    assert resolve("~/t.csv") == tmp_path / "t.csv"


def test_a_folder_only_where_one_will_do(tmp_path):
    assert resolve(str(tmp_path), folders=True) == tmp_path
    with pytest.raises(UserError, match="no file at"):
        resolve(str(tmp_path))


@pytest.mark.parametrize("workspace", ["tmp1", "standalone/tmp1"], ids=["queue", "temp"])
def test_in_a_temporary_workspace_the_repository_comes_second(tmp_path, monkeypatch, workspace):
    folder = tmp_path / ".dvc/tmp/exps" / workspace
    folder.mkdir(parents=True)
    for place in (tmp_path / "untracked.csv", tmp_path / "both.csv", folder / "both.csv"):
        place.touch()
    monkeypatch.chdir(folder)
    assert resolve("untracked.csv") == tmp_path / "untracked.csv"
    assert resolve("both.csv") == folder / "both.csv"
    with pytest.raises(UserError, match=r"exps.*none\.csv or ") as error:
        resolve("none.csv")
    assert str(tmp_path / "none.csv") in str(error.value)


@pytest.mark.parametrize("path", ["none.csv", ".", "sub"])
def test_what_is_no_file_is_named(tmp_path, monkeypatch, path):
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="no file at") as error:
        resolve(path)
    assert str(tmp_path / path) in str(error.value)
