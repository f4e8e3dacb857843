"""What waits for a post: the one query behind work lists, counts on first pages and the rail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from jingzhun.accounts.models import Post

from .models import Case
from .models.case import CaseQuerySet


@dataclass(frozen=True)
class WorkLine:
    """Cases of one step that wait for a post; ``ready`` can be decided today, ``late`` are past a time limit."""

    procedure: str
    code: str
    step: str
    waiting: int
    ready: int
    late: int
    first_due: date | None


def waiting_for(posts: Sequence[Post]) -> CaseQuerySet:
    """Open cases whose present step belongs to any of ``posts``."""
    mine = Q(pk__in=())
    for post in posts:
        mine |= Q(pk__in=Case.objects.waiting_for(post).values("pk"))
    return Case.objects.open().filter(mine)


def work_lines(posts: Sequence[Post], today: date) -> list[WorkLine]:
    """The cases that wait, by procedure and step, the late and the soon due first. One query."""
    ready = Q(not_before_on__lte=today, open_objections=0)
    late = Q(step_due_on__lt=today) | Q(due_on__lt=today)
    rows = (
        waiting_for(posts)
        .order_by()
        .values_list("procedure__title", "procedure__code", "step__title")
        .annotate(
            waiting=Count("pk"), ready=Count("pk", filter=ready), late=Count("pk", filter=late), first=Min("step_due_on"),
        )
    )  # fmt: skip
    lines = [WorkLine(*row) for row in rows]
    return sorted(lines, key=lambda line: (-line.late, line.first_due or date.max, line.procedure))


def unattended(*, area_first: str, area_after: str, today: date) -> list[Case]:
    """Open cases in a range for whose present step nobody holds a post on ``today``: what would be lost when a person left."""
    rows = Case.objects.open().filter(area_id__gte=area_first, area_id__lt=area_after).select_related("step", "area")
    held = {(row.role, row.area_id) for row in Post.objects.held_on(today).filter(area_id__gte=area_first[:6])}
    return [
        case
        for case in rows
        if not any(
            (role, case.area_id[: case.step.level].ljust(12, "0")) in held
            for role in case.step.roles.split(",")
            if role
        )
    ]
