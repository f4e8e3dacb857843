"""Who may load what: a post loads a kind of sheet only when its duties reach what the sheet writes."""

from __future__ import annotations

from django.db.models import QuerySet

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import within
from jingzhun.core.errors import Problem

from .layouts.declared import layouts_in_use
from .models import Upload


class UnableToLoadSheet(Problem):
    code = "I-015"
    says = "{post}不能导入“{title}”"
    remedy = "这种表由有“{verb}”职责的岗位导入；请换岗位，或交给他们上传"


def loadable(post: Post) -> dict[str, str]:
    """Name → title of the layouts that the post may load."""
    return {name: layout.title for name, layout in layouts_in_use().items() if post.may(layout.verb)}


def require_layout(post: Post, name: str) -> None:
    """Raise :class:`UnableToLoadSheet` unless the post may load sheets of the layout; unknown names pass."""
    layout = layouts_in_use().get(name)
    if layout is not None and not post.may(layout.verb):
        raise UnableToLoadSheet(post=str(post), title=layout.title, verb=layout.verb.value)


def uploads_of(post: Post) -> QuerySet[Upload]:
    """Files of the post's area. Who does not load all registers (departments, finance, audit) has only its own: others' hold
    what it does not keep, and whole numbers."""
    rows = within(Upload.objects.all(), post)
    return rows if post.may(Verb.VIEW_ALL_FACTS) and post.may(Verb.LOAD_FACTS) else rows.filter(by_id=post.official_id)
