import numpy as np
import pandas as pd

from stages.evidence import records
from stages.splits import Part
from stages.tables import Table


def holdout(mixed):
    return Part(mixed, np.arange(len(mixed)) % 2 == 0, np.arange(len(mixed)))


def test_extremes_come_from_the_hundred_at_each_end_most_extreme_first(mixed):
    p_fake = np.linspace(0, 1, len(mixed)) ** 2
    shown = records.extremes(holdout(mixed), p_fake, np.random.default_rng(1))
    fake, real = shown["most_fake"]["P(FAKE)"], shown["most_real"]["P(FAKE)"]
    assert (len(fake), len(real)) == (5, 5)
    assert fake.min() >= np.sort(p_fake)[-100].round(4)
    assert real.max() <= np.sort(p_fake)[99].round(4)
    assert fake.is_monotonic_decreasing
    assert real.is_monotonic_increasing


def test_a_record_is_shown_with_its_own_label_and_values(mixed):
    p_fake = np.linspace(0, 1, len(mixed))
    shown = records.extremes(holdout(mixed), p_fake, np.random.default_rng(1))["most_fake"]
    # The column called `label` is the user's; the first one is ours.
    assert list(shown.columns) == ["P(FAKE)", "label", *mixed.kinds]
    row = int(np.argmin(np.abs(p_fake - shown["P(FAKE)"].iloc[0])))
    assert shown.iloc[0, 1] == ("FAKE" if row % 2 == 0 else "REAL")
    assert shown["words"].iloc[0] == mixed.frame["words"].iloc[row]


def test_crosstabs_have_the_same_shape_and_count_every_row():
    def table(first, second):
        frame = pd.DataFrame({"a": first, "b": pd.array(second, dtype="Int64")})
        return Table(frame, {"a": "categorical", "b": "integer"})

    both = records.crosstabs(
        table(["x", "x", None], [2, 10, 2]), table(["y", "x"], [3, None]), "a", "b"
    )
    real, synthetic = both["crosstab_real"], both["crosstab_synthetic"]
    assert list(real.columns) == list(synthetic.columns) == ["a", "2", "3", "10", "(missing)"]
    assert real["a"].tolist() == synthetic["a"].tolist() == ["(missing)", "x", "y"]
    assert real.drop(columns="a").to_numpy().sum() == 3
    assert synthetic.set_index("a").loc["x", "(missing)"] == 1
