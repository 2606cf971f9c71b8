import pandas as pd
import pytest

from fake_or_real import synthesizers
from fake_or_real.data import tables

pytestmark = pytest.mark.slow


def test_two_trainings_with_one_seed_draw_identical_rows_of_every_kind(mixed, tmp_path, capfd):
    settings = {"max_epochs": 1, "batch_size": 32}
    drawn, saved = [], []
    for run in ("first", "second"):
        synthesizer = synthesizers.make("mostlyai", settings)
        report = synthesizer.fit(mixed, seed=1)
        assert report["ended_by"] == "max_epochs"
        folder = tmp_path / run
        folder.mkdir()
        synthesizers.save(synthesizer, "mostlyai", folder)
        saved.append({file.name: file.read_bytes() for file in folder.iterdir()})
        drawn.append(synthesizers.load(folder).sample(120, seed=1))
    pd.testing.assert_frame_equal(*drawn)
    assert saved[0] == saved[1], "the same training has the same hash"
    table, _ = tables.conform(drawn[0], mixed.kinds)
    assert len(table) == 120
    assert "TRAIN_MODEL" in capfd.readouterr().out, "the SDK's progress is visible"


def test_the_clock_is_named_when_it_ended_the_training(mixed):
    synthesizer = synthesizers.make("mostlyai", {"max_training_time": 0.001})
    assert synthesizer.fit(mixed, seed=1)["ended_by"] == "max_training_time"
