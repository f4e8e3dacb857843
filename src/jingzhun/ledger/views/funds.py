"""资金: where the money of an area stands, from its source to the household; balances; what does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.money import wan
from jingzhun.policy.codes import CodeBook

from ..flows import ACCOUNTS
from ..fund_figures import HELD, REST, SPENT, Sums, balance, sums
from ..fund_flow import fund_flow
from ..models import Movement, ProjectProfile
from ..reconcile import identities

OF_FUNDS = ("fund", "aided", "lent")
"""Kinds of account of funds and societies: shown where there is any."""
ON_THE_WAY = "+".join(REST)
PAID = "+".join(SPENT)
BY = {
    "source": ("资金来源", "appropriation__source"),
    "township": ("乡镇", "area"),
    "village": ("村", "area"),
    "project": ("项目", "project__code"),
}


def rows_at(**query: object) -> str:
    """The address of the movements behind a figure."""
    given = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{reverse('movements')}?{urlencode(given)}"


def fund_strip(total: Sums, area: AreaCode) -> list[dict[str, Any]]:
    """The states as key figures; below the county what was assigned and came is not the area's own."""
    steps = [("下达", "下达"), ("到位", "到位"), ("拨付", "拨付"), ("报账", "报账")]
    if area.level > Level.COUNTY and not (total.states["下达"] or total.states["到位"]):
        steps = steps[2:]
    strip = [
        {"title": title, "value": wan(total.states[state]), "unit": "万元", "href": rows_at(figure=state)}
        for title, state in steps
    ]
    to_homes = f"其中到户 {wan(total.states['兑付到户'])} 万元"
    strip.append(
        {
            "title": "支付和兑付",
            "value": wan(total.paid),
            "unit": "万元",
            "href": rows_at(figure=PAID),
            "note": to_homes,
        }
    )
    return strip


def overview(request: HttpRequest) -> HttpResponse:
    """The states, the identity, the flow from source to use and state, and where balances lie."""
    post = require(request.post, Verb.VIEW_FUNDS)
    return render(request, "ledger/funds.html", fund_context(request, post) | {"may_load": _may_load(post)})


def fund_context(request: HttpRequest, post: Post) -> dict[str, Any]:
    """What the overview and the home pages show of the funds of the post's area; ``any_money`` is false where there is none."""
    area, day = post.scope, request.as_of
    total = sums(area, day).get("", Sums())
    book = CodeBook.read()
    return {
        "any_money": any(total.held.values()) or any(total.states.values()),
        "fund_strip": fund_strip(total, area),
        "sums": total,
        "balance": balance(area, day),
        "held_lines": [
            {"title": ACCOUNTS[kind], "fen": total.held[kind], "href": rows_at(figure=kind)}
            for kind in HELD
            if total.held[kind] or kind not in OF_FUNDS
        ],
        "rest": {"fen": total.rest, "href": rows_at(figure=ON_THE_WAY)},
        "flow": fund_flow(area, day, book),
    }


def _may_load(post: Post) -> bool:
    return post.may(Verb.RECORD_FUNDS) and post.may(Verb.UPLOAD)


def balance_page(request: HttpRequest) -> HttpResponse:
    """States and 结余 by source, township, village or project; each figure opens its movements."""
    post = require(request.post, Verb.VIEW_FUNDS)
    by = request.GET.get("by", "source")
    by = by if by in BY else "source"
    lines = balance_lines(post, request, by)
    total = Sums()
    for line in lines:
        total.add(line["sums"])
    choices = [(key, title) for key, (title, _) in BY.items() if key not in _too_wide(post)]
    context = {"by": by, "by_title": BY[by][0], "choices": choices, "lines": lines, "total": _figures(total, {})}
    return render(request, "ledger/fund_balances.html", context)


def _too_wide(post: Post) -> set[str]:
    return {Level.TOWNSHIP: {"township"}, Level.VILLAGE: {"township", "village"}}.get(post.scope.level, set())


def balance_lines(post: Post, request: HttpRequest, by: str) -> list[dict[str, Any]]:
    """One line per source, township …, in their own order, with figures that open their movements."""
    found: dict[Any, Sums] = {}
    for key, entry in sums(post.scope, request.as_of, by=BY[by][1]).items():
        found.setdefault(_rolled(key, by), Sums()).add(entry)
    titles = _titles(post, request, by, list(found))
    # Money bound to no project, unit or township says so, and opens nothing narrower.
    return [
        {"title": titles.get(key) or _UNBOUND[by], "key": key, "sums": found[key],
         "figures": _figures(found[key], {_QUERY[by]: key} if key and titles.get(key) else None)}
        for key in [*(key for key in titles if key in found), *(key for key in found if key not in titles)]
    ]  # fmt: skip


_QUERY = {"source": "source", "township": "area", "village": "area", "project": "project"}
_UNBOUND = {"source": "来源未知", "township": "县本级", "village": "乡镇和县本级", "project": "还没有拨给项目"}


def _rolled(key: Any, by: str) -> Any:
    """An area rolled up to the level asked for; ``""`` where it lies above."""
    if by not in ("township", "village") or not key:
        return key or ""
    level = Level.TOWNSHIP if by == "township" else Level.VILLAGE
    code = AreaCode.parse(key)
    return code.at(level).padded if code.level >= level else ""


def _titles(post: Post, request: HttpRequest, by: str, keys: list[Any]) -> Mapping[Any, str]:
    """Key → what it is called, in the order in which lines stand."""
    if by == "source":
        book = CodeBook.read()
        return {code: book.text("资金来源", code) for code in (*book.texts.get("资金来源", {}), *keys) if code}
    if by in ("township", "village"):
        level = Level.TOWNSHIP if by == "township" else Level.VILLAGE
        return {a.code: a.title for a in within(Area.objects.filter(level=level), post, field="code")}
    rows = ProjectProfile.objects.as_of(request.as_of).filter(subject__code__in=[key for key in keys if key])
    named = dict(rows.values_list("subject__code", "name"))
    return {key: f"{key} {named.get(key, '')}".strip() for key in sorted(filter(None, keys))}


def _figures(entry: Sums, query: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Five figures of a line with the address of their movements, empty where nothing narrower opens."""
    figures = [
        ("到位", entry.states["到位"]), ("拨付", entry.states["拨付"]), ("报账", entry.states["报账"]), (PAID, entry.paid),
        (ON_THE_WAY, entry.rest),
    ]  # fmt: skip
    return [
        {"fen": fen, "href": rows_at(figure=name, **query) if query is not None and fen else ""}
        for name, fen in figures
    ]


def reconcile_page(request: HttpRequest) -> HttpResponse:
    """Every identity with its figures; of one that does not hold the rows, and since which movement. For the whole ledger, so
    for posts of the county."""
    post = require(request.post, Verb.VIEW_FUNDS)
    whole = post.scope.level <= Level.COUNTY
    found = list(identities()) if whole else []
    context = {
        "identities": found, "whole": whole, "broken": sum(not each.holds for each in found),
        "balance": balance(post.scope, request.as_of), "movements": Movement.objects.count() if whole else 0,
        "held_lines": [
            {"title": ACCOUNTS[kind], "fen": fen, "href": rows_at(figure=kind)}
            for kind, fen in balance(post.scope, request.as_of).held.items()
            if fen or kind not in OF_FUNDS
        ],
    }  # fmt: skip
    return render(request, "ledger/fund_reconcile.html", context)
