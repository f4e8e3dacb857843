"""整改 and 责任追究 as a file states them; taking back (收回) one of them, or a recovery, that was recorded by mistake and that
nobody answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.scope import require, require_area
from jingzhun.core.errors import Problem
from jingzhun.registry.actions.writing import Writing, writing
from jingzhun.registry.models import Change

from ..models import AuditFinding, FindingStep
from ..models.audit_finding import REVOCABLE
from .audit_finding import KIND, VERBS, Kind, UnableToStep, insert, not_now


class UnableToTakeBackStep(Problem):
    code = "B-143"
    says = "问题 {finding} 的{what}不能收回：{why}"
    remedy = "已退回的重新报整改；已销号的由审计、督查另登问题"


@dataclass(frozen=True)
class Reported:
    """A rectification or an accountability as a file gives it, without a paper. ``form`` is a code of 责任追究方式; ``unit``
    and ``rectified_by`` say who rectified, blank where the file does not."""

    finding: AuditFinding
    kind: str
    done_on: date
    text: str
    document: str
    form: str = ""
    unit: str = ""
    rectified_by: Official | None = None

    @property
    def says(self) -> tuple[object, ...]:
        """All it says; the same of a step is :func:`said_by`."""
        return (self.finding.pk, self.kind, self.done_on, self.text.strip(), self.document.strip(), self.form)


def said_by(step: FindingStep) -> tuple[object, ...]:
    """What a step says, as :attr:`Reported.says`; by whom is not compared, a file need not say it."""
    return (step.finding_id, step.kind, step.done_on, step.text, step.document, step.form)


def faults(given: Reported, *, last: FindingStep | None, today: date) -> list[tuple[str, str]]:
    """(field, reason) of all that is wrong with a step by itself and after ``last``, the step that decides."""
    finding, kind, found = given.finding, Kind(given.kind), []
    if not given.text.strip():
        found.append(("text", "没有写内容"))
    if given.done_on > today:
        found.append(("done_on", "日期不能晚于今天"))
    if given.done_on < finding.found_on:
        found.append(("done_on", f"日期早于发现日期 {finding.found_on}"))
    if kind is Kind.ACCOUNTABLE and not given.document.strip():
        found.append(("document", "责任追究要写文号"))
    if kind is Kind.ACCOUNTABLE and not given.form:
        found.append(("form", "责任追究要写方式"))
    why = not_now(finding, kind, last=last, post=None)
    if why:
        found.append(("number", f"问题 {finding.number} 不能记{kind.label}：{why}"))
    elif last is not None and last.kind == Kind.RETURNED and kind is Kind.RECTIFIED and given.done_on < last.done_on:
        found.append(("done_on", f"日期早于 {last.done_on} 的退回"))
    return found


def record_steps(*, steps: Sequence[Reported], today: date, office: str, work: Writing) -> list[FindingStep]:
    """Write steps under one change, all or none. Raises :class:`UnableToStep` for the first that may not be."""
    by, made = work.change.by_id, []
    for given in steps:
        finding = AuditFinding.objects.select_for_update(of=("self",)).get(pk=given.finding.pk)
        wrong = faults(given, last=finding.last_step(), today=today)
        why = "要由有岗位的人登记，命令行和系统不能登记" if by is None else wrong[0][1] if wrong else ""
        if why:
            raise UnableToStep(finding=finding.number, what=Kind(given.kind).label, why=why)
        step = FindingStep(
            finding=finding, kind=given.kind, done_on=given.done_on, text=given.text.strip(), document=given.document.strip(),
            form=given.form, by_id=by, rectified_by=given.rectified_by, office=(given.unit.strip() or office)[:80],
            change=work.change,
        )  # fmt: skip
        _insert(step)
        made.append(step)
    work.note("finding_step", [(each.finding.number, each.kind, each.done_on.isoformat(), None) for each in made])
    return made


def not_revocable(step: FindingStep) -> str:
    """Why a step cannot be taken back; empty where it can."""
    if step.kind not in REVOCABLE:
        return "只能收回整改、责任追究和追回"
    back = step.revocations.order_by("pk").first()
    if back is not None:
        return f"{back.done_on} 已收回"
    answer = getattr(step, "answer", None)
    return f"{answer.done_on} 已{answer.get_kind_display()}" if answer is not None else ""


def revoke_step(*, step: FindingStep, why: str, post: Post, on: date) -> FindingStep:
    """Take back a step on its page. Raises :class:`UnableToTakeBackStep`."""
    finding = step.finding
    if step.kind not in REVOCABLE:
        raise UnableToTakeBackStep(finding=finding.number, what=step.get_kind_display(), why=not_revocable(step))
    require(post, VERBS[Kind(step.kind)])
    require_area(post, finding.area_id)
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"收回{step.get_kind_display()}：{finding.number}", reason=why[:200],
        action="audit.revoked", subject_kind=KIND, subject_code=finding.number, area_code=finding.area_id,
    ) as work:  # fmt: skip
        return revoke(step=step, why=why, on=on, office=str(post), work=work)


def revoke(*, step: FindingStep, why: str, on: date, office: str, work: Writing) -> FindingStep:
    """Take back a rectification, accountability or recovery; it stays, with the step that took it back. Raises
    :class:`UnableToTakeBackStep`."""
    finding = AuditFinding.objects.select_for_update(of=("self",)).get(pk=step.finding_id)
    hindrance = "没有写理由" if not why.strip() else not_revocable(step)
    if work.change.by_id is None:
        hindrance = "要由有岗位的人收回，命令行和系统不能收回"
    if hindrance:
        raise UnableToTakeBackStep(finding=finding.number, what=step.get_kind_display(), why=hindrance)
    made = FindingStep(
        finding=finding, kind=Kind.REVOKED, done_on=on, text=why.strip()[:400], revokes=step, by_id=work.change.by_id,
        office=office[:80], change=work.change,
    )  # fmt: skip
    insert(made, lambda said: UnableToTakeBackStep(finding=finding.number, what=step.get_kind_display(), why=said))
    work.note("finding_step", [(finding.number, made.kind, on.isoformat(), None)])
    return made


def revoke_all(*, change: Change, on: date, why: str, work: Writing) -> None:
    """Take back the steps that ``change`` wrote and that are not taken back yet. Raises :class:`UnableToTakeBackStep`."""
    rows = FindingStep.objects.filter(change=change, kind__in=REVOCABLE, revocations__isnull=True)
    for step in rows.select_related("finding").order_by("pk"):
        revoke(step=step, why=why, on=on, office="撤销导入", work=work)


def _insert(step: FindingStep) -> None:
    insert(step, lambda why: UnableToStep(finding=step.finding.number, what=step.get_kind_display(), why=why))
