"""Cases, their papers and batches, notices, objections and suggestions in an area, for the table of addresses."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

import case_ground
import factories
from jingzhun.attachments.actions.store import store as keep
from jingzhun.audit.actor import Actor
from jingzhun.casework.actions.procedure import lay_down
from jingzhun.casework.models import Batch, Case, Paper, Review, ReviewTarget, Sample, SampleCase, Suggestion
from jingzhun.casework.poster import place_of
from jingzhun.casework.reference import new_reference
from notice_ground import notice

_serial = count(1)
DAY = date(2018, 12, 31)
Arguments = dict[str, Any]
CASE_TEXT = """\
procedure: 范围程序
code: scope
title: 范围程序
subject: 户
steps:
  - {id: apply, title: 申请, level: 户, asks: [cause], sample: 20%}
  - {id: county, title: 审批, level: 县}
"""


def _offer() -> Any:
    return case_ground.offer(CASE_TEXT, name="test/scope")  # beside that of notices, both in force


def _case(area: str) -> Any:
    """A case at its first step, drawn for a spot check, in a batch."""
    given, by, number = _offer(), factories.official(), next(_serial)
    procedure = lay_down(pack=given.pack, procedure=given.procedure)
    step = procedure.steps.get(number=1)
    batch = Batch.objects.create(
        number=f"P{number:06d}",
        procedure=procedure,
        area_id=area,
        title=f"批次{number:06d}",
        opened_on=DAY,
        opened_by=by,
    )
    home = factories.household(village=area)
    factories.member(of=home, name=f"卓嘎{number:06d}")
    case = Case.objects.create(
        number=f"K{number:06d}", procedure=procedure, subject=home.subject, area_id=area, batch=batch, step=step, origin="申请",
        reason="测试", opened_on=DAY, opened_at=timezone.now(), opened_by=by, step_since=DAY, not_before_on=DAY,
    )  # fmt: skip
    sample = Sample.objects.create(
        step=step,
        area_id=area,
        percent=20,
        population=1,
        size=1,
        seed="x",
        drawn_on=DAY,
        drawn_at=timezone.now(),
        drawn_by=by,
    )
    SampleCase.objects.create(sample=sample, case=case, round=1, number=1, is_drawn=True)
    return case


def case(area: str) -> Arguments:
    return {"number": _case(area).number}


def case_paper(area: str) -> Arguments:
    made = _case(area)
    file = keep(data=b"%PDF-1.4 x", kind="pdf", by=Actor.system("测试"))
    paper = Paper.objects.create(
        case=made,
        name="申请书",
        file=file,
        file_name="a.pdf",
        added_on=DAY,
        added_at=timezone.now(),
        added_by=factories.official(),
    )
    return {"number": made.number, "pk": paper.pk}


def batch(area: str) -> Arguments:
    return {"number": _case(area).batch.number}


def procedure_address(area: str) -> Arguments:
    given = _offer()
    return {"pack": given.pack.pk, "code": given.procedure.code}


def public(area: str) -> Arguments:
    """The arguments of a notice's public address."""
    return place_of(notice(area))


def case_form(area: str) -> Arguments:
    return {"number": notice(area).entries.get().case.number, "paper": "申请书"}


def objection(area: str) -> Arguments:
    return {"pk": notice(area).entries.get().objections.get().pk}


def suggestion(area: str) -> Suggestion:
    return Suggestion.objects.create(
        area_id=area, text=f"建议{next(_serial):06d}", page="/households/", reference=new_reference(), received_on=DAY,
        received_at=timezone.now(),
    )  # fmt: skip


def review(area: str) -> Review:
    """A campaign of an area with one household of it on its list, seen already."""
    made = Review.objects.create(
        title=f"回头看{next(_serial):06d}", area_id=area, code="scope", opened_on=DAY, due_on=DAY, opened_at=timezone.now(),
        opened_by=factories.official(),
    )  # fmt: skip
    village = area if area[9:] != "000" else factories.VILLAGE
    home = factories.household(village=village)
    factories.member(of=home)
    ReviewTarget.objects.create(review=made, kind="poor", subject=home.subject, why="在册")
    return made


__all__ = (
    "batch",
    "case",
    "case_form",
    "case_paper",
    "notice",
    "objection",
    "procedure_address",
    "public",
    "review",
    "suggestion",
)
