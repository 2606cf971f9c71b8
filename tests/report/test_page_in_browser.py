"""Both editions of the report in a browser: as a person sees them, and with hostile values."""

import pytest

from fake_or_real.report import page as report

from .checks import assert_fits, assert_inert, assert_outlined, assert_sortable
from .samples import NASTY, records, results

SECTIONS = ("scale", "curves", "giveaways", "missing", "copies", "records", "run")


@pytest.fixture(params=["safe", "full"])
def opened(request, page, tmp_path):
    """An edition of the report of hostile values; the full one has records."""
    shown = records(NASTY) if request.param == "full" else None
    path = tmp_path / "report.html"
    path.write_text(report.render(results(NASTY), shown, "data/full.html"), encoding="utf-8")
    page.goto(path.as_uri())
    return page


def test_it_is_drawn_without_complaint_or_request(opened, complaints, shots, request):
    for section in SECTIONS:
        assert opened.locator(f"section#{section}").is_visible()
    assert opened.locator("figure.chart svg").count() == 7
    assert_outlined(opened)
    assert_inert(opened)
    assert_fits(opened)
    shots(opened, f"hostile-{request.node.callspec.id}")
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_anyone_can_read_it(opened, audit, scheme):
    opened.emulate_media(color_scheme=scheme)
    opened.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
    assert audit(opened) == []


def test_tables_are_sorted_by_keyboard_and_pointer(opened):
    opened.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
    tables = opened.locator("table[data-sortable]")
    assert tables.count() == 4
    for place in range(tables.count()):
        assert_sortable(opened, tables.nth(place))
    heading = tables.nth(0).locator("thead button").nth(0)
    heading.focus()
    before = heading.locator("xpath=ancestor::th").get_attribute("aria-sort")
    opened.keyboard.press("Enter")
    assert heading.locator("xpath=ancestor::th").get_attribute("aria-sort") != before


def test_records_are_found_by_their_words(page, tmp_path):
    shown = records(("Paris", "x"))[:1] + records(("Berlin", "x"))
    path = tmp_path / "report.html"
    path.write_text(report.render(results(("a", "b")), shown, "data/full.html"), "utf-8")
    page.goto(path.as_uri())
    box = page.locator("[data-filter='.record']")
    box.fill("paris")
    assert page.locator(".record:visible").count() == 1
    assert page.locator("#records [role=status]").text_content() == "1 of 3"
    box.fill("")
    assert page.locator(".record:visible").count() == 3


def test_paper_shows_what_is_folded(opened):
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert opened.locator("details:not([open], [data-long])").count() == 0
