"""Both editions of the report in a browser: as a person sees them, and with hostile values."""

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from fake_or_real.report import column_cards
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


def show(page, path, shown):
    """Open an edition without records of these results."""
    path.write_text(report.render(shown, None, "data/full.html"), encoding="utf-8")
    page.goto(path.as_uri())


def unfold(page):
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")


def test_it_is_drawn_without_complaint_or_request(opened, complaints, shots, request):
    for section in SECTIONS:
        assert opened.locator(f"section#{section}").is_visible()
    assert opened.locator("figure.chart svg").count() == 7
    assert_outlined(opened)
    assert_inert(opened)
    assert_fits(opened)
    unfold(opened)
    assert_fits(opened)
    shots(opened, f"hostile-{request.node.callspec.id}")
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_anyone_can_read_it(opened, audit, scheme):
    opened.emulate_media(color_scheme=scheme)
    unfold(opened)
    assert audit(opened) == []


def test_tables_are_sorted_by_keyboard_and_pointer(opened):
    unfold(opened)
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


def test_on_paper_it_is_few_pages(opened, tmp_path):
    opened.pdf(path=tmp_path / "page.pdf", format="A4")
    pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "page.pdf").read_bytes()))
    assert 2 <= pages <= 8


def test_very_many_patterns_and_missing_groups_are_folded_and_counted(page, tmp_path):
    whole = results(("a", "b"))
    lists = {
        name: whole.plots[name].sample(2000, replace=True, random_state=1, ignore_index=True)
        for name in ("giveaways", "segments")
    }
    lists["giveaways"]["rank"] = range(1, 2001)
    lists["giveaways"]["auc_drop"] = np.where(np.arange(2000) < 100, 0.01, np.nan)
    path = tmp_path / "page.html"
    show(page, path, replace(whole, plots={**whole.plots, **lists}))
    assert path.stat().st_size < 2_000_000
    assert page.get_by_text("The first 300 of 2,000 as a table").is_visible()
    assert page.locator("#missing tbody tr:visible").count() == 20
    assert "nan" not in page.locator("#giveaways").inner_text()
    unfold(page)
    assert page.locator("#giveaways [data-label=lost]").all_inner_texts()[99:101] == ["0.010", "-"]
    assert page.locator("#missing details tbody tr:visible").count() == 300
    assert_fits(page)


def test_a_table_of_a_thousand_columns_is_folded_and_found(page, tmp_path):
    whole = results(("a", "b"))
    names = [f"column {n}" for n in range(1000)]
    described = whole.metrics["columns"]["size"]
    alone = whole.plots["columns"].head(1).merge(pd.DataFrame({"column": names}), how="right")
    alone = alone.fillna({"auc": 0.5, "tells": 0, "missing_real": 0.0, "missing_fake": 0.0})
    alone = alone.fillna({"distinct_real": 9, "distinct_fake": 9})
    alone = alone.astype({"tells": int, "distinct_real": int, "distinct_fake": int})
    values = [f"above {n} to {n + 1}" for n in range(10)]
    bars = [(name, value, 0.1, 0.1) for name in names[:100] for value in values]
    pairs = [(a, b, 0.5, 0.4, "none") for a, b in combinations(names[:40], 2)]
    many = replace(
        whole,
        metrics={**whole.metrics, "columns": dict.fromkeys(names, described)},
        plots={
            **whole.plots,
            "columns": alone,
            "pairs": pd.DataFrame(pairs, columns=list(whole.plots["pairs"])),
        },
        bars=pd.DataFrame(bars, columns=list(whole.bars)),
    )
    path = tmp_path / "page.html"
    show(page, path, many)
    assert path.stat().st_size < 2_000_000
    assert page.locator(".column:visible").count() == column_cards.SHOWN
    page.locator("[data-filter='.column']").fill("column 99")
    assert page.locator(".column:visible").count() == 1
    unfold(page)
    assert_fits(page)


def test_a_page_on_which_nothing_was_found(page, tmp_path, audit):
    whole = results(("a", "b"))
    nothing = {name: whole.plots[name].head(0) for name in ("giveaways", "segments", "pairs")}
    plots = {**whole.plots, **nothing, "peeling": whole.plots["peeling"].head(1)}
    show(page, tmp_path / "page.html", replace(whole, plots=plots))
    assert page.locator("#because").text_content().startswith("Nothing in particular")
    unfold(page)
    assert_fits(page)
    assert audit(page) == []
