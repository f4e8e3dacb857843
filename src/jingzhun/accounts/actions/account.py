"""Accounts and posts: made, ended. Called by the account pages and the ``account`` and ``demo`` commands."""

from __future__ import annotations

from datetime import date

from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.core.text import fits_address, fold

from ..models import Office, Official, Post
from ..models.official import SIGN_IN_NAME, fold_sign_in_name
from ..roles import ADMINISTRATORS, ROLES


class UnableToSetUpPost(Problem):
    code = "P-010"
    says = "不能设这个岗位：{why}"
    remedy = "请核对角色、范围和日期"


class UnableToOpenAccount(Problem):
    code = "P-011"
    says = "不能开这个账号：{why}"
    remedy = "登录名用小写字母、数字、点、横线，3 到 40 个字，且没有人用过"


class UnableToCloseAccount(Problem):
    code = "P-012"
    says = "自己的账号不能自己停用"
    remedy = "请另一位系统管理员停用"


def create_official(
    *, sign_in_name: str, name: str, password: str = "", by: Actor, must_change_password: bool = True
) -> Official:
    """A new account. Without ``password`` nobody can sign in until the security post gives one: whoever opens accounts
    cannot use them. A password must be changed at the first sign-in unless said otherwise (demo)."""
    with unit(by=by) as log:
        sign_in_name, name = fold_sign_in_name(sign_in_name), fold(name)
        if not SIGN_IN_NAME.fullmatch(sign_in_name) or not fits_address(sign_in_name):
            raise UnableToOpenAccount(why=f"登录名“{sign_in_name}”写法不对")
        if not name:
            raise UnableToOpenAccount(why="没有姓名")
        if Official.objects.filter(sign_in_name__iexact=sign_in_name).exists():
            raise UnableToOpenAccount(why=f"登录名 {sign_in_name} 已有人用")
        official = Official(sign_in_name=sign_in_name, name=name, must_change_password=must_change_password)
        official.set_password(password or None)
        official.save()
        log.record("account.create", subject_kind="人员", subject_code=sign_in_name)
    return official


def create_post(
    *, official: Official, role: str, area_code: str, since: date, by: Actor, department: str = ""
) -> Post:  # fmt: skip
    """A post for an official. Nobody holds an administrator post together with any other post."""
    with unit(by=by) as log:
        if role not in ROLES:
            raise UnableToSetUpPost(why=f"没有角色 {role}")
        code = AreaCode.parse(area_code)
        if code.level not in ROLES[role].levels:
            raise UnableToSetUpPost(why=f"{ROLES[role].title}不能设在{code.level.title}一级")
        held = set(official.posts.held_from(since).values_list("role", flat=True))
        if (role in ADMINISTRATORS and held) or held & set(ADMINISTRATORS):
            raise UnableToSetUpPost(why="系统、安全、审计管理员不能兼任其他岗位")
        if not Area.objects.filter(pk=code.padded).exists():
            raise UnableToSetUpPost(why=f"没有区划 {area_code}")
        department = fold(department)
        if official.posts.held_from(since).filter(role=role, area_id=code.padded, department=department).exists():
            raise UnableToSetUpPost(why="这个人已有这个岗位")
        post = Post.objects.create(
            official=official, role=role, area_id=code.padded, since=since, department=department
        )
        log.record(
            "post.create",
            subject_kind="岗位",
            subject_code=str(post.pk),
            area_code=code.padded,
            role=role,
            official=official.sign_in_name,
        )
    return post


def end_post(*, post: Post, on: date, by: Actor) -> Post:
    """The post ends on ``on``: held until the day before."""
    with unit(by=by) as log:
        if on <= post.since:
            raise UnableToSetUpPost(why="止期要晚于起期")
        if post.until is not None and post.until <= on:
            raise UnableToSetUpPost(why=f"它已在 {post.until} 止")
        post.until = on
        post.save(update_fields=("until",))
        log.record(
            "post.end", subject_kind="岗位", subject_code=str(post.pk), area_code=post.area_id, until=on.isoformat()
        )
    return post


def set_active(*, official: Official, is_active: bool, by: Actor) -> Official:
    """Close or reopen an account; nobody closes the own one."""
    with unit(by=by) as log:
        if not is_active and by.official_id == official.pk:
            raise UnableToCloseAccount()
        official.is_active = is_active
        official.save(update_fields=("is_active",))
        log.record(
            "account.activate" if is_active else "account.deactivate",
            subject_kind="人员",
            subject_code=official.sign_in_name,
        )
    return official


def set_office(*, name: str, area_code: str, by: Actor, is_demo: bool = False, opens_on: date | None = None) -> Office:
    with unit(by=by) as log:
        office, _ = Office.objects.update_or_create(
            pk=1,
            defaults={
                "name": name,
                "area_id": AreaCode.parse(area_code).padded,
                "is_demo": is_demo,
                "opens_on": opens_on,
            },
        )
        log.record(
            "office.set", subject_kind="单位", subject_code=office.area_id, area_code=office.area_id, is_demo=is_demo
        )
    return office
