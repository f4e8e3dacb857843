"""The report workshop: reports of the post's area, writing one, its preview with traced figures, its Word file."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from jingzhun.accounts.export import send_file
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require, within
from jingzhun.attachments.actions.store import read
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.documents.report import read_back
from jingzhun.proofread.document import Document
from jingzhun.proofread.proofreading import proofread
from jingzhun.results.read import changes_since

from ..actions.report import write, write_again
from ..appendix import trace_rows
from ..fixed_amounts import fixed_amounts
from ..forms import ReportForm
from ..models import Report, ReportTemplate
from ..preview import address_of, blocks_of
from ..wording import words_for

SHOWN = 50
"""Reports on a page."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def report_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.WRITE_REPORTS)
    reports = within(Report.objects.select_related("template", "area", "replaced_by"), post)
    return render(
        request,
        "reports/report_list.html",
        {
            "reports": Paginator(reports, SHOWN).get_page(request.GET.get("page")),
            "templates": ReportTemplate.objects.newest(),
        },
    )


def report_new(request: HttpRequest, template: int) -> HttpResponse:
    """The form for one template; sent, the report is written and shown."""
    post = require(request.post, Verb.WRITE_REPORTS)
    chosen = get_object_or_404(ReportTemplate, pk=template)
    definition = chosen.defined
    usual = words_for(
        definition=definition, area=post.area, as_of=request.as_of, known_at=request.known_at,
        issuer=request.office.name if request.office else "", given={},
    )  # fmt: skip
    form = ReportForm(
        request.POST if request.method == "POST" else None, definition=definition, template=read(chosen.file_id), usual=usual
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            report = write(
                template=chosen, area=post.area, as_of=request.as_of, known_at=request.known_at, by=post.actor,
                words=form.given("word"), typed=form.given("typed"),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已生成：{report.title}")
            return redirect("report", pk=report.pk)
    return render(request, "reports/report_new.html", {"template": chosen, "form": form, "definition": definition})


def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with every number underlined to its figure, untraced ones amber; below it the trace."""
    post = require(request.post, Verb.WRITE_REPORTS)
    report = _report(post, pk)
    rows = list(report.figures.select_related("figure__roster"))
    places = {row.number: (row.places,) for row in rows}
    trace = list(zip(trace_rows(stands=rows, places=places), map(address_of, rows), strict=True))
    paragraphs = read_back(read(report.file_id))
    return render(
        request,
        "reports/report.html",
        {
            "report": report,
            "blocks": blocks_of(paragraphs, {row.number: row for row in rows}),
            "trace": trace,
            "untraced": _untraced(paragraphs, rows),
            "counts": {"traced": sum(row.is_traced for row in rows), "untraced": report.loose},
            "changes": changes_since(report.roster),
            "newer": getattr(report, "replaced_by", None),
        },
    )


def report_checked(request: HttpRequest, pk: int) -> HttpResponse:
    """The margin's part that proofreading fills: what does not hold, and how many relations do."""
    post = require(request.post, Verb.WRITE_REPORTS)
    report = _report(post, pk)
    lines = tuple(paragraph.text for paragraph in read_back(read(report.file_id)) if paragraph.text.strip())
    checked = proofread(Document(report.title, lines), standards=fixed_amounts(report.area.area_code))
    return render(request, "reports/checked.html", {"findings": checked.findings, "holdings": checked.holdings})


def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The Word file; its download is logged."""
    post = require(request.post, Verb.WRITE_REPORTS)
    report = _report(post, pk)
    with unit(by=post.actor) as log:
        log.record(
            "report.download", subject_kind="报告", subject_code=str(report.pk), area_code=report.area_id, file=report.file_id
        )  # fmt: skip
    return send_file(read(report.file_id), name=f"{report.title}.docx", content_type=WORD)


@require_POST
def report_again(request: HttpRequest, pk: int) -> HttpResponse:
    post = require(request.post, Verb.WRITE_REPORTS)
    made = write_again(report=_report(post, pk), by=post.actor)
    messages.success(request, "已按现在的数据重新生成，原来的一份仍在")
    return redirect("report", pk=made.pk)


def _report(post: Post, pk: int) -> Report:
    return get_within(Report.objects.select_related("template", "area", "roster", "file"), post, pk=pk)


def _untraced(paragraphs, rows) -> list[dict[str, str]]:
    """The numbers without a figure: typed ones, and those written into the template."""
    typed = [{"text": row.shown, "where": row.places, "why": f"手填：{row.name}"} for row in rows if not row.is_traced]
    loose = [
        {"text": span.text, "where": paragraph.text[:24], "why": "写在模板正文里"}
        for paragraph in paragraphs
        for span in paragraph.spans
        if span.is_loose
    ]
    return typed + loose
