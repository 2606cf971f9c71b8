"""Settle conflicts in results, in the middle of a merge or a rebase: `make resolve`.

Results need no merging: they follow from the code and the parameters, so `make resolve` takes
any side of them and runs the pipeline. What people write is left to them.
"""

from fake_or_real.errors import UserError, run
from team.commands import git, half_merged

RESULTS = ("dvc.lock", "metrics/", "plots/")


def main() -> None:
    """Exit code 1 and one line where something else is in conflict, too."""
    found = half_merged()
    written = [path for path in found if not path.startswith(RESULTS)]
    if written:
        raise UserError(
            f"{', '.join(written)}: in conflict, and no result; settle it and git add it, then"
            " make resolve"
        )
    here = set(git("ls-tree", "-r", "--name-only", "HEAD").splitlines())
    for path in found:
        if path in here:
            git("checkout", "--quiet", "HEAD", "--", path)
        else:
            git("rm", "--quiet", "--force", "--", path)
    print(f"{len(found)} results were in conflict; they are made anew")


if __name__ == "__main__":
    run(main)
