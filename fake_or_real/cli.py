"""The command line, `fake-or-real`: judge two tables, score rows, check limits.

Exit codes: 0 fine, 1 a limit is broken, 2 a mistake, 130 Ctrl-C; one line says which.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fake_or_real.errors import UserError, exit_code

if TYPE_CHECKING:
    from fake_or_real.report.limits import Limits

_DESCRIPTION = "Can a machine tell your synthetic data from the real thing, and what gives it away?"


def main(words: Sequence[str] | None = None) -> int:
    """Run a command; words: the arguments, by default those of the process."""
    arguments = _parser().parse_args(words)
    return exit_code(lambda: _run(arguments), mistake=2)


def _run(arguments: argparse.Namespace) -> int:
    broken: list[str] = arguments.command(arguments)
    if broken:
        print(f"gate: {'; '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


def _judge(arguments: argparse.Namespace) -> list[str]:
    """Judge two tables; what of the result breaks the limits that were given."""
    for path in filter(None, (arguments.report, arguments.json)):
        _check_target(path, arguments.real, arguments.synthetic, arguments.seen)
    from fake_or_real.judging import judge  # noqa: PLC0415 - `--help` need not wait for pandas

    result = judge(
        arguments.real,
        arguments.synthetic,
        arguments.seen,
        real_options=dict(arguments.real_option),
        synthetic_options=dict(arguments.synthetic_option),
        seed=arguments.seed,
        discriminator=arguments.discriminator,
        trusted=arguments.trust,
        holdout=arguments.holdout,
        max_rows=arguments.max_rows,
        count_rows=arguments.count_rows,
        min_count=arguments.min_count,
        limits=_limits(arguments),
        progress=sys.stderr.isatty(),
    )
    for note in result.notes:
        print(note, file=sys.stderr)
    print(result)
    if arguments.report:
        print(f"the page: {result.report(arguments.report)}")
    if arguments.json:
        _write(result.to_json(), arguments.json)
    return result.violations


def _score(arguments: argparse.Namespace) -> list[str]:
    from fake_or_real import discriminators  # noqa: PLC0415 - as above
    from fake_or_real.data.outputs import whole_file  # noqa: PLC0415
    from fake_or_real.scoring import score  # noqa: PLC0415

    _check_target(arguments.out, arguments.file)
    if not arguments.out.name.endswith((".csv", ".csv.gz", ".parquet")):
        raise UserError(f"{arguments.out}: the rows are written as CSV or Parquet; call it .csv")
    scored = score(discriminators.load(arguments.model, arguments.trust), arguments.file)
    with whole_file(arguments.out) as temporary:
        if arguments.out.suffix == ".parquet":
            scored.to_parquet(temporary, index=False)
        else:
            scored.to_csv(temporary, index=False, lineterminator="\n")
    print(f"{arguments.out}: {len(scored):,} rows, mean P(FAKE) {scored['P(FAKE)'].mean():.3f}")
    return []


def _gate(arguments: argparse.Namespace) -> list[str]:
    """Hold a result that is there against limits."""
    from fake_or_real.data.outputs import read_json  # noqa: PLC0415
    from fake_or_real.report.limits import violations  # noqa: PLC0415

    place = arguments.result
    if place.is_dir():
        stored = {"metrics": {path.stem: read_json(path) for path in place.glob("*.json")}}
    elif place.is_file():
        stored = read_json(place)
    else:
        raise UserError(f"there is no file {place}; make it: fake-or-real judge --json")
    metrics = stored.get("metrics", {})
    if not {"copies", "evaluate", "yardstick"} <= metrics.keys():
        raise UserError(f"{arguments.result} holds no verdict; make it: fake-or-real judge --json")
    broken = violations(metrics, _limits(arguments))
    if not broken:
        print(f"gate: passed. {stored.get('sentence', '')}".rstrip())
    return broken


def _limits(arguments: argparse.Namespace) -> "Limits":
    from fake_or_real.report.limits import Limits  # noqa: PLC0415

    return Limits(**{name: getattr(arguments, name) for name in Limits.__dataclass_fields__})


def _check_target(path: Path, *inputs: str | None) -> None:
    """Raise `UserError`, before any work, for a place where the result cannot or must not go."""
    if path.is_dir():
        raise UserError(f"{path} is a folder; name a file in it")
    for given in filter(None, inputs):
        if path.exists() and Path(given).exists() and path.samefile(given):
            raise UserError(f"{path} is the table that is read; write to another file")


def _write(text: str, path: Path) -> None:
    from fake_or_real.data.outputs import whole_file  # noqa: PLC0415

    with whole_file(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fake-or-real", description=_DESCRIPTION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    judge = commands.add_parser("judge", help="judge two tables")
    judge.set_defaults(command=_judge)
    judge.add_argument(
        "real",
        help="the real table: CSV, Parquet, JSONL, Excel, ..., a folder of parts, or a URL of a"
        " database or an object store",
    )
    judge.add_argument("synthetic", help="the synthetic table, of the same columns")
    judge.add_argument("--seen", help="the real rows that the synthesizer learned from, as a table")
    for which in ("real", "synthetic"):
        judge.add_argument(
            f"--{which}-option",
            type=_option,
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help=f"how to read the {which} table: header, delimiter, encoding, decimal, sheet;"
            " of a database: table, query; max_megabytes",
        )
    judge.add_argument("--report", type=Path, help="write the page here (HTML; aggregates only)")
    judge.add_argument("--json", type=Path, help="write the figures here")
    judge.add_argument("--seed", type=int, default=1, help="of every random draw (%(default)s)")
    judge.add_argument("--discriminator", default="lightgbm", help="its name (%(default)s)")
    judge.add_argument(
        "--holdout", type=float, default=0.2, help="share of rows that are tested (%(default)s)"
    )
    judge.add_argument(
        "--max-rows",
        type=int,
        default=100_000,
        help="of more REAL, or FAKE, rows so many of each take part (%(default)s)",
    )
    judge.add_argument(
        "--count-rows",
        type=int,
        default=1_000_000,
        help="in so many of each it is counted how often values occur (%(default)s)",
    )
    judge.add_argument(
        "--min-count",
        type=int,
        default=5,
        help="real rows that must share a value for it to be named",
    )
    _add_trust(judge)
    _add_limits(judge)

    score = commands.add_parser("score", help="P(FAKE) of each row of a table")
    score.set_defaults(command=_score)
    score.add_argument("file", help="the rows to score, in a file as for judge")
    score.add_argument(
        "out", type=Path, help="where to write them with P(FAKE): .csv, .csv.gz or .parquet"
    )
    score.add_argument(
        "--model", type=Path, default=Path("data/discriminator"), help="its folder (%(default)s)"
    )
    _add_trust(score)

    gate = commands.add_parser("gate", help="check the limits against a result")
    gate.set_defaults(command=_gate)
    gate.add_argument(
        "result", type=Path, help="what judge --json wrote, or the pipeline's folder metrics"
    )
    _add_limits(gate)
    return parser


def _option(text: str) -> tuple[str, str | bool | int]:
    """A name and its value, in its type; whether they are any is for `judge` to say."""
    name, mark, value = text.partition("=")
    if not mark:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE, for example decimal=,")
    if name == "header" and value.lower() in ("true", "false"):
        return name, value.lower() == "true"
    return name, int(value) if name == "max_megabytes" and value.isdecimal() else value


def _add_trust(parser: argparse.ArgumentParser) -> None:
    """Whose classifiers may be called besides those that always may."""
    parser.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="PACKAGE",
        help="run this package's code where the discriminator is a classifier of it",
    )


def _add_limits(parser: argparse.ArgumentParser) -> None:
    """The limits; those that are not given are not checked."""
    parser.add_argument(
        "--max-auc", type=float, default=1.0, help="for the AUC's lower end, 0 to 1"
    )
    parser.add_argument(
        "--max-equivalent-corruption", type=float, default=1.0, help="share of cells, 0 to 1"
    )
    parser.add_argument(
        "--max-identical",
        type=float,
        default=1.0,
        help="share of synthetic rows that are rows of the real table, 0 to 1",
    )
    parser.add_argument(
        "--forbid-memorized",
        dest="allow_memorized",
        action="store_false",
        help="copies of rows that the synthesizer saw break the limits",
    )
    for what, default in (("copies", 0.02), ("near-copies", 0.1)):
        parser.add_argument(
            f"--max-{what}",
            type=float,
            default=default,
            help=f"with --forbid-memorized, the share of {what} that does not (%(default)s)",
        )


if __name__ == "__main__":
    sys.exit(main())
