import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fake_or_real.errors import UserError, one_line
from stages import fetch, train_generator
from stages.params import check_files, read_params
from team.experiments import flat

from ..conftest import ROOT

TEXT = (ROOT / "params.yaml").read_text(encoding="utf-8")


@pytest.fixture
def edited(tmp_path):
    """Write params.yaml with dotted keys changed, or another text; give the path."""

    def edit(changes=None, *, text=None, drop=None) -> Path:
        values = yaml.safe_load(TEXT)
        for key, value in (changes or {}).items():
            group, last = group_of(values, key)
            group[last] = value
        if drop:
            group, last = group_of(values, drop)
            del group[last]
        path = tmp_path / "params.yaml"
        text = yaml.safe_dump(values) if text is None else text
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return edit


def group_of(values: dict, key: str) -> tuple[dict, str]:
    *groups, last = key.split(".")
    for name in groups:
        values = values[name]
    return values, last


def with_seed(scalar: str) -> str:
    return TEXT.replace("seed: 1 ", f"seed: {scalar} ")


def test_the_committed_file_is_valid_and_every_key_is_commented():
    read_params(ROOT / "params.yaml")
    keys = [
        line
        for line in TEXT.splitlines()
        if ":" in line.split("#")[0] and not line.endswith((":", "{}"))
    ]
    assert keys
    assert [line for line in keys if "#" not in line] == []


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("split.holdout", 1.5, r"split\.holdout was 1\.5; it should be less than 1"),
        ("split.holdout", "0.2", r"split\.holdout was '0\.2'; it should be a valid number"),
        ("split.holdout", float("nan"), r"split\.holdout was nan; it should be a finite number"),
        ("probe.size", float("inf"), r"probe\.size was inf; it should be a valid integer"),
        ("probe.size", 10**9, r"probe\.size was 1000000000; it should be less than or equal to"),
        ("split.protocol", "al", r"split\.protocol was 'al'; did you mean 'all'\?"),
        ("split.protocol", "one", r"protocol was 'one'; choose one of unseen, all, tutorial"),
        ("split.holdot", 0.2, r"split\.holdot is not a parameter; did you mean 'holdout'\?"),
        ("probe.zzz", 1, r"probe\.zzz is not a parameter; choose one of size"),
        ("seed", True, r"seed was True; it should be a valid integer"),
        ("seed", -1, r"seed was -1; it should be greater than or equal to 0"),
        ("probe", None, r"probe was None; it should hold size"),
        ("probe.size", 1e3, r"probe\.size was 1000\.0; it should be a valid integer"),
        ("fetch.dataset", "postgresql://ada@host/x", r"set either fetch\.table or fetch\.query"),
        ("fetch.dataset", "postgresql://a:b@host/x", r"fetch\.dataset: .* put it into PGPASSWORD"),
        ("fetch.table", "x", r"fetch\.dataset: census is no database; leave fetch\.table out"),
        ("fetch.query", "", r"fetch\.query was ''; it should"),
        ("fetch.dataset", "", r"fetch\.dataset was ''; it should"),
        (
            "fetch.csv.encoding",
            "utf9",
            r"csv\.encoding was 'utf9'; it should be an encoding such as",
        ),
        ("fetch.csv.delimiter", "::", r"csv\.delimiter was '::'; it should have at most 1"),
        ("generator.file.csv.decimal", ";", r"file\.csv\.decimal was ';'; choose one of \., ,"),
        ("gate.allow_memorized", "yes", r"allow_memorized was 'yes'; it should be true or false"),
        ("generator.file.seen", [0, -1], r"generator\.file\.seen was \[0, -1\]; it should be rows"),
        ("generator.file.seen", 0.5, r"generator\.file\.seen was 0\.5; it should be rows"),
        ("generator.synthcity.plugin", "ctgam", r"plugin was 'ctgam'; did you mean 'ctgan'\?"),
        (
            "generator.synthcity.arguments",
            {"a": [1]},
            r"arguments\.a was \[1\]; it should be a num",
        ),
        ("generator.synthcity.arguments", {"a": float("inf")}, r"arguments\.a was inf; it should"),
        (
            "generator.mostlyai.columns",
            {"a": "NUMERIC_DISCRET"},
            r"mostlyai\.columns\.a was 'NUMERIC_DISCRET'; did you mean 'NUMERIC_DISCRETE'",
        ),
        (
            "generator.mostlyai.constraints",
            [{"type": "Inequality", "colums": ["a", "b"]}],
            r"constraints\.0\.columns is missing",
        ),
        (
            "generator.mostlyai.constraints",
            [{"type": "Inequality", "columns": ["a", "b"], "columms": []}],
            r"constraints\.0\.columms is not a parameter; did you mean 'columns'",
        ),
        (
            "generator.mostlyai.differential_privacy",
            {"epsilon": 5.0},
            r"differential_privacy\.epsilon is not a parameter; did you mean 'max_epsilon'",
        ),
        (
            "probe.sampling_top_p",
            0.5,
            r"top_p was 0\.5; it should be greater",
        ),
        ("discriminator.name", "lightgmb", r"discriminator\.name: .*did you mean 'lightgbm'\?"),
        ("discriminator.name", "shap.Tree", r"discriminator\.name: 'shap\.Tree' is of none of the"),
        (
            "discriminator.trusted",
            ["a.b"],
            r"trusted\.0 was 'a\.b'; it should be the name of a pack",
        ),
        ("discriminator.engine", "spark", r"engine was 'spark'; choose one of local, dask"),
        (
            "discriminator.dask.scheduler",
            "10.0.0.1:8786",
            r"scheduler was '10\.0\.0\.1:8786'; it should be empty or an address such as tcp://",
        ),
        ("discriminator.dask.scheduler", "tcp://a:b@c.org:1", "it should be empty or an address"),
        (
            "generator.mostlyai.mode",
            "client",
            r"base_url: it was null; where mode is",
        ),
        ("generator.mostlyai.base_url", "ftp://a.org", r"'ftp://a\.org' is no address of a server"),
        ("generator.mostlyai.base_url", "mostly.org", r"'mostly\.org' is no address of a server"),
        ("generator.mostlyai.base_url", "https://a:b@c.org", "c.org was given .* MOSTLY_API_KEY"),
        ("discriminator.name", "sklearn.svm.SVX", "there is no class 'sklearn.svm.SVX'"),
        ("discriminator.name", "sklearn.svm.SVR", "'sklearn.svm.SVR' is no classifier"),
        ("jury.families", ["tutorial", "oracle"], r"jury\.families\.1: there is no .*'oracle'"),
        ("jury.families", ["sklearn.multiclass.OneVsOneClassifier"], "missing a required argument"),
    ],
)
def test_one_line_names_the_key_what_it_was_and_what_it_may_be(edited, key, value, message):
    with pytest.raises(UserError, match=message):
        read_params(edited({key: value}))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n_estimatorz": 5}, "has no argument 'n_estimatorz'; did you mean 'n_estimators'"),
        ({"n_estimators": 0}, r"'n_estimators' .* must be an int in the range"),
    ],
)
def test_only_the_chosen_classifiers_arguments_are_checked(edited, arguments, message):
    changes = {"discriminator.scikit-learn.arguments": arguments}
    read_params(edited(changes))
    with pytest.raises(UserError, match=f"discriminator.scikit-learn.arguments: .*{message}"):
        read_params(edited(changes | {"discriminator.name": "random-forest"}))


