import numpy as np

from stages.report import charts


def test_the_histogram_is_a_png_that_the_same_scores_give_again(tmp_path):
    p_fake = np.linspace(0, 1, 50)
    files = [tmp_path / name for name in ("a.png", "b.png")]
    for file in files:
        charts.score_histogram(p_fake, p_fake > 0.4, "Accuracy: 1%, AUC: 2%", file)
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(b"\x89PNG")
    assert first == second
