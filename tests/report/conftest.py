"""A browser without network, for tests of what a person looks at.

`SCREENSHOTS=folder make test T=tests/report` keeps the screenshots in that folder. Without
Chromium, npm or Playwright the tests that need them are skipped; where CI is set, they fail.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fake_or_real.data.outputs import whole_file
from fake_or_real.errors import UserError
from team.upkeep import make_plots_page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # which containers do not allow
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = "4.14.1"
WIDTHS, SCHEMES = (360, 1440), ("light", "dark")


def lacking(reason: str) -> None:
    """Skip the test, or fail it in CI: a browser test that never runs finds nothing."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator:
    """Chromium, with a profile of its own; Playwright's event loop ends with the module."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        lacking("Playwright's Python package is missing; run `make setup`")
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        lacking(f"Chromium is missing; none of {', '.join(CHROMIUM)} is on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What `page` said on its console or failed with, and all it asked for but its own file."""
    return []


@pytest.fixture
def page(browser, complaints) -> Iterator:
    """An empty page that can reach files only, 1440 px wide, light; `page.goto(path.as_uri())`."""

    def on_request(request):
        if not request.is_navigation_request() and not request.url.startswith(("data:", "blob:")):
            complaints.append(f"request: {request.url}")

    def on_console(message):
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    yield page
    context.close()


@pytest.fixture
def audit(pytestconfig, tmp_path) -> Callable[..., list[str]]:
    """`audit(page)`: what axe-core, from npm's registry, objects to on the page as it stands."""
    script = pytestconfig.cache.mkdir("axe-core") / f"{AXE}.min.js"
    if not script.is_file():
        try:
            package = make_plots_page.fetch("axe-core", AXE, tmp_path)
        except UserError as error:
            lacking(str(error))
        with whole_file(script) as temporary:
            shutil.copyfile(package / "axe.min.js", temporary)

    def audit(page):
        page.evaluate(script.read_text("utf-8"))
        found = page.evaluate("axe.run().then(results => results.violations)")
        return [
            f"{rule['id']} ({rule['help']}): {' '.join(map(str, node['target']))}"
            for rule in found
            for node in rule["nodes"]
        ]

    return audit


@pytest.fixture
def shots(tmp_path) -> Callable[..., list[Path]]:
    """`shots(page, name)`: the page at each width in each scheme, as NAME-WIDTH-SCHEME.png.

    They are for a person to look at, in the folder that SCREENSHOTS names.
    """
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))

    def shots(page, name):
        taken = []
        for width in WIDTHS:
            for scheme in SCHEMES:
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                taken.append(folder / f"{name}-{width}-{scheme}.png")
                page.screenshot(path=taken[-1], full_page=True)
        return taken

    return shots
