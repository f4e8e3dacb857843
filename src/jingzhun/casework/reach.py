"""Which cases a reader reaches, and from which post they act: their own or one lent to them."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

from django.http import Http404, HttpRequest

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, within
from jingzhun.registry.models import Subject

from .models import Case, Delegation
from .models.case import CaseQuerySet
from .standing import not_the_post

PERSONAL = (Subject.Kind.PERSON, Subject.Kind.HOUSEHOLD)
"""Subjects whose cases and notices are only for posts that see households."""


def posts_of(request: HttpRequest, today: date) -> list[Post]:
    """The post chosen and those lent to the reader on ``today``."""
    lent = Delegation.objects.in_force_on(today).filter(to=request.user).select_related("post__area", "post__official")
    return [request.post, *(row.post for row in lent)]


def reachable(posts: list[Post]) -> CaseQuerySet:
    """Cases in the area of any of the posts; those about persons and households only for posts that see households."""
    first, *others = (within(_seen_by(post), post) for post in posts)
    return reduce(or_, others, first)


def _seen_by(post: Post) -> CaseQuerySet:
    if post.may(Verb.VIEW_HOUSEHOLDS):
        return Case.objects.all()
    return Case.objects.exclude(subject__kind__in=PERSONAL)


def find(request: HttpRequest, number: str, today: date) -> tuple[Case, Post]:
    """The case and the post to act from: the one whose step it is, else the one chosen. 404 outside the reader's reach."""
    posts = posts_of(request, today)
    rows = reachable(posts).select_related(
        "procedure__pack", "step", "subject__area", "area", "batch", "opened_by", "holder", "run", "change"
    )
    case = rows.filter(number=number).first()
    if case is None:
        raise Http404(UnableToReachArea().sentence)
    fitting = [post for post in posts if case.step is not None and not not_the_post(case, post)]
    return case, (fitting or posts)[0]
