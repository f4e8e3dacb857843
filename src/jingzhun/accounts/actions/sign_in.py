"""What happens at the door, as events of the log: in, out, refused, locked, and from which post one acts."""

from __future__ import annotations

from datetime import date

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit

from ..models import Official, Post

VISITOR = Actor(official_id=None, name="未登录")


def actor_of(official: Official, day: date) -> Actor:
    """The official as actor from the first post held on ``day``, or without a post."""
    post = official.posts.held_on(day).select_related("official").order_by("id").first()
    return post.actor if post else Actor(official_id=official.pk, name=official.name)


def record_entry(*, official: Official, on: date, with_verifier: bool, address: str) -> None:
    _record("account.sign_in", official, actor_of(official, on), with_verifier=with_verifier, address=address)


def record_exit(*, official: Official, by: Actor) -> None:
    _record("account.sign_out", official, by)


def record_refusal(*, sign_in_name: str, why: str, address: str, locks: bool) -> None:
    """A try that failed. An unknown name is not written down: people type passwords into the wrong box."""
    official = Official.objects.filter(sign_in_name=sign_in_name).first()
    with unit(by=VISITOR) as log:
        subject = {"subject_kind": "人员", "subject_code": official.sign_in_name if official else "没有这个账号"}
        log.record("account.sign_in_failed", **subject, why=why, address=address)
        if locks:
            log.record("account.locked", **subject, address=address)


def record_switch(*, post: Post) -> None:
    with unit(by=post.actor) as log:
        log.record("post.switch", subject_kind="岗位", subject_code=str(post.pk), area_code=post.area_id)


def _record(action: str, official: Official, by: Actor, **details: object) -> None:
    with unit(by=by) as log:
        log.record(action, subject_kind="人员", subject_code=official.sign_in_name, **details)
