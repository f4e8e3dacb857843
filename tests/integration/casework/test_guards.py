"""Every forbidden move, tried past the actions straight at the database, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

import factories
from case_ground import DAY, SHORT, ground
from jingzhun.accounts.models import Post
from jingzhun.casework.actions.objection import raise_objection
from jingzhun.casework.guards import CODE, DECISION, GUARDS
from jingzhun.casework.models import (
    Case,
    CheckAnswer,
    Decision,
    NoticeEntry,
    Objection,
    Paper,
    ProcedureStep,
    Sample,
    SampleCase,
    Signature,
)
from jingzhun.core.guard import undo_statements

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=6)


@pytest.fixture
def given(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return ground()


def refused(write, saying: str) -> None:
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic():
        write()
    assert saying in str(caught.value)


def forged(case: Case, post, **lies):
    """A pass of the case's present step with every copied value as a liar would write it."""
    case.refresh_from_db()
    number = lies.pop("number", case.step.number)
    step = case.procedure.steps.get(number=number)
    before = case.decisions.filter(number=number - 1, outcome="pass").last()
    values = {
        "case": case, "round": case.round, "number": number, "step": step, "previous": before, "previous_number": number - 1,
        "outcome": "pass", "official": post.official, "post": post, "role": post.role, "post_level": post.area.level,
        "post_first": post.scope.first, "post_after": post.scope.after, "step_level": step.level, "case_area": case.area_id,
        "decided_on": LATER, "decided_at": timezone.now(), "not_before_on": LATER, "open_objections": 0,
        "missing_papers": 0, "missing_signatures": 0, "missing_checks": 0, "unmet": 0, **lies,
    }  # fmt: skip
    return lambda: Decision.objects.create(**values)


@pytest.mark.parametrize(
    ("lies", "constraint"),
    [
        ({"number": 3, "previous": None, "previous_number": 0}, "casework_no_step_skipped"),
        ({"number": 2, "previous": None}, "casework_no_step_skipped"),
        ({"number": 2, "decided_on": DAY}, "casework_notice_has_ended"),
        ({"number": 2, "open_objections": 1}, "casework_nothing_open"),
        ({"number": 2, "missing_papers": 1}, "casework_nothing_open"),
        ({"number": 2, "missing_signatures": 1}, "casework_nothing_open"),
        ({"number": 2, "missing_checks": 1}, "casework_nothing_open"),
        ({"number": 2, "unmet": 1}, "casework_nothing_open"),
        ({"number": 2, "post_level": 6}, "casework_post_of_level"),
        ({"number": 2, "post_first": "533422205", "post_after": "533422206"}, "casework_post_reaches_case"),
        ({"number": 2, "outcome": "refuse"}, "casework_reason_given"),
        ({"number": 2, "outcome": "approved", "opinion": "同意"}, "casework_decision_outcome"),
    ],
)
def test_a_row_refuses_by_itself(given, lies, constraint):
    case = given.at_township()
    with connection.cursor() as cursor:
        for statement in undo_statements(DECISION, connection.vendor):
            cursor.execute(statement)
    refused(forged(case, given.township, **lies), constraint)


def test_a_step_is_decided_once_in_a_round(given):
    case = given.at_township()
    with connection.cursor() as cursor:
        for statement in undo_statements(DECISION, connection.vendor):
            cursor.execute(statement)
    again = forged(case, given.village, number=1, previous=None, previous_number=0)
    refused(again, "casework_decided_once" if connection.vendor != "sqlite" else "UNIQUE")
    delegated = forged(case, given.township, number=2, behalf_of=given.township.official)
    refused(delegated, "casework_not_for_oneself")


def test_a_step_cannot_be_skipped(given):
    case = given.open()
    given.paper(case, "申请书")
    refused(forged(case, given.township, number=2), "已经到了别的步骤")


def test_the_previous_decision_must_be_the_case_s_own_and_passed(given):
    other, case = given.at_township(), given.at_township()
    foreign = other.decisions.get()
    given.paper(case, "审核报告")
    refused(forged(case, given.township, previous=foreign), "上一步没有通过")


