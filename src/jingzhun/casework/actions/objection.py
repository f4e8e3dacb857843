"""Objections to a notice: received from the public or recorded by a post, answered with a reason; the clock stands between."""

from __future__ import annotations

from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.rules.procedure import Calendar

from ..days import moved
from ..models import Case, Notice, NoticeEntry, Objection
from ..procedures import definition_of
from ..public_notice import UnableToPublish, clean, names_in
from ..reference import new_reference
from ..standing import refresh
from .case import locked
from .case_log import log_case

PUBLIC = Actor.system("群众")
LONGEST, NAME = 600, 60


class UnableToObject(Problem):
    code = "J-050"
    says = "异议没有收下：{why}"
    remedy = "公示期内可以在公示网页、村委会、乡镇提出，或打 12317"


class UnableToAnswerObjection(Problem):
    code = "J-051"
    says = "不能答复：{why}"
    remedy = "由发布公示的一级答复，写明核实情况和理由"


def raise_objection(
    *, entry: NoticeEntry, channel: str, text: str, on: date, by_name: str = "", post: Post | None = None, by: Official | None = None,
) -> Objection:  # fmt: skip
    """Take an objection to ``entry``; without ``by`` it came from the public page. Stops the entry's clock."""
    actor = post.actor if post else PUBLIC
    if not text.strip() or len(text) > LONGEST:
        raise UnableToObject(why=f"请写明不同意什么，{LONGEST} 字以内")
    if len(by_name.strip()) > NAME:
        raise UnableToObject(why=f"姓名 {NAME} 字以内")
    with unit(by=actor) as log:
        case = locked(entry.case)
        entry = NoticeEntry.objects.select_for_update(of=("self",)).select_related("notice").get(pk=entry.pk)
        if entry.notice.kind != Notice.Kind.NOTICE:
            raise UnableToObject(why="这是公告，公示期已过；可以申诉")
        if not entry.is_running_on(on) or not case.is_open:
            raise UnableToObject(why="不在公示期内")
        objection = Objection.objects.create(
            entry=entry, case=case, channel=channel, by_name=by_name.strip(), text=text.strip(),
            reference=new_reference(), received_on=on,
            received_at=log.at, recorded_by=by,
        )  # fmt: skip
        if entry.stopped_since is None:
            entry.stopped_since = on
            entry.save(update_fields=("stopped_since",))
        refresh(case)
        log_case(log, "objection.receive", case, objection=objection.pk, channel=channel)
    return objection


def answer_objection(
    *, objection: Objection, is_upheld: bool, answer: str, post: Post, by: Official, on: date
) -> Objection:
    """Answer with a reason, which is public at the objection's reference. When no other is open, the notice goes on."""
    with unit(by=post.actor) as log:
        case = locked(objection.case)
        entry = (
            NoticeEntry.objects.select_for_update(of=("self",))
            .select_related("notice__step")
            .get(pk=objection.entry_id)
        )
        objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
        _require_answerable(objection, entry, case, post, answer, on)
        objection.is_upheld, objection.answer = is_upheld, answer.strip()
        objection.answered_on, objection.answered_by = on, by
        objection.save(update_fields=("is_upheld", "answer", "answered_on", "answered_by"))
        if not entry.objections.filter(answered_on__isnull=True).exists() and entry.stopped_since:
            calendar = Calendar.WORKING if entry.notice.is_working_days else Calendar.NATURAL
            before = entry.until
            entry.until = moved(entry.until, stopped_since=entry.stopped_since, on=on, calendar=calendar)
            entry.stopped_days += (entry.until - before).days
            entry.stopped_since = None
            entry.save(update_fields=("until", "stopped_days", "stopped_since"))
            if case.is_open and entry.round == case.round and before <= case.not_before_on < entry.until:
                case.not_before_on = entry.until  # the last of its boards, where it hangs on several
                case.save(update_fields=("not_before_on",))
        refresh(case)
        log_case(log, "objection.answer", case, objection=objection.pk, upheld=is_upheld)
    return objection


def may_answer(entry: NoticeEntry, case: Case, post: Post) -> bool:
    """The level that published the notice answers: a post of its step, in whose area the case lies."""
    step = definition_of(case.procedure).step(entry.notice.step.number)
    return post.role in step.roles and post.area.level == step.area_level and post.scope.covers(case.area_id)


def _require_answerable(objection, entry, case: Case, post: Post, answer: str, on: date) -> None:
    if objection.answered_on is not None:
        raise UnableToAnswerObjection(why=f"{objection.answered_by.name}已经答复过")
    if not may_answer(entry, case, post):
        raise UnableToAnswerObjection(why=f"由发布公示的一级（{entry.notice.area.title}）答复")
    if not answer.strip() or len(answer) > LONGEST:
        raise UnableToAnswerObjection(why=f"请写理由，{LONGEST} 字以内")
    try:
        clean(answer, names=names_in(case, day=on))
    except UnableToPublish as refusal:
        raise UnableToAnswerObjection(why=f"答复可在网上查到，{refusal.fields['why']}，请改写") from refusal
    if on < objection.received_on:
        raise UnableToAnswerObjection(why="答复日期早于提出日期")
