"""What waits for a post: the one query behind work lists, counts on first pages and the rail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import inside
from jingzhun.core.area_code import AreaCode
from jingzhun.rules.procedure_words import INPUTS

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
    """Open cases whose present step belongs to any of ``posts`` (the reader's own first, then those lent to them), and which
    is not to be another person's because the reader or the lender did a step before."""
    mine = Q(pk__in=())
    for post in posts:
        persons = {posts[0].official_id, post.official_id}
        mine |= Q(pk__in=Case.objects.waiting_for(post).done_by_others(persons).values("pk"))
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


def unattended(scope: AreaCode, today: date) -> tuple[int, CaseQuerySet]:
    """How many open cases of an area wait for a post that nobody holds on ``today``, and those cases: what would be lost
    when a person left. Two queries and the cases."""
    rows = inside(Case.objects.open(), scope)
    places = rows.order_by().values_list("step_id", "step__roles", "step__level", "area_id").annotate(count=Count("pk"))
    held = set(Post.objects.held_on(today).values_list("role", "area_id"))
    empty, total = Q(pk__in=()), 0
    for step, roles, level, area, count in places:
        place = AreaCode(area[:level]).padded
        if not any((role, place) in held for role in roles.split(",") if role):
            empty |= Q(step_id=step, area_id=area)
            total += count
    return total, rows.filter(empty)


def hold_of(case: Case, today: date) -> str:
    """In a few words what a case waits for besides a decision; empty where it can be decided, or is closed."""
    if not case.is_open:
        return "—"
    counted = (
        (case.open_objections, "件异议未答复"), (case.missing_papers, "份材料未交"),
        (case.missing_signatures, "人未签字"), (case.missing_checks, "项比对或抽查"),
    )  # fmt: skip
    unfilled = [name for name in case.step.asks.split(",") if name and not case.proposed.get(name)]
    held = [f"没有填{INPUTS[name]}" for name in unfilled] + [f"{count} {what}" for count, what in counted if count]
    if "yes" in case.proposed.get("negative_list", {}).values():
        held.append("负面清单有一项属于")
    if case.not_before_on > today:
        held.insert(0, f"公示到 {case.not_before_on:%m-%d}")
    return "，".join(held)