def test_a_missing_paper_an_open_objection_and_a_running_notice_hold_it(given):
    case = given.at_township()
    refused(forged(case, given.township), "材料没有交齐")
    given.paper(case, "审核报告")
    refused(forged(case, given.township, decided_on=date(2026, 7, 6), not_before_on=DAY), "公示还没有期满")
    raise_objection(entry=NoticeEntry.objects.get(case=case), channel="page", text="不同意", on=date(2026, 7, 3))
    refused(forged(case, given.township), "有没有答复的异议")


def test_a_step_that_asks_for_a_notice_cannot_be_followed_without_it(given):
    case = given.at_township()
    given.paper(case, "审核报告")
    NoticeEntry.objects.filter(case=case).update(withdrawn_on=DAY)
    refused(forged(case, given.township), "要公示的上一步没有公示")


@pytest.mark.parametrize(
    ("lies", "saying"),
    [
        ({"role": "county_officer"}, "不是这一步的岗位"),
        ({"post_level": 6}, "不是这一步的岗位"),
        ({"step_level": 6, "post_level": 6}, "已经到了别的步骤"),
        ({"case_area": "533422202205", "post_first": "5", "post_after": "6"}, "已经到了别的步骤"),
        ({"decided_on": date(2026, 6, 30), "not_before_on": date(2026, 6, 30)}, "早于前面的结论或立案"),
        ({"round": 2}, "已经到了别的步骤"),
    ],
)
def test_a_copied_value_that_lies_is_found_out(given, lies, saying):
    case = given.at_township()
    given.paper(case, "审核报告")
    refused(forged(case, given.township, **lies), saying)


def test_a_post_of_another_village_is_found_out_whatever_range_it_claims(given):
    case = given.open()
    given.paper(case, "申请书")
    elsewhere = factories.post(role="village_cadre", area=factories.NEXT_VILLAGE)
    refused(forged(case, elsewhere, post_first="5", post_after="6"), "不在范围内")


def test_a_post_that_has_ended_is_found_out(given):
    case = given.at_township()
    given.paper(case, "审核报告")
    Post.objects.filter(pk=given.township.pk).update(until=LATER)
    refused(forged(case, given.township), "不在任期内")


def test_the_same_person_is_found_out_also_behind_a_delegation(given):
    case = given.at_township()
    given.paper(case, "审核报告")
    both = factories.post(role="township_reviewer", area=factories.TOWNSHIP, by=given.village.official)
    refused(forged(case, both), "同一人已经办过")
    refused(forged(case, given.township, official=given.village.official), "不是这一步的岗位")
    refused(
        forged(case, given.township, official=given.village.official, behalf_of=given.township.official),
        "不是这一步的岗位",
    )


def test_a_case_moves_only_with_its_decision(given):
    case = given.at_township()
    last = case.procedure.steps.get(number=3)
    move = Case.objects.filter(pk=case.pk).update
    refused(lambda: move(step=last), "没有相应的办理结论")
    refused(lambda: move(state="done", step=None, closed_on=LATER), "没有相应的办理结论")
    refused(lambda: move(round=2), "没有相应的办理结论")
    refused(lambda: move(area_id=factories.NEXT_VILLAGE), "不能改")
    refused(lambda: move(state="done", step=None), "没有相应的办理结论")
    assert move(holder=given.township.official) == 1


def test_a_new_case_begins_at_the_first_step(given):
    case = given.open()
    copy = {f.attname: getattr(case, f.attname) for f in Case._meta.concrete_fields if f.name != "id"}
    copy |= {"number": "2026-99999", "subject_id": given.at_township().subject_id}
    later = case.procedure.steps.get(number=2)
    refused(lambda: Case.objects.create(**{**copy, "step_id": later.pk}), "新办件从第一步开始")
    refused(
        lambda: Case.objects.create(**copy), "casework_one_open_case" if connection.vendor != "sqlite" else "UNIQUE"
    )


