"""Proofreading any report: the text with findings in its margin. Nothing is kept unless the reader asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jingzhun.accounts.export import send_file
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require, require_area, within
from jingzhun.areas.models import Area
from jingzhun.attachments.actions.store import read
from jingzhun.core.errors import Problem
from jingzhun.core.upload import Kind, UnableToAcceptSize, check_upload
from jingzhun.proofread.comment import with_comments
from jingzhun.proofread.document import LIMITS, Document, read_report, read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import Report, proofread
from jingzhun.proofread.reconcile import contradictions

from ..actions.kept_check import keep
from ..fixed_amounts import fixed_amounts
from ..forms import ProofreadForm
from ..given import area_tree, given_figures
from ..margin import margin
from ..models import KeptCheck

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PASTED = "粘贴的文字.txt"
SHOWN = 50
"""Kept reports on a page."""


class UnableToCommentInWord(Problem):
    code = "D-020"
    says = "“{name}”不是 Word 文件，批注没有地方放"
    remedy = "请选 docx 文件再下载；其他文件可以打印问题单"


@dataclass(frozen=True)
class Checked:
    """A report that was read and proofread, still only in memory."""

    name: str
    data: bytes
    document: Document
    report: Report
    area: Area | None

    def counts(self) -> dict[str, int]:
        severities = [found.severity for found in self.report.findings]
        return {
            "errors": severities.count(Severity.ERROR),
            "warnings": severities.count(Severity.WARNING),
            "notes": severities.count(Severity.NOTE),
            "holdings": len(self.report.holdings),
            "characters": sum(len(line.replace(" ", "")) for line in self.document.lines),
            "figures": len(self.report.figures),
        }


@require_GET
def proofread_page(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FIGURES)
    return _page(request, post, ProofreadForm(areas=_areas(post)))


@require_POST
def proofread_check(request: HttpRequest) -> HttpResponse:
    """The text and its margin: a fragment for the page that asked, or the whole page without scripts."""
    post = require(request.post, Verb.VIEW_FIGURES)
    form = ProofreadForm(request.POST, request.FILES, areas=_areas(post))
    try:
        checked = _checked(request, post, form)
        result = _result(request, checked, form) if checked else {}
    except Problem as problem:
        form.add_error(None, str(problem))
        checked, result = None, {}
    if request.htmx:
        return render(request, "reports/proofread_result.html", {"form": form, **result})
    return _page(request, post, form, **result)


@require_POST
def proofread_word(request: HttpRequest) -> HttpResponse:
    """The Word file back with a comment at each finding; nothing is kept. What is no Word file stays on the page with its result."""
    post = require(request.post, Verb.VIEW_FIGURES)
    form = ProofreadForm(request.POST, request.FILES, areas=_areas(post))
    checked = None
    try:
        checked = _checked(request, post, form)
        if checked is not None and check_upload(checked.data, checked.name, limits=LIMITS) is not Kind.DOCX:
            raise UnableToCommentInWord(name=checked.name)
    except Problem as problem:
        form.add_error(None, str(problem))
    if checked is None or form.errors:
        return _page(request, post, form, **(_result(request, checked, form) if checked else {}))
    name = f"{checked.name.rsplit('.', 1)[0]}.批注.docx"
    return send_file(with_comments(checked.data, checked.report), name=name, content_type=WORD)


@require_POST
def proofread_keep(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.WRITE_REPORTS)
    form = ProofreadForm(request.POST, request.FILES, areas=_areas(post))
    checked = _checked(request, post, form)
    if checked is None:
        return _page(request, post, form)
    kept = keep(
        data=checked.data, kind=check_upload(checked.data, checked.name, limits=LIMITS), report=checked.report,
        area=checked.area or post.area, as_of=request.as_of, by=post.actor,
    )  # fmt: skip
    messages.success(request, f"已存下：{kept.title}")
    return redirect("proofread-kept", pk=kept.pk)


@require_GET
def proofread_kept_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.WRITE_REPORTS)
    kept = within(KeptCheck.objects.select_related("area"), post)
    return render(
        request, "reports/proofread_kept.html", {"rows": Paginator(kept, SHOWN).get_page(request.GET.get("page"))}
    )


@require_GET
def proofread_kept(request: HttpRequest, pk: int) -> HttpResponse:
    """A kept report, proofread again against the figures of its day."""
    post = require(request.post, Verb.WRITE_REPORTS)
    kept = get_within(KeptCheck.objects.select_related("area", "file"), post, pk=pk)
    checked = _proofread(request, kept.title, read(kept.file_id), kept.area)
    form = ProofreadForm(areas=_areas(post))
    return _page(request, post, form, kept=kept, **_result(request, checked, form))


def _page(request: HttpRequest, post: Post, form: ProofreadForm, **result: object) -> HttpResponse:
    shown = {"form": form, "may_keep": post.may(Verb.WRITE_REPORTS), **result}
    return render(request, "reports/proofread.html", shown, status=422 if form.errors else 200)


def _areas(post: Post) -> list[tuple[str, str]]:
    """The post's area and those right below it."""
    return [
        (post.area.code, post.area.title),
        *((area.code, area.title) for area in post.area.children.order_by("code")),
    ]


def _checked(request: HttpRequest, post: Post, form: ProofreadForm) -> Checked | None:
    if not form.is_valid():
        return None
    given = form.cleaned_data
    area = Area.objects.filter(pk=given["area"]).first() if given["area"] else None
    if area:
        require_area(post, area.code)
    if given["file"]:
        return _proofread(request, given["file"].name, _bytes(given["file"]), area)
    return _proofread(request, PASTED, given["text"].encode(), area)


def _bytes(sent: UploadedFile) -> bytes:
    """What was sent, as far as it may be read at all: one byte more than allowed is enough to be refused."""
    data = sent.read(LIMITS.size + 1)
    if len(data) > LIMITS.size:
        raise UnableToAcceptSize(name=sent.name, size=sent.size, limit=LIMITS.size, why="超过上限")
    return data


def _proofread(request: HttpRequest, name: str, data: bytes, area: Area | None) -> Checked:
    document = read_text(data.decode(), name=name) if name == PASTED else read_report(data, name)
    known_at: datetime | None = request.known_at
    report = proofread(
        document, areas=area_tree(area, on=request.as_of) if area else None,
        standards=fixed_amounts(area.area_code) if area else None,
        figures=given_figures(area, as_of=request.as_of, known_at=known_at) if area else None,
    )  # fmt: skip
    return Checked(name, data, document, report, area)


def _result(request: HttpRequest, checked: Checked, form: ProofreadForm) -> dict[str, object]:
    other = form.cleaned_data.get("other") if form.is_bound and form.is_valid() else None
    apart = list(contradictions([checked.document, read_report(_bytes(other), other.name)])) if other else []
    return {
        "checked": checked, "counts": checked.counts(), "stretches": margin(checked.document, checked.report), "apart": apart,
        "other": other.name if other else "",
    }  # fmt: skip
