"""整改 and 责任追究 from workbooks: tried first, refused cell by cell, written once, taken back as a unit; out and in again."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

import factories
from audit_ground import TODAY, money_held, recorded, rectified, step
from jingzhun.core.area_code import AreaCode
from jingzhun.ingest.actions.importing import Choice, apply_file, plan_file, read_sheets, undo_import
from jingzhun.ingest.allowed import loadable
from jingzhun.ledger.actions.audit_finding import UnableToStep
from jingzhun.ledger.actions.finding_step import UnableToTakeBackStep
from jingzhun.ledger.finding_step_columns import headers_of
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
def findings(held):
    return recorded(held, number="审-1"), recorded(held, number="审-2", what="管护费用于办公")


@pytest.fixture
def officer(held):
    return factories.post(role="county_officer")


@pytest.fixture
def inspection(held):
    return factories.post(role="inspection")


def mended(**cells):
    return {
        "问题编号": "审-1",
        "整改日期": "2018-07-01",
        "整改情况": "已拨付到施工方",
        "整改依据文号": "云政发〔示例〕1号",
    } | cells


def answered(**cells):
    return {
        "问题编号": "审-1", "追究日期": "2018-08-01", "追究方式": "约谈", "追究情况": "约谈分管副乡长", "追究文号": "示纪〔示例〕1号",
    } | cells  # fmt: skip


def given(data: bytes, scope: str = factories.COUNTY) -> dict:
    return {
        "sheets": read_sheets(data, "台账.xlsx"), "name": "台账.xlsx", "choice": Choice(), "scope": AreaCode.parse(scope), "today": TODAY,
    }  # fmt: skip


def book(*rows, kind: str = "rectified") -> bytes:
    return xlsx(headers_of(kind), rows)


def load(data: bytes, by, scope: str = factories.COUNTY):
    result, _, upload = apply_file(data=data, by=by.actor, **given(data, scope))
    result.upload = upload
    return result


def state(number: str) -> str:
    return AuditFinding.objects.standing().get(number=number).state


def said(result) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.column, issue.reason) for issue in result.refused]


@pytest.mark.row("S-36")
def test_rectifications_are_tried_then_written_once_and_closed_by_another(findings, officer):
    data = book(mended(), mended(问题编号="审-2", 整改日期="2018-07-02"))
    result, outcome = plan_file(**given(data))
    assert (result.layout, result.changes, result.refused, outcome.counts()["new"]) == ("rectifications", 2, [], 2)
    assert [(each.code, each.field) for each in outcome.differences()] == [("审-1", "整改"), ("审-2", "整改")]
    assert not FindingStep.objects.exists()
    load(data, officer)
    first, _ = FindingStep.objects.order_by("pk")
    assert (first.done_on, first.document, first.by, first.office) == (
        date(2018, 7, 1),
        "云政发〔示例〕1号",
        officer.official,
        "导入",
    )
    again = load(data, officer)
    assert (again.changes, again.refused, FindingStep.objects.count()) == (0, [], 2)
    with pytest.raises(UnableToStep, match="要由另一人销号"):
        step(findings[0], "closed", officer)
    step(findings[0], "closed", factories.post(role="audit"))
    assert (state("审-1"), state("审-2")) == ("closed", "rectified")


def test_a_file_names_who_rectified_and_neither_he_nor_the_loader_closes(findings, officer, client):
    mender = factories.official(name="次仁", sign_in_name="cirens")
    row = mended(整改依据文号=None, 整改单位="云岭乡人民政府", 整改人登录名="cirens")
    result = load(book(row), officer)
    assert (result.changes, result.refused) == (1, [])
    assert [each.code for each in result.flagged] == ["R-121"]
    made = FindingStep.objects.get()
    assert (made.by, made.rectified_by, made.office, made.document) == (officer.official, mender, "云岭乡人民政府", "")
    with pytest.raises(UnableToStep, match="导入的，要由另一人销号"):
        step(findings[0], "closed", officer)
    own = factories.post(role="county_officer", by=mender)
    with pytest.raises(UnableToStep, match="报的，要由另一人销号"):
        step(findings[0], "closed", own)
    audit = factories.post(role="audit")
    client.force_login(audit.official, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("audit-finding", args=["审-1"])).content.decode()
    assert "次仁整改" in page and "没有附依据" in page
    exported = client.get(reverse("audit-rectified-export")).content
    assert load(exported, officer).changes == 0
    closed = step(findings[0], "closed", audit)
    assert (closed.answered_by, state("审-1")) == (mender, "closed")


def test_a_file_without_the_columns_of_who_rectified_is_read_as_before(findings, officer):
    headers = ("问题编号", "整改日期", "整改情况")
    result = load(xlsx(headers, [{each: mended()[each] for each in headers}]), officer)
    assert (result.changes, result.refused) == (1, [])
    assert FindingStep.objects.get().office == "导入"


@pytest.mark.row("S-36")
def test_accountabilities_are_written_once_and_several_stand_beside_each_other(findings, inspection):
    data = book(answered(), answered(追究方式="通报批评", 追究情况="通报云岭乡人民政府"), kind="accountable")
    result = load(data, inspection)
    assert (result.layout, result.changes, result.refused) == ("accountabilities", 2, [])
    assert set(FindingStep.objects.values_list("kind", "form")) == {("accountable", "talk"), ("accountable", "notice")}
    assert load(data, inspection).changes == 0 and state("审-1") == "open"
    twice = load(book(answered(追究日期="2018-08-02"), answered(追究日期="2018-08-02"), kind="accountable"), inspection)
    assert twice.changes == 1 and [(row, column) for row, column, _ in said(twice)] == [(3, "问题编号")]


@pytest.mark.parametrize(
    ("kind", "cells", "column", "why"),
    [
        ("rectified", {"问题编号": "没有"}, "问题编号", "没有问题 没有，或不在你的范围"),
        ("rectified", {"整改日期": "2018-05-31"}, "整改日期", "早于发现日期 2018-06-01"),
        ("rectified", {"整改日期": "2018-09-04"}, "整改日期", "不能晚于今天"),
        ("rectified", {"整改人登录名": "没有这人"}, "整改人登录名", "没有登录名为“没有这人”的人员"),
        ("rectified", {"整改单位": "长" * 81}, "整改单位", "81"),
        ("rectified", {"整改情况": "长" * 401}, "整改情况", "401"),
        ("rectified", {"问题编号": "审-3"}, "问题编号", "2018-09-03 已整改"),
        ("rectified", {"问题编号": "审-4"}, "问题编号", "2018-09-03 已撤销"),
        ("rectified", {"问题编号": "审-5", "整改日期": "2018-09-01"}, "整改日期", "早于 2018-09-03 的退回"),
        ("accountable", {"追究方式": "批评几句"}, "追究方式", "批评几句"),
        ("accountable", {"追究文号": None}, "追究文号", "必填的格是空的"),
        ("accountable", {"问题编号": "审-4"}, "问题编号", "2018-09-03 已撤销"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_beside_its_cell(
    held, findings, officer, inspection, kind, cells, column, why
):
    for number in ("审-3", "审-5"):
        rectified(recorded(held, number=number))
    audit = factories.post(role="audit")
    step(recorded(held, number="审-4", post=audit), "withdrawn", audit)
    step(AuditFinding.objects.get(number="审-5"), "returned", inspection)
    before = FindingStep.objects.count()
    row, by = (mended, officer) if kind == "rectified" else (answered, inspection)
    result = load(book(row(**cells), row(问题编号="审-2"), kind=kind), by)
    assert [(number, name) for number, name, _ in said(result)] == [(2, column)], said(result)
    assert why in said(result)[0][2]
    assert FindingStep.objects.count() == before + 1, "the other row is written"


def test_one_finding_is_rectified_once_in_a_file(findings, officer):
    result = load(book(mended(), mended(整改日期="2018-07-02", 整改情况="再次整改")), officer)
    assert (
        result.changes == 1
        and said(result)[0][:2] == (3, "问题编号")
        and "与第 2 行是同一个问题的整改" in said(result)[0][2]
    )


def test_who_may_load_which_and_nobody_at_all_does_not(findings, officer, inspection):
    assert "rectifications" in loadable(officer) and "accountabilities" not in loadable(officer)
    assert "rectifications" not in loadable(inspection)
    assert "rectifications" in loadable(factories.post(role="finance"))
    elsewhere = load(book(mended()), officer, scope=factories.NEXT_TOWNSHIP)
    assert "不在你的范围" in said(elsewhere)[0][2]
    data = book(mended())
    with pytest.raises(UnableToStep, match="命令行和系统不能登记"):
        apply_file(data=data, by=factories.SYSTEM, **given(data))
    assert not FindingStep.objects.exists()


def test_undo_takes_them_back_and_then_the_register_itself(findings, officer, inspection):
    made = load(book(mended(), mended(问题编号="审-2")), officer)
    told = load(book(answered(), kind="accountable"), inspection)
    undo_import(upload=made.upload, by=officer.actor, reason="传错了表")
    assert (state("审-1"), state("审-2")) == ("open", "open")
    back = FindingStep.objects.filter(kind="revoked").first()
    assert (back.revokes.kind, back.text, back.office, back.done_on) == ("rectified", "传错了表", "撤销导入", TODAY)
    assert load(book(mended(整改情况="另写")), officer).changes == 1
    undo_import(upload=told.upload, by=inspection.actor)
    audit = factories.post(role="audit")
    step(findings[1], "withdrawn", audit, text="登错了")
    assert state("审-2") == "withdrawn", "a finding of which all was taken back can be withdrawn"
    with pytest.raises(UnableToStep, match="不能撤销"):
        step(findings[0], "withdrawn", audit)


def test_what_was_answered_is_not_taken_back(findings, officer, inspection):
    made = load(book(mended(), mended(问题编号="审-2")), officer)
    step(findings[1], "closed", inspection)
    with pytest.raises(UnableToTakeBackStep, match="审-2 的整改不能收回：2018-09-03 已销号"):
        undo_import(upload=made.upload, by=officer.actor)
    assert (state("审-1"), state("审-2")) == ("rectified", "closed")


def test_a_step_is_taken_back_on_the_page_by_its_side_only(findings, officer, inspection, client):
    load(book(mended()), officer)
    load(book(answered(), kind="accountable"), inspection)
    mend, tell = FindingStep.objects.order_by("pk")
    at = {each: reverse("audit-revoke", args=["审-1", each.pk]) for each in (mend, tell)}
    client.force_login(officer.official, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("audit-finding", args=["审-1"])).content.decode()
    assert at[mend] in page and at[tell] not in page
    assert client.post(at[tell], {"text": "记错"}).status_code == 403
    assert client.post(at[mend], {"text": ""}).status_code == 422
    assert client.post(at[mend], {"text": "记到别的问题上了"}).status_code == 302
    assert state("审-1") == "open"
    again = client.post(at[mend], {"text": "再收回"}, follow=True).content.decode()
    assert "2018-09-03 已收回" in again and "收回整改（2018-07-01）" in again
    client.force_login(inspection.official, backend="django.contrib.auth.backends.ModelBackend")
    load(book(answered(追究日期="2018-08-02"), kind="accountable"), inspection)
    both = client.get(reverse("audit-finding", args=["审-1"])).content.decode()
    fields = re.findall(r'id="(revoked\d+_text)"', both)
    assert len(fields) == len(set(fields)) == 2, "each has a field of its own"
    assert client.post(at[tell], {"text": "记错"}).status_code == 302
    assert FindingStep.objects.filter(kind="revoked").count() == 2


@pytest.mark.row("S-36")
def test_what_goes_out_comes_in_again_as_it_was(held, findings, officer, inspection, client):
    returned = recorded(held, number="审-3", what="另一个")
    load(book(mended(), mended(问题编号="审-2"), mended(问题编号="审-3")), officer)
    load(book(answered(), answered(问题编号="审-2"), kind="accountable"), inspection)
    step(returned, "returned", inspection, text="没有凭证")
    with transaction.atomic():
        wrong = load(book(answered(追究日期="2018-08-03"), kind="accountable"), inspection)
        undo_import(upload=wrong.upload, by=inspection.actor)
        client.force_login(officer.official, backend="django.contrib.auth.backends.ModelBackend")
        files = [client.get(reverse(f"audit-{kind}-export")).content for kind in ("rectified", "accountable")]
        for data, by in zip(files, (officer, inspection), strict=True):
            again = load(data, by)
            assert (again.changes, again.refused, again.ignored) == (0, [], ["问题", "责任单位", "状态"])
        told = standing()
        transaction.set_rollback(True)
    for finding in AuditFinding.objects.filter(number__in=("审-1", "审-2")):
        for each in finding.steps.filter(kind__in=("rectified", "accountable")):
            by = officer if each.kind == "rectified" else inspection
            client.force_login(by.official, backend="django.contrib.auth.backends.ModelBackend")
            client.post(reverse("audit-revoke", args=[finding.number, each.pk]), {"text": "清空"})
    assert standing() == []
    for data, by in zip(files, (officer, inspection), strict=True):
        moved = load(data, by)
        assert (moved.changes, moved.refused) == (2, []), said(moved)
    assert standing() == told and len(told) == 4


def standing() -> list[tuple]:
    """The rectifications and accountabilities that stand: not taken back, not returned."""
    rows = FindingStep.objects.filter(kind__in=("rectified", "accountable"), revocations__isnull=True)
    names = ("finding__number", "kind", "done_on", "text", "document", "form")
    return sorted(rows.exclude(answer__kind="returned").values_list(*names))


@pytest.mark.parametrize(
    ("revokes", "kind", "why"),
    [
        ("(SELECT MIN(id) FROM ledger_findingstep)", "revoked", "没有收回过"),
        ("(SELECT MAX(id) FROM ledger_findingstep)", "accountable", "没有收回过"),
        ("NULL", "revoked", "没有收回过"),
        ("(SELECT MAX(answers_id) FROM ledger_findingstep)", "revoked", "已经退回或销号，不能收回"),
    ],
    ids=["twice", "another kind", "nothing", "answered"],
)
def test_the_database_keeps_what_was_taken_back(findings, officer, inspection, revokes, kind, why):
    made = load(book(mended()), officer)
    undo_import(upload=made.upload, by=officer.actor)
    load(book(mended()), officer)
    step(findings[0], "closed", inspection)
    load(book(answered(), kind="accountable"), inspection)
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_findingstep (finding_id, kind, done_on, text, document, file_name, form, by_id, office, change_id, revokes_id) "
            f"SELECT finding_id, '{kind}', done_on, text, '', '', '', by_id, office, change_id, {revokes} FROM ledger_findingstep "
            "WHERE kind = 'revoked'"
        )
    assert why in str(caught.value)
