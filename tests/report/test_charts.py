import numpy as np
import pandas as pd

from stages.report import charts


def test_the_histogram_is_a_png_that_the_same_scores_give_again(tmp_path):
    p_fake = np.linspace(0, 1, 50)
    files = [tmp_path / name for name in ("a.png", "b.png")]
    for file in files:
        charts.score_histogram(p_fake, p_fake > 0.4, "Accuracy: 1%, AUC: 2%", file)
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(b"\x89PNG")
    assert first == second


def test_the_peeling_curve_is_a_png_even_of_a_single_fit(tmp_path):
    curve = pd.DataFrame(
        {"columns": ["", "a, b"], "auc": [0.9, 0.6], "low": [0.8, 0.5], "high": [0.95, 0.7]}
    )
    for lines in (2, 1):
        charts.peeling(curve.head(lines), tmp_path / "peeling.png")
        assert (tmp_path / "peeling.png").read_bytes().startswith(b"\x89PNG")
