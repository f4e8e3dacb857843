"""Drawing a sample of the cases at a step, and recording what the check on the spot found."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

from ..models import Case, Sample, SampleCase
from ..standing import acted_before, not_the_post, refresh
from .case import locked
from .case_log import log_case


class UnableToSample(Problem):
    code = "J-060"
    says = "不能抽查：{why}"
    remedy = "请选正在等着这一步、还没有抽查过的办件"


def order_of(seed: str, number: str) -> str:
    """Where a case stands in the draw: anybody can work it out again from the seed and the case number."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def draw(*, cases: Sequence[Case], seed: str, post: Post, by: Official, on: date) -> Sample:
    """Draw at least the step's share of ``cases``, rounded up, one at least. All must wait at one step of this post."""
    with unit(by=post.actor) as log:
        rows = [locked(case) for case in sorted(cases, key=lambda each: each.pk)]
        if not rows:
            raise UnableToSample(why="没有等着这一步的办件")
        step = rows[0].step
        for case in rows:
            why = "办件已经办结" if not case.is_open else not_the_post(case, post)
            if not why and (case.step_id != step.pk or not step.sample_percent):
                why = "不在同一个要抽查的步骤"
            if not why and case.samples.filter(round=case.round, number=step.number).exists():
                why = "这一步已经抽查过"
            if why:
                raise UnableToSample(why=f"{case.number} {why}")
        size = -(-len(rows) * step.sample_percent // 100)
        drawn = sorted(rows, key=lambda each: order_of(seed, each.number))[:size]
        sample = Sample.objects.create(
            step=step, area=post.area, percent=step.sample_percent, population=len(rows), size=size, seed=seed, drawn_on=on,
            drawn_at=log.at, drawn_by=by,
        )  # fmt: skip
        chosen = {case.pk for case in drawn}
        SampleCase.objects.bulk_create(
            SampleCase(sample=sample, case=case, round=case.round, number=step.number, is_drawn=case.pk in chosen)
            for case in rows
        )
        for case in rows:
            refresh(case)
        log.record("sample.draw", sample=sample.pk, population=len(rows), size=size, seed=seed, step=step.key)
    return sample


def record_check(*, row: SampleCase, result: str, note: str, post: Post, by: Official, on: date) -> SampleCase:
    """Record what was found on the spot for a case that was drawn. A difference needs a note and stops the case."""
    with unit(by=post.actor) as log:
        case = locked(row.case)
        row = SampleCase.objects.select_for_update(of=("self",)).get(pk=row.pk)
        why = not_the_post(case, post) if case.is_open else "办件已经办结"
        if not why and (not row.is_drawn or (row.round, row.number) != (case.round, case.step.number)):
            why = "没有抽中这一件"
        if not why and result not in SampleCase.Result.values:
            why = "结果是一致或不一致"
        if not why and result == SampleCase.Result.DIFFERS and not note.strip():
            why = "不一致要写明哪里不一致"
        if not why and acted_before(case, {by.pk}):
            why = "前面的步骤是你办的，要由另一人核查"
        if why:
            raise UnableToSample(why=f"{case.number} {why}")
        row.result, row.note, row.checked_on, row.checked_by = result, note.strip(), on, by
        row.save(update_fields=("result", "note", "checked_on", "checked_by"))
        refresh(case)
        log_case(log, "sample.check", case, result=result)
    return row