@pytest.mark.parametrize("name", ["subprocess.getoutput", "subprocess.Popen", "os.system"])
def test_what_is_not_trusted_is_neither_imported_nor_called(edited, name, monkeypatch):
    monkeypatch.setattr("fake_or_real.discriminators.classifiers.import_module", None)
    for key, value in [("discriminator.name", name), ("jury.families", [name])]:
        with pytest.raises(UserError, match=f"'{name}' is of none of the libraries sklearn"):
            read_params(edited({key: value}))


def test_names_alone_import_no_model_library(edited):
    path = edited({"discriminator.name": "random-forest"})
    code = (
        "import sys; from pathlib import Path; from stages.params import read_params;"
        f"read_params(Path({str(path)!r}));"
        "print({'sklearn', 'lightgbm', 'torch'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "set()\n"


@pytest.mark.parametrize("key", ["fetch.dataset", "generator.file.path", "generator.file.seen"])
def test_a_url_with_a_secret_is_refused_without_repeating_it(edited, key):
    with pytest.raises(UserError, match=f"{key}: https://host/t.csv was given with a") as error:
        read_params(edited({key: "https://ada:hush@host/t.csv?sig=hush"}))
    assert "hush" not in str(error.value)
    long = f"https://host/t.csv?sig={'hush' * 50}"
    for change in ({"fetch": long}, {"seed": long}, {"seed": [long]}, {"split": {long: long}}):
        with pytest.raises(UserError) as error:
            read_params(edited(change))
        assert "hush" not in one_line(error.value)


def test_only_mostlyai_takes_a_sampling_temperature(edited):
    changes = {"probe.sampling_temperature": 0.9}
    assert read_params(edited(changes)).probe.sampling_temperature == 0.9
    with pytest.raises(UserError, match=r"temperature was 0\.9, but copy has no such setting"):
        read_params(edited(changes | {"generator.name": "copy"}))


def test_a_missing_key_is_named(edited):
    with pytest.raises(UserError, match=r"split\.holdout is missing"):
        read_params(edited(drop="split.holdout"))


def test_numbers_are_read_as_dvc_reads_them(edited):
    assert read_params(edited(text=with_seed("017"))).seed == 17
    text = TEXT.replace("holdout: 0.2 ", "holdout: 1e-4 ")
    assert read_params(edited(text=text)).split.holdout == 0.0001


NINES = r"9{40,}\.\.\.9{40,}"
ENDLESS = "line 4: more than 20 levels of nesting or more than 10 aliases"
LAUGHS = "a0: &a0 {x: 1}\n" + "".join(
    f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 8)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (with_seed("2020-13-45"), "seed was 2020-13-45; it should be a valid integer"),
        (with_seed("2020-01-02"), r"seed was datetime\.date\(2020, 1, 2\); it should be a valid"),
        (with_seed("12:30:00"), "seed was '12:30:00'; it should be a valid integer"),
        (with_seed("9" * 4301), f"seed was {NINES}; it should be a valid integer"),
        (with_seed("0x" + "f" * 9000), r"seed was 0xf{40,}\.\.\.f{40,}; it should be a valid"),
        (with_seed("!!bool perhaps"), "seed was perhaps; it should be a valid integer"),
        (with_seed("&a [*a]"), r"seed was .*\[\.\.\.\].*; it should be a valid integer"),
        (with_seed("&a {b: *a}"), r"seed was .*\{\.\.\.\}.*; it should be a valid integer"),
        (with_seed("[&a [1, 1, 1, 1], &b [*a, *a, *a], &c [*b, *b, *b], [*c, *c]]"), "seed was"),
        (with_seed("[" * 3000), ENDLESS),
        (with_seed("[" * 3000 + "]" * 3000), ENDLESS),
        (LAUGHS + TEXT, "line 3: more than 20 levels of nesting or more than 10 aliases"),
        (with_seed("!!python/name:os.system"), "line 4 is not sound YAML: could not determine"),
        (with_seed("\t1"), r"line 4 is not sound YAML: found character '\\t'"),
        (with_seed("\0"), "is not sound YAML: unacceptable character #x0000"),
        (TEXT + "seed: 2\n", 'is not sound YAML: found duplicate key "seed"'),
        (TEXT + f"seed: '{'long ' * 99}\n\n'\n", 'is not sound YAML: found duplicate key "seed"'),
        (TEXT + "1: 2\n", "1 is not the name of a parameter, since it is no text"),
        (TEXT + "x" * 100_000, "more than 100,000 characters"),
        (TEXT.encode() + b"# Gr\xf6\xdfe", "is not UTF-8"),
        (TEXT.encode("utf-16"), "is not UTF-8"),
        ("", "the file was None; it should hold seed, fetch,"),
        ("- 1\n", r"the file was \[1\]; it should hold seed, fetch,"),
        ("seed: [", "line 1 is not sound YAML"),
    ],
)
def test_a_rough_file_ends_in_one_line_at_once(edited, text, message):
    path = edited(text=text)
    with pytest.raises(UserError, match=message) as error:
        read_params(path)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 500


