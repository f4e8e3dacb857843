"""What every page knows: the rail, the scope, the days to choose from, the office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.core.cipher import FileKeys

from . import navigation


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Template context of the house; pages outside a post get an empty rail. ``posts`` are those the official may
    switch to, where the accounts middleware has put them on the request."""
    post = getattr(request, "post", None)
    return {
        "office": office(request),
        "posts": getattr(request, "posts", ()),
        "scope": post.area if post else None,
        "navigation": navigation.groups(path=request.path, may=post.may, home=_home(post)) if post else (),
        "reads_facts": post is None or post.may(Verb.VIEW_FIGURES) or post.may(Verb.VIEW_HOUSEHOLDS),
        "search": _search() if post and post.may(Verb.VIEW_HOUSEHOLDS) else "",
        "as_of_days": days_to_choose(timezone.localdate()),
        "missing_key": FileKeys(settings.KEYS_FOLDER).missing,
    }


def _home(post: Post) -> str:
    """What the rail calls the first page; an administrator's is the one page of the post, which has its own entry."""
    return "" if post.role.endswith("_admin") else post.definition.home


def office(request: HttpRequest) -> Any:
    """The office's one row (name, is_demo), read once per request; None before the store is set up."""
    if not hasattr(request, "office"):
        request.office = apps.get_model("accounts", "Office").objects.first()  # type: ignore[attr-defined]
    return request.office  # type: ignore[attr-defined]


def days_to_choose(today: date) -> list[tuple[str, str]]:
    """Today, the last two year ends and the end of 2018 and 2020, newest first."""
    ends = sorted({today.year - 1, today.year - 2, 2020, 2018}, reverse=True)
    return [(today.isoformat(), "今天"), *((f"{year}-12-31", f"{year} 年末") for year in ends if year < today.year)]


def _search() -> str:
    try:
        return reverse("households")
    except NoReverseMatch:
        return ""
