"""Whether the discriminator would see more if it had more rows to learn from."""

from collections.abc import Callable

import numpy as np

from fake_or_real.data.splits import Part
from fake_or_real.discriminators.scorer import Scorer
from fake_or_real.progress import bar
from fake_or_real.statistics.auc import auc, compare

_SHARES = {"quarter": 0.25, "half": 0.5}
_FEWEST = 50  # rows of each label in a quarter; with fewer the curve says nothing


def learning_curve(
    train: Part, holdout: Part, p_fake: np.ndarray, make: Callable[[], Scorer], seed: int
) -> dict[str, float]:
    """What is seen of the same holdout with fewer rows to learn from; for `metrics/jury.json`.

    p_fake: of the holdout, by the discriminator that learned from all rows that train. make: gives
    an unfitted one of its kind.

    `auc_quarter_of_rows`, `auc_half_of_rows`: with so many of each label's rows, the quarter being
    in the half. `gain_by_rows`, with the ends of its 95 % interval: the AUC with all rows less that
    with half of them. Empty where the rows are too few to tell.
    """
    rng = np.random.default_rng(seed)
    labels = [rng.permutation(np.flatnonzero(train.is_fake == label)) for label in (False, True)]
    if min(map(len, labels)) * _SHARES["quarter"] < _FEWEST:
        return {}
    found = {}
    for name, share in bar(list(_SHARES.items()), "fewer rows"):
        rows = np.sort(np.concatenate([label[: round(share * len(label))] for label in labels]))
        model = make()
        counted = train.counted.thinned(share, np.random.default_rng(seed))
        model.fit(train.table.take(rows), train.is_fake[rows], counted)
        fewer = model.predict_proba(holdout.table)[:, 1]
        found[f"auc_{name}_of_rows"] = auc(holdout.is_fake, fewer, holdout.twins).value
    gain = compare(holdout.is_fake, p_fake, fewer, holdout.twins)
    return found | {
        "gain_by_rows": gain.value,
        "gain_by_rows_ci_high": gain.high,
        "gain_by_rows_ci_low": gain.low,
    }
