"""What must hold on every page, whatever it shows."""

from itertools import pairwise

WIDTHS = (360, 768, 1440, 1920)
# Elements that reach beyond the page, or whose content does beyond them. What is for screen readers
# alone is off the page on purpose.
TOO_WIDE = """() => {
  const page = document.documentElement.clientWidth;
  const isHidden = (one) => one.closest(".skip, .stack thead") || one.closest("svg") !== null
    && one.tagName !== "svg";
  return [...document.body.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect();
    const isNarrow = getComputedStyle(one).display !== "inline" && one.clientWidth
      && one.scrollWidth > one.clientWidth + 1;
    return box.width && !isHidden(one) && (box.right > page + 1 || box.left < -1 || isNarrow);
  }).map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`);
}"""


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
    """Nothing is wider than its box or the page at any width; the page is left as it was."""
    before = page.viewport_size
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {what}" for what in page.evaluate(TOO_WIDE)]
    page.set_viewport_size(before)
    assert found == [], found[:9]


def assert_narrow(page) -> None:
    """A phone need not scroll sideways; DVC's charts have their own size. The page is left as it
    was.
    """
    before = page.viewport_size
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    assert wide <= WIDTHS[0]


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
