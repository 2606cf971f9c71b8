import json

import numpy as np
import pandas as pd

from fake_or_real.data.tables import Table
from fake_or_real.report import records, sentences

LISTED = pd.DataFrame(
    {
        **{"rank": [1], "form": "unknown", "columns": '["c2"]', "terms": "[]", "example": "[]"},
        **{"fake": 5, "fake_rows": 10, "rate_fake": 0.5, "rate_real": 0.0},
    }
)


def table(rows, columns=3):
    names = [f"c{i}" for i in range(columns)]
    values = np.arange(rows)[:, None] * 100 + np.arange(columns)
    frame = pd.DataFrame(values, columns=names).astype("Int64")
    frame.iloc[0, 0] = pd.NA
    return Table(frame, dict.fromkeys(names, "integer"))


def explained(telling):
    return pd.DataFrame(
        {
            "end": ["most_fake", "most_fake", "most_real"],
            "is_fake": [True, True, False],
            "row": [0, 1, 2],
            "p_fake": [0.9, 0.8, 0.1],
            "contributions": json.dumps([[["c2 = 102"], 3.0]]),
            "giveaways": "[1]",
            "telling": json.dumps(telling),
            "nearest_row": [3, 3, 4],
            "differs_in": "",
        }
    )


def test_telling_cells_come_first_beside_the_nearest_real_row():
    real, fake = table(5), table(2)
    first, second, last = records.of_reasons(explained(["c2"]), LISTED, real, fake, 2)
    assert [cell.column for cell in first.cells] == ["c2", "c0", "c1"]
    assert [cell.is_telling for cell in first.cells] == [True, False, False]
    assert first.contributions == "3 times likelier FAKE because c2 = 102"
    assert first.giveaways == [sentences.giveaway(LISTED.iloc[0].to_dict())]
    assert (first.cells[1].value, first.cells[1].nearest) == ("(missing)", "300")
    assert (second.label, second.cells[0].value) == ("FAKE", "102")
    assert (last.label, last.end, last.cells[0].value) == ("REAL", "most_real", "202")


def test_so_many_records_of_each_end_and_so_many_cells_of_each():
    wide = table(5, columns=70)
    found = records.of_reasons(explained(["c69"]), LISTED, wide, wide, 1)
    assert [record.end for record in found] == ["most_fake", "most_real"]
    assert found[0].cells[0].column == "c69"
    assert len(found[0].cells) + found[0].more == 70
    assert found[0].more == 10
