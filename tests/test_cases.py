"""Small tables as people have them: each has one flaw or none, and the verdict says which."""

import pytest

from fake_or_real import UserError, judge

# By folder: what the verdict or a give-away says, each in a few words; None stands before what is
# not said.
CASES = {
    "01b-numeric-dates-noise": ["Detectable", "do not write ordered as a date", None, "missing"],
    "02b-european-dates-weekend": ["Detectable", "ordered on a Friday"],
    "02d-us-dates-order": ["Detectable", "start is never above end"],
    "03c-real-iso-fake-european": ["Not detectable", "write ordered as 31.12.2020", None, "no ord"],
    "04b-id-in-range-not-unique": ["Not detectable", "customer_id", "repeat the customer_id of"],
    "04c-sdv-pii": ["Not detectable", "write person in a pattern", "phone likewise"],
    "05b-int-fake-decimals": ["Detectable", "mostly by how values of age are written"],
    "08-year-9999": ["AUC"],
    "10b-numbers-with-few-words": ["Detectable", "have weight <= "],
    "12f-comma-total": ["Detectable", "total = quantity * price"],
    "12i-euro-shift": ["Detectable", "have price > 1000"],
    "16-fake-semicolon": ["Not detectable", "write price as 12,5"],
    "17a-identical": ["100 % of the synthetic rows are rows of the real", None, "etectable:"],
    "17c-identical-seen-all": ["100 % of the synthetic rows are rows of the real table"],
    "22b-parquet-string-fake-timestamp": ["Not detectable"],
    "22d-real-timestamp-fake-epoch": ["Not detectable", "write at as epoch seconds"],
    "23g-random-seen-new-key-phone-created": ["% of the synthetic rows equal a row that the"],
    "28a-unnamed-index": ["Not detectable", "is left out, as it only names rows"],
    "32-snowflake-float-rounded": ["Not detectable", "snow rounded as floating-point"],
    "33h-bool-vs-yesno": ["Not detectable", "write active as Yes/No"],
    "35-inf": ["Not detectable"],
    "36a-duration-text": ["Detectable", "have took "],
    "36b-latlong-text": ["Detectable", "pos (latitude)"],
    "41a-thousands-comma": ["Detectable", "rev = 1000 * price"],
    "42a-epoch-office-hours": ["Detectable", "have ts on a"],
}


def judged(folder):
    real, fake = (next(folder.glob(f"{name}.*")) for name in ("real", "fake"))
    seen = next(folder.glob("seen.*"), None)
    return judge(real, fake, seen, discriminator="lightgbm-fast", yardstick=[], jury=[])


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_of_a_case_is_the_right_one(shared, name):
    result = judged(shared / "cases" / name)
    said = "\n".join([str(result), *result.giveaways["sentence"]])
    expected = CASES[name]
    cut = expected.index(None) if None in expected else len(expected)
    for part in expected[:cut]:
        assert part in said
    for part in expected[cut + 1 :]:
        assert part not in said


def test_a_table_without_a_header_is_one_line_that_names_no_cell(shared):
    folder = shared / "cases/29a-no-header"
    with pytest.raises(UserError, match="seems to have no header") as error:
        judged(folder)
    first = (folder / "real.csv").read_text().splitlines()[0].split(",")
    assert not [cell for cell in first if len(cell) > 3 and cell in str(error.value)]
