"""The checks of a page against pages that fail them."""

import pytest

from .checks import assert_fits, assert_inert, assert_outlined, assert_sortable

PAGE = """<!doctype html><html lang="en"><title>Page</title><main><h1>Page</h1>
<section><h2>Rows</h2><table>
<thead><tr><th><button>name</button></th><th><button>rows</button></th></tr></thead>
<tbody><tr><td>b</td><td>10</td></tr><tr><td>a</td><td>9</td></tr></tbody>
</table></section></main>
<script>
  for (const button of document.querySelectorAll("th button")) button.onclick = () => {
    const header = button.parentNode, at = header.cellIndex, body = document.querySelector("tbody");
    const sign = header.ariaSort == "ascending" ? -1 : 1;
    for (const other of header.parentNode.cells) other.ariaSort = "none";
    header.ariaSort = sign == 1 ? "ascending" : "descending";
    const text = (row) => row.cells[at].textContent;
    body.append(...[...body.rows].sort((a, b) =>
      sign * text(a).localeCompare(text(b), "en", { numeric: true })));
  };
</script>"""


@pytest.fixture
def show(page, tmp_path):
    def show(html):
        file = tmp_path / "page.html"
        file.write_text(html)
        page.goto(file.as_uri())
        return page

    return show


def test_a_good_page_passes(show, complaints, audit, shots):
    page = show(PAGE)
    assert_outlined(page)
    assert_fits(page)
    assert_inert(page)
    assert_sortable(page, page.locator("table"))
    assert audit(page) == []
    assert complaints == []
    assert len({path.read_bytes() for path in shots(page, "page")}) > 1


@pytest.mark.parametrize(
    ("check", "before", "after"),
    [
        (assert_outlined, "h2>", "h3>"),
        (assert_outlined, "main>", "div>"),
        (assert_outlined, "<h2>Rows</h2>", ""),
        (assert_fits, "<table>", "<table style='width: 900px'>"),
        (assert_inert, "<table>", "<img src=x onerror='window.__injected = 1'><table>"),
        (lambda page: assert_sortable(page, page.locator("table")), "sign *", "1 *"),
        (lambda page: assert_sortable(page, page.locator("table")), 'ariaSort = "none"', "id = 1"),
    ],
)
def test_a_bad_page_does_not(show, check, before, after):
    page = show(PAGE.replace(before, after))
    page.wait_for_load_state("networkidle")
    with pytest.raises(AssertionError):
        check(page)


def test_what_goes_wrong_on_a_page_is_told(show, complaints, audit):
    script = (
        "console.error('said'); fetch('http://example.org/x').catch(() => 0); throw Error('no')"
    )
    page = show(f"<h1 style='color: #eee'>Page</h1><script>{script}</script>")
    page.wait_for_load_state("networkidle")
    assert {"console: said", "request: http://example.org/x", "error: no"} <= set(complaints)
    rules = {said.split()[0] for said in audit(page)}
    assert {"color-contrast", "document-title", "html-has-lang", "region"} <= rules
