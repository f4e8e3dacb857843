"""标准与参数: the stored policy packs as readable pages: parameters with their sources, standards item by item, programmes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.policy.models import PackVersion
from jingzhun.policy.packs import decides
from jingzhun.results.findings import pack_folder
from jingzhun.rules.pack_loader import load_pack


def change_rows(text: str) -> list[list[str]]:
    """The table of a pack's ``CHANGES.md``, head first; lines outside the table and its rule are left out."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"
    ]
    return [row for row in rows if any(cell.strip("-: ") for cell in row)]


def pack_list(request: HttpRequest) -> HttpResponse:
    """All stored versions; packs with code lists only are named as such."""
    require(request.post, Verb.VIEW_FIGURES)
    day = request.as_of
    rows = [
        {
            "version": version,
            "decides": decides(version.files),
            "in_force": version.in_force_from <= day
            and (version.in_force_until is None or day < version.in_force_until),
        }
        for version in PackVersion.objects.order_by("name", "-stored_at")
    ]
    return render(request, "dashboards/pack_list.html", {"rows": rows})


def pack_page(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.post, Verb.VIEW_FIGURES)
    version = PackVersion.objects.filter(pk=pk).first()
    if version is None:
        raise Http404("没有这个政策包")
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
            "changes": change_rows(version.files.get("CHANGES.md", "")),
        },
    )
