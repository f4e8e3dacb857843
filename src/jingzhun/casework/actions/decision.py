"""Deciding the present step of cases: pass, return, refuse, take back. One unit, one notice for all that pass together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.scope import UnableToReachArea
from jingzhun.audit.unit import Unit, unit
from jingzhun.core.errors import Problem
from jingzhun.core.guard import refusal_in
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject

from ..days import after
from ..effects.table import run_effects
from ..frozen import freeze
from ..guards import CODE
from ..hindrances import hindrances
from ..models import Case, Decision
from ..procedures import definition_of, step_of
from ..standing import acted_before, counters, missing_signatures, not_the_post, obstacles, refresh, unmet
from .case import locked
from .case_log import log_case
from .notice import publish, withdraw

Outcome = Decision.Outcome
_STATES = {Outcome.REFUSE: Case.State.REFUSED, Outcome.WITHDRAW: Case.State.WITHDRAWN}


class UnableToDecide(Problem):
    code = "J-030"
    says = "{case} 还不能办：{why}"
    remedy = "请看办件页“你能做什么”里的原因和日期"


class UnableToDecideStale(Problem):
    code = "J-031"
    says = "{case} 在你打开之后已经办过：{what}"
    remedy = "请刷新办件页，看现在办到哪里"


def decide(
    *, cases: Sequence[Case], outcome: str, post: Post, by: Official, on: date, opinion: str = "",
    versions: dict[int, str] | None = None, notice_from: date | None = None,
) -> list[Decision]:  # fmt: skip
    """Decide the present step of ``cases`` (all at the same step) for ``by`` acting from ``post``.

    ``post`` is the official's own or one delegated to them. ``versions`` are what the form showed (case → version); a case
    decided meanwhile is refused with who and when. Raises :class:`UnableToDecide`; nothing is decided then.
    """
    if outcome != Outcome.PASS and not opinion.strip():
        raise UnableToDecide(case="", why="没有写理由")
    starts_on = notice_from or on + timedelta(days=1)
    if starts_on < on:
        raise UnableToDecide(case="", why="公示不能从过去的日子算起")
    made: list[Decision] = []
    with unit(by=post.actor) as log:
        rows = [locked(case) for case in sorted(cases, key=lambda each: each.pk)]
        if len({row.step_id for row in rows}) > 1:
            raise UnableToDecide(case="这些办件", why="不在同一步")
        for row in rows:
            _require_fresh(row, (versions or {}).get(row.pk))
            try:
                made.append(_decide_one(row, outcome, post, by, on, opinion.strip(), log))
            except IntegrityError as refused:
                raise UnableToDecide(case=row.number, why=_said(refused)) from refused
        _move_on(rows, outcome, post=post, by=by, on=on, starts_on=starts_on, log=log)
    return made


def _require_fresh(case: Case, shown: str | None) -> None:
    if (shown is not None and shown != case.version) or not case.is_open:
        last = case.decisions.select_related("official", "step").last()
        what = (
            f"{last.official.name} {last.decided_at:%m-%d} 办了“{last.step}”（{last.get_outcome_display()}）"
            if last
            else "有改动"
        )
        raise UnableToDecideStale(case=case.number, what=what)


def _decide_one(case: Case, outcome: str, post: Post, by: Official, on: date, opinion: str, log: Unit) -> Decision:
    behalf_of = None
    if post.official_id != by.pk:
        if not post.delegations.in_force_on(on).filter(to=by).exists():
            raise UnableToDecide(case=case.number, why=f"没有受{post.official.name}委托")
        behalf_of = post.official
    step, persons = step_of(case), {by.pk, behalf_of.pk if behalf_of else None}
    why = not_the_post(case, post)
    if why and not post.scope.covers(case.area_id):
        raise UnableToReachArea()
    if why:
        raise UnableToDecide(case=case.number, why=why)
    if on < case.step_since:
        raise UnableToDecide(case=case.number, why=f"办理日期早于上一步（{case.step_since}）")
    same = acted_before(case, persons)
    if same:
        raise UnableToDecide(case=case.number, why=f"{'、'.join(same)}是你办的，这一步要由另一人办")
    if outcome == Outcome.PASS:
        in_the_way = obstacles(case, today=on, step=step, besides=persons)
        if in_the_way:
            raise UnableToDecide(case=case.number, why="；".join(each.text for each in in_the_way))
    if outcome == Outcome.RETURN and not case.step.back_to:
        raise UnableToDecide(case=case.number, why="这一步没有可退回的步骤，可以不予通过")
    previous = (
        case.decisions.filter(number=case.step.number - 1, outcome=Outcome.PASS).last()
        if case.step.number > 1
        else None
    )
    held = hindrances(case, today=on)
    now = {**counters(case), "missing_signatures": missing_signatures(case, besides=persons)}
    decision = Decision.objects.create(
        case=case, round=case.round, number=case.step.number, step=case.step, previous=previous,
        previous_number=case.step.number - 1, outcome=outcome, opinion=opinion, official=by, behalf_of=behalf_of, post=post,
        role=post.role, post_level=post.area.level, post_first=post.scope.first, post_after=post.scope.after,
        step_level=case.step.level, case_area=case.area_id, decided_on=on, decided_at=log.at,
        not_before_on=case.not_before_on, unmet=len(unmet(case, step)) + len(held), **now,
    )  # fmt: skip
    log_case(
        log,
        "case.decide",
        case,
        step=case.step.key,
        round=case.round,
        outcome=outcome,
        behalf_of=behalf_of.pk if behalf_of else None,
    )
    return decision


def _move_on(
    cases: list[Case], outcome: str, *, post: Post, by: Official, on: date, starts_on: date, log: Unit
) -> None:
    decided = cases[0].step
    for case in cases:
        procedure = definition_of(case.procedure)
        step = procedure.step(decided.number)
        case.step_since, case.holder = on, None
        if outcome == Outcome.PASS and not decided.is_last:
            following = procedure.step(decided.number + 1)
            case.step = case.procedure.steps.get(number=following.number)
            case.not_before_on = on
            case.step_due_on = after(on, following.within) if following.within else None
            if decided.number == 1 and case.subject.kind == Subject.Kind.PROJECT:
                # What the first step sends up is what the notices say; later changes are held against it.
                case.frozen = freeze(subject=case.subject, day=on, book=CodeBook.read())
        elif outcome == Outcome.PASS:
            _close(case, Case.State.DONE, on)
        elif outcome == Outcome.RETURN:
            back = procedure.step(decided.back_to)
            withdraw(case=case, on=on)
            case.round += 1
            case.step = case.procedure.steps.get(number=back.number)
            case.not_before_on = on
            case.step_due_on = after(on, back.within) if back.within else None
            case.frozen = freeze(subject=case.subject, day=on, book=CodeBook.read())
        else:
            withdraw(case=case, on=on)
            _close(case, _STATES[Outcome(outcome)], on)
        case.save()
        if outcome == Outcome.PASS and decided.is_last:
            case.change = run_effects(step.effects, case=case, post=post, on=on)
            case.save(update_fields=("change",))
    if outcome == Outcome.PASS:
        step = definition_of(cases[0].procedure).step(decided.number)
        for rule in filter(None, (step.notice, step.announcement)):
            for notice in publish(rule=rule, cases=cases, step=decided, by=by, starts_on=starts_on, at=log.at, log=log):
                if rule is step.notice:
                    _wait_for(notice, cases)
    for case in cases:
        refresh(case)


def _wait_for(notice, cases: list[Case]) -> None:
    """The next step opens when the notice has ended; its time limit counts from there."""
    ends = dict(notice.entries.values_list("case_id", "until"))
    for case in cases:
        if case.pk in ends:
            case.not_before_on = ends[case.pk]
            within = definition_of(case.procedure).step(case.step.number).within
            case.step_due_on = after(case.not_before_on, within) if within else None
            case.save(update_fields=("not_before_on", "step_due_on"))


def _close(case: Case, state: str, on: date) -> None:
    case.state, case.step, case.step_due_on, case.closed_on = state, None, None, on


def _said(refused: IntegrityError) -> str:
    return refusal_in(str(refused), CODE) or "另一人刚刚办过这一步，或不合数据库的约束"
