import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd

from fake_or_real.report import charts

CURVE = pd.DataFrame(
    {"columns": ["", "a, b"], "auc": [0.9, 0.6], "low": [0.8, 0.5], "high": [0.95, 0.7]}
)


def test_the_histogram_is_a_png_that_the_same_scores_give_again(tmp_path):
    p_fake = np.linspace(0, 1, 50)
    files = [tmp_path / name for name in ("a.png", "b.png")]
    for file in files:
        charts.save_png(charts.score_histogram(p_fake, p_fake > 0.4, "Accuracy: 1%"), file)
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(b"\x89PNG")
    assert first == second


def test_the_peeling_curve_is_drawn_even_of_a_single_fit(tmp_path):
    for lines in (2, 1):
        charts.save_png(charts.peeling(CURVE.head(lines), "title"), tmp_path / "peeling.png")
        assert (tmp_path / "peeling.png").read_bytes().startswith(b"\x89PNG")


def test_an_svg_is_the_same_again_and_has_no_size_title_or_black_of_its_own():
    first, second = (charts.as_svg(charts.peeling(CURVE, "a title"), "name") for _ in range(2))
    assert first == second
    root = ET.fromstring(first)
    assert root.get("aria-labelledby") == "name"
    assert not {"width", "height"} & set(root.keys())
    assert "a title" not in first
    assert "#000000" not in first


def test_ids_of_two_charts_differ():
    svgs = [charts.as_svg(charts.peeling(CURVE, ""), name) for name in ("one", "two")]
    ids = [{of.get("id") for of in ET.fromstring(svg).iter() if of.get("id")} for svg in svgs]
    assert ids[0]
    assert ids[0] & ids[1] == set()


def test_column_names_are_text_whatever_is_in_them():
    curve = CURVE.assign(columns=["", r"$\frac$ <b> & 👩"])
    svg = charts.as_svg(charts.peeling(curve, ""), "name")
    words = "".join(ET.fromstring(svg).itertext())
    assert r"$\frac$ <b> & 👩" in " ".join(words.split())
