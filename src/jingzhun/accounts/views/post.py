"""Acting from another of one's posts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ..actions.sign_in import record_switch
from ..middleware import SESSION_KEY
from ..scope import UnableToReachArea


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    post = next((post for post in request.posts if str(post.pk) == request.POST.get("post")), None)
    if post is None:
        raise Http404(UnableToReachArea().sentence)
    request.session[SESSION_KEY] = post.pk
    record_switch(post=post)
    return redirect("/")
