import os
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from fake_or_real import synthesizers
from fake_or_real.data import foreign
from fake_or_real.errors import UserError
from fake_or_real.synthesizers import mostlyai

# Settings that would change the numbers. MKL's is the very one that is pinned: on some CPUs it is
# the only one that differs from what MKL chooses itself, as it would in the first training.
OUTSIDE = {
    "ATEN_CPU_CAPABILITY": "default",
    "MKL_CBWR": "COMPATIBLE",
    "MKL_NUM_THREADS": "2",
    "OMP_NUM_THREADS": "2",
}


@pytest.mark.slow
def test_two_trainings_with_one_seed_draw_identical_rows_of_every_kind(
    mixed, tmp_path, capfd, monkeypatch
):
    mixed.frame.loc[3, "label"] = np.inf
    settings = {"max_epochs": 1, "batch_size": 32}
    drawn, saved = [], []
    for run in ("first", "second"):
        synthesizer = synthesizers.make("mostlyai", settings)
        report = synthesizer.fit(mixed, seed=1)
        assert report["ended_by"] == "max_epochs"
        inherited = os.environ["OMP_NUM_THREADS"], os.environ["MKL_NUM_THREADS"]
        assert inherited == ("1", "1"), "the training process takes no more threads"
        folder = tmp_path / run
        folder.mkdir()
        synthesizers.save(synthesizer, "mostlyai", folder)
        saved.append({file.name: file.read_bytes() for file in folder.iterdir()})
        drawn.append(synthesizers.load(folder).sample(120, seed=1))
        for name, value in OUTSIDE.items():
            monkeypatch.setenv(name, value)
    pd.testing.assert_frame_equal(*drawn)
    assert saved[0] == saved[1], "the same training has the same hash, whatever is set outside"
    table, _ = foreign.conform(drawn[0], mixed.kinds)
    assert len(table) == 120
    assert "TRAIN_MODEL" in capfd.readouterr().out, "the SDK's progress is visible"


@pytest.mark.slow
def test_the_clock_is_named_when_it_ended_the_training(mixed):
    synthesizer = synthesizers.make("mostlyai", {"max_training_time": 0.001})
    report = synthesizer.fit(mixed, seed=1)
    assert report["ended_by"] == "max_training_time"
    assert not report["reproducible"]


def test_a_training_that_failed_is_an_error_that_names_its_step():
    done, failed, canceled = (SimpleNamespace(value=v) for v in ("DONE", "FAILED", "CANCELED"))
    steps = [
        SimpleNamespace(status=status, step_code=SimpleNamespace(value=code))
        for status, code in [(done, "PULL_DATA"), (failed, "ANALYZE"), (failed, "TRAIN_MODEL")]
    ]
    training = SimpleNamespace(progress=lambda: SimpleNamespace(steps=steps))
    mostlyai.check_trained(SimpleNamespace(training_status=done, training=training))
    with pytest.raises(UserError, match="step ANALYZE"):
        mostlyai.check_trained(SimpleNamespace(training_status=failed, training=training))
    with pytest.raises(UserError, match="ended as CANCELED"):
        mostlyai.check_trained(SimpleNamespace(training_status=canceled, training=training))
