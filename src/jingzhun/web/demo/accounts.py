"""Who signs in to the demo: one invented official per post, and the helpers that the pairing file names."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from jingzhun.accounts.actions.account import create_official, create_post
from jingzhun.accounts.actions.security import set_password
from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.roles import ROLES
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit

from .circumstances import HELPERS_PER_UNIT, UNITS

SINCE = date(2018, 1, 1)
_COUNTY, _TOWNSHIP, _VILLAGE = "533422", "533422202", "533422202205"
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


OFFICER = "xian"
"""The county officer: who uploads the office's files in a demo run."""
FINANCE = "caizheng"
"""The finance office: who uploads the workbooks of funds."""


@dataclass(frozen=True)
class Account:
    sign_in_name: str
    name: str
    role: str
    area: str
    department: str = ""


ACCOUNTS = (
    Account("cun", "此里农布", "village_cadre", _VILLAGE),
    Account("duiyuan", "和志明", "resident_team", _VILLAGE),
    Account("xiang", "余建华", "township_reviewer", _TOWNSHIP),
    Account("xiangzhang", "斯那农布", "township_head", _TOWNSHIP),
    Account("caizhengsuo", "熊玉芬", "finance", _TOWNSHIP),
    Account(OFFICER, "格茸卓玛", "county_officer", _COUNTY),
    Account("fuhe", "和正华", "county_officer", _COUNTY),
    Account("jiaoyu", "杨学英", "department", _COUNTY, "教育局"),
    Account(FINANCE, "李春芳", "finance", _COUNTY),
    Account("caizheng2", "杨志强", "finance", _COUNTY),
    Account("shenji", "斯那定主", "audit", _COUNTY),
    Account("ducha", "和丽梅", "inspection", _COUNTY),
    Account("bf001", "鲁茸江措", "helper", _COUNTY),
    Account("xitong", "王文强", "system_admin", _COUNTY),
    Account("anquan", "尼玛央宗", "security_admin", _COUNTY),
    Account("rizhi", "张秀兰", "audit_admin", _COUNTY),
)
_FAMILY = ("和", "杨", "李", "余", "王", "熊", "张", "赵", "扎西", "次仁", "格茸", "鲁茸")
_GIVEN = (
    "丽华",
    "志强",
    "春梅",
    "文军",
    "建芳",
    "永生",
    "玉兰",
    "金平",
    "卓玛",
    "农布",
    "顿珠",
    "央宗",
    "培楚",
    "拉姆",
    "学军",
    "桂英",
)


def demo_password() -> str:
    """Made for one run and printed; nowhere stored but as its hash."""
    return "yanshi-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))


def set_up_accounts(*, password: str, by: Actor) -> None:
    """All accounts with their posts; helpers other than the first cannot sign in until a password is given to them."""
    shown = {account.sign_in_name for account in ACCOUNTS}
    with unit(by=by):
        for account in ACCOUNTS:
            official = create_official(
                sign_in_name=account.sign_in_name, name=account.name, password=password, by=by,
                must_change_password=False,
            )  # fmt: skip
            create_post(
                official=official, role=account.role, area_code=account.area, since=SINCE, by=by,
                department=account.department,
            )  # fmt: skip
        for number in range(len(UNITS) * HELPERS_PER_UNIT):
            sign_in_name = f"bf{number + 1:03d}"
            if sign_in_name not in shown:
                name = _FAMILY[number % len(_FAMILY)] + _GIVEN[number // len(_FAMILY) % len(_GIVEN)]
                official = create_official(sign_in_name=sign_in_name, name=name, by=by)
                create_post(official=official, role="helper", area_code=_COUNTY, since=SINCE, by=by)


def renew_passwords(*, password: str, by: Actor) -> None:
    """A new password for the accounts of an earlier run: its own was never kept."""
    with unit(by=by):
        for account in ACCOUNTS:
            official = Official.objects.get(sign_in_name=account.sign_in_name)
            set_password(official=official, password=password, by=by, must_change=False)


def listed() -> list[str]:
    """One line an account: sign-in name, role, area, name."""
    posts = Post.objects.select_related("official", "area").filter(
        official__sign_in_name__in=[account.sign_in_name for account in ACCOUNTS]
    )
    by_name = {post.official.sign_in_name: post for post in posts}
    lines = []
    for account in ACCOUNTS:
        post = by_name[account.sign_in_name]
        lines.append(f"  {account.sign_in_name:<13}{ROLES[account.role].title}　{post.area.short_name}　{account.name}")
    return lines
