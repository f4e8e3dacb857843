"""标准与参数: the stored policy packs as readable pages: parameters with their sources, standards item by item, programmes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.policy.models import PackVersion
from jingzhun.policy.pack_edit import CHANGES
from jingzhun.policy.packs import decides
from jingzhun.results.findings import pack_folder
from jingzhun.rules.pack_loader import load_pack

from .pack_change import version_of


def change_rows(text: str) -> list[list[str]]:
    """The table of a pack's ``CHANGES.md``, head first; lines outside the table and its rule are left out."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"
    ]
    return [row for row in rows if any(cell.strip("-: ") for cell in row)]


def pack_list(request: HttpRequest) -> HttpResponse:
    """All stored versions; packs with code lists only are named as such. Those that wait for a decision come first."""
    post = require(request.post, Verb.VIEW_FIGURES)
    day = request.as_of
    in_use = {version.pk for version in PackVersion.objects.in_force(post.scope, day)}
    rows = [
        {
            "version": version,
            "decides": decides(version.files),
            "in_use": version.pk in in_use,
            "in_force": version.is_standing
            and version.in_force_from <= day
            and (version.in_force_until is None or day < version.in_force_until),
        }
        for version in PackVersion.objects.order_by("name", "-stored_at")
    ]
    rows.sort(key=lambda row: row["version"].state != PackVersion.State.WAITING)
    return render(request, "dashboards/pack_list.html", {"rows": rows, "may_propose": post.may(Verb.PROPOSE_PACKS)})


def pack_page(request: HttpRequest, pk: int) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FIGURES)
    version = version_of(pk)
    pack = load_pack(pack_folder(version))
    parameters = [
        {"parameter": parameter, "value": value, "text": value.written}
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
            "changes": change_rows(version.files.get(CHANGES, "")),
            "may_propose": post.may(Verb.PROPOSE_PACKS),
            "may_approve": post.may(Verb.APPROVE_PACKS),
            "is_own": version.proposed_by_id == post.official_id,
        },
    )
