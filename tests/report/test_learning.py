from fake_or_real.report import learning

SPLIT = {"train_real": 4000, "train_fake": 1200}


def said(low, **curve):
    known = {"auc_half_of_rows": 0.61, "auc_quarter_of_rows": 0.58}
    jury = known | {"gain_by_rows": 0.03, "gain_by_rows_ci_low": low} | curve
    return learning.remark({"evaluate": {"auc": 0.64}, "jury": jury, "split": SPLIT})


def test_it_says_from_how_many_rows_and_that_more_would_show_more_only_where_that_is_sure():
    (sure,), (unsure,) = said(0.01), said(0.0)
    begin = (
        "the test learned from 4,000 REAL and 1,200 FAKE rows: AUC 0.64; from half of them 0.61,"
        " from a quarter 0.58. "
    )
    assert sure == begin + "It still rises, so with more rows it would probably see more"
    assert unsure == begin + "What the second half added is not sure to be more than chance"


def test_without_a_curve_nothing_is_said():
    assert learning.remark({"evaluate": {}, "jury": {"auc_values": 0.7}, "split": SPLIT}) == []
