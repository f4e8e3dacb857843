"""Accounts and their posts, for the 系统管理员: opened, given posts, closed. Passwords are the 安全管理员's."""

from __future__ import annotations

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_filters import CharFilter, ChoiceFilter, FilterSet

from jingzhun.core.errors import Problem

from ..actions import account
from ..forms import EndForm, OfficialForm, PostForm
from ..models import Official, Post
from ..roles import ROLES, Verb
from ..scope import UnableToReachArea, get_within, requires
from ..table_page import order_and_page


class OfficialTable(tables.Table):
    name = tables.Column("姓名", linkify=("official", [tables.A("sign_in_name")]))
    sign_in_name = tables.Column("登录名")
    held = tables.Column("岗位", accessor="current_posts", orderable=False, empty_values=())
    state = tables.Column("状态", accessor="is_active", order_by=("is_active",))
    last_login = tables.Column("最近登录")

    class Meta:
        attrs = {"class": "jz-cards jz-two"}
        order_by = ("sign_in_name",)

    def render_held(self, value: list[Post]) -> str:
        return "、".join(map(str, value)) or "—"

    def render_state(self, record: Official) -> str:
        if not record.is_active:
            return "停用"
        return "在用" if record.has_usable_password() else "等安全管理员发密码"

    def render_last_login(self, value) -> str:
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


class OfficialFilter(FilterSet):
    q = CharFilter(label="姓名或登录名", method="named")
    role = ChoiceFilter(
        label="角色", method="holding", empty_label="全部", choices=[(role.key, role.title) for role in ROLES.values()]
    )

    class Meta:
        model = Official
        fields = ()

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(name__icontains=value) | Q(sign_in_name__icontains=value))

    def holding(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        held = Post.objects.held_from(timezone.localdate()).filter(role=value)
        return rows.filter(pk__in=held.values("official_id"))


def officials_of(post: Post) -> QuerySet:
    """Officials that this administrator manages, with ``current_posts``."""
    today = timezone.localdate()
    current = Post.objects.held_from(today).select_related("area").order_by("id")
    return Official.objects.managed_within(post.scope, today).prefetch_related(
        Prefetch("posts", queryset=current, to_attr="current_posts")
    )


def official_or_404(post: Post, sign_in_name: str) -> Official:
    found = officials_of(post).filter(sign_in_name=sign_in_name).first()
    if found is None:
        raise Http404(UnableToReachArea().sentence)
    return found


@requires(Verb.MANAGE_ACCOUNTS)
def officials(request: HttpRequest) -> HttpResponse:
    chosen = OfficialFilter(request.GET, queryset=officials_of(request.post))
    table = OfficialTable(chosen.qs)
    order_and_page(table, request)
    return render(request, "accounts/officials.html", {"table": table, "filter": chosen})


@requires(Verb.MANAGE_ACCOUNTS)
def create(request: HttpRequest) -> HttpResponse:
    form = OfficialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: account.create_official(**form.cleaned_data, by=request.post.actor))
        if made:
            messages.success(request, f"已开账号 {made.sign_in_name}。给他设岗位，再请安全管理员发密码。")
            return redirect("official", made.sign_in_name)
    return render(request, "accounts/official_new.html", {"form": form}, status=400 if form.errors else 200)


@requires(Verb.MANAGE_ACCOUNTS)
def official(request: HttpRequest, sign_in_name: str) -> HttpResponse:
    """One account with its posts; POST gives it another."""
    person = official_or_404(request.post, sign_in_name)
    form = PostForm(request.post, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = _tried(
            form,
            lambda: account.create_post(
                official=person, role=given["role"], area_code=given["area"], department=given["department"],
                since=given["since"], by=request.post.actor,
            ),
        )  # fmt: skip
        if made:
            messages.success(request, f"已设岗位：{made}。")
            return redirect("official", sign_in_name)
    today = timezone.localdate()
    posts = person.posts.select_related("area").order_by("-since", "-id")
    shown = {
        "person": person,
        "posts": [(post, post.until is None or post.until > today) for post in posts],
        "form": form,
        "end_form": EndForm(initial={"on": today}),
        "is_self": person.pk == request.user.pk,
    }
    return render(request, "accounts/official.html", shown, status=400 if form.errors else 200)


@requires(Verb.MANAGE_ACCOUNTS)
@require_POST
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_within(Post.objects.select_related("official", "area"), request.post, pk=pk)
    person = official_or_404(request.post, post.official.sign_in_name)
    form = EndForm(request.POST)
    if form.is_valid():
        account.end_post(post=post, on=form.cleaned_data["on"], by=request.post.actor)
        messages.success(request, f"岗位 {post} 到 {post.until} 止。")
    else:
        messages.error(request, "止期没有写对：请写成 年-月-日。")
    return redirect("official", person.sign_in_name)


@requires(Verb.MANAGE_ACCOUNTS)
@require_POST
def activate(request: HttpRequest, sign_in_name: str) -> HttpResponse:
    """POST ``active`` 1 or 0."""
    person = official_or_404(request.post, sign_in_name)
    is_active = request.POST.get("active") == "1"
    account.set_active(official=person, is_active=is_active, by=request.post.actor)
    messages.success(request, f"账号 {person.sign_in_name} 已{'启用' if is_active else '停用'}。")
    return redirect("official", sign_in_name)


def _tried(form: forms.Form, act):
    """What the action made, or None with its problem on the form."""
    try:
        return act()
    except Problem as problem:
        form.add_error(None, f"{problem.code} {problem.sentence}。{problem.what_to_do}。")
        return None
