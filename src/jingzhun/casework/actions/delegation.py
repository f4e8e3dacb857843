"""Lending a post to another official for some days."""

from __future__ import annotations

from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

from ..models import Delegation


class UnableToDelegate(Problem):
    code = "J-070"
    says = "不能委托：{why}"
    remedy = "请选别的人和将来的日期，写明原因；受托人须有账号"


def delegate(*, post: Post, to: Official, since: date, until: date, reason: str, on: date) -> Delegation:
    """The holder of ``post`` lends it to ``to`` from ``since`` until ``until`` (not included)."""
    if to.pk == post.official_id:
        raise UnableToDelegate(why="不能委托给自己")
    if not to.is_active:
        raise UnableToDelegate(why=f"{to.name}的账号已停用")
    if until <= since or until <= on:
        raise UnableToDelegate(why="止日要晚于起日和今天")
    if not reason.strip():
        raise UnableToDelegate(why="没有写原因")
    with unit(by=post.actor) as log:
        row = Delegation.objects.create(
            post=post,
            to=to,
            since=since,
            until=until,
            reason=reason.strip(),
            given_at=log.at,
            given_by_id=post.official_id,
        )
        log.record("post.delegate", post=post.pk, to=to.pk, since=since.isoformat(), until=until.isoformat())
    return row
