"""Nothing but classifiers of trusted libraries is called, whoever names it."""

import json
import subprocess
import sys
import zipfile
from functools import partial

import numpy as np
import pandas as pd
import pytest
import skops.io
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import SVC

from fake_or_real import discriminators
from fake_or_real.data.tables import Table
from fake_or_real.discriminators import classifiers
from fake_or_real.errors import UserError

FOREIGN = """
from sklearn.linear_model import LogisticRegression

class Classifier(LogisticRegression):
    pass

class Regressor:
    def __init__(self):
        raise AssertionError("called")

def call():
    raise AssertionError("called")
"""


@pytest.fixture
def table() -> Table:
    frame = pd.DataFrame({"value": np.random.default_rng(1).normal(size=60)})
    return Table(frame, {"value": "float"})


@pytest.fixture
def saved(table, tmp_path):
    """Train and save a discriminator of this name; give the folder."""

    def save(name: str, trusted=(), **settings):
        model = discriminators.make(name, settings, seed=1, trusted=trusted)
        model.fit(table, np.arange(60) % 3 == 0).save(tmp_path)
        return tmp_path

    return save


def rewrite(folder, change) -> None:
    """Do with a saved folder what somebody could who also sets the checksums right."""
    path = folder / "schema.json"
    schema = json.loads(path.read_text())
    change(schema)
    schema["sha256"] = discriminators.base.checksums(folder)
    path.write_text(json.dumps(schema))


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("sklearn.svm.Oracle", r"no class 'sklearn\.svm\.Oracle'"),
        ("sklearn.oracles.Oracle", r"no class 'sklearn\.oracles\.Oracle'"),
        ("sklearn..svm", r"no class 'sklearn\.\.svm'"),
        ("sklearn", "no class 'sklearn'"),
        ("nowhere.Classifier", r"'nowhere\.Classifier' is of none of the libraries sklearn"),
        (".svm.SVC", r"'\.svm\.SVC' is of none of the libraries"),
        ("sklearn.linear_model.LinearRegression", "no classifier of scikit-learn's kind"),
        ("sklearn.base.clone", "no classifier of scikit-learn's kind"),
        ("sklearn.base.ClassifierMixin", "no classifier of scikit-learn's kind"),
    ],
)
def test_what_is_no_class_of_a_classifier(path, message):
    with pytest.raises(UserError, match=message):
        classifiers.find(path)


def test_an_object_is_no_class(monkeypatch):
    monkeypatch.setattr("sklearn.svm.fitted", SVC(), raising=False)
    with pytest.raises(UserError, match="no classifier of scikit-learn's kind"):
        classifiers.find("sklearn.svm.fitted")


@pytest.mark.parametrize("name", ["xgboost", "xgboost.XGBRFClassifier"])
def test_a_trusted_library_that_is_not_installed(monkeypatch, name):
    monkeypatch.setattr(classifiers, "find_spec", lambda library: None)
    with pytest.raises(UserError, match="needs xgboost, which is not installed"):
        discriminators.check_name(name)


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("random-forest", {"max_dept": 3}, "no argument 'max_dept'; did you mean 'max_depth'"),
        ("random-forest", {"max_depth": "deep"}, "'max_depth' .* Got 'deep' instead"),
        ("sklearn.multiclass.OneVsRestClassifier", {}, "missing a required argument: 'estimator'"),
    ],
)
def test_arguments_are_refused_before_anything_is_made(name, arguments, message):
    discriminators.check_name(name)
    with pytest.raises(UserError, match=message):
        discriminators.check_arguments(name, arguments)


def test_what_a_classifier_cannot_learn_from_is_one_line(table):
    model = discriminators.make("sklearn.naive_bayes.MultinomialNB", {}, seed=1)
    with pytest.raises(UserError, match=r"sklearn\.naive_bayes\.MultinomialNB' cannot learn"):
        model.fit(table, np.arange(60) % 3 == 0)


@pytest.fixture
def foreign_package(tmp_path, monkeypatch):
    """A package with a classifier and other things; whether it was imported."""
    (tmp_path / "strangers").mkdir()
    (tmp_path / "strangers/__init__.py").write_text(FOREIGN)
    monkeypatch.syspath_prepend(tmp_path)
    yield lambda: "strangers" in sys.modules
    sys.modules.pop("strangers", None)


