"""What `make repair` tries first, keeps and refuses, without running anything."""

import pandas as pd
import pytest

from fake_or_real.errors import UserError
from fake_or_real.repairs.proposals import as_yaml
from team import repair, repair_steps
from team.experiments import Experiment

FIXED = {"generator.mostlyai.constraints": [{"type": "FixedCombinations", "columns": ["a b", "c"]}]}
DISCRETE = {"generator.mostlyai.columns": {"gain": "NUMERIC_DISCRETE"}}
REJECTION = {"repair.oversample": 6, "repair.rejection": True}


def experiment(auc=0.8, closer=0.50, name="e", **params):
    metrics = {"auc": auc, "auc_ci_low": auc - 0.01, "auc_ci_high": auc + 0.01}
    metrics |= {"closer_to_seen": closer}
    metrics |= {"closer_to_seen_ci_low": closer - 0.01, "closer_to_seen_ci_high": closer + 0.01}
    return Experiment(name, name, params, metrics, 7.0)


def proposed(*lines):
    names = ("rank", "own", "generic", "limit")
    return pd.DataFrame([dict(zip(names, line, strict=True)) for line in lines], columns=names)


def listed(*evidence, kinds="pair", difference=0.1):
    """Give-aways by rank; kinds: of all, or of each."""
    ranks = list(range(1, len(evidence) + 1))
    found = pd.DataFrame({"rank": ranks, "kind": kinds, "evidence": evidence})
    return found.assign(
        form="relation", columns=[f'["c{i}"]' for i in ranks], difference=difference
    )


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (experiment(0.7), None),
        (experiment(0.79), "the AUC has not surely fallen (-0.010 [-0.024, +0.004])"),
        (experiment(0.7, closer=0.53), "closer_to_seen has risen"),
        (experiment(0.7, closer=0.51), None),
        # A training of its own has luck of its own.
        (experiment(0.775, **{"repair.pools": True}), None),
        (experiment(0.775, **{"generator.mostlyai.columns": "x"}), "not surely fallen"),
    ],
)
def test_a_repair_is_kept_where_it_surely_helps_and_costs_nothing(after, said):
    refused = repair.refusal(experiment(), after)
    assert (refused is None) == (said is None)
    assert said is None or said in refused


def test_the_repair_of_the_strongest_give_aways_comes_first_and_own_before_generic():
    giveaways = listed(100.0, 60.0, 90.0, 500.0)
    proposals = proposed(
        (1, as_yaml(DISCRETE), as_yaml({"repair.pools": True}), ""),
        (2, "", as_yaml(REJECTION), ""),
        (3, as_yaml(FIXED), as_yaml(REJECTION), ""),
        (4, "", "", "single values"),
    )
    first = [REJECTION, DISCRETE, {"repair.pools": True}, FIXED]
    assert repair.ranked(proposals, giveaways) == first


def test_repairs_of_rules_come_first_but_not_where_fake_rows_keep_them_too_often():
    proposals = proposed(
        (1, "", as_yaml(REJECTION), ""),
        (2, as_yaml(FIXED), as_yaml({"repair.rules": "compute"}), ""),
        (3, as_yaml(DISCRETE), "", ""),
    )
    giveaways = listed(100.0, 1.0, 9.0, kinds=["pair", "rule", "rule"])
    giveaways["difference"] = [0.1, -0.1, 0.1]
    rules = [FIXED, {"repair.rules": "compute"}]
    assert repair.ranked(proposals, giveaways) == [*rules, REJECTION, DISCRETE]


def test_a_repair_that_mends_a_rule_is_kept_where_the_auc_has_not_risen():
    rule = ['["a", "b"]']
    assert repair.refusal(experiment(), experiment(0.81), rule) is None
    assert "the AUC has risen" in repair.refusal(experiment(), experiment(0.83), rule)
    risen = repair.refusal(experiment(), experiment(0.7, closer=0.53), rule)
    assert "closer_to_seen has risen" in risen


def test_a_rule_is_mended_where_it_is_no_give_away_any_more(monkeypatch):
    known = {"as it is": listed(1.0, 1.0, 1.0, kinds=["rule", "rule", "pair"], difference=-0.1)}
    known["after"] = known["as it is"].iloc[[1, 2]]
    monkeypatch.setattr(repair, "_plot", lambda each, _: known[each.name])
    before, after = (repair.broken_rules(experiment(name=name)) for name in known)
    assert before - after == {'["c1"]'}


