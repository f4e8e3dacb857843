"""Runs: thresholds, three values, last verdicts, replay, jobs, and who hears of a failure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

import exit_pack
import factories
from exit_county import DAY
from jingzhun.audit.models import Event
from jingzhun.policy.actions.packs import store
from jingzhun.registry.models import IncomeEntry
from jingzhun.results.actions.evaluate import UnableToEvaluate, ask, carry_out, evaluate
from jingzhun.results.models import Run, Verdict
from jingzhun.results.read import changes_since, criteria_counts, latest_run, verdicts_of


@pytest.fixture
def county(evaluated):
    return evaluated[0]


@pytest.fixture
def run(evaluated):
    return evaluated[1]


def outcome(home, name="户退出") -> Verdict:
    return Verdict.objects.get(subject=home.subject, name=name)


def test_one_fen_below_the_line_fails_and_the_line_itself_passes(county, run):
    assert (outcome(county.poor).outcome, outcome(county.poor).failed) == ("fail", "|income|")
    assert (outcome(county.enough).outcome, outcome(county.enough).failed) == ("pass", "")


def test_without_rows_and_mark_a_household_is_missing_neither_pass_nor_fail(county, run):
    assert (outcome(county.unknown).outcome, outcome(county.unknown).missing) == ("missing", "|income|")


def test_a_household_outside_the_register_is_not_judged_and_gets_nothing(county, run):
    assert outcome(county.other).outcome == "not_applicable"
    assert outcome(county.other, "产业以奖代补").amount == 0


def test_awards_are_a_share_up_to_the_cap(county, run):
    assert outcome(county.poor, "产业以奖代补").amount == 270_000
    assert outcome(county.enough, "产业以奖代补").amount == 300_000


def test_villages_just_below_fifty_thousand_fail_and_at_it_pass(county, run):
    found = {(v.area_id, v.outcome, v.failed) for v in Verdict.objects.filter(name="村退出")}
    assert (factories.VILLAGE, "fail", "|incidence|collective_income|") in found
    assert (factories.NEXT_VILLAGE, "missing", "") in found


def test_every_subject_has_exactly_one_outcome_at_every_level(county, run):
    whole = criteria_counts(run, county.area)[0]
    assert (whole.passed, whole.failed, whole.missing, whole.not_applicable) == (1, 1, 1, 1)
    for area in (factories.TOWNSHIP, factories.VILLAGE, factories.NEXT_VILLAGE):
        for each in criteria_counts(run, area):
            subjects = {"户": {factories.TOWNSHIP: 3, factories.VILLAGE: 2, factories.NEXT_VILLAGE: 1}[area]}
            if each.subject == "户":
                assert each.passed + each.failed + each.missing + each.not_applicable == subjects["户"]


def test_items_count_only_those_to_whom_the_standard_applies(county, run):
    income = next(each for each in criteria_counts(run, county.area) if each.item == "income")
    assert (income.passed, income.failed, income.missing) == (1, 1, 1)


@pytest.mark.parametrize("engine", ["duckdb", "reference"])
def test_a_replay_gives_the_same_roster_and_findings(county, run, engine):
    factories.income(of=county.poor, fen=1, by=factories.change(at=timezone.now()))
    again = evaluate(area=county.area, as_of=DAY, known_at=run.known_at, by=factories.SYSTEM, engine=engine)[0]
    assert (again.roster.digest, again.findings_digest) == (run.roster.digest, run.findings_digest)
    assert again.roster.folder == run.roster.folder


def test_a_correction_changes_the_run_after_it(county, run):
    factories.income(of=county.poor, fen=1, by=factories.change(at=timezone.now()))
    assert changes_since(run.roster) == 1
    again = evaluate(area=county.area, as_of=DAY, by=factories.SYSTEM)[0]
    assert again.findings_digest != run.findings_digest
    assert outcome(county.poor).outcome == "pass"
    assert changes_since(again.roster) == 0


def test_a_run_of_an_earlier_day_leaves_the_last_verdicts_alone(county, run):
    IncomeEntry.objects.filter(subject=county.enough.subject).delete()
    evaluate(area=county.area, as_of=date(2018, 6, 30), by=factories.SYSTEM)
    assert outcome(county.enough).outcome == "pass"
    assert latest_run("test/exit-2018", county.area, DAY).pk == run.pk
    assert latest_run("test/exit-2018", county.area, date(2018, 12, 30)).as_of == date(2018, 6, 30)


def test_latest_run_covers_the_areas_below_and_respects_what_was_known(county, run):
    assert latest_run("test/exit-2018", factories.VILLAGE, DAY) == run
    assert latest_run("test/exit-2018", factories.NEXT_COUNTY, DAY) is None
    assert latest_run("test/exit-2018", county.area, DAY, run.known_at - timedelta(seconds=1)) is None


def test_standards_come_before_programmes_in_the_verdicts_of_a_household(county, run):
    assert [(v.name, v.is_programme) for v in verdicts_of(county.poor.subject)] == [
        ("户退出", False),
        ("产业以奖代补", True),
    ]


def test_a_pack_out_of_force_cannot_be_run(county, data):
    with pytest.raises(UnableToEvaluate, match="没有有效的政策包"):
        evaluate(area=county.area, as_of=date(2019, 1, 1), by=factories.SYSTEM)
    with pytest.raises(UnableToEvaluate, match="test/none"):
        evaluate(area=county.area, as_of=DAY, by=factories.SYSTEM, pack_name="test/none")


def test_a_newer_version_of_a_pack_is_the_one_that_runs(county, run):
    files = {
        **exit_pack.FILES,
        "parameters/poverty_line.yaml": exit_pack.FILES["parameters/poverty_line.yaml"].replace("3500元", "3000元"),
    }
    store(files=files, by=factories.SYSTEM, is_shipped=True)
    again = evaluate(area=county.area, as_of=DAY, by=factories.SYSTEM)
    assert len(again) == 1 and again[0].pack.content_hash != run.pack.content_hash
    assert outcome(county.poor).outcome == "pass"


def test_a_failing_pack_is_noted_on_its_run_and_writes_nothing(county, run):
    verdicts = Verdict.objects.count()
    files = {
        **exit_pack.FILES,
        "terms/household.yaml": exit_pack.FILES["terms/household.yaml"].replace("计数(成员)", "计数(邻居)"),
    }
    store(files=files, by=factories.SYSTEM, is_shipped=True)
    with pytest.raises(Exception, match="邻居"):
        evaluate(area=county.area, as_of=DAY, by=factories.SYSTEM)
    failed = Run.objects.exclude(pk=run.pk).get()
    assert failed.state == "failed" and "邻居" in failed.problem and failed.finished_at
    assert Verdict.objects.count() == verdicts and not failed.figures.exists()


def test_a_run_is_carried_out_once_however_often_its_job_starts(county, data):
    waiting = ask(area=county.area, as_of=DAY, by=factories.SYSTEM, engine="duckdb")
    assert waiting[0].state == "waiting"
    done = carry_out(runs=waiting, by=factories.SYSTEM)
    assert [each.state for each in done] == ["done"]
    assert carry_out(runs=waiting, by=factories.SYSTEM) == []


def test_a_run_leaves_its_digests_in_the_log(county, run):
    event = Event.objects.get(action="run.finish")
    assert event.details["roster"] == run.roster.digest and event.details["findings"] == run.findings_digest
