"""Which post the reader acts from: ``request.post``, or None for visitors and people without a post."""

from __future__ import annotations

from django.shortcuts import redirect
from django.utils import timezone

from .models import Post

SESSION_KEY = "post"
ALWAYS_OPEN = {"sign-in", "sign-out", "password-change", "verifier"}


class ActivePost:
    """Picks the post chosen in the session among those held today, else the first; sends to the password page when due."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.post = None
        request.posts = []
        if request.user.is_authenticated:
            today = timezone.localdate()
            request.posts = list(
                Post.objects.filter(official=request.user)
                .held_on(today)
                .select_related("area", "official")
                .order_by("id")
            )
            chosen = request.session.get(SESSION_KEY)
            request.post = next((post for post in request.posts if post.pk == chosen), next(iter(request.posts), None))
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        due = request.user.is_authenticated and request.user.must_change_password
        if due and match.url_name not in ALWAYS_OPEN:
            return redirect("password-change")
        return None
