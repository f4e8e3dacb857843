"""整改 and 责任追究: taken back on the page of their finding, and out in the columns of their import."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, get_within, require
from jingzhun.core.errors import Problem
from jingzhun.documents.workbook import Column, write_table
from jingzhun.policy.codes import CodeBook

from ..actions.audit_finding import VERBS
from ..actions.finding_step import revoke_step
from ..audit_forms import StepForm
from ..finding_step_columns import COLUMNS, STANDING, TITLES, row_of
from ..models import FindingStep
from ..models.audit_finding import REVOCABLE
from .audit_finding import AuditFilter, audit_page, findings_of


@require_POST
def audit_revoke(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back a rectification or accountability that was recorded by mistake."""
    post = require(request.post, Verb.VIEW_FUNDS)
    step = get_within(findings_of(post), post, number=number).steps.filter(pk=pk, kind__in=REVOCABLE).first()
    if step is None:
        raise Http404(UnableToReachArea().sentence)
    require(post, VERBS[FindingStep.Kind(step.kind)])
    form = StepForm(request.POST, kind=FindingStep.Kind.REVOKED, book=CodeBook.read(), of=pk)
    if form.is_valid():
        try:
            revoke_step(step=step, why=form.cleaned_data["text"], post=post, on=timezone.localdate())
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"已收回{step.get_kind_display()}")
        return redirect("audit-finding", number)
    return audit_page(request, number, **{f"revoke{pk}": form})


@require_GET
def rectified_export(request: HttpRequest) -> HttpResponse:
    return _export(request, FindingStep.Kind.RECTIFIED)


@require_GET
def accountable_export(request: HttpRequest) -> HttpResponse:
    return _export(request, FindingStep.Kind.ACCOUNTABLE)


def _export(request: HttpRequest, kind: str) -> HttpResponse:
    """The rectifications or accountabilities that stand of the list's findings, in the columns of the import. What was returned or
    taken back is left out: it does not come in again."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    found = {each.pk: each for each in AuditFilter(request.GET, queryset=findings_of(post), request=request).qs}
    steps = FindingStep.objects.filter(kind=kind, finding__in=found, revocations__isnull=True)
    steps = list(
        steps.exclude(answer__kind=FindingStep.Kind.RETURNED)
        .select_related("rectified_by")
        .order_by("finding__number", "pk")
    )
    require_few(len(steps))
    book = CodeBook.read()
    columns = [Column(each.header, "date" if each.kind == "date" else "text", 18) for each in COLUMNS[kind]]
    columns += [Column(header, "text", 18) for header in STANDING]
    rows = [row_of(each, found[each.finding_id], book=book) for each in steps]
    data = write_table(title=TITLES[kind], notes=export_notes(request), columns=columns, rows=rows)
    return send_workbook(request, data, name=TITLES[kind], rows=len(rows))
