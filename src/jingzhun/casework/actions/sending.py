"""Sending up what waits for a case of its own (报账单, 基金申请): by which procedure a post may, and the case that it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.scope import require_area
from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import Procedure

from ..models import Case
from ..procedures import Offer, offered
from .case import UnableToOpenCase, open_case


@dataclass(frozen=True)
class Sending:
    """The procedure by which a post may send a subject up, or why it may not."""

    offer: Offer | None
    why: str = ""


def sending_of(
    subject: Subject, post: Post, on: date, *, program: str, suits: Callable[[Procedure], bool] = lambda _: True
) -> Sending:
    """Of the procedures in force that fit the subject's place and that ``suits`` holds for, the one that this post begins.
    ``program`` names what is lacking where there is none (报账程序)."""
    offers = [
        each
        for each in offered(area=post.scope, day=on, subject_kind=subject.kind)
        if each.procedure.fits(subject.area.level) and suits(each.procedure)
    ]
    for each in offers:
        first = each.procedure.steps[0]
        if post.role in first.roles and post.area.level == first.area_level:
            return Sending(each)
    if not offers:
        return Sending(None, f"今天这里没有{program}，请装上政策包")
    posts = dict.fromkeys(title for each in offers for title in each.procedure.steps[0].posts)
    return Sending(None, f"由{'、'.join(posts)}送审")


def send(
    subject: Subject, found: Sending, *, reason: str, post: Post, by: Official, on: date, serves: str = ""
) -> Case:
    """Open the subject's case; it comes from the procedure's source that names ``serves``, else from the first. Raises
    :class:`~jingzhun.casework.actions.case.UnableToOpenCase`."""
    require_area(post, subject.area_id)
    if found.offer is None:
        raise UnableToOpenCase(why=found.why, way="请换到这个岗位，或请他们送审")
    others = open_cases_of(subject)
    if others:
        what = f"{Subject.Kind(subject.kind).label} {subject.code}"
        raise UnableToOpenCase(why=f"{what} 已在办（{others[0].number}）", way="请在那一件上继续办")
    sources = found.offer.procedure.sources
    origin = next((each for each in sources if serves and serves in each), sources[0])
    return open_case(offer=found.offer, subject=subject, post=post, by=by, origin=origin, reason=reason[:400], on=on)


def open_cases_of(subject: Subject) -> list[Case]:
    return list(Case.objects.open().filter(subject=subject).select_related("step"))
