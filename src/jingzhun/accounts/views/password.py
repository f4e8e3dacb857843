"""Changing one's own password; also where a new account is sent before anything else. Wrong old passwords are counted and
lock the form as they lock the door.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from ..actions.security import UnableToSetPassword, set_password
from ..actions.sign_in import actor_of, record_refusal
from ..forms import PasswordForm
from ..known_device import counted_name, vouch_for_session
from ..throttle import LOCK_MINUTES, forget_tries, tries_left


@sensitive_post_parameters("old", "new", "again")
def change(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _knows_the_old_one(request, form):
        by = request.post.actor if request.post else actor_of(request.user, timezone.localdate())
        try:
            set_password(official=request.user, password=form.cleaned_data["new"], by=by, must_change=False)
        except UnableToSetPassword as problem:
            form.add_error("new", f"{problem.sentence}。{problem.what_to_do}。")
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "密码已改，其他地方的登录已退出。")
            return redirect("/")
    return _shown(request, form, status=400 if form.errors else 200)


def locked_form(request: HttpRequest, *, until: datetime) -> HttpResponse:
    """The form once wrong passwords have locked it."""
    return _shown(request, PasswordForm(), status=429, locked_until=until)


def _knows_the_old_one(request: HttpRequest, form: PasswordForm) -> bool:
    name = request.user.sign_in_name
    vouch_for_session(request)
    counted = counted_name(request, {"username": name})
    before = tries_left(counted)
    if authenticate(request, username=name, password=form.cleaned_data["old"]) is not None:
        forget_tries(counted)
        return True
    left = tries_left(counted)
    if before:
        address = request.META.get("REMOTE_ADDR", "")
        record_refusal(sign_in_name=name, why="改密码时的旧密码", address=address, locks=left == 0)
    form.add_error("old", f"现在的密码不对。还可以试 {left} 次，之后锁定 {LOCK_MINUTES} 分钟。")
    return False


def _shown(
    request: HttpRequest, form: PasswordForm, *, status: int, locked_until: datetime | None = None
) -> HttpResponse:
    template = "accounts/password_due.html" if request.user.must_change_password else "accounts/password.html"
    return render(request, template, {"form": form, "locked_until": locked_until}, status=status)
