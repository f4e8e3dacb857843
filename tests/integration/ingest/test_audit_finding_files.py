"""问题台账 from a workbook: tried first, refused cell by cell, written once, withdrawn as a unit; what goes out comes in again."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

import factories
from audit_ground import TODAY, money_held, recorded, rectified, step
from jingzhun.accounts.roles import ROLES, Verb
from jingzhun.core.area_code import AreaCode
from jingzhun.ingest.actions.importing import Choice, apply_file, plan_file, read_sheets, undo_import
from jingzhun.ingest.allowed import loadable
from jingzhun.ledger.actions.audit_finding import UnableToRecordFinding, UnableToStep
from jingzhun.ledger.finding_columns import HEADERS_OF_FINDINGS
from jingzhun.ledger.models import AuditFinding, FindingStep
from sheets import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def september(clock, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(TODAY)


@pytest.fixture
def held():
    return money_held()


@pytest.fixture
def audit(held):
    return factories.post(role="audit")


def row(held, **cells):
    return {
        "问题编号": "审-1", "检查种类": "专项审计", "检查名称": "2018年扶贫资金专项审计", "发现日期": "2018-06-01", "项目编号": held.project.code,
        "问题类别": "挤占挪用", "问题": "把管护费用于办公", "涉及金额（元）": 500, "责任单位": "云岭乡人民政府", "责任岗位": "分管副乡长",
        "整改期限": "2018-08-31", **cells,
    }  # fmt: skip


def given(data: bytes, scope: str) -> dict:
    return {
        "sheets": read_sheets(data, "台账.xlsx"), "name": "台账.xlsx", "choice": Choice(), "scope": AreaCode.parse(scope), "today": TODAY,
    }  # fmt: skip


def load(*rows, by, scope=factories.COUNTY, data: bytes = b""):
    data = data or xlsx(HEADERS_OF_FINDINGS, rows)
    return apply_file(data=data, by=by.actor, **given(data, scope))


def standing(number: str) -> AuditFinding:
    return AuditFinding.objects.standing().get(number=number)


@pytest.mark.row("S-36")
def test_a_register_is_tried_then_written_once(held, audit):
    rows = [
        row(held),
        row(held, 问题编号=None, 项目编号=None, 指标编号="ZB-1", 收支序号=str(first(held)), 问题="拨付迟缓"),
    ]
    result, _ = plan_file(**given(xlsx(HEADERS_OF_FINDINGS, rows), factories.COUNTY))
    assert (result.layout, result.changes, result.refused) == ("audit_findings", 2, [])
    assert not AuditFinding.objects.exists()
    _, _, upload = load(*rows, by=audit)
    one, two = AuditFinding.objects.order_by("pk")
    assert (one.number, one.amount, one.category, one.recorded_by) == ("审-1", 50_000, "divert", audit.official)
    assert (two.number.startswith("WT2018-"), two.movement_id, two.area_id) == (True, first(held), factories.COUNTY)
    again, _, _ = load(*rows, by=audit)
    assert (again.changes, again.refused) == (0, [])
    assert AuditFinding.objects.count() == 2
    undo_import(upload=upload, by=audit.actor, reason="传错了文件")
    assert [standing(each.number).state for each in (one, two)] == ["withdrawn", "withdrawn"]
    gone = FindingStep.objects.filter(finding=one).get()
    assert (gone.kind, gone.done_on, gone.text, gone.by) == ("withdrawn", TODAY, "传错了文件", audit.official)
    back, _, _ = load(*rows, by=audit)
    assert [issue.reason.split("；")[0] for issue in back.refused] == [
        "问题 审-1 2018-09-03 已撤销"
    ] and back.changes == 1


def first(held) -> int:
    return held.appropriation.accounts.get(kind="assigned").incoming.get().pk


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"项目编号": "没有"}, "项目编号", "没有项目 没有"),
        ({"指标编号": "ZB-1"}, "项目编号", "只写一个"),
        ({"项目编号": None}, "项目编号", "只写一个"),
        ({"检查种类": "别的"}, "检查种类", "别的"),
        ({"问题类别": "别的"}, "问题类别", "别的"),
        ({"发现日期": "2018-09-04", "整改期限": "2018-10-01"}, "发现日期", "不能晚于今天"),
        ({"整改期限": "2018-05-01"}, "整改期限", "早于发现日期"),
        ({"涉及金额（元）": 0}, "涉及金额（元）", "大于零"),
        ({"收支序号": "999"}, "收支序号", "第 999 笔收支不是"),
        ({"责任岗位": None}, "责任岗位", "空的"),
        ({"问题": "长" * 401}, "问题", "401"),
        ({"撤销日期": "2018-07-01"}, "撤销理由", "要写日期和理由"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_beside_its_cell(held, audit, cells, column, said):
    result, _, _ = load(row(held, **cells), by=audit)
    assert (column, True) in [(issue.column, said in issue.reason) for issue in result.refused], result.refused
    assert not AuditFinding.objects.exists()


def test_another_finding_under_a_number_and_a_row_said_twice_are_refused(held, audit):
    load(row(held), by=audit)
    result, _, _ = load(row(held, 问题="别的问题"), by=audit)
    assert [("内容不同" in issue.reason, issue.column) for issue in result.refused] == [(True, "问题编号")]
    plain = row(held, 问题编号=None, 问题="重复")
    twice, _, _ = load(plain, plain, by=audit)
    assert (twice.changes, [issue.column for issue in twice.refused]) == (1, ["问题"])


def test_out_of_scope_and_nobody_at_all_do_not_record(held, audit):
    elsewhere, _, _ = load(row(held), by=audit, scope=factories.NEXT_TOWNSHIP)
    assert "不在你的范围" in elsewhere.refused[0].reason
    data = xlsx(HEADERS_OF_FINDINGS, [row(held)])
    with pytest.raises(UnableToRecordFinding, match="审计、督查岗位的人"):
        apply_file(data=data, by=factories.SYSTEM, **given(data, factories.COUNTY))
    assert not AuditFinding.objects.exists()


def test_who_loads_registers_of_findings_loads_no_households(held, audit):
    assert set(loadable(audit)) == {"audit_findings"}
    assert set(loadable(factories.post(role="inspection"))) == {"audit_findings", "accountabilities"}
    assert "audit_findings" not in loadable(factories.post(role="county_officer"))
    assert ROLES["audit"].verbs >= {Verb.UPLOAD, Verb.APPLY_IMPORT}


def test_a_register_is_not_withdrawn_where_something_was_done_about_it(held, audit):
    _, _, upload = load(row(held), row(held, 问题编号="审-2", 问题="另一个"), by=audit)
    rectified(AuditFinding.objects.get(number="审-2"))
    with pytest.raises(UnableToStep, match="审-2 不能记撤销：2018-09-03 已整改"):
        undo_import(upload=upload, by=audit.actor)
    assert standing("审-1").state == "open"


def test_what_goes_out_comes_in_again_as_it_was(held, audit, client):
    client.force_login(audit.official, backend="django.contrib.auth.backends.ModelBackend")
    with transaction.atomic():
        load(row(held), row(held, 问题编号="审-2", 问题="另一个", 收支序号=str(first_of_project(held))), by=audit)
        gone = recorded(held, post=audit, what="看错了")
        step(gone, "withdrawn", audit, text="看错了单据")
        data = client.get(reverse("audit-export")).content
        again, _, _ = load(by=audit, data=data)
        assert (again.changes, again.refused, again.ignored) == (0, [], ["追回（元）", "状态", "逾期"])
        told = said()
        transaction.set_rollback(True)
    assert not AuditFinding.objects.exists()
    moved, _, _ = load(by=audit, data=data)
    assert (moved.changes, moved.refused) == (3, [])
    assert said() == told and standing(gone.number).state == "withdrawn"


def first_of_project(held) -> int:
    return held.project.movements.order_by("pk").first().pk


def said() -> list[tuple]:
    names = ("number", "check_kind", "check_title", "document", "found_on", "project", "fund", "appropriation", "movement", "category",
             "what", "amount", "unit", "office", "due_on", "area")  # fmt: skip
    steps = list(
        FindingStep.objects.order_by("finding__number").values_list("finding__number", "kind", "done_on", "text")
    )
    return [*AuditFinding.objects.order_by("number").values_list(*names), *steps]


def test_a_finding_is_withdrawn_on_its_page_only_while_nothing_was_done(held, audit, client):
    finding = recorded(held)
    client.force_login(audit.official, backend="django.contrib.auth.backends.ModelBackend")
    at = reverse("audit-step", args=[finding.number, "withdrawn"])
    assert client.post(at, {"text": ""}).status_code == 422
    assert client.post(at, {"text": "看错了单据"}).status_code == 302
    page = client.get(reverse("audit-finding", args=[finding.number])).content.decode()
    assert "看错了单据" in page and "2018-09-03 已撤销" in page
    assert finding.number not in client.get(reverse("audit-list"), {"state": "late"}).content.decode()
    assert finding.number in client.get(reverse("audit-list"), {"state": "withdrawn"}).content.decode()
    with pytest.raises(UnableToStep, match="已撤销"):
        rectified(finding)
    other = recorded(held, what="另一个")
    step(other, "accountable", factories.post(role="inspection"), form="talk", document="示纪〔示例〕1号")
    with pytest.raises(UnableToStep, match="有整改、追究或追回的不能撤销"):
        step(other, "withdrawn", audit)


@pytest.mark.parametrize(
    ("first_kind", "second_kind", "said"),
    [("withdrawn", "withdrawn", "问题已经撤销"), ("withdrawn", "rectified", "问题已经撤销"), ("rectified", "withdrawn", "不能撤销")],
)  # fmt: skip
def test_the_database_keeps_what_was_withdrawn(held, audit, first_kind, second_kind, said):
    finding = recorded(held, post=audit)
    step(finding, first_kind, audit) if first_kind == "withdrawn" else rectified(finding)
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_findingstep (finding_id, kind, done_on, text, document, file_name, form, by_id, office, change_id) "
            f"SELECT finding_id, '{second_kind}', done_on, text, '', '', '', by_id, office, change_id FROM ledger_findingstep"
        )
    assert said in str(caught.value)


def test_the_database_refuses_a_finding_that_hides_elsewhere(held, audit):
    finding = recorded(held, post=audit)
    finding.pk, finding.number, finding.area_id = None, "藏", factories.NEXT_TOWNSHIP
    finding.found_on = date(2018, 6, 1)
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic():
        finding.save(force_insert=True)
    assert "区划不是所写的" in str(caught.value)


@pytest.mark.parametrize("number", ["审/1", "．．", "2018／审／1"])
def test_a_number_that_no_page_can_have_is_refused(held, audit, client, number):
    result, _, _ = load(row(held, 问题编号=number), row(held, 问题编号="审-2", 问题="拨付迟缓"), by=audit)
    assert [(issue.column, "打不开它的页面" in issue.reason) for issue in result.refused] == [("问题编号", True)]
    client.force_login(audit.official)
    assert client.get(reverse("audit-list")).status_code == 200
