"""Folders of published synthetic tables: which tables stand beside which real one.

Two layouts, which a folder may mix:

    D_hol.csv.gz, D_trn.csv.gz, D_NAME.csv.gz     real rows that no synthesizer saw; those that it
                                                  saw, which make the null; a synthesizer's rows
    D--real.csv.gz, D--METHOD--N.csv.gz           real rows, and the N-th table of a synthesizer
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fake_or_real.errors import UserError

_ENDING = ".csv.gz"
_LAYOUTS = {"_hol": "_", "--real": "--"}  # how the real table ends, and what follows D elsewhere
_NULL = "_trn"


@dataclass(frozen=True)
class Comparison:
    """A real table and another that is told from it.

    folder: the name of its folder; table: that of its file, without its ending.
    """

    real: Path
    fake: Path

    @property
    def folder(self) -> str:
        return self.fake.parent.name

    @property
    def table(self) -> str:
        return self.fake.name.removesuffix(_ENDING)

    @property
    def null(self) -> bool:
        """Whether both tables are real."""
        return self.table.endswith(_NULL)


def comparisons(folders: Sequence[Path]) -> list[Comparison]:
    """All comparisons of the folders, the nulls first. A real table stands in its own folder.

    Raises `UserError` for a folder without a real table, and for two folders of the same name.
    """
    names = [folder.resolve().name for folder in folders]
    if len(set(names)) < len(names):
        raise UserError(f"two folders have the same name, among {', '.join(names)}; rename one")
    found = [pair for folder in folders for pair in _of_folder(folder.resolve())]
    return sorted(found, key=lambda pair: not pair.null)


def _of_folder(folder: Path) -> Iterator[Comparison]:
    tables = {path.name.removesuffix(_ENDING): path for path in sorted(folder.glob(f"*{_ENDING}"))}
    reals = {
        name.removesuffix(end) + follows: path
        for end, follows in _LAYOUTS.items()
        for name, path in tables.items()
        if name.endswith(end)
    }
    if not reals:
        raise UserError(f"{folder} holds no table D_hol{_ENDING} or D--real{_ENDING}; see --help")
    for name, path in tables.items():
        beginnings = [start for start in reals if name.startswith(start)]
        if beginnings and path not in reals.values():
            yield Comparison(reals[max(beginnings, key=len)], path)
