"""The door: password, lock-out, second step with a verifier, sign-out. Each try is an event of the log."""

from __future__ import annotations

from datetime import datetime

import django_otp
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..actions.security import forget_ended_sessions
from ..actions.sign_in import record_entry, record_exit, record_refusal
from ..forms import CodeForm, SignInForm
from ..known_device import counted_name, remember_device
from ..middleware import SESSION_KEY
from ..models import Official, Post
from ..roles import ROLES
from ..throttle import LOCK_MINUTES, tries_left

PENDING = "sign_in_pending"
PENDING_SECONDS, PENDING_TRIES = 300, 5
BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password", "code")
def sign_in(request: HttpRequest) -> HttpResponse:
    """``?next=`` leads back to where the visitor was sent from."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["username"]
        counted = counted_name(request, {"username": name})
        before = tries_left(counted)
        official = authenticate(request, username=name, password=form.cleaned_data["password"])
        if official is not None:
            return _second_step(request, official, form.cleaned_data["code"])
        if before:
            left = tries_left(counted)
            record_refusal(sign_in_name=name, why="密码", address=_address(request), locks=left == 0)
            return _door(request, form, refused="账号或密码不对。", left=left)
    return _door(request, form)


def locked_door(request: HttpRequest, *, name: str, until: datetime) -> HttpResponse:
    """The door of a name that wrong passwords have locked."""
    return _door(request, SignInForm(initial={"username": name}), locked_until=until, status=429)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    """The second step: the password was right, the code of the verifier is asked for."""
    pending = request.session.get(PENDING) or {}
    age = timezone.now().timestamp() - pending.get("at", 0)
    official = Official.objects.filter(pk=pending.get("official"), is_active=True).first()
    if official is None or age > PENDING_SECONDS or pending["tries"] >= PENDING_TRIES:
        request.session.pop(PENDING, None)
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = _verified(official, form.cleaned_data["code"])
        if device is not None:
            return _enter(request, official, device=device)
        pending["tries"] += 1
        request.session[PENDING] = pending
        record_refusal(sign_in_name=official.sign_in_name, why="动态码", address=_address(request), locks=False)
        form.add_error("code", "动态码不对，或已用过。请等下一个；连错几次要多等一会。")
    return render(request, "accounts/sign_in_code.html", {"form": form}, status=400 if form.errors else 200)


@login_not_required
@never_cache
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Enter a post of a demonstration office with one click: only where data are marked 演示数据, only from this machine."""
    post = next((post for post in _demo_posts(request) if str(post.pk) == request.POST.get("post")), None)
    if post is None or request.user.is_authenticated:
        return redirect("sign-in")
    response = _enter(request, post.official)
    request.session[SESSION_KEY] = post.pk
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    record_exit(official=request.user, by=request.post.actor if request.post else _actor(request.user))
    logout(request)
    return redirect("sign-in")


def _second_step(request: HttpRequest, official: Official, typed: str) -> HttpResponse:
    if not TOTPDevice.objects.filter(user=official, confirmed=True).exists():
        return _enter(request, official)
    if typed:
        device = _verified(official, typed)
        if device is not None:
            return _enter(request, official, device=device)
        record_refusal(sign_in_name=official.sign_in_name, why="动态码", address=_address(request), locks=False)
    request.session.cycle_key()
    request.session[PENDING] = {
        "official": official.pk,
        "at": timezone.now().timestamp(),
        "tries": 1 if typed else 0,
        "next": _next(request),
    }
    return redirect("sign-in-code")


def _verified(official: Official, typed: str) -> TOTPDevice | None:
    device = TOTPDevice.objects.filter(user=official, confirmed=True).first()
    return django_otp.verify_token(official, device.persistent_id, typed) if device else None


def _enter(request: HttpRequest, official: Official, *, device: TOTPDevice | None = None) -> HttpResponse:
    target = (request.session.pop(PENDING, None) or {}).get("next") or _next(request)
    forget_ended_sessions()
    login(request, official, backend=BACKEND)
    if device is not None:
        django_otp.login(request, device)
    record_entry(
        official=official, on=timezone.localdate(), with_verifier=device is not None, address=_address(request)
    )
    response = redirect(target)
    remember_device(response, official)
    return response


def _door(
    request: HttpRequest, form: SignInForm, *, refused: str = "", left: int = 0, locked_until=None, status: int = 200
) -> HttpResponse:
    shown = {
        "form": form, "refused": refused, "left": left, "locked_until": locked_until, "lock_minutes": LOCK_MINUTES,
        "next": _next(request), "demo_posts": _demo_posts(request),
    }  # fmt: skip
    if refused or form.errors:
        status = 400
    return render(request, "accounts/sign_in.html", shown, status=status)


def _demo_posts(request: HttpRequest) -> list[Post]:
    """Posts of each role, two of an area so that what needs two people can be tried (helpers: one), in the order of the roles;
    none in an office that is not a demonstration."""
    local = _address(request).startswith("127.") or _address(request) == "::1"
    if not (request.office and request.office.is_demo and local):
        return []
    found: dict[str, list[Post]] = {}
    held = Post.objects.held_on(timezone.localdate()).select_related("area", "official")
    for post in held.exclude(official__totpdevice__confirmed=True).order_by("id"):
        own = found.setdefault(post.role, [])
        if sum(each.area_id == post.area_id for each in own) < (1 if post.role == "helper" else 2):
            own.append(post)
    return [post for role in ROLES for post in found.get(role, ())]


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and allowed else "/"


def _address(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")


def _actor(official: Official):
    from ..actions.sign_in import actor_of

    return actor_of(official, timezone.localdate())