def test_a_notice_is_never_shortened_or_rewritten(given):
    entry = NoticeEntry.objects.get(case=given.at_township())
    change = NoticeEntry.objects.filter(pk=entry.pk).update
    refused(lambda: change(until=date(2026, 7, 5)), "公示只能延长或撤下")
    refused(lambda: change(shown_name="此里农布"), "公示只能延长或撤下")
    values = {f.attname: getattr(entry, f.attname) for f in NoticeEntry._meta.concrete_fields if f.name != "id"}
    other = given.at_township()
    refused(
        lambda: NoticeEntry.objects.create(**{**values, "case_id": other.pk, "until": date(2026, 7, 3)}), "公示天数不足"
    )
    refused(lambda: NoticeEntry.objects.create(**{**values, "case_id": other.pk, "days": 1}), "公示天数不足")
    change(withdrawn_on=DAY)
    refused(lambda: change(withdrawn_on=None), "公示只能延长或撤下")


def test_what_was_answered_signed_or_decided_stays(given):
    case = given.at_township()
    objection = raise_objection(
        entry=NoticeEntry.objects.get(case=case), channel="page", text="不同意", on=date(2026, 7, 3)
    )
    rows = Objection.objects.filter(pk=objection.pk)
    refused(lambda: rows.update(text="同意"), "异议答复后不能改")
    refused(lambda: rows.update(answered_on=LATER), "casework_objection_answered")
    rows.update(answered_on=LATER, answered_by=given.village.official, answer="查过", is_upheld=False)
    refused(lambda: rows.update(answer="另说"), "异议答复后不能改")
    refused(rows.delete, "不能改写或删除")
    refused(lambda: case.decisions.update(opinion="改"), "不能改写或删除")
    refused(case.decisions.all().delete, "不能改写或删除")
    refused(lambda: ProcedureStep.objects.update(notice_days=0), "不能改写或删除")
    refused(Paper.objects.filter(case=case).delete, "不能改写或删除")


def test_signatures_checks_and_samples_are_looked_up_not_believed(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    text = SHORT.replace("documents: [申请书]", "signers: 2, household_signs: 是, checks: [商品房]").replace(
        "documents: [审核报告]", "sample: 20%"
    )
    given = ground(text)
    case = given.open()
    write = forged(case, given.village)
    refused(write, "签字没有齐")
    colleague = factories.post(role="resident_team", area=factories.VILLAGE)
    own = {"case": case, "round": 1, "number": 1, "signed_on": DAY, "signed_at": timezone.now()}
    sign = Signature.objects.create
    refused(
        lambda: sign(
            **own, official=colleague.official, signer="格桑", way="account", recorded_by=given.village.official
        ),
        "casework_own_account_signs",
    )
    sign(**own, official=colleague.official, signer="格桑", way="account", recorded_by=colleague.official)
    refused(write, "签字没有齐")
    sign(**own, signer="此里农布", way="print", recorded_by=given.village.official)
    refused(write, "比对没有做完")
    answer = CheckAnswer.objects.create(
        case=case, round=1, name="商品房", answer="found", source="不动产登记", answered_on=DAY, answered_at=timezone.now(),
        answered_by=given.village.official,
    )  # fmt: skip
    refused(write, "比对没有做完，或比对有结果")
    CheckAnswer.objects.filter(pk=answer.pk).update(answer="none")
    given.decide(case)
    refused(forged(case, given.township, decided_on=LATER), "没有抽查")
    step = case.procedure.steps.get(number=2)
    made = {
        "step": step, "area_id": factories.TOWNSHIP, "percent": 20, "seed": "x", "drawn_on": DAY, "drawn_at": timezone.now(),
        "drawn_by": given.township.official,
    }  # fmt: skip
    refused(lambda: Sample.objects.create(**made, population=11, size=2), "casework_sample_large_enough")
    sample = Sample.objects.create(**made, population=1, size=1)
    SampleCase.objects.create(sample=sample, case=case, round=1, number=2, is_drawn=True)
    refused(forged(case, given.township, decided_on=LATER), "没有抽查，或抽中的没有核查一致")


def test_every_guard_is_in_the_database(given):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        there = {name for (name,) in cursor.fetchall()}
    assert {guard.name for guard in GUARDS} <= there
    assert CODE == "J-001"
