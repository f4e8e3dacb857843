"""Work lists over the library: steps that are late with their reasons, and handed-over projects with or without a keeper."""

from __future__ import annotations

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.export import export_notes, send_workbook
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.accounts.table_page import order, order_and_page
from jingzhun.documents.workbook import Column, write_table
from jingzhun.policy.codes import CodeBook

from ..models import ProjectProfile, ProjectUpkeep
from ..progress import by_cause, handed_over, late_steps

NUMBER = {"td": {"class": "jz-num"}, "th": {"class": "jz-num"}}


class LateTable(tables.Table):
    name = tables.Column("项目", linkify=("project", {"code": tables.A("code")}))
    code = tables.Column("编号", attrs={"td": {"class": "jz-mono"}})
    place = tables.Column("地点")
    step = tables.Column("节点")
    planned_on = tables.DateColumn(verbose_name="计划日期", format="Y-m-d")
    late = tables.Column("超期（天）", attrs=NUMBER)
    cause = tables.Column("原因")
    reason = tables.Column("说明")

    class Meta:
        attrs = {"class": "jz-cards jz-two"}


class UpkeepTable(tables.Table):
    name = tables.Column("项目", linkify=("project", {"code": tables.A("code")}))
    code = tables.Column("编号", attrs={"td": {"class": "jz-mono"}})
    place = tables.Column("地点")
    handed_over_on = tables.DateColumn(verbose_name="移交日期", format="Y-m-d")
    keeper = tables.Column("管护人")

    class Meta:
        attrs = {"class": "jz-cards jz-two"}


def late_page(request: HttpRequest) -> HttpResponse:
    """Steps that should be done by now and are not."""
    table, late = _late(request)
    order_and_page(table, request)
    strip = [{"title": cause, "value": count, "unit": "个项目"} for cause, count in by_cause(late).items()][:5]
    projects = len({row.subject_id for _, row in late})
    return render(
        request, "ledger/project_late.html",
        {"table": table, "strip": strip, "projects": projects, "steps": len(late), "may_export": request.post.may(Verb.EXPORT)},
    )  # fmt: skip


def late_export(request: HttpRequest) -> HttpResponse:
    require(request.post, Verb.EXPORT)
    table, _ = _late(request)
    return _send(request, table, "延误项目", {"超期（天）": "number", "计划日期": "date"})


def upkeep_page(request: HttpRequest) -> HttpResponse:
    """Handed-over projects, those without a keeper first."""
    table, kept, lacking = _upkeep(request)
    order_and_page(table, request)
    return render(
        request, "ledger/project_upkeep.html",
        {"table": table, "lacking": lacking, "may_export": request.post.may(Verb.EXPORT), "strip": [
            {"title": "已移交", "value": kept + lacking, "unit": "个项目"}, {"title": "有管护人", "value": kept, "unit": "个项目"},
            {"title": "没有管护人", "value": lacking, "unit": "个项目"},
        ]},
    )  # fmt: skip


def upkeep_export(request: HttpRequest) -> HttpResponse:
    require(request.post, Verb.EXPORT)
    table, *_ = _upkeep(request)
    return _send(request, table, "后续管护", {"移交日期": "date"})


def _projects(request: HttpRequest):
    """Subject keys of the library as far as the post's area reaches, and their names."""
    post = require(request.post, Verb.VIEW_PROJECTS)
    rows = ProjectProfile.objects.as_of(request.as_of, request.known_at)
    rows = rows.touching(post.scope, request.as_of, request.known_at)
    return rows.values("subject_id"), dict(rows.values_list("subject_id", "name"))


def _late(request: HttpRequest):
    projects, names = _projects(request)
    late = late_steps(projects=projects, day=request.as_of, known_at=request.known_at, book=CodeBook.read())
    rows = [
        {
            "name": names[row.subject_id], "code": row.subject.code, "place": row.subject.area.title, "step": step.title,
            "planned_on": row.planned_on, "late": step.late, "cause": step.cause,
            "reason": row.reason or ("没有写原因" if step.unexplained else ""),
        }
        for step, row in late
    ]  # fmt: skip
    return LateTable(rows), late


def _upkeep(request: HttpRequest):
    projects, names = _projects(request)
    keepers = {
        row.subject_id: "，".join(filter(None, (row.keeper_unit, row.keeper)))
        for row in ProjectUpkeep.objects.as_of(request.as_of, request.known_at).filter(subject__in=projects)
    }
    found = list(handed_over(projects=projects, day=request.as_of, known_at=request.known_at))
    rows = [
        {
            "name": names[row.subject_id], "code": row.subject.code, "place": row.subject.area.title,
            "handed_over_on": row.done_on, "keeper": keepers.get(row.subject_id, "") if row.is_kept else "没有管护人",
        }
        for row in found
    ]  # fmt: skip
    kept = sum(row.is_kept for row in found)
    return UpkeepTable(rows), kept, len(found) - kept


def _send(request: HttpRequest, table: tables.Table, name: str, kinds: dict[str, str]) -> HttpResponse:
    order(table, request)
    header = [column.header for column in table.columns]
    names = [column.name for column in table.columns]
    rows = [[row.record[each] for each in names] for row in table.rows]
    columns = [Column(title, kinds.get(title, "text"), 16) for title in header]  # type: ignore[arg-type]
    data = write_table(title=name, notes=export_notes(request), columns=columns, rows=rows)
    return send_workbook(request, data, name=name, rows=len(rows))
