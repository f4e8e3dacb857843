"""Locks, first passwords, lost verifiers and open sessions, for the 安全管理员. Accounts and posts are the 系统管理员's."""

from __future__ import annotations

import django_tables2 as tables
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_filters import CharFilter, ChoiceFilter, FilterSet
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..actions import security as actions
from ..models import Official, Post
from ..roles import Verb
from ..scope import requires
from ..table_page import order_and_page
from ..throttle import LOCK
from .official import official_or_404, officials_of


class SecurityTable(tables.Table):
    name = tables.Column("姓名", linkify=("security-official", [tables.A("sign_in_name")]))
    sign_in_name = tables.Column("登录名")
    lock = tables.Column("登录", accessor="failures", empty_values=())
    verifier = tables.Column("验证器", accessor="has_verifier")
    password_changed_at = tables.Column("改密时间")
    last_login = tables.Column("最近登录")

    class Meta:
        attrs = {"class": "jz-cards jz-two"}
        order_by = ("sign_in_name",)

    def render_lock(self, value: int) -> str:
        if value >= settings.AXES_FAILURE_LIMIT:
            return "锁定"
        return f"输错 {value} 次" if value else "正常"

    def render_verifier(self, value: bool) -> str:
        return "已启用" if value else "未启用"

    def render_last_login(self, value) -> str:
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")

    render_password_changed_at = render_last_login


class SecurityFilter(FilterSet):
    q = CharFilter(label="姓名或登录名", method="named")
    state = ChoiceFilter(
        label="情况",
        method="in_state",
        empty_label="全部",
        choices=[("locked", "锁定"), ("no_password", "等发密码"), ("no_verifier", "未启用验证器")],
    )

    class Meta:
        model = Official
        fields = ()

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(name__icontains=value) | Q(sign_in_name__icontains=value))

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return {
            "locked": rows.filter(failures__gte=settings.AXES_FAILURE_LIMIT),
            "no_password": rows.filter(password__startswith="!"),
            "no_verifier": rows.filter(has_verifier=False),
        }[value]


def _with_state(post: Post) -> QuerySet:
    tries = (
        AccessAttempt.objects.filter(username=OuterRef("sign_in_name"), attempt_time__gt=timezone.now() - LOCK)
        .order_by()
        .values("username")
        .annotate(count=Sum("failures_since_start"))
        .values("count")
    )
    return officials_of(post).annotate(
        failures=Coalesce(tries, Value(0)),
        has_verifier=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
    )


@requires(Verb.MANAGE_SECURITY)
def accounts(request: HttpRequest) -> HttpResponse:
    chosen = SecurityFilter(request.GET, queryset=_with_state(request.post))
    table = SecurityTable(chosen.qs)
    order_and_page(table, request)
    return render(request, "accounts/security.html", {"table": table, "filter": chosen})


@requires(Verb.MANAGE_SECURITY)
def official(request: HttpRequest, sign_in_name: str) -> HttpResponse:
    return _shown(request, official_or_404(request.post, sign_in_name))


@requires(Verb.MANAGE_SECURITY)
@require_POST
@never_cache
def reset_password(request: HttpRequest, sign_in_name: str) -> HttpResponse:
    """The new password is on this one answer and nowhere else."""
    person = official_or_404(request.post, sign_in_name)
    password = actions.reset_password(official=person, by=request.post.actor)
    return _shown(request, person, password=password)


@requires(Verb.MANAGE_SECURITY)
@require_POST
def unlock(request: HttpRequest, sign_in_name: str) -> HttpResponse:
    person = official_or_404(request.post, sign_in_name)
    done = actions.unlock(official=person, by=request.post.actor)
    messages.success(request, f"账号 {sign_in_name} 已解锁。" if done else f"账号 {sign_in_name} 没有锁定。")
    return redirect("security-official", sign_in_name)


@requires(Verb.MANAGE_SECURITY)
@require_POST
def drop_verifier(request: HttpRequest, sign_in_name: str) -> HttpResponse:
    person = official_or_404(request.post, sign_in_name)
    actions.drop_verifier(official=person, by=request.post.actor)
    messages.success(request, f"账号 {sign_in_name} 的验证器已撤下，下次登录只要密码。")
    return redirect("security-official", sign_in_name)


@requires(Verb.MANAGE_SECURITY)
@require_POST
def end_sessions(request: HttpRequest, sign_in_name: str) -> HttpResponse:
    person = official_or_404(request.post, sign_in_name)
    count = actions.end_sessions(official=person, by=request.post.actor)
    messages.success(request, f"已退出 {count} 处登录。")
    return redirect("security-official", sign_in_name)


def _shown(request: HttpRequest, person: Official, *, password: str = "") -> HttpResponse:
    state = _with_state(request.post).get(pk=person.pk)
    shown = {
        "person": state,
        "is_locked": state.failures >= settings.AXES_FAILURE_LIMIT,
        "limit": settings.AXES_FAILURE_LIMIT,
        "sessions": actions.sessions_of(person),
        "password": password,
    }
    return render(request, "accounts/security_official.html", shown)
