"""`dvc plots show` and `dvc plots diff` as a person sees them, without any network."""

import shutil

import pandas as pd
import pytest
import yaml

from fake_or_real.errors import UserError
from team.upkeep import make_plots_page

from ..conftest import ROOT
from ..test_end_to_end import command, git
from .checks import assert_inert, assert_narrow, assert_outlined
from .conftest import lacking

PAGE = ROOT / make_plots_page.PAGE
PLOTS = yaml.safe_load((ROOT / "dvc.yaml").read_text())["plots"]
CHARTS = [chart["title"] for plot in PLOTS if isinstance(plot, dict) for chart in plot.values()]
PICTURES = [plot for plot in PLOTS if isinstance(plot, str)]
HOSTILE = [
    "</script><script>window.__injected = 1</script>",
    "</plaintext><img src=x onerror='window.__injected = 1'>",
    "--><svg onload='window.__injected = 1'>",
    "\"'`${window.__injected = 1}\\",
    "=cmd()|' /C calc'!A0",
    "\u202eright to left",
    "emoji \U0001f600",
    "x" * 10_000,
]


@pytest.fixture
def repository(tmp_path):
    """The committed plots, with all that DVC needs to show them."""
    for name in (".dvc/config", ".dvc/plots_page.html", "dvc.yaml", "params.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    for name in (".dvc/plots", "plots"):
        shutil.copytree(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message=start")
    return tmp_path


def see(page, repository, *words):
    """Let DVC write its page, and wait until the browser has drawn all of it."""
    command(repository, "dvc", "plots", *words)
    page.goto((repository / "dvc_plots/index.html").as_uri())
    page.wait_for_function("!document.querySelector('figure:not(:has(svg.marks, img))')")


def unexpected(complaints):
    """All but the requests for the pictures that DVC writes beside its page."""
    return [said for said in complaints if not said.startswith("request: file:")]


def section(page, title):
    return page.locator("section", has=page.get_by_role("heading", name=title, exact=True))


def test_every_plot_is_drawn_from_files_alone(page, complaints, repository, audit, shots):
    see(page, repository, "show")
    assert page.locator("h2").all_text_contents() == CHARTS + PICTURES
    for title in CHARTS:
        assert section(page, title).locator("svg.marks").bounding_box()["height"] > 50, title
    widths = page.locator("img").evaluate_all("all => all.map(image => image.naturalWidth)")
    assert len(widths) == len(PICTURES)
    assert all(widths)
    assert unexpected(complaints) == []
    assert_outlined(page)
    assert_narrow(page)
    assert audit(page) == []
    shots(page, "plots")


def test_two_revisions_are_overlaid(page, complaints, repository, shots):
    histogram = repository / "plots/histogram.csv"
    changed = pd.read_csv(histogram)
    changed["share"] = changed["share"].to_numpy()[::-1]
    changed.to_csv(histogram, index=False)
    see(page, repository, "diff")
    scores = section(page, CHARTS[0])
    legend = scores.locator(".role-legend-label").all_text_contents()
    assert legend == ["REAL", "FAKE", "workspace", "HEAD"]
    assert scores.locator(".mark-line path").count() == 4
    assert unexpected(complaints) == []
    shots(page, "plots-diff")


def test_values_of_the_data_stay_text(page, complaints, repository):
    path = repository / "plots/giveaways.csv"
    header = path.read_text().splitlines()[0].split(",")
    rows = pd.DataFrame("0.5", index=range(len(HOSTILE)), columns=header)
    rows.assign(name=HOSTILE).to_csv(path, index=False)
    see(page, repository, "show")
    assert_inert(page)
    assert page.locator("h2").count() == len(PLOTS)
    assert HOSTILE[0] in page.locator(".role-axis-label text").all_text_contents()
    assert unexpected(complaints) == []


def test_a_plot_without_data_says_so(page, complaints, repository):
    path = repository / "plots/segments.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    see(page, repository, "show")
    assert section(page, "segments").inner_text().endswith("There are no data.")
    assert unexpected(complaints) == []


def test_the_committed_page_is_what_its_packages_give(tmp_path):
    try:
        make_plots_page.make(tmp_path / "page.html")
    except UserError as error:
        lacking(str(error))
    assert PAGE.read_bytes() == (tmp_path / "page.html").read_bytes(), "run `make plots-page`"
    assert PAGE.stat().st_size <= 1_000_000
