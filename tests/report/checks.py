"""What must hold on every page, whatever it shows."""

from itertools import pairwise

WIDTH = 360


def assert_outlined(page) -> None:
    """One h1 and one main landmark, no heading level left out, and a heading in each section."""
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6", "all => all.map(heading => +heading.tagName[1])"
    )
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels)), levels
    assert page.locator("section:not(:has(h1, h2, h3, h4, h5, h6))").count() == 0


def assert_fits(page) -> None:
    """Nothing is wider than a narrow page, which is left at its usual width."""
    before = page.viewport_size
    page.set_viewport_size({"width": WIDTH, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    assert wide <= WIDTH


def assert_inert(page) -> None:
    """No value of the data has run; each would have set `window.__injected`."""
    assert page.evaluate("window.__injected") is None


def assert_sortable(page, table) -> None:
    """Each of a table's buttons sorts by its column, one way and then the other."""
    buttons = table.locator("thead th button")
    assert buttons.count() > 0
    for place in range(buttons.count()):
        header = buttons.nth(place).locator("xpath=ancestor::th")
        column = header.evaluate("cell => cell.cellIndex")
        orders = {}
        for _ in range(2):
            buttons.nth(place).click()
            orders[header.get_attribute("aria-sort")] = _cells(table, column)
            assert table.locator("th[aria-sort]:not([aria-sort=none])").count() == 1
        assert set(orders) == {"ascending", "descending"}
        up, down = orders["ascending"], orders["descending"]
        assert sorted(up) == sorted(down)
        assert up == down[::-1]
        assert len(set(up)) < 2 or up != down


def _cells(table, column: int) -> list[str]:
    return table.locator("tbody tr").evaluate_all(
        "(rows, column) => rows.map(row => row.cells[column].textContent)", column
    )
