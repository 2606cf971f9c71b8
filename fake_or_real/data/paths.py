"""Where a path in params.yaml leads."""

import os
from pathlib import Path

from fake_or_real.errors import UserError


def resolve(path: str, *, folders: bool = False) -> Path:
    """The file, or with `folders` also the folder, at a path.

    The path is absolute, or relative to the working directory.

    `dvc exp run --temp` and `--queue` work in a copy of the repository under `.dvc/tmp/exps/`
    that lacks files which git does not track: there a relative path may also lead from the
    repository itself. Raises `UserError` when no file is found.
    """
    here = Path.cwd()
    repositories = [
        folder.parents[2] for folder in here.parents if folder.parts[-3:] == (".dvc", "tmp", "exps")
    ]
    wanted = Path(os.path.expanduser(path))  # unlike Path's, it never fails
    # An absolute path swallows the folder before it, so it stands here once.
    candidates = list(dict.fromkeys(folder / wanted for folder in [here, *repositories]))
    for candidate in candidates:
        if candidate.is_file() or (folders and candidate.is_dir()):
            return candidate
    raise UserError(f"no file at {' or '.join(str(candidate) for candidate in candidates)}")
