"""The rail: one table of entries, grouped 看 办 管 写. An entry shows only where its address exists and the post may use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from jingzhun.accounts.roles import Verb


@dataclass(frozen=True)
class Entry:
    """``address`` is an URL name without arguments; ``verbs`` are what the post must be allowed to do, all of them."""

    group: str
    title: str
    address: str
    icon: str
    verbs: tuple[Verb, ...] = ()


@dataclass(frozen=True)
class Shown:
    title: str
    href: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    title: str
    entries: tuple[Shown, ...]


ENTRIES = (
    Entry("看", "首页", "home", "home"),
    Entry("看", "一户一档", "households", "users", (Verb.VIEW_HOUSEHOLDS,)),
    Entry("看", "一村一档", "areas", "building-community", (Verb.VIEW_HOUSEHOLDS, Verb.VIEW_FIGURES)),
    Entry("看", "档案与名册", "dossiers", "archive", (Verb.VIEW_HOUSEHOLDS, Verb.VIEW_ALL_FACTS, Verb.VIEW_FIGURES)),
    Entry("看", "数字与口径", "figures", "chart-bar", (Verb.VIEW_FIGURES,)),
    Entry("办", "办件", "cases", "clipboard-list", (Verb.VIEW_CASES,)),
    Entry("办", "回头看", "reviews", "history", (Verb.VIEW_CASES, Verb.VIEW_HOUSEHOLDS)),
    Entry("办", "导入", "imports", "table-import", (Verb.UPLOAD,)),
    Entry("办", "公示公告", "notices", "speakerphone", (Verb.VIEW_CASES,)),
    Entry("办", "建议箱", "suggestions", "question-mark", (Verb.ANSWER_SUGGESTIONS,)),
    Entry("办", "评估", "runs", "player-play", (Verb.VIEW_FIGURES,)),
    Entry("办", "报账", "claims", "coins", (Verb.VIEW_FUNDS,)),
    Entry("办", "基金申请", "fund-requests", "coins", (Verb.VIEW_FUNDS,)),
    Entry("管", "标准与参数", "packs", "scale", (Verb.VIEW_FIGURES,)),
    Entry("管", "项目库", "projects", "list-details", (Verb.VIEW_PROJECTS,)),
    Entry("管", "资金", "funds", "coins", (Verb.VIEW_FUNDS,)),
    Entry("管", "基金和互助社", "fund-list", "building-community", (Verb.VIEW_FUNDS,)),
    Entry("管", "专项与目标", "schemes", "clipboard-list", (Verb.VIEW_PROJECTS,)),
    Entry("管", "奖补名册", "awards", "coins", (Verb.VIEW_AWARDS,)),
    Entry("管", "代码表", "code-lists", "code", (Verb.EDIT_CODES,)),
    Entry("管", "区划写法", "area-names", "map-2", (Verb.EDIT_CODES,)),
    Entry("管", "工作日历", "calendar", "calendar", (Verb.EDIT_CALENDAR,)),
    Entry("管", "账号与岗位", "officials", "user-cog", (Verb.MANAGE_ACCOUNTS,)),
    Entry("管", "账号安全", "security", "shield-check", (Verb.MANAGE_SECURITY,)),
    Entry("管", "操作日志", "log", "history", (Verb.VIEW_LOG,)),
    Entry("写", "报告工坊", "reports", "file-text", (Verb.WRITE_REPORTS,)),
    Entry("写", "报告核数", "proofread", "text-spellcheck", (Verb.VIEW_FIGURES,)),
)


def groups(*, path: str, may: Callable[[Verb], bool], home: str = "首页") -> tuple[Group, ...]:
    """The groups with at least one entry; the longest address that begins ``path`` is the current one.
    ``home`` is what the post calls its first page (我的村, 全县 …); empty where another entry is that page."""
    shown: list[tuple[str, Entry, str]] = []
    for entry in ENTRIES:
        if entry.address == "home" and not home:
            continue
        try:
            href = reverse(entry.address)
        except NoReverseMatch:
            continue
        if all(may(verb) for verb in entry.verbs):
            shown.append((entry.group, entry, href))
    here = max((href for _, _, href in shown if _begins(path, href)), key=len, default="")
    titles = dict.fromkeys(group for group, _, _ in shown)
    return tuple(
        Group(
            title,
            tuple(
                Shown(home if e.address == "home" else e.title, href, e.icon, href == here)
                for group, e, href in shown
                if group == title
            ),
        )
        for title in titles
    )


def _begins(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))
