from fake_or_real.report.explained import sentence


def metrics(**found):
    return {"evaluate": {"auc": 0.7034}, "giveaways": {"explained_auc": 0.67, **found}}


def test_a_list_that_accounts_for_the_verdict_says_how_far():
    assert sentence(metrics(explained_share=0.95)) == (
        "By these patterns alone rows can be told apart with AUC 0.67, of the test's 0.70."
    )


def test_what_is_not_named_is_told_by_what_carries_most():
    unnamed = {"unnamed_age": 0.1, "unnamed_frequency of age and weight": 0.4}
    assert sentence(metrics(explained_share=0.6, **unnamed)).endswith(
        "0.70. Something is not named; what carries it most: frequency of age and weight; age."
    )


def test_where_nothing_is_detectable_nothing_is_said():
    assert sentence(metrics()) == ""
