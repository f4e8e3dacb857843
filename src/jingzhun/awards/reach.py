"""Which rosters a reader reaches, and the lines of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, require
from jingzhun.ledger.models import AwardRoster


def find(request: HttpRequest, code: str, *verbs: Verb) -> AwardRoster:
    """The roster in the post's reach; 404 outside it. The post must be allowed to see rosters, and what ``verbs`` say."""
    for verb in (Verb.VIEW_AWARDS, *verbs):
        require(request.post, verb)
    rows = AwardRoster.objects.for_post(request.post).select_related("subject__area", "project")
    found = rows.filter(subject__code=code).first()
    if found is None:
        raise Http404(UnableToReachArea().sentence)
    return found


def find_whole(request: HttpRequest, code: str, *verbs: Verb) -> AwardRoster:
    """The same, for posts whose area holds the whole roster."""
    found = find(request, code, *verbs)
    if not request.post.scope.covers(found.subject.area_id):
        raise Http404(UnableToReachArea().sentence)
    return found
