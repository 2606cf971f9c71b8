"""dvc.yaml against the code: what a stage imports and reads is what it declares."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from stages.params_groups import Generator

from .conftest import ROOT

CODE = ("stages", "fake_or_real", "team")
# Every stage reads them, and DVC need not know: it tracks the parameters that params.py reads by
# their values, and what errors.py and progress.py do changes no result. What params.py imports it
# only uses to refuse a mistake, so that is none of a stage's business either.
NO_DEPS = {
    ROOT / "stages/params.py",
    ROOT / "stages/params_groups.py",
    ROOT / "stages/params_values.py",
    *(ROOT / f"fake_or_real/{name}.py" for name in ("errors", "progress")),
}
SYNTHESIZERS = ROOT / "fake_or_real/synthesizers"
NAMES = get_args(Generator.model_fields["name"].annotation)
# A template's own dependency: it is the chosen synthesizer's folder.
CHOSEN = "fake_or_real/synthesizers/${generator.name}"
PIPELINE = yaml.safe_load((ROOT / "dvc.yaml").read_text())
STAGES = PIPELINE["stages"]


def script(stage: str) -> Path:
    module = STAGES[stage]["cmd"].removeprefix("python -m ")
    return ROOT / (module.replace(".", "/") + ".py")


def module_file(name: str) -> Path | None:
    path = ROOT / name.replace(".", "/")
    if path.is_dir():
        return path / "__init__.py"
    return path.with_suffix(".py") if path.with_suffix(".py").is_file() else None


def imported(file: Path) -> set[Path]:
    """Files of this repository that a file imports, one step deep."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            # Of `from fake_or_real import splits` the package itself is no part: its public names
            # are imported when they are asked for.
            modules = {name for name in inner if module_file(name)}
            names |= modules if len(modules) == len(inner) else modules | {node.module}
    files = {module_file(name) for name in names if name.split(".")[0] in CODE}
    return {file for file in files - {None} if has_code(file)}


def has_code(file: Path) -> bool:
    """Whether there is more in it than a docstring."""
    return len(ast.parse(file.read_text()).body) > 1


def closure(file: Path) -> set[Path]:
    """The file and all of this repository that it imports, at any depth."""
    found, waiting = set(), {file}
    while waiting:
        found |= waiting
        waiting = set().union(*(imported(file) for file in waiting - NO_DEPS)) - found
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_deps_are_what_the_script_imports(stage):
    named = {dep for dep in STAGES[stage]["deps"] if dep.split("/")[0] in CODE}
    declared = {ROOT / dep for dep in named - {CHOSEN}}
    needed = closure(script(stage)) - NO_DEPS
    # The chosen synthesizer is imported by its name, and with it what several share.
    makes_one = SYNTHESIZERS / "__init__.py" in needed
    assert (CHOSEN in named) == makes_one
    if makes_one:
        own = {file for name in NAMES for file in (SYNTHESIZERS / name).rglob("*.py")}
        all_of_them = set().union(
            *(closure(SYNTHESIZERS / f"{name}/__init__.py") for name in NAMES)
        )
        needed |= all_of_them - own - NO_DEPS
    covered = {file for file in needed if declared & {file, *file.parents}}
    assert needed - covered == set(), "imported, but not in deps"
    used = {dep for dep in declared if any(dep in {file, *file.parents} for file in needed)}
    assert declared - used == set(), "in deps, but not imported"


def parameters_read(file: Path) -> set[str]:
    """Dotted keys read from a variable called `params`."""
    chains = set()
    for node in ast.walk(ast.parse(file.read_text())):
        text = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
        if match := re.fullmatch(r"params\.([\w.]+)", text):
            group, _, last = match[1].rpartition(".")
            # The chosen synthesizer's or family's own group.
            chains.add(f"{group}.${{{group}.name}}" if last == "settings" else match[1])
    return {c for c in chains if not any(other.startswith(f"{c}.") for other in chains)}


@pytest.mark.parametrize("stage", STAGES)
def test_params_are_what_the_script_reads(stage):
    declared = set(STAGES[stage].get("params", []))
    read = parameters_read(script(stage))
    # `generator` itself appears where only `generator.settings` is read.
    read = {key for key in read if not any(d.startswith(f"{key}.$") for d in declared)}
    covered = {key for key in read if {key, key.split(".")[0]} & declared}
    assert read - covered == set(), "read, but not in params"
    used = {d for d in declared if any(key == d or key.startswith(f"{d}.") for key in read)}
    assert declared - used == set(), "in params, but not read"


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_says_what_it_does(stage):
    assert STAGES[stage]["desc"].endswith(".")


def test_only_metrics_and_plots_are_outside_the_cache():
    for stage in STAGES.values():
        for out in stage["outs"]:
            path = out if isinstance(out, str) else next(iter(out))
            uncached = not isinstance(out, str) and not out[path]["cache"]
            assert uncached == path.startswith(("metrics/", "plots/"))


def test_every_metric_and_plot_is_made_by_a_stage():
    made = {
        out if isinstance(out, str) else next(iter(out))
        for stage in STAGES.values()
        for out in stage["outs"]
    }
    shown = set(PIPELINE["metrics"])
    for plot in PIPELINE["plots"]:
        shown |= {plot} if isinstance(plot, str) else set(next(iter(plot.values()))["y"])
    assert shown <= made


def test_every_synthesizer_has_a_folder_and_a_class_of_its_name():
    assert {path.parent.name for path in SYNTHESIZERS.glob("*/__init__.py")} == {*NAMES, "isolated"}
    for name in NAMES:
        classes = ast.parse((SYNTHESIZERS / name / "__init__.py").read_text()).body
        assert name.capitalize() in {
            node.name for node in classes if isinstance(node, ast.ClassDef)
        }