def test_aliases_and_a_byte_order_mark_are_fine(edited):
    text = TEXT.replace("groups: [values, ", "groups: &all [values, ", 1)
    text = text.replace("groups: [values] ", "groups: *all ")
    assert len(read_params(edited(text="\ufeff" + text)).discriminator.scikit_learn.groups) == 5


def test_what_is_no_readable_file_says_so(edited, tmp_path):
    with pytest.raises(UserError, match="run from the project's folder"):
        read_params(tmp_path / "params.yaml")
    with pytest.raises(UserError, match="cannot be read: Is a directory"):
        read_params(tmp_path)
    path = edited()
    path.chmod(0)
    if not os.access(path, os.R_OK):  # root reads it all the same
        with pytest.raises(UserError, match="cannot be read: Permission denied"):
            read_params(path)


@pytest.mark.parametrize(("key", "value"), [("path", "gone.csv"), ("seen", "gone.parquet")])
def test_only_a_chosen_file_has_to_be_there(edited, tmp_path, monkeypatch, key, value):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/own").mkdir(parents=True)
    (tmp_path / "data/own/synthetic.csv").touch()
    changes = {f"generator.file.{key}": value}
    check_files(read_params(edited(changes)))
    check_files(read_params(edited({"generator.name": "file"})))
    params = read_params(edited(changes | {"generator.name": "file"}))
    with pytest.raises(
        UserError, match=rf"params\.yaml: generator\.file\.{key}: no file at .*gone"
    ):
        check_files(params)


