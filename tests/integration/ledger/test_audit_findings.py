"""问题台账: found by audit or inspection, rectified by one side, closed by another person, money traced back to the ledger."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from python_calamine import CalamineWorkbook

import factories
from audit_ground import TODAY, recorded, rectified, step
from case_ground import PDF
from guards_in_store import assert_guarded
from jingzhun.accounts.scope import UnableToAct
from jingzhun.ledger.actions.audit_finding import UnableToRecordFinding, UnableToStep
from jingzhun.ledger.actions.finding_step import revoke_step
from jingzhun.ledger.actions.movement import UnableToMove
from jingzhun.ledger.actions.movement import reverse as take_back
from jingzhun.ledger.audit_guards import AUDIT_GUARDS
from jingzhun.ledger.models import AuditFinding, FindingStep, Movement
from jingzhun.ledger.reconcile import identities
from jingzhun.registry.models import Change
from money_ground import booking, money
from paper import printed

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    factories.county()
    made = money()
    made.book(assign=2000, arrive=2000, allocate=1000)
    return made


def state(finding: AuditFinding) -> str:
    return AuditFinding.objects.standing().get(pk=finding.pk).state


@pytest.mark.row("S-36")
def test_a_finding_goes_from_open_to_closed_by_two_people(held):
    finding = recorded(held)
    assert state(finding) == "open" and finding.number.startswith("WT2018-")
    first = rectified(finding)
    assert state(finding) == "rectified"
    step(finding, "returned", factories.post(role="inspection"), text="没有附付款凭证")
    assert state(finding) == "open"
    second = rectified(finding)
    closed = step(finding, "closed", factories.post(role="audit"))
    assert state(finding) == "closed"
    assert (closed.answers_id, closed.answered_by_id, first.answer.kind) == (second.pk, second.by_id, "returned")


@pytest.mark.row("S-36")
def test_who_rectified_does_not_close_whatever_post_they_hold(held):
    finding, person = recorded(held), factories.official(name="两边都有岗位")
    rectified(finding, factories.post(role="township_reviewer", area=factories.TOWNSHIP, by=person))
    with pytest.raises(UnableToStep, match="整改是两边都有岗位报的，要由另一人销号"):
        step(finding, "closed", factories.post(role="county_officer", by=person))
    assert state(finding) == "rectified"
    with pytest.raises(UnableToAct):
        step(finding, "closed", factories.post(role="finance"))


def test_a_rectification_needs_its_evidence_and_waits_for_its_answer(held):
    finding, township = recorded(held), factories.post(role="township_reviewer", area=factories.TOWNSHIP)
    with pytest.raises(UnableToStep, match="没有附依据的文件，也没有写文号"):
        step(finding, "rectified", township)
    with pytest.raises(UnableToStep, match="没有等销号的整改"):
        step(finding, "closed", factories.post(role="audit"))
    step(finding, "rectified", township, paper=("付款凭证.pdf", PDF))
    with pytest.raises(UnableToStep, match="2018-09-03 已整改"):
        rectified(finding, township)


@pytest.mark.row("S-36")
def test_accountability_is_recorded_by_inspection_with_its_document(held):
    finding = recorded(held)
    with pytest.raises(UnableToAct, match="登记责任追究"):
        step(finding, "accountable", factories.post(role="audit"), form="talk", document="示纪〔示例〕1号")
    inspection = factories.post(role="inspection")
    with pytest.raises(UnableToStep, match="要写方式和文号"):
        step(finding, "accountable", inspection, form="talk")
    made = step(finding, "accountable", inspection, form="talk", document="示纪〔示例〕1号", text="约谈分管副乡长")
    assert made.form == "talk" and state(finding) == "open"


@pytest.mark.row("S-36")
def test_what_came_back_is_a_movement_of_that_money_and_not_more_than_it(held):
    finding, finance = recorded(held, amount=500_00), factories.post(role="finance")
    allocated = held.book(on=date(2018, 6, 2), allocate=1)[0]
    back = held.book(on=date(2018, 7, 1), call_back=300)[0]
    with pytest.raises(UnableToStep, match="是拨付，或已被冲销"):
        step(finding, "recovered", finance, movement=allocated, amount=100)
    with pytest.raises(UnableToStep, match=r"300.00 元，已记追回 0.00 元，再记 300.01 元就超过了"):
        step(finding, "recovered", finance, movement=back, amount=300_01)
    step(finding, "recovered", finance, movement=back, amount=200_00)
    with pytest.raises(UnableToStep, match=r"已记追回 200\.00 元"):
        step(finding, "recovered", finance, movement=back, amount=100_01)
    more = held.book(on=date(2018, 7, 2), call_back=400)[0]
    with pytest.raises(UnableToStep, match=r"涉及金额 500.00 元，已追回 200.00 元，再记 300.01 元"):
        step(finding, "recovered", finance, movement=more, amount=300_01)
    step(finding, "recovered", finance, movement=more, amount=300_00)
    assert AuditFinding.objects.standing().get().recovered == 500_00


def test_a_refund_that_was_reversed_is_no_money_that_came_back(held, client):
    finding, finance = recorded(held, amount=500_00), factories.post(role="finance")
    back = held.book(on=date(2018, 7, 1), call_back=300)
    with booking() as work:
        (out_again,) = take_back(back, on=date(2018, 7, 2), why="退错了", work=work)
    with pytest.raises(UnableToStep, match="钱又付出去了，不是追回"):
        step(finding, "recovered", finance, movement=out_again, amount=100_00)
    with pytest.raises(IntegrityError, match="追回要有这笔钱的退款"), booking(Change.Kind.PAGE) as work:
        Change.objects.filter(pk=work.change.pk).update(by_id=finance.official_id)
        FindingStep.objects.create(
            finding=finding, kind="recovered", done_on=TODAY, text="追回", movement=out_again, amount=100_00,
            by_id=finance.official_id, office="县财政", change=work.change,
        )  # fmt: skip
    client.force_login(finance.official)
    assert f"第 {out_again.pk} 笔" not in client.get(reverse("audit-finding", args=[finding.number])).text
    (allocated,) = held.book(on=date(2018, 7, 3), allocate=100)
    with booking() as work:
        (came_back,) = take_back([allocated], on=date(2018, 7, 4), why="拨错了", work=work)
    assert step(finding, "recovered", finance, movement=came_back, amount=100_00).amount == 100_00


def test_money_of_another_project_does_not_count_as_come_back(held):
    finding = recorded(held, project=factories.project(area=factories.VILLAGE).subject)
    back = held.book(on=date(2018, 7, 1), call_back=300)[0]
    with pytest.raises(UnableToStep, match="不是这个项目、基金或指标的钱"):
        step(finding, "recovered", factories.post(role="finance"), movement=back, amount=100)


def test_a_movement_that_counts_as_a_recovery_is_not_reversed_before_the_recovery_is_taken_back(held):
    finding, finance = recorded(held), factories.post(role="finance")
    back = held.book(on=date(2018, 7, 1), call_back=300)[0]
    taken = step(finding, "recovered", finance, movement=back, amount=300_00)
    with (
        pytest.raises(UnableToMove, match=f"它记作问题 {finding.number} 的追回，先在问题页收回追回"),
        booking() as work,
    ):
        take_back([back], on=TODAY, why="记错", work=work)
    with pytest.raises(IntegrityError, match="这一笔记作问题的追回"), booking() as work:
        Movement.objects.create(
            kind="reverse", source=back.target, target=back.source, amount=back.amount, moved_on=TODAY, project=back.project,
            area_id=back.area_id, document=back.document, reverses=back, note="记错", change=work.change,
        )  # fmt: skip
    revoke_step(step=taken, why="这笔不是追回", post=finance, on=TODAY)
    assert (finding.back(), AuditFinding.objects.standing().get().recovered) == (0, 0)
    with booking() as work:
        take_back([back], on=TODAY, why="记错", work=work)
    assert all(each.holds for each in identities())
    again = held.book(on=date(2018, 7, 2), call_back=300)[0]
    assert step(finding, "recovered", finance, movement=again, amount=300_00).amount == 300_00


def test_what_was_taken_back_leaves_room_for_the_same_movement_again(held):
    finding, finance = recorded(held, amount=300_00), factories.post(role="finance")
    back = held.book(on=date(2018, 7, 1), call_back=300)[0]
    taken = step(finding, "recovered", finance, movement=back, amount=300_00)
    revoke_step(step=taken, why="金额写错", post=finance, on=TODAY)
    step(finding, "recovered", finance, movement=back, amount=200_00)
    assert finding.back() == 200_00


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"project": None}, "只写一个"),
        ({"due_on": date(2018, 5, 1)}, "整改期限 2018-05-01 早于发现日期"),
        ({"found_on": date(2018, 9, 4), "due_on": date(2018, 10, 1)}, "不能晚于今天"),
        ({"amount": 0}, "涉及金额要大于零"),
    ],
)
def test_a_finding_that_does_not_fit_is_refused(held, other, why):
    with pytest.raises(UnableToRecordFinding, match=why):
        recorded(held, **other)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ledger_auditfinding SET due_on = '2030-01-01'", "不能改写或删除"),
        ("DELETE FROM ledger_findingstep", "不能改写或删除"),
        (
            "INSERT INTO ledger_findingstep (finding_id, kind, done_on, text, document, file_name, answers_id, answered_by_id, form, "
            "by_id, office, change_id) SELECT finding_id, 'closed', done_on, text, '', '', id, by_id, '', by_id, office, change_id "
            "FROM ledger_findingstep WHERE kind = 'rectified'",
            "ledger_findingstep_two_people",
        ),
        (
            "INSERT INTO ledger_findingstep (finding_id, kind, done_on, text, document, file_name, answers_id, answered_by_id, form, "
            "by_id, office, change_id) SELECT finding_id, 'closed', done_on, text, '', '', id, by_id + 1, '', by_id, office, change_id "
            "FROM ledger_findingstep WHERE kind = 'rectified'",
            "整改人不符",
        ),
        (
            "INSERT INTO ledger_findingstep (finding_id, kind, done_on, text, document, file_name, form, movement_id, amount, "
            "by_id, office, change_id) SELECT finding_id, 'recovered', done_on, text, '', '', '', (SELECT MIN(id) FROM ledger_movement), "
            "1, by_id, office, change_id FROM ledger_findingstep WHERE kind = 'rectified'",
            "追回要有这笔钱的退款",
        ),
    ],
)
def test_the_database_keeps_the_register(held, statement, said):
    rectified(recorded(held))
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert said in str(caught.value)


def test_the_database_has_the_guards_of_the_register(db):
    assert_guarded(AUDIT_GUARDS)


@pytest.fixture
def september(clock):
    clock(TODAY)


def sign_in(client, role, area=factories.COUNTY):
    made = factories.post(role=role, area=area)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


@pytest.mark.row("S-36")
def test_audit_records_the_township_rectifies_inspection_closes_on_pages(held, client, september):
    sign_in(client, "audit")
    sent = {
        "check_kind": "audit", "check_title": "专项审计", "found_on": "2018-06-01", "project": held.project.code, "category": "divert",
        "what": "把管护费用于办公", "amount": "500", "unit": "云岭乡人民政府", "office": "副乡长", "due_on": "2018-08-31",
    }  # fmt: skip
    twice = client.post(reverse("audit-new"), sent | {"appropriation": "ZB-1"})
    assert twice.status_code == 422 and "只写一个" in twice.content.decode()
    answer = client.post(reverse("audit-new"), sent)
    assert answer.status_code == 302
    at = answer.headers["Location"]
    number = AuditFinding.objects.get().number
    page = client.get(at).content.decode()
    assert "挤占挪用" in page and "超期 3 天" in page and "还没有报整改" in page
    sign_in(client, "township_reviewer", factories.TOWNSHIP)
    listed = client.get(reverse("audit-list"), {"state": "late"}).content.decode()
    assert number in listed
    papers = {"text": "已退回管护费", "file": SimpleUploadedFile("凭证.pdf", PDF)}
    assert client.post(reverse("audit-step", args=[number, "rectified"]), papers).status_code == 302
    assert client.get(reverse("audit-paper", args=[number, FindingStep.objects.get().pk])).content == PDF
    assert client.post(reverse("audit-step", args=[number, "closed"]), {"text": "同意"}).status_code == 403
    sign_in(client, "inspection")
    assert client.post(reverse("audit-step", args=[number, "closed"]), {"text": "核实，同意销号"}).status_code == 302
    assert client.get(reverse("audit-list"), {"state": "late"}).content.decode().count(number) == 0
    project = client.get(reverse("project", args=[held.project.code])).content.decode()
    assert number in project and "已销号" in project
    sign_in(client, "finance")
    assert number in client.get(reverse("audit-list")).content.decode()
    data = client.get(reverse("audit-export")).content
    assert printed(data)["points"] >= 8.99 and printed(data)["across"] == 1
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert number in cells and 500.0 in cells and "已销号" in cells


def test_counts_by_township_open_their_findings(held, client, september):
    recorded(held)
    recorded(held, project=None, appropriation=held.appropriation)
    sign_in(client, "county_officer")
    page = client.get(reverse("audit-list")).content.decode()
    assert "云岭乡" in page and "县本级" in page and f"?area={factories.TOWNSHIP}&amp;state=late" in page
    narrowed = client.get(reverse("audit-list"), {"area": factories.TOWNSHIP}).content.decode()
    assert held.project.code in narrowed and "指标 ZB-1" not in narrowed


def test_what_a_post_can_do_about_findings_waits_on_its_first_page(held, client, september):
    def waits(role, area=factories.COUNTY):
        sign_in(client, role, area)
        return [(line.chip, line.title, line.count) for line in client.get(reverse("home")).context["waiting"]]

    finding = recorded(held)
    late = ("超期", "审计检查问题：过了整改期限", "1 条")
    assert waits("township_head", factories.TOWNSHIP) == [late, ("等你办", "审计检查问题：等报整改", "1 条")]
    assert waits("township_head", factories.NEXT_TOWNSHIP) == [], "another township's findings are not its work"
    rectified(finding)
    assert waits("audit") == [late, ("等你办", "审计检查问题：报了整改，等销号", "1 条")]
    step(finding, "closed", factories.post(role="inspection"), text="核实")
    assert waits("inspection") == waits("finance") == []
