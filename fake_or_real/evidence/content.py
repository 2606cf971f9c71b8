"""What a discriminator tells by content alone, where both tables are written alike.

Rounding that differs is one line to mend, and may hide that all else is right.
"""

from collections.abc import Callable

import numpy as np

from fake_or_real.data import splits
from fake_or_real.data.equal_rows import row_ids, twins
from fake_or_real.data.stored import Rows
from fake_or_real.data.tables import Table
from fake_or_real.data.written_alike import written_alike
from fake_or_real.discriminators.scorer import Scorer
from fake_or_real.statistics.auc import auc, compare

Figures = dict[str, float | str]


def content(
    real: Rows,
    synthetic: Rows,
    assigned: Table,
    p_fake: np.ndarray,
    make: Callable[[], Scorer],
) -> Figures:
    """Flat, for `metrics/content.json`; empty where both tables are written alike already.

    assigned: as `fake_or_real.data.splitting.split` gives it. p_fake: of the holdout rows, by the
    discriminator that judged them as they are written. make: gives an unfitted one of its kind.

    `auc_content` with the ends of its interval; `auc_writing` is how much the AUC loses, likewise;
    `columns_written_alike` names the columns that had to be changed.
    """
    kept = splits.restricted(assigned, real, synthetic)
    *alike, changed = written_alike(kept.real, kept.synthetic)
    if not changed:
        return {}
    train, holdout = (splits.part(name, kept.assigned, *alike) for name in ("train", "holdout"))
    model = make()
    model.fit(train.table, train.is_fake, train.counted)
    by_content = model.predict_proba(holdout.table)[:, 1]
    (ids,) = row_ids([holdout.table])
    alike_rows = twins(ids)
    measured = auc(holdout.is_fake, by_content, alike_rows)
    lost = compare(holdout.is_fake, p_fake, by_content, alike_rows)
    return {
        "auc_content": measured.value,
        "auc_content_ci_high": measured.high,
        "auc_content_ci_low": measured.low,
        "auc_writing": lost.value,
        "auc_writing_ci_high": lost.high,
        "auc_writing_ci_low": lost.low,
        "columns_written_alike": ", ".join(changed),
    }