def test_a_search_keeps_what_helps_refuses_what_does_not_and_tries_nothing_twice(monkeypatch):
    giveaways = listed(100.0, 60.0)
    proposals = proposed((1, as_yaml(DISCRETE), "", ""), (2, "", as_yaml(REJECTION), ""))
    plots = {"giveaways": giveaways, "repairs": proposals}
    monkeypatch.setattr(repair, "_plot", lambda _, name: plots[name])
    asked = []

    def evaluated(settings, half):
        asked.append((settings, half))
        return experiment(0.7 if "repair.rejection" in settings else 0.8, **settings)

    monkeypatch.setattr(repair, "evaluated", evaluated)
    steps = repair.search(5)
    assert asked == [({}, "search"), (DISCRETE, "search"), (REJECTION, "search")]
    assert [step.decision.split(":")[0] for step in steps] == ["the start", "refused", "kept"]


def test_a_repair_that_does_not_run_through_does_not_end_the_search(monkeypatch, capsys):
    giveaways = listed(100.0, 60.0)
    proposals = proposed((1, "", as_yaml(DISCRETE), ""), (2, "", as_yaml(REJECTION), ""))
    plots = {"giveaways": giveaways, "repairs": proposals}
    monkeypatch.setattr(repair, "_plot", lambda _, name: plots[name])

    def evaluated(settings, half):
        if DISCRETE.keys() & settings.keys():
            raise repair.FailedError("too few rows keep the rule")
        return experiment(0.7 if settings else 0.8, **settings)

    monkeypatch.setattr(repair, "evaluated", evaluated)
    steps = repair.search(5)
    assert [step.settings for step in steps] == [{}, REJECTION]
    assert capsys.readouterr().out.count("left out: it did not run through, as shown above") == 1


@pytest.mark.parametrize(("closer", "said"), [(0.51, False), (0.53, True)])
def test_what_rose_over_all_steps_is_said_with_the_final_figure(monkeypatch, capsys, closer, said):
    made = {(): experiment(), tuple(REJECTION): experiment(0.7, closer=closer)}
    monkeypatch.setattr(repair, "evaluated", lambda settings, _: made[tuple(settings)])
    monkeypatch.setattr(repair, "usefulness", lambda *_: ("income", 0.9, None))
    last = repair.final(REJECTION, None)[-1]
    assert ("in all, closer_to_seen has risen" in last.decision) == said
    assert ("in all, closer_to_seen has risen" in capsys.readouterr().out) == said


def test_the_table_and_what_to_paste_are_written(monkeypatch, tmp_path):
    monkeypatch.setattr(repair_steps, "FOLDER", tmp_path)
    steps = [
        repair_steps.Step("as it is", {}, experiment(**{"split.half": "search"}), "the start"),
        repair_steps.Step("b|c", REJECTION, experiment(0.7, **{"split.half": "final"}), "kept"),
    ]
    shown = repair_steps.write(steps, REJECTION)
    assert "0.700 [0.690, 0.710]" in shown
    assert (tmp_path / "table.md").read_text() == shown
    assert "rejection: true" in (tmp_path / "params.yaml").read_text()
    assert (tmp_path / "steps.png").stat().st_size > 5000
    assert list(pd.read_csv(tmp_path / "table.csv")["half"]) == ["search", "final"]


def test_no_rounds_are_refused(monkeypatch):
    monkeypatch.setattr("sys.argv", ["repair", "--rounds", "0"])
    with pytest.raises(UserError, match="ROUNDS was 0; it should be 1 or more"):
        repair.main()


def test_an_experiment_has_the_figures_that_must_not_rise(monkeypatch):
    """DVC shows the verdict's alone."""
    ran = []

    def there(name, words):
        ran.append(name)
        return True

    monkeypatch.setattr(repair, "dvc", lambda *_: "")
    monkeypatch.setattr(repair, "check", lambda _: None)
    monkeypatch.setattr(repair, "run_experiment", there)
    monkeypatch.setattr(
        repair, "read_experiments", lambda _: [Experiment(ran[0], "", {}, {"auc": 0.8}, 7.0)]
    )
    monkeypatch.setattr(repair, "_file", lambda _, path: '{"closer_to_seen": 0.53}')
    assert repair.evaluated({}, "search").metrics == {"auc": 0.8, "closer_to_seen": 0.53}
