"""What a page writes to the ledger: one change, one event, by the post that is signed in."""

from __future__ import annotations

from contextlib import AbstractContextManager

from jingzhun.accounts.models import Post
from jingzhun.registry.actions.writing import Writing, writing
from jingzhun.registry.models import Change


def booking(post: Post, *, action: str, source: str, reason: str = "") -> AbstractContextManager[Writing]:
    return writing(
        kind=Change.Kind.PAGE,
        by=post.actor,
        source=source,
        reason=reason,
        action=action,
        subject_kind="资金",
        area_code=post.area_id,
    )
