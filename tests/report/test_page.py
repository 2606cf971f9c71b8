"""The page's text: both editions, and that whatever a table holds is only text in it."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from fake_or_real.report import page

from .samples import NASTY, records, results

PLAIN = ("Berlin", "Paris & Rome")


class Elements(HTMLParser):
    """Every element's name and attributes, and all text outside of scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.found, self.text, self.ids, self.inside = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        self.ids += [value for name, value in attributes if name == "id"]
        self.inside = tag if tag in ("script", "style") else None

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside is None:
            self.text.append(data)


@pytest.fixture(scope="module")
def plain():
    return page.render(results(PLAIN), None, "data/full.html")


def test_every_section_is_there_and_linked(plain):
    elements = Elements(plain)
    targets = {of["href"] for tag, of in elements.found if tag == "a"}
    assert len(targets) == 11
    assert targets <= {f"#{name}" for name in elements.ids}
    assert len(set(elements.ids)) == len(elements.ids), "ids are unique, in charts as well"
    labelled = {of["aria-labelledby"] for _, of in elements.found if "aria-labelledby" in of}
    assert labelled <= set(elements.ids)


def test_the_safe_edition_names_the_other_and_has_no_record(plain):
    assert "data/full.html" in plain
    assert 'class="card record"' not in plain
    full = page.render(results(PLAIN), records(("a secret", "another")), "data/full.html")
    assert full.count("<mark>a secret</mark>") == 2
    assert "do not share" in full
    assert "a secret" not in plain


def test_the_same_results_make_the_same_page(plain):
    assert page.render(results(PLAIN), None, "data/full.html") == plain


def test_nothing_is_fetched_and_no_other_script_may_run(plain):
    elements = Elements(plain)
    assert not any({"src", "srcset"} & set(of) for _, of in elements.found)
    assert not any(tag in ("link", "img", "iframe") for tag, _ in elements.found)
    assert re.search(r"default-src 'none'; .*script-src 'sha256-[\w+/=]{44}'", plain)


def test_whatever_a_table_holds_is_text():
    clean = page.render(results(PLAIN), records(PLAIN), "data/full.html")
    text = page.render(results(NASTY), records(NASTY), "data/full.html")
    elements = Elements(text)
    assert {tag for tag, _ in elements.found} == {tag for tag, _ in Elements(clean).found}
    assert sum(tag == "script" for tag, _ in elements.found) == 1
    assert not any(name.startswith("on") for _, of in elements.found for name in of)
    shown = "".join(elements.text)
    for value in NASTY[:-1]:
        assert value.replace("\u202e", "\ufffd") in shown
    assert "(10,000 letters)" in shown
    assert NASTY[-1] not in shown


def test_a_training_that_cannot_be_repeated_is_said_at_the_top(plain):
    whole = results(PLAIN)
    for ended_by, said in (
        ("max_training_time", "The clock ended the training after 3.5 epochs"),
        ("early stopping", "This training is not reproducible: on another machine"),
    ):
        run = {"synthesizer": "mostlyai", "rows": 500, "epochs": 3.5, "reproducible": False}
        metrics = whole.metrics | {"generator": run | {"ended_by": ended_by}}
        text = page.render(replace(whole, metrics=metrics), None, "data/full.html")
        assert f"<li><bdi>{said}" in text.partition("<main")[0]
        assert said not in plain


def test_what_could_not_be_judged_is_said():
    whole = results(PLAIN)
    metrics = dict(whole.metrics)
    metrics["copies"], metrics["yardstick"] = {}, {}
    unknown = {"memorized": None, "equivalent_corruption": None, "relation": None}
    metrics["verdict"] = metrics["verdict"] | unknown
    metrics["generator"] = {"synthesizer": "file", "rows": None}
    plots = dict(whole.plots)
    plots["yardstick"] = plots["yardstick"].head(0)
    plots["peeling"] = plots["peeling"].head(1)
    for name in ("giveaways", "segments"):
        plots[name] = plots[name].head(0)
    bare = replace(
        whole,
        metrics=metrics,
        plots=plots,
        side_by_side=pd.DataFrame(columns=["rank", "first", "second", "real", "fake"]),
    )
    text = page.render(bare, None, "data/full.html")
    for said in (
        "Copies cannot be judged",
        "There is no yardstick to hold it against",
        "Nothing in particular gives the FAKE rows away",
        "No group of real rows is missing",
    ):
        assert said in text


def test_a_page_of_a_hundred_give_aways_is_small():
    whole = results(NASTY)
    many = pd.concat([whole.plots["giveaways"]] * 13, ignore_index=True)
    many["rank"] = range(1, len(many) + 1)
    big = replace(whole, plots={**whole.plots, "giveaways": many})
    assert len(page.render(big, None, "data/full.html").encode()) < 1_000_000


def test_of_many_columns_it_says_which_are_drawn_and_compared(plain):
    assert "Drawn are" not in plain
    whole = results(PLAIN)
    alone = whole.plots["columns"]
    many = pd.concat([alone, alone.head(1).assign(column="no bars")], ignore_index=True)
    text = page.render(replace(whole, plots={**whole.plots, "columns": many}), None, "full.html")
    assert f"Drawn are the {whole.bars['column'].nunique()} that tell most." in text
    assert "Of 3 pairs of the first 3 columns 1 depend less" in text
