"""标准与参数: the stored policy packs as readable pages: parameters with their sources, standards item by item, programmes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.areas.models import Area
from jingzhun.casework.flow import diagram, outline
from jingzhun.core.area_code import AreaCode
from jingzhun.core.period import Period
from jingzhun.policy.actions.packs import what_stops_approval
from jingzhun.policy.models import PackVersion
from jingzhun.policy.pack_edit import CHANGES
from jingzhun.results.findings import stored_pack

from .pack_change import version_of


def change_rows(text: str) -> list[list[str]]:
    """The table of a pack's ``CHANGES.md``, head first; lines outside the table and its rule are left out."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"
    ]
    return [row for row in rows if any(cell.strip("-: ") for cell in row)]


FOLDERS = {
    "standards": "标准", "programmes": "补助", "parameters": "参数", "facts": "事实", "codes": "代码", "procedures": "程序", "reports": "报告",
}  # fmt: skip


def contents(files: Mapping[str, str]) -> str:
    """What a pack holds, by its folders: 标准、参数."""
    folders = {name.partition("/")[0] for name in files}
    return "、".join(title for folder, title in FOLDERS.items() if folder in folders)


WAITING, IN_USE, NEWER, OUT_OF_PERIOD, ELSEWHERE = "待批准", "在用", "有更新的一版", "不在效期", "不适用本地区"


def pack_list(request: HttpRequest) -> HttpResponse:
    """All stored versions: what waits for a decision first, then what is in use here on the day, then the rest."""
    post = require(request.post, Verb.VIEW_FIGURES)
    in_use = {version.pk for version in PackVersion.objects.in_force(post.scope, request.as_of)}
    titles = Area.objects.county_titles()
    rows = [
        {
            "version": version,
            "area": titles.get(version.area, version.area),
            "holds": contents(version.files),
            "use": _use(version, in_use, post.scope, request.as_of),
        }
        for version in PackVersion.objects.order_by("name", "-stored_at")
    ]
    order = (WAITING, IN_USE, NEWER, OUT_OF_PERIOD, ELSEWHERE, "—")
    rows.sort(key=lambda row: order.index(row["use"]))
    return render(request, "dashboards/pack_list.html", {"rows": rows, "may_propose": post.may(Verb.PROPOSE_PACKS)})


def _use(version: PackVersion, in_use: set[int], scope: AreaCode, day: date) -> str:
    """What a version is to this area on a day."""
    if version.pk in in_use:
        return IN_USE
    if not version.is_standing:
        return WAITING if version.state == PackVersion.State.WAITING else "—"
    if not AreaCode.parse(version.area).covers(scope.significant):
        return ELSEWHERE
    if day not in Period(version.in_force_from, version.in_force_until):
        return OUT_OF_PERIOD
    return NEWER


def pack_page(request: HttpRequest, pk: int) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FIGURES)
    version = version_of(pk)
    pack = stored_pack(version)
    titles = Area.objects.county_titles()
    parameters = [
        {"parameter": parameter, "value": value, "area": titles.get(value.area, value.area)}
        for parameter in pack.parameters
        for value in sorted(parameter.values, key=lambda value: (value.area, value.since))
    ]
    return render(
        request,
        "dashboards/pack.html",
        {
            "version": version,
            "pack": pack,
            "parameters": parameters,
            "standards": [
                {"standard": each, "text_only": sum(item.holds is None for item in each.items)}
                for each in pack.standards
            ],
            "procedures": [(each, outline(each), diagram(each, outline(each))) for each in pack.procedures],
            "cases": len(pack.cases) + sum(len(each.cases) for each in pack.programmes),
            "changes": change_rows(version.files.get(CHANGES, "")),
            "may_propose": post.may(Verb.PROPOSE_PACKS),
            "may_approve": post.may(Verb.APPROVE_PACKS),
            "is_own": version.proposed_by_id == post.official_id,
            "stop": what_stops_approval(version, cases=(), official_id=post.official_id),
        },
    )