@pytest.mark.parametrize("stage", [fetch, train_generator])
def test_a_missing_file_stops_the_run_before_any_stage_works(edited, monkeypatch, stage):
    path = edited({"generator.name": "file", "fetch.dataset": "stdlib"})
    monkeypatch.chdir(path.parent)
    monkeypatch.setattr(sys, "argv", ["stage"])
    with pytest.raises(UserError, match=r"generator\.file\.path: no file at .*synthetic\.csv"):
        stage.main()
    assert not Path("data").exists()


FRAGMENTS = [
    *(
        "&a ",
        "*a",
        "<<: *a",
        "[",
        "]",
        "{",
        "}",
        "- ",
        "? ",
        ": ",
        "\n",
        "\t",
        "#",
        "'",
        '"',
        "|\n",
    ),
    *(
        "!!int ",
        "!!set ",
        "%YAML 1.1\n",
        "---\n",
        "...\n",
        ".nan",
        "-.inf",
        "1e999",
        "~",
        "=",
        "1: ",
    ),
    *("2020-13-45", "0x", "0o8", "1_", "os.system", "\ufeff", "\0", "\x85", "é", "[" * 99),
]


@st.composite
def mutated(draw) -> str:
    """The committed file with a few pieces left out, moved, or exchanged for odd ones."""
    text = TEXT
    for _ in range(draw(st.integers(1, 3))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        end = draw(st.sampled_from([start, min(end, start + 9), end]))
        other = draw(
            st.sampled_from(FRAGMENTS) | st.just(text[end : end + 40]) | st.text(max_size=5)
        )
        text = text[:start] + other + text[end:]
    return text


# Whatever YAML may hold, at any key.
KEYS = flat(yaml.safe_load(TEXT))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=20)
    | st.dates()
    | st.binary(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5) | st.integers() | st.booleans(), inner, max_size=3)
    ),
    max_leaves=8,
)


def outcome(path: Path) -> str:
    """What is said of a file, at once; by the processor, since others may share it."""
    began = time.process_time()
    try:
        read_params(path)
        said = "fine"
    except UserError as error:
        said = one_line(error)
    assert time.process_time() - began < 2
    return said


# A second of the processor; MUTATIONS=500 for as many, which take half a minute.
@settings(
    max_examples=int(os.environ.get("MUTATIONS", "30")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=mutated(), key=st.sampled_from([*KEYS]), value=VALUES)
def test_a_mutated_file_is_read_or_refused(edited, text, key, value):
    assert len(outcome(edited(text=text.encode(errors="replace")))) < 1000
    assert len(outcome(edited({key: value}))) < 1000
