"""``account``: accounts and posts from the command line, for the first ones and when nobody can sign in."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone

from jingzhun.accounts.actions.account import create_official, create_post
from jingzhun.accounts.actions.security import first_password, reset_password
from jingzhun.accounts.models import Official
from jingzhun.accounts.roles import ROLES
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

BY = Actor.system("命令行")


class UnableToFindOfficial(Problem):
    code = "O-010"
    says = "没有登录名 {sign_in_name}"
    remedy = "请用 ./run account list 查看登录名"


class Command(BaseCommand):
    help = "建立账号和岗位，或重设密码"

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|post|reset|list")
        add = verbs.add_parser("add", help="新账号，可同时设岗位；打印首次密码")
        add.add_argument("sign_in_name")
        add.add_argument("name")
        post = verbs.add_parser("post", help="给已有账号设岗位")
        post.add_argument("sign_in_name")
        for each, needed in ((add, False), (post, True)):
            each.add_argument("--role", required=needed, choices=list(ROLES), metavar="角色", help="、".join(ROLES))
            each.add_argument("--area", required=needed, help="范围的区划代码：县6位、乡9位、村12位")
            each.add_argument("--department", default="", help="行业部门的名称")
        verbs.add_parser("reset", help="重设密码，下次登录须改").add_argument("sign_in_name")
        verbs.add_parser("list", help="账号和在任岗位")

    def handle(self, verb, **options):
        try:
            getattr(self, verb)(**options)
        except Problem as problem:
            self.stderr.write(str(problem))
            raise SystemExit(2) from problem

    def add(self, sign_in_name, name, role, area, department, **options):
        password = first_password()
        with unit(by=BY):
            official = create_official(sign_in_name=sign_in_name, name=name, password=password, by=BY)
            if role and area:
                self._post(official, role, area, department)
        self.stdout.write(f"账号 {sign_in_name}（{name}），首次密码 {password}，登录后须修改")

    def post(self, sign_in_name, role, area, department, **options):
        self._post(self._official(sign_in_name), role, area, department)

    def reset(self, sign_in_name, **options):
        password = reset_password(official=self._official(sign_in_name), by=BY)
        self.stdout.write(f"账号 {sign_in_name} 的新密码 {password}，登录后须修改")

    def list(self, **options):
        today = timezone.localdate()
        for official in Official.objects.order_by("sign_in_name"):
            posts = "、".join(map(str, official.posts.held_on(today).select_related("area"))) or "没有岗位"
            self.stdout.write(f"{official.sign_in_name}\t{official.name}\t{posts}")

    def _post(self, official, role, area, department):
        post = create_post(
            official=official, role=role, area_code=area, since=timezone.localdate(), department=department, by=BY
        )
        self.stdout.write(f"岗位 {post}")

    def _official(self, sign_in_name):
        official = Official.objects.filter(sign_in_name__iexact=sign_in_name).first()
        if official is None:
            raise UnableToFindOfficial(sign_in_name=sign_in_name)
        return official
