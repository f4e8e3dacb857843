"""Showing the ID numbers of a household: for those who may, for a reason, for this one answer; an event per person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, require_area
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold

from ..models import Household, Membership, PersonIdentity


class UnableToUnmask(Problem):
    code = "G-030"
    says = "没有显示证件号：{why}"
    remedy = "{how}"


@dataclass(frozen=True)
class Shown:
    """``number`` is empty where none is recorded."""

    subject_id: int
    name: str
    number: str


def show_id_numbers(
    *, household: Household, post: Post, reason: str, day: date, known_at: datetime | None = None
) -> list[Shown]:
    """The numbers of those who are members on ``day``. Logged per person before anything is opened.

    Raises :class:`UnableToUnmask` without a reason or without the key, and the refusals of
    :mod:`jingzhun.accounts.scope`.
    """
    require(post, Verb.SHOW_ID_NUMBERS)
    require_area(post, household.subject.area_id)
    reason = fold(reason)
    if len(reason) < 2:
        raise UnableToUnmask(why="没有写事由", how="请写明用在哪里，例如：核对户口簿")
    members = Membership.objects.as_of(day, known_at).filter(household=household).values("subject_id")
    people = list(
        PersonIdentity.objects.as_of(day, known_at)
        .filter(subject_id__in=members)
        .select_related("subject")
        .order_by("id")
    )
    with unit(by=post.actor) as log:
        for person in people:
            log.record(
                "person.unmask", subject_kind="人", subject_code=person.subject.code, area_code=household.subject.area_id,
                household=household.subject.code, reason=reason[:200],
            )  # fmt: skip
    shown = [(person, person.id_number_shown) for person in people]
    if any(number is None for _, number in shown):
        raise UnableToUnmask(why="密钥文件不在", how="请系统管理员把密钥文件放回原处，再重新启动")
    return [Shown(person.subject_id, person.name, number or "") for person, number in shown]
