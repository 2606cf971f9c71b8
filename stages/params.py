"""The one typed reader of params.yaml.

It is strict: a key that is unknown, missing, mistyped or out of range ends the stage with one
line that names the dotted key, what it was and what it may be. Every stage reads the whole file,
so a mistake anywhere shows before any stage has worked.

`python -m stages.params` only looks for mistakes, in better words than DVC's, which reads first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fake_or_real import discriminators
from fake_or_real.data import addresses, yaml_files
from fake_or_real.data.files import databases, parts
from fake_or_real.data.paths import resolve
from fake_or_real.errors import UserError, run
from stages.params_errors import explain
from stages.params_groups import Params

PARAMS = Path("params.yaml")


def read_params(path: Path = PARAMS) -> Params:
    """The parameters of this run.

    Raises `UserError` for the first thing in the file that is not as it must be, and for a
    discriminator that cannot be made here.
    """
    return checked(yaml_files.read(path), str(path))


def checked(values: Any, name: str) -> Params:
    """The parameters that the content of params.yaml holds; errors call the content by `name`.

    Raises `UserError` as `read_params` does.
    """
    try:
        params = Params.model_validate(values)
    except ValidationError as error:
        raise UserError(f"{name}: {explain(error, Params)}") from None
    for key, location in _locations(params).items():
        with _errors_at(f"{name}: {key}"):
            addresses.check(location)
    with _errors_at(f"{name}: fetch.dataset"):
        databases.check(params.fetch.dataset, params.fetch.table, params.fetch.query, "fetch.")
    _check_server(params, name)
    _check_discriminators(params, name)
    _check_sampling(params, name)
    return params


def check_files(params: Params, path: Path = PARAMS) -> None:
    """Raise `UserError` when a file that the chosen generator reads is not there.

    Only the stages before and at the generator ask: later ones need what it made, which may come
    from DVC's cache on a machine that never had the file.
    """
    if params.generator.name == "file":
        for key, value in params.generator.settings.items():
            if isinstance(value, str) and "://" not in value and not parts.is_pattern(value):
                with _errors_at(f"{path}: generator.file.{key}"):
                    resolve(value, folders=True)


def _locations(params: Params) -> dict[str, str]:
    """Paths and URLs of tables, by dotted key."""
    file = params.generator.file
    seen = {"generator.file.seen": file.seen} if isinstance(file.seen, str) else {}
    return {"fetch.dataset": params.fetch.dataset, "generator.file.path": file.path, **seen}


def _check_server(params: Params, file: str) -> None:
    own = params.generator.mostlyai
    with _errors_at(f"{file}: generator.mostlyai.base_url"):
        if own.base_url is not None:
            addresses.check(own.base_url, "put it into the environment variable MOSTLY_API_KEY")
            if not addresses.is_url(own.base_url):
                raise UserError(f"{own.base_url!r:.100} is no address of a server; see params.yaml")
        elif own.mode == "client":
            raise UserError("it was null; where mode is client, name the server")


def _check_sampling(params: Params, file: str) -> None:
    for key in ("sampling_temperature", "sampling_top_p"):
        value = getattr(params.probe, key)
        if value != 1 and params.generator.name != "mostlyai":
            raise UserError(
                f"{file}: probe.{key} was {value}, but {params.generator.name} has no such setting;"
                " set it to 1 (only mostlyai takes another)"
            )


def _check_discriminators(params: Params, file: str) -> None:
    chosen = params.discriminator
    with _errors_at(f"{file}: discriminator.name"):
        discriminators.check_name(chosen.name, chosen.trusted)
    with _errors_at(f"{file}: discriminator.scikit-learn.arguments"):
        arguments = chosen.settings.get("arguments", {})
        discriminators.check_arguments(chosen.name, arguments, chosen.trusted)
    with _errors_at(f"{file}: discriminator.engine"):
        discriminators.check_engine(chosen.engine, chosen.name)
    for place, name in enumerate(params.jury.families):
        with _errors_at(f"{file}: jury.families.{place}"):
            discriminators.check_name(name, chosen.trusted)
            discriminators.check_arguments(name, {}, chosen.trusted)


@contextmanager
def _errors_at(place: str) -> Iterator[None]:
    try:
        yield
    except UserError as error:
        raise UserError(f"{place}: {error}") from None


def main() -> None:
    """Exit code 1 and one line when no run can work with params.yaml."""
    check_files(read_params())


if __name__ == "__main__":
    run(main)
