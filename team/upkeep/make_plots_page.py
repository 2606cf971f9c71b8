"""Make the page of `dvc plots show` and `dvc plots diff`, which needs no network.

Run `make plots-page` after a change of `templates/plots_page.html` or of the versions below. DVC's
own page loads Vega from a CDN; this one has it inside. The same versions give the same page again.
"""

import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fake_or_real.data.outputs import whole_file
from fake_or_real.errors import UserError, run

SOURCE = Path(__file__).with_name("plots_page.html")
PAGE = Path(".dvc/plots_page.html")
# The newest that draw version 5 of Vega-Lite's schema, which DVC's templates and ours name.
PACKAGES = {"vega": "5.33.1", "vega-lite": "5.23.0", "vega-embed": "6.29.0"}

_NOTICE = """
{packages} are inlined below, unchanged, under the BSD 3-Clause License. They contain d3, internmap,
topojson-client, delaunator and semver (ISC), robust-predicates (Unlicense), fast-json-patch and
json-stringify-pretty-compact (MIT).

"""


def make(page: Path) -> None:
    """Write the page, with the packages inside, to `page`.

    Raises UserError where npm is missing or cannot fetch them.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = {name: fetch(name, version, Path(folder)) for name, version in PACKAGES.items()}
        scripts = [(files[name] / f"build/{name}.min.js").read_text("utf-8") for name in PACKAGES]
        licence = (files["vega-lite"] / "LICENSE").read_text("utf-8")
    notice = _NOTICE.format(packages=", ".join(f"{n} {v}" for n, v in PACKAGES.items()))
    libraries = [f"<!--{notice}{licence}-->", *map(_element, scripts)]
    with whole_file(page) as temporary:
        text = SOURCE.read_text("utf-8").replace("<!-- libraries -->", "\n".join(libraries))
        temporary.write_text(text, "utf-8")


def fetch(package: str, version: str, folder: Path) -> Path:
    """The folder, inside `folder`, with the files of a package from npm's registry.

    Raises UserError where npm is missing or cannot fetch it.
    """
    command = ["npm", "pack", "--loglevel=error", f"{package}@{version}"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603
    except FileNotFoundError:
        raise UserError(f"npm is missing; {package} comes from it") from None
    except subprocess.CalledProcessError as error:
        raise UserError(f"`{' '.join(command)}` failed: {error.stderr or error.stdout}") from None
    with tarfile.open(folder / done.stdout.split()[-1]) as archive:
        # Python 3.11.0 to 3.11.3 know no filter, nor the argument for one.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(folder / package)  # noqa: S202 - npm has checked what it fetched
    return folder / package / "package"


def _element(script: str) -> str:
    # Source maps lie beside the packages, not beside the page.
    body = re.sub(r"\n//# sourceMappingURL=.*", "", script)
    assert "</script" not in body, "it would end the element"
    return f"<script>{body}</script>"


def main() -> None:
    """The command."""
    make(PAGE)


if __name__ == "__main__":
    run(main)
