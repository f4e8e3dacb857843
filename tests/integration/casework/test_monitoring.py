"""Monitoring, its removal, the 2026 forms of both, yearly adjustment and looking back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import factories
from case_walk import CODES, family, office, verdict
from jingzhun.casework.actions.case import UnableToOpenCase
from jingzhun.casework.actions.decision import UnableToDecide, decide
from jingzhun.casework.effects.writ import UnableToWriteEffect
from jingzhun.casework.inputs import form_for
from jingzhun.casework.models import NoticeEntry
from jingzhun.registry.models import HouseholdStatus, MeasureReceived, PackFact

pytestmark = pytest.mark.django_db
DAY, NOW = date(2024, 5, 6), date(2026, 7, 1)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def status(subject, day, regime):
    return HouseholdStatus.objects.as_of(day).get(subject=subject, regime=regime)


def test_a_household_at_risk_is_taken_under_watch_within_fifteen_days_and_one_notice():
    given = office(CODES, "national/monitoring-2021")
    procedure = given.offer("monitor", DAY).procedure
    assert procedure.sources == ("农户自主申报", "干部排查", "部门筛查预警")
    assert [each.notice.days.count for each in procedure.steps if each.notice] == [5]
    case = given.open("monitor", family().subject, on=DAY, origin="部门筛查预警")
    assert case.due_on == DAY + timedelta(days=15)
    inputs = {"monitoring": {"monitoring_kind": "02", "risk": "04", "risk_identified_on": "2024-05-01"}}
    case = given.walk(case, on=DAY, inputs=inputs)
    assert case.closed_on == DAY + timedelta(days=6) <= case.due_on
    assert NoticeEntry.objects.filter(case=case, notice__kind="notice").get().outcome == "边缘易致贫户"
    row = status(case.subject, case.closed_on, "monitored")
    assert (row.status, row.monitoring_kind, row.risk_cleared, row.risk_identified_on) == (
        "in", "02", False, date(2024, 5, 1),
    )  # fmt: skip
    assert PackFact.objects.as_of(case.closed_on).get(subject=case.subject, fact="relapse_risk").text == "因自然灾害"


def test_help_first_papers_after():
    given = office(CODES, "national/monitoring-2021")
    home = family()
    with pytest.raises(UnableToOpenCase, match="没有写先行救助的内容"):
        given.open("monitor", home.subject, on=DAY, is_urgent=True)
    data = {
        "urgent_help-category": "12",
        "urgent_help-item": "临时救助",
        "urgent_help-amount": "3000",
        "urgent_help-received_on": "2024-05-05",
    }
    form = form_for("urgent_help", None, given.book, data, day=DAY, subject=home.subject)
    assert form.is_valid()
    case = given.open("monitor", home.subject, on=DAY, is_urgent=True, inputs={"urgent_help": form.values})
    help_given = MeasureReceived.objects.known().get(subject=home.subject)
    assert (help_given.amount, help_given.received_on, help_given.key) == (
        300_000,
        date(2024, 5, 5),
        f"case:{case.number}",
    )
    assert case.step.key == "visit"


def test_risk_is_removed_only_with_the_verdict_and_only_once():
    given = office(CODES, "national/monitoring-2021")
    home = family()
    HouseholdStatus.objects.create(
        subject=home.subject, since=date(2023, 1, 1), regime="monitored", status="in", monitoring_kind="02",
        risk_cleared=False, **factories.known(factories.change()),
    )  # fmt: skip
    case = given.walk(given.open("clear_risk", home.subject, on=DAY), on=DAY, until="county")
    officer = given.post_for(case)
    with pytest.raises(UnableToDecide, match="“风险消除”要通过"):
        decide(cases=[case], outcome="pass", post=officer, by=officer.official, on=case.not_before_on)
    decide(cases=[case], outcome="refuse", post=officer, by=officer.official, on=case.not_before_on, opinion="没有评估")
    verdict(home.subject, "风险消除", "pass", pack=given.packs[1], as_of=DAY)
    case = given.walk(given.open("clear_risk", home.subject, on=DAY), on=DAY)
    row = status(home.subject, case.closed_on, "monitored")
    assert (row.status, row.risk_cleared, row.risk_cleared_on) == ("in", True, case.closed_on)
    again = given.open("clear_risk", home.subject, on=case.closed_on)
    with pytest.raises(UnableToWriteEffect, match="风险已经标注消除"):
        given.walk(again, on=case.closed_on)


def test_in_2026_any_household_may_be_taken_in_and_leaves_when_the_standard_no_longer_holds():
    given = office(CODES, "national/assistance-2026", "national/records-2014")
    home = family(registered=True)
    inputs = {"risk": {"risk": "07", "risk_identified_on": "2026-06-20"}}
    case = given.walk(given.open("monitor", home.subject, on=NOW), on=NOW, inputs=inputs)
    row = status(home.subject, case.closed_on, "prevention")
    assert (row.status, row.monitoring_kind, row.risk_cleared) == ("in", "", False)
    verdict(home.subject, "防止返贫致贫对象", "fail", pack=given.packs[1], as_of=NOW)
    later = case.closed_on
    case = given.walk(given.open("clear_risk", home.subject, on=later), on=later)
    assert status(home.subject, case.closed_on, "prevention").risk_cleared is True
    verdict(home.subject, "有序退出", "pass", pack=given.packs[1], as_of=NOW)
    case = given.walk(given.open("orderly_exit", home.subject, on=later), on=later)
    assert status(home.subject, case.closed_on, "registered").status == "out"
    with pytest.raises(UnableToWriteEffect, match="这一户不在册"):
        given.walk(given.open("orderly_exit", home.subject, on=case.closed_on), on=case.closed_on)


def test_the_yearly_adjustment_keeps_or_takes_off_and_refuses_what_its_register_does_not_know():
    given = office(CODES, "national/assistance-2026")
    homes = [family(names=("甲",)) for _ in range(3)]
    for home in homes:
        HouseholdStatus.objects.create(
            subject=home.subject, since=date(2026, 1, 1), regime="prevention", status="in",
            **factories.known(factories.change()),
        )  # fmt: skip
    found = {}
    for home, outcome in zip(homes, ("keep", "leave", "exit"), strict=True):
        inputs = {"adjustment": {"outcome": outcome, "seen": "见到户主"}}
        case = given.walk(given.open("adjust", home.subject, on=NOW), on=NOW, inputs=inputs, until="county")
        if outcome == "exit":
            with pytest.raises(UnableToWriteEffect, match="请选继续在册或清退"):
                given.walk(case, on=NOW)
        else:
            case = given.walk(case, on=NOW)
            found[outcome] = status(home.subject, case.closed_on, "prevention").status
    assert found == {"keep": "in", "leave": "out"}
