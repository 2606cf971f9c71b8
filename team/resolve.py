"""Take one side's results, whole, where a merge or a rebase stopped at them: `make resolve`.

Results are made, not merged: no mixture of two runs is true. So dvc.lock, metrics/ and plots/
become those of one commit, whole, until `dvc repro` has made the merged code's own.
"""

import argparse

from fake_or_real.errors import UserError, run
from team.commands import git
from team.results import PATHS
from team.revisions import revision


def resolve(side: str) -> str:
    """Make the results those of a commit, staged; what is left to do, for people.

    Raises `UserError` where these are not of one run either.
    """
    chosen = revision(side)
    if chosen.flaw:
        raise UserError(
            f"of {side}: {chosen.flaw}; name a commit whose results are whole, such as"
            " make resolve BASE=origin/main"
        )
    known = [path for path in PATHS if git("ls-files", "--", path) or chosen.has(path)]
    # What only the other side has goes, and what it took out comes back.
    git("restore", f"--source={chosen.commit}", "--staged", "--worktree", "--", *known)
    return _next(side)


def _next(side: str) -> str:
    taken = f"dvc.lock, metrics/ and plots/ are now those of {side}, whole and staged."
    if left := git("diff", "--name-only", "--diff-filter=U").split():
        return f"{taken} Still to be merged by hand: {', '.join(left)}."
    return (
        f"{taken} Go on (git rebase --continue, or git commit), then make them the merged"
        " code's own: dvc repro, and commit what it changes."
    )


def main() -> None:
    """Resolve, and say what is left to do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("side", nargs="?", default="HEAD", help="the commit whose results are kept")
    print(resolve(parser.parse_args().side))


if __name__ == "__main__":
    run(main)
