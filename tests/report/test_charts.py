import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from fake_or_real.evidence.yardstick import Yardstick
from fake_or_real.report import charts
from fake_or_real.statistics.auc import Auc

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
    assert len(first) < 20_000, "it is in git anew with each run"


def test_the_peeling_curve_is_drawn_even_of_a_single_fit(tmp_path):
    for lines in (2, 1):
        charts.save_png(charts.peeling(CURVE.head(lines)), tmp_path / "peeling.png")
        assert (tmp_path / "peeling.png").read_bytes().startswith(b"\x89PNG")


def test_an_svg_is_the_same_again_and_has_no_size_title_or_black_of_its_own():
    scores = np.linspace(0, 1, 9)
    first, second = (
        charts.as_svg(charts.score_histogram(scores, scores > 0.4, "a title"), "name")
        for _ in range(2)
    )
    assert first == second
    root = ET.fromstring(first)
    assert root.get("aria-labelledby") == "name"
    assert not {"width", "height"} & set(root.keys())
    assert "a title" not in first
    assert "#000000" not in first


def test_ids_of_two_charts_differ():
    svgs = [charts.as_svg(charts.peeling(CURVE), name) for name in ("one", "two")]
    ids = [{of.get("id") for of in ET.fromstring(svg).iter() if of.get("id")} for svg in svgs]
    assert ids[0]
    assert ids[0] & ids[1] == set()


def test_column_names_are_text_whatever_is_in_them():
    curve = CURVE.assign(columns=["", r"$\frac$ <b> & 👩"])
    svg = charts.as_svg(charts.peeling(curve), "name")
    words = "".join(ET.fromstring(svg).itertext())
    assert r"$\frac$ <b> & 👩" in " ".join(words.split())


def test_the_yardstick_is_drawn_along_the_curve_that_its_answer_is_read_from():
    points = pd.DataFrame({"corruption": [0, 0.4, 1], "auc": [0.5, 0.95, 0.99]})
    points = points.assign(low=points["auc"] - 0.01, high=points["auc"] + 0.01)
    aucs = tuple(
        Auc(*line, 0.01) for line in points[["auc", "low", "high"]].itertuples(index=False)
    )
    found = Auc(0.8, 0.79, 0.81, 0.0)
    measured = Yardstick(tuple(points["corruption"]), aucs, 900).to_dict(found)
    axes = charts.yardstick(points, found, measured).axes[0]
    lines = {
        line.get_linestyle(): line.get_xydata() for line in axes.lines if len(line.get_xydata()) > 1
    }
    curve = next(line.get_xydata() for line in axes.lines if len(line.get_xydata()) > 100)
    assert np.interp(0.8, curve[:, 1], curve[:, 0]) == pytest.approx(
        measured["equivalent_corruption"], abs=0.002
    )
    assert lines["--"].tolist() == [
        [measured["equivalent_corruption"], 0],
        [measured["equivalent_corruption"], 0.8],
    ]