def test_a_package_that_is_not_trusted_is_never_imported(foreign_package, saved, table):
    with pytest.raises(UserError, match=r"strangers\.Classifier' is of none .* catboost; choose"):
        discriminators.make("strangers.Classifier", {}, seed=1)
    folder = saved("logistic-regression")

    def change(schema):
        schema["settings"]["estimator"] = "strangers.Classifier"

    rewrite(folder, change)
    with pytest.raises(UserError, match=r"'strangers\.Classifier' is of none of the libraries"):
        discriminators.load(folder, trusted=["imblearn"])
    rewrite(folder, lambda schema: schema["settings"].update(trusted=["strangers"]))
    with pytest.raises(UserError, match="not a discriminator's schema"):
        discriminators.load(folder)
    assert not foreign_package()


def test_a_trusted_package_works_for_whoever_trusts_it(foreign_package, saved, table):
    folder = saved("strangers.Classifier", trusted=["strangers"])
    assert "trusted" not in json.loads((folder / "schema.json").read_text())["settings"]
    model = discriminators.load(folder, trusted=["strangers"])
    assert model.predict_proba(table).shape == (60, 2)
    sys.modules.pop("strangers")
    with pytest.raises(UserError, match=r"'strangers\.Classifier' is of none of the libraries"):
        discriminators.load(folder)
    assert not foreign_package()


@pytest.mark.parametrize("name", ["call", "Regressor"])
def test_of_a_trusted_package_only_classifiers_are_called(foreign_package, name):
    with pytest.raises(UserError, match=f"'strangers.{name}' is no classifier"):
        discriminators.make(f"strangers.{name}", {}, seed=1, trusted=["strangers"])


@pytest.mark.parametrize("name", ["subprocess.Popen", "subprocess.getoutput", "os.system"])
def test_a_schema_runs_nothing(saved, tmp_path, name):
    folder = saved("logistic-regression")
    witness = tmp_path / "witness"
    argument = {"args": ["touch", str(witness)], "cmd": f"touch {witness}"}

    def change(schema):
        schema["settings"] |= {"estimator": name, "arguments": argument}

    rewrite(folder, change)
    with pytest.raises(UserError, match=f"'{name}' is of none of the libraries"):
        discriminators.load(folder)
    assert not witness.exists()


@pytest.mark.parametrize("function", [subprocess.getoutput, np.savetxt])
def test_a_model_runs_nothing(saved, function):
    folder = saved("logistic-regression")
    model = make_pipeline(FunctionTransformer(partial(function, "touch witness")))
    skops.io.dump(model, folder / "model.skops")
    rewrite(folder, lambda schema: None)
    with pytest.raises(UserError, match=f"not trusted: .*{function.__name__}"):
        discriminators.load(folder)


def test_a_class_is_only_trusted_where_it_is_at_home(saved):
    folder = saved("logistic-regression")
    model = folder / "model.skops"
    with zipfile.ZipFile(model) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    schema = members["schema.json"].replace(b'"StandardScaler"', b'"islice"')
    members["schema.json"] = schema.replace(b'"sklearn.preprocessing._data"', b'"sklearn.pipeline"')
    with zipfile.ZipFile(model, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    rewrite(folder, lambda schema: None)
    with pytest.raises(UserError, match=r"not trusted: \['sklearn\.pipeline\.islice'\]"):
        discriminators.load(folder)


def test_a_class_of_another_trusted_library_comes_back(saved, table):
    name = "lightgbm.LGBMClassifier"
    model = discriminators.load(saved(name, arguments={"n_estimators": 2, "verbose": -1}))
    assert model.predict_proba(table).shape == (60, 2)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("lightgbm", "model_0.txt"),
        ("lightgbm", "counts.npz"),
        ("tutorial", "model.txt"),
        ("logistic-regression", "model.skops"),
    ],
)
def test_a_cut_file_is_never_parsed(saved, name, file):
    folder = saved(name, **({"models": 1} if name == "lightgbm" else {}))
    content = (folder / file).read_bytes()
    (folder / file).write_bytes(content[: len(content) // 2])
    with pytest.raises(UserError, match="are not those that were saved there"):
        discriminators.load(folder)
    (folder / file).unlink()
    with pytest.raises(UserError, match="are not those that were saved there"):
        discriminators.load(folder)


@pytest.mark.parametrize("key", ["settings", "prior_odds", "kinds", "features", "used"])
def test_a_schema_that_lacks_something_is_one_line(saved, key):
    folder = saved("logistic-regression")
    rewrite(folder, lambda schema: schema.pop(key))
    with pytest.raises(UserError, match=f"is not a discriminator's schema .*{key}"):
        discriminators.load(folder)
