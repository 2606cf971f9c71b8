"""Ask what the discriminator tells where both tables are written alike.

in:  data/real.parquet, data/synthetic.parquet, data/split.parquet, data/scores.parquet
out: metrics/content.json (empty where they are written alike already)
"""

from pathlib import Path

from fake_or_real import discriminators
from fake_or_real.data import stored, tables
from fake_or_real.data.outputs import write_json
from fake_or_real.errors import run
from fake_or_real.evidence.content import content
from fake_or_real.progress import progress
from stages.params import read_params

DATA = Path("data")


def main() -> None:
    """The stage."""
    params = read_params()
    chosen = params.discriminator
    scores = tables.read(DATA / "scores.parquet").frame
    with progress(True):
        found = content(
            *stored.judged(DATA),
            tables.read(DATA / "split.parquet"),
            scores["p_fake"].to_numpy(float),
            lambda: discriminators.make(chosen.name, chosen.settings, params.seed, chosen.trusted),
        )
    write_json(Path("metrics/content.json"), found)
    if found:
        print(f"AUC where both tables are written alike: {found['auc_content']:.3f}")


if __name__ == "__main__":
    run(main)
