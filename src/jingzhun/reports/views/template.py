"""Templates of reports: download, upload an edited one as a new version, load the shipped ones."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from jingzhun.accounts.export import send_file
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.attachments.actions.store import read
from jingzhun.core.errors import Problem
from jingzhun.documents.report import placeholders
from jingzhun.results.indicators import INDICATORS

from ..actions.template import keep_edited, load_shipped
from ..forms import TemplateForm
from ..models import ReportTemplate
from .report import WORD


@require_POST
def templates_load(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.WRITE_REPORTS)
    kept = load_shipped(by=post.actor)
    messages.success(request, f"已装入 {len(kept)} 个随系统提供的模板")
    return redirect("reports")


def template_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Names that a template may use with what they mean, its versions, and the form for an edited file."""
    post = require(request.post, Verb.WRITE_REPORTS)
    template = get_object_or_404(ReportTemplate, pk=pk)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = keep_edited(
                base=template, data=file.read(), file_name=file.name, by=post.actor,
                largest=settings.ENVIRONMENT.upload_megabytes * 1024 * 1024,
            )  # fmt: skip
        except Problem as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, f"已存为第{made.version}版")
            return redirect("report-template", pk=made.pk)
    definition = template.defined
    used = set(placeholders(read(template.file_id)))
    names = [
        (name, INDICATORS[each.indicator].titled(each.part), INDICATORS[each.indicator].definition, name in used)
        for name, each in definition.figures.items()
    ]
    names += [(name, each.title, f"引述 {each.document}", name in used) for name, each in definition.stated.items()]
    known = {name for name, *_ in names} | definition.words.keys()
    return render(
        request,
        "reports/template.html",
        {
            "template": template,
            "versions": ReportTemplate.objects.filter(name=template.name),
            "names": names,
            "words": sorted(definition.words.keys() & used),
            "unknown": sorted(used - known),
            "form": form,
        },
    )


def template_file(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.post, Verb.WRITE_REPORTS)
    template = get_object_or_404(ReportTemplate, pk=pk)
    return send_file(read(template.file_id), name=f"{template.title}模板第{template.version}版.docx", content_type=WORD)
