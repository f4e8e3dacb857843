"""Writing the register of findings (问题台账): found, rectified, closed by another, who answered for it, what came back.

审计、督查登记问题，登记错的由他们撤销；责任单位报整改，附依据；由没有整改它的另一人销号；责任追究由督查登记。
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, models, transaction

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, require_area
from jingzhun.core.errors import Problem
from jingzhun.core.guard import refusal_in
from jingzhun.core.money import yuan
from jingzhun.registry.actions.writing import Writing, writing
from jingzhun.registry.models import Change, Subject

from ..audit_guards import BACK, CODE, RETURNING
from ..models import Appropriation, AuditFinding, FindingStep, Fund, Movement
from ..models.audit_finding import COUNTED
from .paper import keep_paper

KIND = "审计问题"
Kind = FindingStep.Kind
VERBS = {
    Kind.RECTIFIED: Verb.RECTIFY, Kind.RETURNED: Verb.CLOSE_FINDINGS, Kind.CLOSED: Verb.CLOSE_FINDINGS,
    Kind.ACCOUNTABLE: Verb.HOLD_TO_ACCOUNT, Kind.RECOVERED: Verb.RECORD_FUNDS, Kind.WITHDRAWN: Verb.RECORD_FINDINGS,
}  # fmt: skip
"""Kind of step → who may record it; who may record one may take it back (:mod:`.finding_step`)."""


class UnableToRecordFinding(Problem):
    code = "B-141"
    says = "问题不能登记：{why}"
    remedy = "请核对项目、基金或指标、日期和金额；登记后不能改，错了撤销后另登一条"


class UnableToStep(Problem):
    code = "B-142"
    says = "问题 {finding} 不能记{what}：{why}"
    remedy = "请看问题页的经过；整改由责任单位报，由没有整改它的另一人销号"


@dataclass(frozen=True)
class Found:
    """A finding as a form or a file gives it: about one of ``project``, ``fund`` and ``appropriation``. ``amount`` fen; ``number``
    empty lets one be made. With ``withdrawn_on`` and ``withdrawn_why`` it comes from a register that has withdrawn it."""

    check_kind: str
    check_title: str
    document: str
    found_on: date
    category: str
    what: str
    unit: str
    office: str
    due_on: date
    amount: int | None = None
    project: Subject | None = None
    fund: Fund | None = None
    appropriation: Appropriation | None = None
    movement: Movement | None = None
    number: str = ""
    withdrawn_on: date | None = None
    withdrawn_why: str = ""

    @property
    def area(self) -> str:
        if self.fund is not None:
            return self.fund.subject.area_id
        about = self.project or self.appropriation
        return about.area_id if about is not None else ""

    @property
    def says(self) -> tuple[object, ...]:
        """All it says, its number aside; the same of a finding is :func:`said_by`."""
        abouts = (self.project, self.fund, self.appropriation, self.movement)
        return (
            self.check_kind, self.check_title, self.document, self.found_on, self.category, self.what, self.unit, self.office,
            self.due_on, self.amount, *(each.pk if each is not None else None for each in abouts), self.withdrawn_on,
            self.withdrawn_why,
        )  # fmt: skip


def said_by(finding: AuditFinding, withdrawal: FindingStep | None) -> tuple[object, ...]:
    """What a finding says, as :attr:`Found.says`."""
    return (
        finding.check_kind, finding.check_title, finding.document, finding.found_on, finding.category, finding.what, finding.unit,
        finding.office, finding.due_on, finding.amount, finding.project_id, finding.fund_id, finding.appropriation_id,
        finding.movement_id, withdrawal.done_on if withdrawal else None, withdrawal.text if withdrawal else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Done:
    """A step as a form gives it; ``paper`` is (name, bytes). ``form`` and ``document`` are of 责任追究, ``movement`` and
    ``amount`` fen of 追回."""

    kind: str
    text: str
    document: str = ""
    paper: tuple[str, bytes] | None = None
    form: str = ""
    movement: Movement | None = None
    amount: int | None = None


def faults(found: Found, *, today: date) -> list[tuple[str, str]]:
    """(field, reason) of all that is wrong with a finding by itself."""
    wrong = []
    if sum(each is not None for each in (found.project, found.fund, found.appropriation)) != 1:
        wrong.append(("project", "要写明一个项目、一个基金或一个指标，只写一个"))
    if found.found_on > today:
        wrong.append(("found_on", "发现日期不能晚于今天"))
    if found.due_on < found.found_on:
        wrong.append(("due_on", f"整改期限 {found.due_on} 早于发现日期 {found.found_on}"))
    if found.amount is not None and found.amount <= 0:
        wrong.append(("amount", "涉及金额要大于零，不涉及金额的不填"))
    if found.movement is not None and found.amount is not None and found.amount > found.movement.amount:
        why = f"涉及金额 {yuan(found.amount)} 元多于那一笔收支 {yuan(found.movement.amount)} 元"
        wrong.append(("amount", why))
    if bool(found.withdrawn_on) != bool(found.withdrawn_why):
        wrong.append(("withdrawn_why", "撤销要写日期和理由"))
    elif found.withdrawn_on is not None and not found.found_on <= found.withdrawn_on <= today:
        wrong.append(("withdrawn_on", f"撤销日期 {found.withdrawn_on} 早于发现日期，或晚于今天"))
    return wrong


def record_finding(*, found: Found, post: Post, today: date) -> AuditFinding:
    """Write a finding with a number of its own. Raises :class:`UnableToRecordFinding`."""
    require(post, Verb.RECORD_FINDINGS)
    wrong = faults(found, today=today)
    if wrong:
        raise UnableToRecordFinding(why=wrong[0][1])
    require_area(post, found.area)
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"登记问题：{found.check_title}"[:200], action="audit.finding",
        subject_kind=KIND, area_code=found.area,
    ) as work:  # fmt: skip
        return record_findings(founds=[found], today=today, office=str(post), work=work)[0]


def record_findings(*, founds: Sequence[Found], today: date, office: str, work: Writing) -> list[AuditFinding]:
    """Write findings under one change, all or none; ``office`` is where they were withdrawn, if they were. Raises
    :class:`UnableToRecordFinding`."""
    by = work.change.by_id
    if by is None:
        raise UnableToRecordFinding(why="要由审计、督查岗位的人登记，命令行和系统不能登记")
    made = []
    for place, found in enumerate(founds, start=1):
        wrong = faults(found, today=today)
        if wrong:
            raise UnableToRecordFinding(why=wrong[0][1])
        number = f"WT{found.found_on.year}-{work.change.pk:05d}" + (f"-{place}" if len(founds) > 1 else "")
        finding = AuditFinding(
            number=found.number or number, check_kind=found.check_kind, check_title=found.check_title, document=found.document,
            found_on=found.found_on, project=found.project, fund=found.fund, appropriation=found.appropriation,
            movement=found.movement, category=found.category, what=found.what, amount=found.amount, unit=found.unit,
            office=found.office, due_on=found.due_on, area_id=found.area, recorded_by_id=by, change=work.change,
        )  # fmt: skip
        insert(finding, lambda why: UnableToRecordFinding(why=why))
        if found.withdrawn_on is not None:
            withdraw(finding=finding, on=found.withdrawn_on, why=found.withdrawn_why, office=office, work=work)
        made.append(finding)
    work.note("audit_finding", [(each.number, each.area_id, each.category, each.amount) for each in made])
    return made


def withdraw(*, finding: AuditFinding, on: date, why: str, office: str, work: Writing) -> FindingStep:
    """Withdraw a finding about which nothing was done; it stays as 已撤销. Raises :class:`UnableToStep`."""
    finding = AuditFinding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    by, kind = work.change.by_id, Kind.WITHDRAWN
    hindrance = "要由有岗位的人撤销，命令行和系统不能撤销" if by is None else _not_withdrawn(finding, why)
    if hindrance:
        raise UnableToStep(finding=finding.number, what=kind.label, why=hindrance)
    step = FindingStep(
        finding=finding, kind=kind, done_on=on, text=why.strip()[:400], by_id=by, office=office[:80], change=work.change
    )
    insert(step, lambda why: UnableToStep(finding=finding.number, what=kind.label, why=why))
    work.note("finding_step", [(finding.number, kind.value, on.isoformat(), None)])
    return step


def _not_withdrawn(finding: AuditFinding, why: str) -> str:
    if not why.strip():
        return "没有写理由"
    done = finding.steps.filter(revocations__isnull=True).exclude(kind=Kind.REVOKED).order_by("pk").first()
    return f"{done.done_on} 已{done.get_kind_display()}，有整改、追究或追回的不能撤销" if done is not None else ""


def withdraw_all(*, change: Change, on: date, why: str, work: Writing) -> None:
    """Withdraw the findings that ``change`` wrote and that are not withdrawn yet. Raises :class:`UnableToStep`."""
    gone = FindingStep.objects.filter(kind=Kind.WITHDRAWN).values("finding")
    for finding in AuditFinding.objects.filter(change=change).exclude(pk__in=gone).order_by("pk"):
        withdraw(finding=finding, on=on, why=why, office="撤销导入", work=work)


def take_step(*, finding: AuditFinding, done: Done, post: Post, on: date) -> FindingStep:
    """Record a rectification, its return or closing, an accountability or a recovery. Raises :class:`UnableToStep`."""
    kind = Kind(done.kind)
    require(post, VERBS[kind])
    require_area(post, finding.area_id)
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"{kind.label}：{finding.number}", reason=done.text[:200],
        action=f"audit.{kind.value}", subject_kind=KIND, subject_code=finding.number, area_code=finding.area_id,
    ) as work:  # fmt: skip
        finding = AuditFinding.objects.select_for_update().get(pk=finding.pk)
        last = finding.last_step()
        why = _hindrance(finding, done, post, on) or not_now(finding, kind, last=last, post=post)
        if why:
            raise UnableToStep(finding=finding.number, what=kind.label, why=why)
        answers = last if kind in (Kind.RETURNED, Kind.CLOSED) else None
        file = keep_paper(file_name=done.paper[0], data=done.paper[1], work=work) if done.paper else None
        step = FindingStep(
            finding=finding, kind=kind, done_on=on, text=done.text.strip()[:400], document=done.document.strip()[:80], file=file,
            file_name=done.paper[0][:200] if done.paper else "", answers=answers,
            answered_by_id=answers.rectifier_id if answers else None, form=done.form, movement=done.movement, amount=done.amount,
            by_id=post.official_id, office=str(post)[:80], change=work.change,
        )  # fmt: skip
        insert(step, lambda why: UnableToStep(finding=finding.number, what=kind.label, why=why))
        work.note("finding_step", [(finding.number, kind.value, on.isoformat(), done.amount)])
    return step


def not_now(finding: AuditFinding, kind: Kind, *, last: FindingStep | None, post: Post | None) -> str:
    """Why a kind of step makes no sense as the finding stands, whatever is said; empty where it does. ``last`` is its
    deciding step."""
    if kind is Kind.RECTIFIED and (last is None or last.kind != Kind.WITHDRAWN):
        waits = last is None or last.kind in (Kind.RETURNED, Kind.REVOKED)
        return "" if last is None or waits else f"{last.done_on} 已{last.get_kind_display()}"
    if last is not None and last.kind == Kind.WITHDRAWN:
        return f"{last.done_on} 已撤销"
    if kind is Kind.WITHDRAWN:
        return _not_withdrawn(finding, "页上写")
    if kind in (Kind.RETURNED, Kind.CLOSED):
        if last is None or last.kind != Kind.RECTIFIED:
            return "没有等销号的整改（还没有报整改，或已退回、销号）"
        if kind is Kind.CLOSED and post is not None and post.official_id in (last.by_id, last.rectified_by_id):
            return f"整改是{post.official.name}{'报' if post.official_id == last.rectifier_id else '导入'}的，要由另一人销号"
        return ""
    if kind is Kind.RECOVERED:
        if finding.amount is None:
            return "没有写涉及金额"
        return "已全部追回" if finding.back() >= finding.amount else ""
    return ""


def _hindrance(finding: AuditFinding, done: Done, post: Post, on: date) -> str:
    """Why what is said cannot be recorded, in words; empty where it can."""
    kind = Kind(done.kind)
    if not done.text.strip():
        return "没有写内容"
    if on < finding.found_on:
        return f"日期早于发现日期 {finding.found_on}"
    if kind is Kind.RECTIFIED and done.paper is None and not done.document.strip():
        return "没有附依据的文件，也没有写文号，至少要给一样"
    if kind is Kind.ACCOUNTABLE and not (done.form and done.document.strip()):
        return "责任追究要写方式和文号"
    return _not_recovered(finding, done) if kind is Kind.RECOVERED else ""


def _not_recovered(finding: AuditFinding, done: Done) -> str:
    movement, amount = done.movement, done.amount or 0
    if movement is None or amount <= 0:
        return "没有写明追回的那一笔收支和金额"
    if movement.kind not in RETURNING or Movement.objects.filter(reverses=movement).exists():
        return f"第 {movement.pk} 笔是{movement.title}，或已被冲销；追回要有退款、收回、上缴或冲销的一笔"
    if movement.reverses is not None and movement.reverses.kind in BACK:
        return f"第 {movement.pk} 笔冲销的是{movement.reverses.title}，钱又付出去了，不是追回"
    if not finding.money().filter(pk=movement.pk).exists():
        return f"第 {movement.pk} 笔不是这个项目、基金或指标的钱"
    taken = movement.recoveries.filter(COUNTED).aggregate(fen=models.Sum("amount", default=0))["fen"]
    if taken + amount > movement.amount:
        return (
            f"第 {movement.pk} 笔 {yuan(movement.amount)} 元，已记追回 {yuan(taken)} 元，再记 {yuan(amount)} 元就超过了"
        )
    back = finding.back()
    if finding.amount is None or back + amount > finding.amount:
        return f"涉及金额 {yuan(finding.amount or 0)} 元，已追回 {yuan(back)} 元，再记 {yuan(amount)} 元就超过了"
    return ""


def insert(row: AuditFinding | FindingStep, problem: Callable[[str], Problem]) -> None:
    """Save a new row; what the database refuses is the ``problem`` made of its words."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as refused:
        raise problem(refusal_in(str(refused), CODE) or "有没填的，或金额、日期不合规定") from refused
