"""Opening cases, one or a batch, filling in what their steps ask for, and who holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.scope import require_area
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject

from ..beginning import begin, open_numbers
from ..effects.table import run_effects
from ..hindrances import not_to_send
from ..models import Batch, Case
from ..procedures import Offer, step_of
from ..standing import not_the_post
from .case_log import log_case
from .procedure import lay_down
from .serial import take


class UnableToOpenCase(Problem):
    code = "J-010"
    says = "不能立案：{why}"
    remedy = "{way}"


class UnableToFillIn(Problem):
    code = "J-011"
    says = "不能填“{input}”：{why}"
    remedy = "请看办件页上这一步要填什么、由谁填"


class UnableToHandOver(Problem):
    code = "J-012"
    says = "不能移交：{why}"
    remedy = "请选同一岗位、同一范围、现在在任的人"


def open_case(
    *, offer: Offer, subject: Subject, post: Post, by: Official, origin: str, reason: str, on: date,
    is_urgent: bool = False, inputs: Mapping[str, Any] | None = None,
) -> Case:  # fmt: skip
    """Open a case of ``offer`` for ``subject``; ``by`` acts from ``post``. Raises :class:`UnableToOpenCase`."""
    return open_cases(
        offer=offer, subjects=[subject], post=post, by=by, origin=origin, reason=reason, on=on, is_urgent=is_urgent,
        inputs={subject.pk: dict(inputs or {})},
    )[0]  # fmt: skip


def open_batch(
    *, offer: Offer, subjects: Sequence[Subject], post: Post, by: Official, title: str, origin: str, reason: str, on: date,
) -> Batch:  # fmt: skip
    """A village sends up many at once: one batch, one case a subject, all or none."""
    with unit(by=post.actor):
        batch = Batch.objects.create(
            number=f"P{on.year}-{take(f'批次 {on.year}'):04d}",
            procedure=lay_down(pack=offer.pack, procedure=offer.procedure), area=post.area, title=title,
            opened_on=on, opened_by=by,
        )  # fmt: skip
        open_cases(offer=offer, subjects=subjects, post=post, by=by, origin=origin, reason=reason, on=on, batch=batch)
    return batch


def open_cases(
    *, offer: Offer, subjects: Sequence[Subject], post: Post, by: Official, origin: str, reason: str, on: date,
    is_urgent: bool = False, inputs: Mapping[int, Mapping[str, Any]] | None = None, batch: Batch | None = None,
) -> list[Case]:  # fmt: skip
    """Open a case for each subject in one unit. Raises :class:`UnableToOpenCase` naming the first that cannot be."""
    procedure = offer.procedure
    if not subjects:
        raise UnableToOpenCase(why="没有选对象", way="请先选要办的对象")
    if origin not in procedure.sources:
        raise UnableToOpenCase(why=f"来源“{origin}”不在这个程序里", way=f"可选：{'、'.join(procedure.sources)}")
    if not reason.strip():
        raise UnableToOpenCase(why="没有写事由", way="请写明因何事立案")
    if is_urgent and not procedure.urgent:
        raise UnableToOpenCase(why="这个程序没有绿色通道", way="请按一般程序立案")
    with unit(by=post.actor) as log:
        stored = lay_down(pack=offer.pack, procedure=procedure)
        first = stored.steps.get(number=1)
        if f",{post.role}," not in first.roles or post.area.level != first.level:
            titles = "、".join(procedure.steps[0].posts)
            raise UnableToOpenCase(why=f"“{procedure.title}”由{titles}立案", way="请换到这个岗位，或请他们立案")
        book, cases = CodeBook.read(), []
        start = take(f"办件 {on.year}", len(subjects))
        taken = open_numbers(procedure.code, [subject.pk for subject in subjects])
        for number, subject in enumerate(subjects, start=start):
            require_area(post, subject.area_id)
            if subject.kind != procedure.subject:
                raise UnableToOpenCase(
                    why=f"“{procedure.title}”的对象是{Subject.Kind(procedure.subject).label}", way="请选对应的程序"
                )
            if not procedure.fits(subject.area.level):
                raise UnableToOpenCase(
                    why=f"“{procedure.title}”办范围在{'、'.join(procedure.areas)}的{Subject.Kind(subject.kind).label}，{subject} 的范围是{subject.area.title}",
                    way="请选对应这个范围的程序：在一个村的由村申报，跨村的由乡镇申报，跨乡镇的由县级申报",
                )  # fmt: skip
            why, way = not_to_send(subject, procedure)
            if why:
                raise UnableToOpenCase(why=why, way=way)
            if subject.pk in taken:
                raise UnableToOpenCase(
                    why=f"{subject} 的“{procedure.title}”已在办（{taken[subject.pk]}）", way="请在那一件上继续办"
                )
            case = begin(
                stored=stored, subject=subject, by=by, origin=origin, reason=reason.strip(), on=on, log=log,
                is_urgent=is_urgent, inputs=(inputs or {}).get(subject.pk), batch=batch, number=number, book=book,
            )  # fmt: skip
            if is_urgent:
                lacking = [name for name in procedure.urgent_asks if not case.proposed.get(name)]
                if lacking:
                    raise UnableToOpenCase(why="绿色通道没有写先行救助的内容", way="请填写先行救助后再立案")
                run_effects(procedure.urgent, case=case, post=post, on=on)
            cases.append(case)
    return cases


def fill_in(*, case: Case, name: str, values: Mapping[str, Any], post: Post, by: Official, on: date) -> Case:
    """Keep what the present step asks for under the input ``name``. Raises :class:`UnableToFillIn`."""
    with unit(by=post.actor) as log:
        case = locked(case)
        step = step_of(case) if case.is_open else None
        if step is None or name not in step.asks:
            raise UnableToFillIn(input=name, why="这一步不填这一项")
        why = not_the_post(case, post)
        if why:
            raise UnableToFillIn(input=name, why=why)
        case.proposed = {**case.proposed, name: dict(values)}
        case.save(update_fields=("proposed",))
        log_case(log, "case.fill_in", case, input=name, fields=sorted(values))
    return case


def hand_over(*, cases: Sequence[Case], to: Official, post: Post, on: date) -> int:
    """Give open cases to another holder of a post of the same role and area; returns how many. Nothing else changes."""
    with unit(by=post.actor) as log:
        rows = list(
            Case.objects.open().select_for_update(of=("self",)).filter(pk__in=[c.pk for c in cases]).order_by("pk")
        )
        for case in rows:
            require_area(post, case.area_id)
            roles = [role for role in case.step.roles.split(",") if role]
            held = [each for each in to.posts.held_on(on).select_related("area") if each.role in roles]
            if not any(each.scope.covers(case.area_id) and each.area.level == case.step.level for each in held):
                raise UnableToHandOver(why=f"{to.name}没有办 {case.number} 这一步的岗位")
            case.holder = to
            case.save(update_fields=("holder",))
            log_case(log, "case.hand_over", case, to=to.pk)
    return len(rows)


def locked(case: Case) -> Case:
    """The case under its row lock, as it is now."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("step", "subject", "procedure__pack", "area")
    return rows.get(pk=case.pk)
