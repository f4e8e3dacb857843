"""Area scope: the one check for every list, count, export and search."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404

from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem

from .models import Post
from .roles import Verb

Rows = TypeVar("Rows", bound=QuerySet)


class UnableToAct(Problem):
    code = "P-001"
    says = "{post}不能{verb}"
    remedy = "请换到有这项职责的岗位，或请系统管理员核对岗位"


class UnableToReachArea(Problem):
    code = "P-002"
    says = "没有这个对象，或不在你的范围"
    remedy = "请从名单里选择；范围不对请系统管理员核对岗位"


def within(rows: Rows, post: Post, *, field: str = "area_id") -> Rows:
    """Only the rows whose area code ``field`` lies in the post's range."""
    return inside(rows, post.scope, field=field)


def inside(rows: Rows, code: AreaCode, *, field: str = "area_id") -> Rows:
    """Only the rows whose area code ``field`` lies in the area of ``code``."""
    return rows.filter(**{f"{field}__gte": code.first, f"{field}__lt": code.after})


def require(post: Post | None, verb: Verb) -> Post:
    """The post, or :class:`UnableToAct`."""
    if post is None or not post.may(verb):
        raise UnableToAct(post=str(post) if post else "没有岗位的账号", verb=verb.value)
    return post


def requires(verb: Verb) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """For views: the reader's post must be one that may do ``verb``."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            require(request.post, verb)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def require_area(post: Post, code: str) -> None:
    """Raise :class:`UnableToReachArea` unless the stored area ``code`` lies in the post's scope."""
    if not post.scope.covers(code):
        raise UnableToReachArea()


def get_within(rows: QuerySet, post: Post, *, field: str = "area_id", **key: object):
    """The one row of ``key`` in scope, or 404: never confirms that a row outside exists."""
    row = within(rows, post, field=field).filter(**key).first()
    if row is None:
        raise Http404(UnableToReachArea().sentence)
    return row


def narrowed(post: Post, code: str) -> Area:
    """The area a reader picked; the post's own when it lies outside, does not exist or none was picked."""
    picked = AreaCode.parse(code) if code else post.scope
    found = Area.objects.filter(pk=picked.padded).first() if post.scope.covers(picked.significant) else None
    return found or post.area
