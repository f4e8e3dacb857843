"""Changing one's own password; also where a new account is sent before anything else."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from ..actions.security import UnableToSetPassword, set_password
from ..actions.sign_in import actor_of
from ..forms import PasswordForm


@sensitive_post_parameters("old", "new", "again")
def change(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST or None)
    due = request.user.must_change_password
    if request.method == "POST" and form.is_valid():
        by = request.post.actor if request.post else actor_of(request.user, timezone.localdate())
        try:
            set_password(official=request.user, password=form.cleaned_data["new"], by=by, must_change=False)
        except UnableToSetPassword as problem:
            form.add_error("new", f"{problem.sentence}。{problem.what_to_do}。")
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "密码已改，其他地方的登录已退出。")
            return redirect("/")
    return render(
        request,
        "accounts/password_due.html" if due else "accounts/password.html",
        {"form": form},
        status=400 if form.errors else 200,
    )
